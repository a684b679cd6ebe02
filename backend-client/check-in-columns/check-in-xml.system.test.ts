import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, syntheticSite } from '../contract/synthetic-people.ts';
import { createStoreBench, request, storedVisit } from '../store/store.bench.ts';
import { checkInFrom } from './check-in.ts';
import { checkInFile } from './check-in-day.ts';
import { checkInXml } from './check-in-xml.ts';
import { plainText } from './column-text.ts';
import type { CheckInColumns } from './columns.ts';
import { sampleFacts } from './sample-facts.ts';

const reader = fileURLToPath(new URL('./read-xml.py', import.meta.url));

/** Python's parser, which nobody here wrote. */
function readBack(xml: string): unknown {
  return JSON.parse(execFileSync('/usr/bin/python3', [reader], { input: xml, encoding: 'utf8', maxBuffer: 1 << 26 }));
}

const rowOf = (fullName: string): CheckInColumns =>
  checkInFrom({ ...sampleFacts, patient: { ...anh, fullName } }, syntheticSite).columns;

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

const letters = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('&', '<', '>', '"', "'", ']]>', '<!--', '&#0;', '\0', '\u000b', '\r\n', '\uffff', '\ud800', '\u2028'),
  fc.constantFrom('Nguyễn ', 'Ỷ', 'ễ', 'e\u0302\u0303', 'Đặng', 'ư', ' '),
);
const line = fc.array(letters, { maxLength: 40 }).map((parts) => parts.join(''));
const anybody: fc.Arbitrary<Patient> = fc.record({
  fullName: fc.option(line, { nil: undefined }),
  birth: fc.constantFrom(undefined, { precision: 'day', date: '1948-08-15' }, { precision: 'year', year: 1948 }),
  sex: fc.constantFrom('male', 'female', 'unknown'),
  address: fc.option(line, { nil: undefined }),
  citizen: fc.record({
    number: fc.stringMatching(/^\d{12}$/),
    oldNumber: fc.stringMatching(/^\d{9}$/),
    issuedOn: fc.constant(undefined),
  }),
  insurance: fc.record({
    number: fc.stringMatching(/^[A-Z]{2}\d{13}$/),
    facilityCode: fc.oneof(fc.stringMatching(/^\d{5}$/), line),
    validFrom: fc.constant('2026-01-01'),
    validTo: fc.constantFrom(undefined, '2026-12-31'),
    fiveYearsOn: fc.constant(undefined),
    benefitLevel: fc.constant('4'),
  }),
  source: fc.constantFrom('qr-cccd', 'qr-bhyt'),
});

test('whoever was at the kiosk stands in the day as entered, with what was corrected since', {
  timeout: 60_000,
}, () => {
  const bench = createStoreBench();
  const store = bench.open({ renderers: [] });
  const people = fc.sample(anybody, 600);
  const expected = new Map<string, { readonly name: string; readonly number: string; readonly card: string }>();
  for (const [index, patient] of people.entries()) {
    const stored = storedVisit(store, request(index % 3 === 0 ? { ...patient, fullName: undefined } : patient));
    // The chip was read later: twice, since nothing may depend on how often.
    if (index % 3 === 0) store.correctVisit(stored.visitId, { ...patient, source: 'chip' });
    if (index % 3 === 0) store.correctVisit(stored.visitId, { ...patient, source: 'chip' });
    expected.set(stored.visitId, {
      name: plainText(patient.fullName ?? ''),
      number: patient.citizen?.number ?? '',
      card: patient.insurance?.number ?? '',
    });
  }
  const pieces = [...checkInFile(store.visitsOf('2026-11-21' as BusinessDay), syntheticSite)];
  store.close();
  bench.remove();
  const { rows } = readBack(pieces.join('')) as { rows: readonly Record<string, string>[] };
  assert.equal(rows.length, expected.size);
  assert.deepEqual(
    rows.map(({ STT }) => STT),
    rows.map((_, index) => String(index + 1)),
  );
  for (const row of rows) {
    assert.deepEqual({ name: row.HO_TEN, number: row.SO_CCCD, card: row.MA_THE_BHYT }, expected.get(row.MA_LK ?? ''));
  }
});

test('a day without visits is an empty list', () => {
  assert.deepEqual(readBack(checkInXml([])), {
    root: 'CHI_TIEU_TRANG_THAI_KCB',
    parts: ['DSACH_TRANG_THAI_KCB', 'CHUKYDONVI'],
    rows: [],
  });
});
