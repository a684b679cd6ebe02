import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { readDocument } from '../identity-documents/read-document.ts';
import { sampleBhyt, sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { longestPauseInCodeMs } from './push-only-scanner.ts';
import { createSerialScanner } from './serial-scanner.ts';

const { newForm: _, ...oldForm } = sampleBhyt;
const documents = [
  encodeCccd(sampleCccd),
  encodeCccd({ ...sampleCccd, number: '027190000123', oldNumber: '', fullName: 'Nguyễn Thị Ngọc Ánh', sex: 'Nữ' }),
  encodeCccd({ ...sampleCccd, number: '024195000005', parents: { father: 'Nguyễn Văn B', mother: 'Trần Thị C' } }),
  encodeBhyt(sampleBhyt),
  encodeBhyt({ ...oldForm, number: 'DN4010199999998' }),
  encodeAppointment('27005', 'LK-2026.118804'),
];

/** What was scanned, as far as it is somebody's; a card that lost its last field is still that person's. */
function whose(code: Uint8Array): string {
  const read = readDocument(code);
  if (!read.ok) return read.problem.kind;
  const { source, document } = read.value;
  switch (document.kind) {
    case 'appointment':
      return `${source} ${document.appointmentId}`;
    default:
      return `${source} ${document.number} ${'fullName' in read.value ? read.value.fullName : ''}`;
  }
}

const scan = fc.record({
  document: fc.constantFrom(...documents),
  before: fc.constantFrom('', ']Q1', String.raw`]Q2\000026`, 's', 'P01', '\xef\xbb\xbf', '\x1d'),
  after: fc.constantFrom('\r', '\n', '\r\n\r\n', '\t', '\x03', '\x04', '\0\0\0', '\x1d\r', ' \r', ''),
  /** Where it breaks off, if it does. */
  cutAt: fc.option(fc.nat({ max: 300 }), { freq: 4 }),
  times: fc.integer({ min: 1, max: 2 }),
  pieces: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 5 }),
  pauseMs: fc.constantFrom(0, 10, longestPauseInCodeMs - 1),
  gapMs: fc.constantFrom(0, 50, longestPauseInCodeMs - 1, longestPauseInCodeMs, 1_000),
});

test('whatever a scanner puts around its codes, breaks off, sends twice or too soon: nobody is read who was not shown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scan, { minLength: 1, maxLength: 4 }), async (scans) => {
      const clock = createHandCrankedClock();
      let send = (_bytes: Uint8Array): void => {};
      const scanner = createSerialScanner({
        id: 'scanner',
        clock,
        random: () => 0,
        open: async () =>
          ok({
            onData(listener) {
              send = listener;
              return () => {};
            },
            onLost: () => () => {},
            write: async () => ok('taken'),
            close: async () => {},
          }),
      });
      const read: string[] = [];
      scanner.onScan((each) => read.push(each.kind === 'code' ? whose(each.bytes) : each.kind));
      await new Promise((resolve) => setImmediate(resolve));

      const shown = new Set<string>();
      const mustBeRead: string[] = [];
      let isClean = true;
      for (const { document, before, after, cutAt, times, pieces, pauseMs, gapMs } of scans) {
        for (let time = 0; time < times; time++) {
          const whole = Buffer.concat([Buffer.from(before, 'latin1'), document, Buffer.from(after, 'latin1')]);
          const bytes = cutAt === null ? whole : whole.subarray(0, Math.min(cutAt, document.length - 2));
          for (let at = 0, piece = 0; at < bytes.length; piece++) {
            const end = at + (pieces[piece] ?? bytes.length);
            send(bytes.subarray(at, end));
            at = end;
            if (at < bytes.length) clock.advance(pauseMs);
          }
          shown.add(whose(document));
          const isEnded = cutAt === null && after !== '';
          if (isEnded && isClean) mustBeRead.push(whose(document));
          isClean = isEnded || gapMs >= longestPauseInCodeMs;
          clock.advance(gapMs);
        }
      }
      clock.advance(longestPauseInCodeMs);
      await scanner.close();
      const persons = read.filter((each) => each.startsWith('qr-'));
      expect(persons.filter((each) => !shown.has(each))).toEqual([]);
      let found = 0;
      for (const each of persons) if (each === mustBeRead[found]) found += 1;
      expect(found).toBe(mustBeRead.length);
    }),
    { numRuns: 300 },
  );
}, 30_000);
