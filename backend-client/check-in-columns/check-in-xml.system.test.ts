import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { test } from 'vitest';
import { checkInFrom } from './check-in.ts';
import { checkInXml } from './check-in-xml.ts';
import type { CheckInColumns } from './columns.ts';
import { sampleFacts, samplePatient, sampleSite } from './sample-facts.ts';

const reader = fileURLToPath(new URL('./read-xml.py', import.meta.url));

/** Python's parser, which nobody here wrote. */
function readBack(xml: string): unknown {
  return JSON.parse(execFileSync('/usr/bin/python3', [reader], { input: xml, encoding: 'utf8', maxBuffer: 1 << 26 }));
}

const rowOf = (fullName: string): CheckInColumns =>
  checkInFrom({ ...sampleFacts, patient: { ...samplePatient, fullName } }, sampleSite).columns;

test("a day's rows are read back by another parser as they were, numbered, with room for the signature", () => {
  const rows = ['Nguyễn Thị Ngọc Ánh', 'Ng & <b>O\'B</b> "x"', ']]>'].map(rowOf);
  assert.deepEqual(readBack(checkInXml(rows)), {
    root: 'CHI_TIEU_TRANG_THAI_KCB',
    parts: ['DSACH_TRANG_THAI_KCB', 'CHUKYDONVI'],
    rows: rows.map((row, index) => ({ ...row, STT: String(index + 1) })),
  });
});

test('no name makes the file unreadable or changes another column', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      '&',
      '<',
      '>',
      '"',
      "'",
      ']]>',
      '<!--',
      '\0',
      '\u000b',
      '\uffff',
      '\ud800',
      '\u2028',
      'ễ',
      'e\u0302',
    ),
  );
  const names = fc.sample(fc.array(unit, { maxLength: 40 }), 2_000).map((letters) => letters.join(''));
  const rows = names.map(rowOf);
  const { rows: found } = readBack(checkInXml(rows)) as { rows: unknown };
  assert.deepEqual(
    found,
    rows.map((row, index) => ({ ...row, STT: String(index + 1) })),
  );
});

test('a day without visits is an empty list', () => {
  assert.deepEqual(readBack(checkInXml([])), {
    root: 'CHI_TIEU_TRANG_THAI_KCB',
    parts: ['DSACH_TRANG_THAI_KCB', 'CHUKYDONVI'],
    rows: [],
  });
});
