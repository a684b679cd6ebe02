import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import type { Identity, ScannedDocument } from '../contract/identity.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { read, sampleBhyt, sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { bytesFromKeys, readKeyboardText } from './keyboard-text.ts';

const citizenCard = new TextDecoder().decode(encodeCccd(sampleCccd));
const insuranceCard = new TextDecoder().decode(encodeBhyt(sampleBhyt));

function typed(text: string): ScannedDocument | string {
  const result = readKeyboardText(text);
  return result.ok ? result.value : result.problem.kind;
}

test('an appointment slip survives the keyboard, its capitals and small letters included', () => {
  expect(typed(`${new TextDecoder().decode(encodeAppointment('27005', 'Lk_2026-a.7'))}\r`)).toEqual({
    source: 'qr-appointment',
    document: { kind: 'appointment', facilityCode: '27005', appointmentId: 'Lk_2026-a.7' },
  });
});

/** What is left of a text on a keyboard without these letters. */
function without(letters: RegExp, text: string, instead = ''): string {
  return text.normalize('NFC').replace(letters, instead);
}

const sound = read(citizenCard) as Identity;

test('an insurance card survives the keyboard whole', () => {
  const card = read(insuranceCard);
  expect(card).toMatchObject({ source: 'qr-bhyt', fullName: 'Nguyễn Văn A' });
  expect(typed(insuranceCard)).toEqual(card);
  expect(typed(`${insuranceCard}\r\n`)).toEqual(card);
});

test.each([
  ['drops every letter it does not have', without(/[^\x20-\x7e]/g, citizenCard)],
  ['puts a question mark for it', without(/[^\x20-\x7e]/g, citizenCard, '?')],
  ['has the letters of Latin-1 only', without(/[^\x20-\x7e\u00c0-\u00ff]/g, citizenCard)],
  ['leaves the bare letters', citizenCard.normalize('NFD').replace(/[\u0300-\u036f]/g, '')],
])('a citizen card over a keyboard that %s keeps its number, and nobody’s name is made of the rest', (_how, text) => {
  expect(typed(text)).toEqual({
    ...sound,
    fullName: undefined,
    address: undefined,
    warnings: [...sound.warnings, 'text-damaged'],
  });
});

test('a keyboard that carries every Vietnamese letter gives the name', () => {
  expect(typed(citizenCard)).toEqual(sound);
});

test('a name without marks is not believed, for nobody can see whether letters are missing', () => {
  const plain = { ...sampleCccd, fullName: 'CAO MINH NAM', address: 'Long An' };
  const identity = typed(new TextDecoder().decode(encodeCccd(plain)));
  expect(identity).toMatchObject({ fullName: undefined, address: undefined, warnings: ['text-damaged'] });
});

test.each(['~', '£', "'", 'µ', '§', '>'])('a keyboard that types %s for the bar is seen through', (sign) => {
  expect(typed(citizenCard.replaceAll('|', sign))).toEqual(sound);
  expect(typed(insuranceCard.replaceAll('|', sign))).toEqual(read(insuranceCard));
});

test('slashes of an insurance card that became another sign are slashes again', () => {
  const moved = insuranceCard.replace(/(\d\d)\/(\d\d)\/(\d{4})/g, '$1-$2-$3');
  expect(typed(moved)).toEqual(read(insuranceCard));
  expect(typed(moved.replaceAll('|', '~'))).toEqual(read(insuranceCard));
});

test('a code that no sign divides into a card for certain is left as it is', () => {
  const codes = [
    'https://example.vn/a?b=c&d',
    '8934563138165',
    '001090000001~~x~15081990~Nam~y',
    citizenCard.replaceAll('|', ''),
    '',
    '|',
  ];
  for (const code of codes) {
    expect(new TextDecoder().decode(bytesFromKeys(code).bytes)).toBe(code);
    expect(['foreign', 'damaged']).toContain(typed(code));
  }
});

test('what is longer than any code is oversized', () => {
  expect(typed('x'.repeat(longestCodeBytes + 1))).toBe('oversized');
  expect(typed('ễ'.repeat(longestCodeBytes))).toBe('oversized');
});

test('whatever is typed, nothing throws, and without Vietnamese letters no citizen card has a name', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 20 });
  const letters = fc.stringMatching(/^[A-Za-z àáâãèéêìíòóôõùúý]{1,20}$/);
  const text = fc.oneof(anything, letters, fc.constantFrom('|', '15081990', '001090000001', 'Nam'));
  const card = fc.tuple(letters, fc.oneof(letters, anything)).map(([name, address]) => {
    return `001090000001||${name}|15081990|Nam|${address}|25052021`;
  });
  fc.assert(
    fc.property(
      fc.oneof(
        card,
        fc.array(text, { maxLength: 12 }).map((texts) => texts.join('')),
      ),
      (code) => {
        const identity = typed(code);
        if (typeof identity === 'string' || identity.source !== 'qr-cccd') return;
        if (!/[\u1ea0-\u1ef9]/.test(code)) expect(identity.fullName).toBe(undefined);
      },
    ),
  );
}, 30_000);
