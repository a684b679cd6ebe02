import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { visitOfAnh } from '../../contract/synthetic-people.ts';
import { createTestSet, longestText } from './test-set.ts';

const createSet = () =>
  createTestSet({
    randomBytes,
    now: Date.UTC(2026, 10, 22, 1),
    day: '2026-11-22' as BusinessDay,
    service: visitOfAnh.service,
    otherService: visitOfAnh.service,
  });

const peopleOf = (set: ReturnType<typeof createSet>) => [
  ...set.registrations.map(({ fact }) => fact.patient),
  set.correction.patient,
  set.arrivalFor('LH-1').registration.patient,
  set.stranger,
];

test('whoever has a name says that it is a test, and has a number that is nobody', () => {
  const people = peopleOf(createSet());
  const names = people.flatMap(({ fullName }) => fullName ?? []);
  const numbers = people.flatMap(({ citizen }) => citizen?.number ?? []);
  assert.equal(names.filter((name) => name.startsWith('THỬ NGHIỆM ')).length, people.length - 1);
  assert.deepEqual(
    numbers.filter((number) => !/^0010990000\d\d$/.test(number)),
    [],
  );
});

test('visits are new in every run, and the stranger is registered in none', () => {
  const [one, other] = [createSet(), createSet()];
  const visits = [one, other].flatMap((set) => set.registrations.map(({ fact }) => fact.visit.visitId));
  assert.equal(new Set(visits).size, 2 * one.registrations.length);
  const registered = one.registrations.map(({ fact }) => fact.patient.citizen?.number);
  assert.ok(!registered.includes(one.stranger.citizen?.number));
});

test('all 67 marked Vietnamese letters are there, small in the name and capital in the address', () => {
  const { fact } = createSet().registrations.find(({ id }) => id === 'registration.vietnamese-letters') ?? {};
  const marked = (text = '') => new Set(text.replace('THỬ NGHIỆM', '').match(/[^\x00-\x7f]/g)).size;
  assert.deepEqual([marked(fact?.patient.fullName), marked(fact?.patient.address?.slice(5))], [67, 67]);
  assert.equal(fact?.patient.fullName, fact?.patient.fullName?.normalize('NFC'));
});

test('the longest name and address are as long as a card may make them', () => {
  const { fact } = createSet().registrations.find(({ id }) => id === 'registration.longest') ?? {};
  const { fullName, address } = fact?.patient ?? {};
  assert.deepEqual(
    [fullName, address].map((text) => text?.trim().length),
    [longestText, longestText],
  );
});
