import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { sampleBhyt, sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { createKeyboardScanner, type TypedHow } from './keyboard-scanner.ts';
import { readKeyboardText } from './keyboard-text.ts';

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const card = textOf(encodeCccd(sampleCccd));
const insurance = textOf(encodeBhyt(sampleBhyt));
const slip = textOf(encodeAppointment('27005', 'LK-1'));

function bench() {
  const scanner = createKeyboardScanner({ id: 'keys', clock: createHandCrankedClock() });
  const heard: unknown[] = [];
  scanner.onScan((scan) => heard.push(scan.kind === 'code' ? readKeyboardText(textOf(scan.bytes)) : scan.kind));
  return { scanner, heard, type: (text: string, how?: TypedHow) => scanner.type(text, how) };
}

test.each([
  ['an AIM identifier', (code: string) => `]Q1${code}`],
  ['an AIM identifier on a French keyboard', (code: string) => `$Q1${code}`],
  ['an AIM identifier and an ECI', (code: string) => `]Q2\\000026${code}`],
  ['a code id', (code: string) => `s${code}`],
  ['an AIM identifier behind the code', (code: string) => `${code}]Q1`],
])('%s that a keyboard scanner types is taken off', (_what, dress) => {
  for (const code of [card, insurance, slip, card.replaceAll('|', '~')]) {
    const { type, heard, scanner } = bench();
    type(dress(code));
    expect(heard).toEqual([readKeyboardText(code)]);
    expect(scanner.hints()).toEqual([]);
  }
});

test('a prefix that nobody knows is told to the technician, and is not the card’s fault', () => {
  const { type, heard, scanner } = bench();
  type(`KIOSK-${card}`);
  expect([heard, scanner.hints()]).toEqual([['wrapped'], ['scanner-adds-prefix']]);
  type(card);
  expect(scanner.hints()).toEqual([]);
});

test('without Enter a whole document is read, and half of one is told to the technician', () => {
  const { type, heard, scanner } = bench();
  type(card, { ended: 'by-silence' });
  type(insurance, { ended: 'by-silence' });
  type(insurance.slice(0, 90), { ended: 'by-silence' });
  expect(heard).toEqual([readKeyboardText(card), readKeyboardText(insurance), 'unfinished']);
  expect(scanner.hints()).toEqual(['scanner-sends-no-ending']);
});

test('what is typed as slowly as a person types is a scan only when it is a whole document', () => {
  const { type, heard, scanner } = bench();
  for (const ended of ['by-key', 'by-silence'] as const) {
    for (const text of ['nguyen van an', 'https://example.org/abc', card.slice(0, 40), card, insurance]) {
      type(text, { ended, pace: 'slow' });
    }
  }
  const read = [readKeyboardText(card), readKeyboardText(insurance)];
  expect([heard, scanner.hints()]).toEqual([[...read, ...read], []]);
});

test('a CapsLock that somebody left on costs no card, no slip and no name', () => {
  const swapped = (text: string) =>
    text.replace(/\p{L}/gu, (each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase()));
  for (const code of [card, insurance, slip, `]Q1${slip}`]) {
    const { type, heard, scanner } = bench();
    type(swapped(code));
    expect(heard).toEqual([readKeyboardText(code.replace(']Q1', ''))]);
    expect(scanner.hints()).toEqual([]);
  }
});
