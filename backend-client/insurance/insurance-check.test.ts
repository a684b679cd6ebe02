import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { insuranceResults } from '#config/catalogues/insurance-results.ts';
import { insuranceCheckFrom } from './insurance-check.ts';

const now = Date.UTC(2026, 10, 22, 1, 0, 0);
const moment = { now, timeZone: 'Asia/Ho_Chi_Minh' };
const check = (answer: unknown) => insuranceCheckFrom(answer, moment);

const answer = {
  maKetQua: '000',
  ghiChu: 'Thông tin thẻ chính xác',
  maThe: 'DN4010199999999',
  maDKBD: '01001',
  gtTheTu: '01/01/2026',
  gtTheDen: '31/12/2026',
  maSoBHXH: '0199999999',
  maTheMoi: null,
};

const newCard = {
  maTheMoi: 'GD4010199999999',
  gtTheTuMoi: '01/07/2026',
  gtTheDenMoi: '30/06/2027',
  maDKBDMoi: '27005',
};

test('a good card is known with its dates, its facility and the proof of the check', () => {
  assert.deepEqual(check({ ...answer, maGiaoDich: 'GD-1' }), {
    resultCode: '000',
    path: 'insured',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    cardNumber: 'DN4010199999999',
    newCardNumber: undefined,
    facilityCode: '01001',
    transactionId: 'GD-1',
    checkedAt: now,
  });
});

test('every code of the gateway leads somewhere, and its own troubles are never held against the patient', () => {
  const paths = [...insuranceResults.keys()].map((maKetQua) => {
    const alarm = insuranceResults.get(maKetQua)?.alarm;
    return `${maKetQua} ${check({ ...answer, ...newCard, maKetQua })?.path}${alarm ? ` ${alarm}` : ''}`;
  });
  assert.deepEqual(paths, [
    '000 insured',
    '001 insured-show-papers',
    '002 insured-show-papers',
    '003 insured-by-new-card',
    '004 insured',
    '010 expired',
    '050 see-desk',
    '051 scan-again',
    '052 scan-again',
    '053 scan-again',
    '054 not-verified gateway-account',
    '055 not-verified gateway-account',
    '060 scan-again',
    '061 scan-again',
    '070 see-desk',
    '080 not-verified',
    '090 not-verified',
    '100 not-verified',
    '101 not-verified',
    '110 see-desk',
    '120 see-desk',
    '121 see-desk',
    '122 see-desk',
    '123 see-desk',
    '124 see-desk',
    '130 see-desk',
    '205 not-verified question-format',
    '401 not-verified gateway-account',
    '500 not-verified gateway-server',
  ]);
});

test.for([
  [
    'the old one has ended',
    '003',
    { gtTheDen: '30/06/2026' },
    {},
    'insured-by-new-card GD4010199999999 27005 2027-06-30',
  ],
  ['the new one was issued in advance', '004', {}, { gtTheTuMoi: '01/01/2027' }, 'insured - 01001 2026-12-31'],
  ['both are valid', '004', {}, {}, 'insured - 01001 2026-12-31'],
  [
    'the old one ended yesterday',
    '004',
    { gtTheDen: '21/11/2026' },
    {},
    'insured-by-new-card GD4010199999999 27005 2027-06-30',
  ],
  ['the old one ends today', '004', { gtTheDen: '22/11/2026' }, {}, 'insured - 01001 2026-11-22'],
  ['the new one begins tomorrow', '003', {}, { gtTheTuMoi: '23/11/2026' }, 'see-desk - 01001 2026-12-31'],
  [
    'the new one begins today',
    '003',
    {},
    { gtTheTuMoi: '22/11/2026' },
    'insured-by-new-card GD4010199999999 27005 2027-06-30',
  ],
  ['the new one has no number', '003', {}, { maTheMoi: null }, 'see-desk - 01001 2026-12-31'],
] as const)('of two cards the one that is valid today counts: %s', ([, maKetQua, old, newer, expected]) => {
  const found = check({ ...answer, ...newCard, ...old, ...newer, maKetQua });
  assert.equal(`${found?.path} ${found?.newCardNumber ?? '-'} ${found?.facilityCode} ${found?.validTo}`, expected);
});

test('it is the day at the facility that counts', () => {
  const lateInUtc = Date.UTC(2026, 10, 22, 17, 30);
  const told = { ...answer, ...newCard, gtTheDen: '22/11/2026', maKetQua: '004' };
  assert.equal(insuranceCheckFrom(told, { ...moment, now: lateInUtc })?.path, 'insured-by-new-card');
});

test('an answer that lost its zeros, its dates or its form is read as far as it goes', () => {
  const read = [
    { maKetQua: 0 },
    { maKetQua: 4 },
    { maKetQua: ' 000 ' },
    { maKetQua: '0' },
    { maKetQua: 'OK' },
    { maKetQua: null },
    { maKetQua: '000', gtTheTu: '-', gtTheDen: '31/04/2026', maDKBD: '01 001' },
    {},
  ].map((given) => {
    const found = check(given);
    return [found?.resultCode, found?.path, found?.validTo, found?.facilityCode];
  });
  assert.deepEqual(read, [
    ['000', 'insured', undefined, undefined],
    ['004', 'insured', undefined, undefined],
    ['000', 'insured', undefined, undefined],
    ['0', 'not-verified', undefined, undefined],
    ['OK', 'not-verified', undefined, undefined],
    ['', 'not-verified', undefined, undefined],
    ['000', 'insured', undefined, undefined],
    ['', 'not-verified', undefined, undefined],
  ]);
  assert.deepEqual([null, 'x', 7, [], undefined].map(check), [undefined, undefined, undefined, undefined, undefined]);
});

test('whatever a server answers, only the five codes of a good card insure anybody, and nothing is longer than it may be', () => {
  const insuring = new Set(['000', '001', '002', '003', '004']);
  const value = fc.oneof(fc.string(), fc.constantFrom(...insuranceResults.keys()), fc.integer(), fc.jsonValue());
  const names = Object.keys({ ...answer, ...newCard, maGiaoDich: '' });
  const any = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
  fc.assert(
    fc.property(any, (given) => {
      const found = check(given);
      assert.ok(found);
      if (found.path.startsWith('insured')) assert.ok(insuring.has(found.resultCode));
      if (!insuranceResults.has(found.resultCode)) assert.equal(found.path, 'not-verified');
      assert.ok(found.resultCode.length <= 8 && (found.transactionId?.length ?? 0) <= 100);
      for (const date of [found.validFrom, found.validTo]) assert.match(date ?? '2026-01-01', /^\d{4}-\d{2}-\d{2}$/);
      for (const number of [found.cardNumber, found.newCardNumber])
        assert.match(number ?? '0199999999', /^([A-Z0-9]{15}|\d{10})$/);
    }),
  );
});
