import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import { encodeCccd, encodePassport } from '../identity-documents/encode-cards.simulator.ts';
import { readDocument, standingOf } from '../identity-documents/read-document.ts';
import { sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { createKeyboardScanner, longestPauseBetweenLinesMs } from './keyboard-scanner.ts';
import { readKeyboardText } from './keyboard-text.ts';
import { longestPauseInCodeMs } from './push-only-scanner.ts';
import { createSerialScanner } from './serial-scanner.ts';

const passport = new TextDecoder().decode(
  encodePassport({
    number: 'C01X0001',
    issuer: 'UTO',
    nationality: 'UTO',
    surname: 'MUSTER',
    givenNames: 'ERIKA',
    birth: '640812',
    sex: 'F',
    expiry: '311031',
  }),
);
const card = new TextDecoder().decode(encodeCccd(sampleCccd));
const patientCode = { digits: 10 };
const [firstLine = '', secondLine = ''] = passport.split('\r');

function whose(result: ReturnType<typeof readDocument>): string {
  if (!result.ok) return result.problem.kind;
  return 'number' in result.value.document ? (result.value.document.number ?? '') : result.value.source;
}

async function serial() {
  const clock = createHandCrankedClock();
  let send = (_: Uint8Array): void => {};
  const scanner = createSerialScanner({
    ...{ id: 'scanner', clock, random: () => 0 },
    recognise: (code) => standingOf(code, { patientCode }),
    open: async () =>
      ok({
        onData(listener) {
          send = listener;
          return () => {};
        },
        write: async () => ok('taken' as const),
        onLost: () => () => {},
        close: async () => {},
      }),
  });
  const heard: string[] = [];
  scanner.onScan((scan) =>
    heard.push(scan.kind === 'code' ? whose(readDocument(scan.bytes, { patientCode })) : scan.kind),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return { clock, heard, scanner, send: (text: string) => send(new TextEncoder().encode(text)) };
}

test('a passport whose two lines come as two codes is one person, whatever the scanner puts around each line', async () => {
  for (const [before, behind] of [
    ['', '\r'],
    ['', '\r\n'],
    ['\x02', '\x03'],
    [']L0', '\r'],
  ]) {
    const { send, heard, clock, scanner } = await serial();
    send(`${before}${firstLine}${behind}`);
    clock.advance(longestPauseInCodeMs - 1);
    send(`${before}${secondLine}${behind}`);
    expect([heard, scanner.hints()]).toEqual([['C01X0001'], []]);
    await scanner.close();
  }
});

test('a scanner that ends the lines and not the passport is read when it falls silent', async () => {
  const { send, heard, clock, scanner } = await serial();
  send(passport);
  clock.advance(longestPauseInCodeMs);
  expect(heard).toEqual(['C01X0001']);
  await scanner.close();
});

test('a first line alone is scanned again, and never meets the next passport’s second line', async () => {
  const { send, heard, clock, scanner } = await serial();
  send(`${firstLine}\r`);
  clock.advance(longestPauseInCodeMs);
  send(`${secondLine}\r`);
  clock.advance(longestPauseInCodeMs);
  expect(heard).toEqual(['damaged', 'damaged']);
  send(`${firstLine}\r${card}\r`);
  expect(heard).toEqual(['damaged', 'damaged', 'damaged', sampleCccd.number]);
  send(`${firstLine}\r${passport}\r`);
  expect(heard.slice(4)).toEqual(['damaged', 'C01X0001']);
  await scanner.close();
});

test('any way of splitting the same bytes gives the same scans', async () => {
  const pieces = fc.array(fc.constantFrom(passport, firstLine, secondLine, card, '0000012345', 'https://example.org'), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(pieces, fc.array(fc.nat({ max: 400 }), { maxLength: 6 }), async (codes, cuts) => {
      const all = codes.map((code) => `${code}\r`).join('');
      const edges = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
      const whole = await serial();
      whole.send(all);
      const split = await serial();
      for (const [at, edge] of edges.slice(1).entries()) split.send(all.slice(edges[at], edge));
      for (const { clock } of [whole, split]) clock.advance(longestPauseInCodeMs);
      expect(split.heard).toEqual(whole.heard);
      await Promise.all([whole.scanner.close(), split.scanner.close()]);
    }),
    { numRuns: 60 },
  );
});

test('a patient card is read by itself, and not inside the code of something else', async () => {
  const { send, heard, scanner } = await serial();
  for (const code of ['0000012345', ']C10000012345', 'X0000012345', 'https://example.org/A0000012345', '00000123456']) {
    send(`${code}\r`);
  }
  expect([heard, scanner.hints()]).toEqual([['0000012345', '0000012345', 'foreign', 'foreign', 'foreign'], []]);
  await scanner.close();
});

test('a keyboard scanner types a passport line by line, and a first line alone is scanned again', () => {
  const clock = createHandCrankedClock();
  const scanner = createKeyboardScanner({ id: 'keys', clock });
  const heard: string[] = [];
  scanner.onScan((scan) =>
    heard.push(scan.kind === 'code' ? whose(readKeyboardText(new TextDecoder().decode(scan.bytes))) : scan.kind),
  );
  scanner.type(firstLine);
  clock.advance(longestPauseBetweenLinesMs - 1);
  scanner.type(secondLine);
  scanner.type(firstLine);
  clock.advance(longestPauseBetweenLinesMs);
  expect(heard).toEqual(['C01X0001', 'damaged']);
});
