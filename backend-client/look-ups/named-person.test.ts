import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { type NamedPerson, namesAnother } from './named-person.ts';

const anh = {
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: { precision: 'day', date: '1948-08-05' },
  sex: 'female',
} as const;
const told = (more: Partial<NamedPerson>): NamedPerson => ({
  fullNames: [],
  birth: undefined,
  sex: 'unknown',
  ...more,
});

test.for<[string, Partial<NamedPerson>]>([
  ['nothing at all', {}],
  ['no marks', { fullNames: ['NGUYEN THI NGOC ANH'] }],
  ['no middle name', { fullNames: ['Nguyễn Ánh'] }],
  ['a middle name in letters', { fullNames: ['NGUYỄN T. N. ÁNH'] }],
  ['the given name first', { fullNames: ['Ánh, Nguyễn Thị Ngọc'] }],
  ['one of two names', { fullNames: ['Chị Bảy', 'Nguyễn Thị Ngọc Ánh'] }],
  ['letters that were lost', { fullNames: ['Nguy?n Th? Ng?c \ufffdnh'] }],
  ['the year', { birth: '1948' }],
  ['1 January for an unknown day', { birth: '1948-01-01' }],
  ['day and month mixed up', { birth: '1948-05-08' }],
])('a hospital that tells %s speaks of this patient', ([, person]) => {
  assert.equal(namesAnother(anh, told(person)), false);
});

test.for<[string, Partial<NamedPerson>]>([
  ['another tone', { fullNames: ['Nguyễn Thị Ngọc Ảnh'] }],
  ['another letter in place of a mark', { fullNames: ['Nguyễn T. N. Anh Đ.'] }],
  ['another middle name', { fullNames: ['Nguyễn Văn Ánh'] }],
  ['the other sex', { sex: 'male' }],
  ['another year', { birth: '1949-08-05' }],
  ['another day', { birth: '1948-08-06' }],
])('a hospital that tells %s speaks of somebody else', ([, person]) => {
  assert.equal(namesAnother(anh, told(person)), true);
});

test('whatever a hospital calls somebody, it is judged without a throw, and a name is its own', () => {
  const anything = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(anything, fc.array(anything, { maxLength: 3 }), anything, (fullName, fullNames, birth) => {
      namesAnother({ ...anh, fullName }, { fullNames, birth, sex: 'unknown' });
      assert.equal(namesAnother({ ...anh, fullName }, told({ fullNames: [fullName] })), false);
    }),
  );
});
