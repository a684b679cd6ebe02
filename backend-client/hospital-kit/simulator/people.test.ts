import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { PersonFacts } from './known-person.ts';
import { createPeople } from './people.ts';

const anh: PersonFacts = {
  patientName: 'Nguyễn Thị Ngọc Ánh',
  birth: '19480815',
  sex: 'F',
  address: '',
  citizenNumber: '001148000001',
  insuranceNumber: '',
  patientCode: '',
  phone: '',
};

function people() {
  const forgotten: string[] = [];
  return { forgotten, ...createPeople(2026, ({ citizenNumber }) => forgotten.push(citizenNumber)) };
}

test('a name may be corrected, and so may a birth date; with both it is somebody else', () => {
  const { register, find } = people();
  const codes = [
    anh,
    { ...anh, patientName: 'NGUYEN  THI NGOC ANH', birth: '19480816' },
    { ...anh, patientName: 'Nguyễn Thị Ngọc Oanh', birth: '19480816' },
    { ...anh, patientName: 'Trần Văn Khác', birth: '20010203', phone: '0999999999' },
    { ...anh, patientName: '', birth: '', phone: '0912345678' },
  ].map((facts) => register(facts)?.patientCode);
  const [one] = find([anh.citizenNumber]);
  assert.deepEqual(codes, ['BN27000001', 'BN27000001', 'BN27000001', undefined, 'BN27000001']);
  assert.deepEqual([one?.fullName, one?.birth, one?.phone], ['Nguyễn Thị Ngọc Oanh', '1948-08-16', '0912345678']);
});

test('an insurance card that somebody else has is not given to another citizen, in neither spelling', () => {
  const { register, find } = people();
  const card = { ...anh, insuranceNumber: 'DN4010199999999' };
  assert.equal(register(card)?.patientCode, 'BN27000001');
  for (const insuranceNumber of ['DN4010199999999', '0199999999', 'HT2010199999999']) {
    const other = register({ ...anh, citizenNumber: '027190000002', insuranceNumber });
    assert.deepEqual([other?.patientCode, other?.insuranceNumber], ['BN27000002', '']);
  }
  assert.deepEqual(
    find(['0199999999']).map(({ patientCode }) => patientCode),
    ['BN27000001'],
  );
});

test('a new card takes the place of the old one, which nobody has any more', () => {
  const { register, find } = people();
  register({ ...anh, insuranceNumber: '0199999999' });
  register({ ...anh, insuranceNumber: 'DN4010199999999' });
  assert.equal(register({ ...anh, insuranceNumber: '0199999999' })?.insuranceNumber, 'DN4010199999999');
  register({ ...anh, insuranceNumber: '0188888888' });
  assert.deepEqual([find(['0199999999']).length, find(['0188888888']).length], [0, 1]);
});

test('a code that the kiosk was told before the hospital was started anew is kept, and given to nobody else', () => {
  const { register } = people();
  const codes = [
    { ...anh, patientCode: 'BN27000001' },
    { ...anh, citizenNumber: '027190000002' },
    { ...anh, citizenNumber: '027190000003', patientCode: 'BN27000001' },
    { ...anh, citizenNumber: '027190000004', patientCode: 'two words' },
  ].map((facts) => register(facts)?.patientCode);
  assert.deepEqual(codes, ['BN27000001', 'BN27000002', 'BN27000003', 'BN27000004']);
});

test('of too many people, whoever was not heard of longest is forgotten, and never those who were always there', () => {
  const { register, find, list, forgotten } = people();
  const always = list().length;
  const numbered = (number: number) => ({ ...anh, citizenNumber: String(27_190_000_000 + number).padStart(12, '0') });
  for (let number = 1; number <= 2000; number += 1) register(numbered(number));
  register(numbered(1));
  register(numbered(2001));
  assert.deepEqual(forgotten, ['027190000002']);
  assert.deepEqual([find(['027190000002']).length, list().length], [0, always + 2000]);
});
