import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { gatherReport, type HidPosGathering, type HidPosLayout, noReports } from './hid-pos-reports.ts';

/** What a reader of the reports would write down. */
function codesFrom(
  reports: readonly Uint8Array[],
  layout?: HidPosLayout,
  start: HidPosGathering = noReports,
): { readonly codes: string[]; readonly gathering: HidPosGathering } {
  const codes: string[] = [];
  let gathering = start;
  for (const report of reports) {
    const step = gatherReport(gathering, report, layout);
    gathering = step.gathering;
    for (const code of step.codes)
      codes.push(code.kind === 'code' ? new TextDecoder().decode(code.bytes) : '(oversized)');
  }
  return { codes, gathering };
}

/** Reports as this maker's scanner sends them; written apart from the driver and from its simulator. */
function reportsFor(code: string | Uint8Array, maker: HidPosLayout, { flags = true } = {}): Uint8Array[] {
  const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 56) {
    const data = bytes.subarray(at, at + 56);
    const report = new Uint8Array(64);
    const aim = { honeywell: [0x5d, 0x51, 0x31], zebra: [0, 0x5d, 0x51, 0x31], newland: [] }[maker];
    report.set([0x02, data.length, ...aim, ...data]);
    if (flags && at + 56 < bytes.length) report[63] = 1;
    reports.push(report);
  }
  return reports;
}

const card = '001090000001|120000001|Nguyễn Thị Ví Dụ|15081948|Nữ|Thôn Mẫu, Xã Ví Dụ, Yên Phong, Bắc Ninh|25052021';

test('a recorded report of a Honeywell scanner is its code', () => {
  // Recorded: ABC as a QR, then zeros (notes §6.3).
  const recorded = new Uint8Array(64);
  recorded.set([0x02, 0x03, 0x5d, 0x51, 0x31, 0x41, 0x42, 0x43]);
  expect(codesFrom([recorded]).codes).toEqual(['ABC']);
  expect(codesFrom([recorded], 'honeywell').codes).toEqual(['ABC']);
});

test.each(['honeywell', 'zebra', 'newland'] as const)(
  'a card of several reports from a %s scanner is one code, letters across reports included',
  (maker) => {
    const reports = reportsFor(`${card}\r`, maker);
    expect(reports.length).toBeGreaterThan(2);
    expect(codesFrom(reports, maker).codes).toEqual([card]);
    // Nobody has said which vendor it is.
    expect(codesFrom(reports).codes).toEqual([card]);
  },
);

test('every shift of the letters against the borders of the reports gives the same card', () => {
  for (let shift = 0; shift < 60; shift++) {
    const code = 'x'.repeat(shift) + card;
    for (const maker of ['honeywell', 'zebra', 'newland'] as const) {
      expect(codesFrom(reportsFor(`${code}\r\n`, maker), maker).codes).toEqual([code]);
    }
  }
});

test('terminators behind a code are no part of it, a GS is', () => {
  const codes = ['A\r', 'A\n', 'A\r\n', 'A', 'A\r\r', '01\u001d'];
  expect(codesFrom(codes.flatMap((code) => reportsFor(code, 'honeywell'))).codes).toEqual([
    'A',
    'A',
    'A',
    'A',
    'A',
    '01\u001d',
  ]);
});

test('a Newland scanner that sets no flag is read by full reports and by its terminator', () => {
  for (const length of [55, 56, 57, 111, 112, 113, 168]) {
    const code = 'y'.repeat(length - 1);
    expect(codesFrom(reportsFor(`${code}\r`, 'newland', { flags: false }), 'newland').codes).toEqual([code]);
  }
});

test('a Newland scanner that has shown its flag is believed when it clears it on a full report', () => {
  const code = 'z'.repeat(112);
  expect(codesFrom(reportsFor(code, 'newland'), 'newland').codes).toEqual([code]);
});

test('a bracket that begins a Newland code is data, not an AIM identifier', () => {
  expect(codesFrom(reportsFor(']Q1 is data', 'newland'), 'newland').codes).toEqual([']Q1 is data']);
});

test('reports that are not codes, and codes without a byte, say nothing', () => {
  const answer = new Uint8Array(64).fill(0x41);
  answer[0] = 0x03;
  const step = codesFrom([answer, new Uint8Array(), ...reportsFor('', 'honeywell'), ...reportsFor('\r', 'honeywell')]);
  expect(step).toEqual({ codes: [], gathering: noReports });
});

test('a report that cannot be true spoils its code up to the end, never the next one', () => {
  const [first, second, third] = reportsFor(card, 'honeywell');
  if (!first || !second || !third) throw new Error('The card has three reports');
  const tooLong = second.slice();
  tooLong[1] = 57;
  const next = reportsFor('next', 'honeywell');
  expect(codesFrom([first, tooLong, third, ...next]).codes).toEqual(['next']);
  expect(codesFrom([first, second.subarray(0, 40), third, ...next]).codes).toEqual(['next']);
});

test('the longest code passes, one byte more is oversized once, and the next card is read', () => {
  const longest = 'x'.repeat(longestCodeBytes);
  expect(codesFrom(reportsFor(`${longest}\r\n`, 'honeywell')).codes).toEqual([longest]);
  const tooLong = [`${longest}x`, `${longest}xyz`, longest.repeat(3)].flatMap((code) => reportsFor(code, 'honeywell'));
  expect(codesFrom([...tooLong, ...reportsFor('next', 'honeywell')]).codes).toEqual([
    '(oversized)',
    '(oversized)',
    '(oversized)',
    'next',
  ]);
});

test('reports without end are held at most to the longest code', () => {
  let gathering = noReports;
  let oversized = 0;
  const report = new Uint8Array(64).fill(0x5d);
  report.set([0x02, 56]);
  for (let count = 0; count < 60_000; count++) {
    const step = gatherReport(gathering, report, undefined);
    gathering = step.gathering;
    oversized += step.codes.length;
    expect(gathering.at === 'dropping' || (gathering.held?.length ?? 0) <= longestCodeBytes + 2).toBe(true);
  }
  expect({ oversized, gathering }).toEqual({ oversized: 1, gathering: { at: 'dropping' } });
});

test('the report may be overwritten afterwards', () => {
  const [first, ...others] = reportsFor(card, 'zebra');
  if (!first) throw new Error('The card has reports');
  const { gathering } = codesFrom([first]);
  first.fill(0);
  expect(codesFrom(others, undefined, gathering).codes).toEqual([card]);
});

test('no report throws, whatever it says', () => {
  const report = fc.uint8Array({ maxLength: 70 }).map((bytes) => {
    if (bytes.length > 1 && (bytes[1] ?? 0) % 3 > 0) bytes[0] = 0x02;
    return bytes;
  });
  fc.assert(
    fc.property(fc.array(report, { maxLength: 80 }), (reports) => {
      const { codes } = codesFrom(reports);
      expect(codes.every((code) => code.length <= longestCodeBytes)).toBe(true);
    }),
  );
});
