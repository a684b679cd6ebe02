import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'vitest';
import { fieldsInUse, hl7Placement } from './hl7-placement.ts';
import { sayMistake } from './site-mistakes.ts';
import { brokenRules } from './site-rules.ts';

const demo = JSON.parse(readFileSync(resolve(import.meta.dirname, '../sites/demo.json'), 'utf8'));

/** Facts that the rules of a site file refuse, with the sentence. */
function refused(placement: unknown) {
  const hospital = [{ ...demo.hospital[0], placement }];
  return brokenRules({ ...demo, hospital }).map(({ path, kind, values }) => {
    const { expected } = sayMistake({ path: '', kind, values, value: undefined }, 'en');
    return [path.join('.'), expected];
  });
}

test('the places that are ours by default do not meet each other or the messages', () => {
  assert.deepEqual([refused(undefined), refused({}), refused(hl7Placement.parse({}))], [[], [], []]);
});

test('two facts in one field are refused, two components of it are not', () => {
  const mistake =
    'expected a place of its own: ticketNumber stands in PV1-50.1 (different components of a field are fine)';
  assert.deepEqual(refused({ ticketNumber: 'PV1-50.1', visitId: 'PV1-50.2' }), []);
  assert.deepEqual(refused({ ticketNumber: 'PV1-50.1', visitId: 'PV1-50.1' }), [
    ['hospital.0.placement.visitId', mistake],
  ]);
  assert.deepEqual(refused({ ticketNumber: 'PV1-50.1', visitId: 'PV1-50' }), [
    ['hospital.0.placement.visitId', mistake],
  ]);
  assert.deepEqual(
    refused({ ticketNumber: 'PV1-10' }),
    [
      [
        'hospital.0.placement.serviceCode',
        'expected a place of its own: ticketNumber stands in PV1-10 (different components of a field are fine)',
      ],
    ],
    'a default counts, too',
  );
});

test('no fact may stand where a name, a number or a date of the messages stands', () => {
  for (const field of fieldsInUse) {
    const [[path, message] = []] = refused({ insuranceResult: field });
    assert.deepEqual(
      [path, message],
      ['hospital.0.placement.insuranceResult', `expected another field: the messages themselves write ${field}`],
    );
  }
  assert.equal(refused({ room: 'PV1-3' }).length, 1, 'the facility stands in PV1-3.4');
  assert.equal(refused({ room: 'PID-5.3' }).length, 1, 'nor in a part of the name');
});

test('nonsense has other mistakes already', () => {
  assert.deepEqual([refused('PV1-50'), refused({ room: 'OBX-5' }), refused({ room: 'PV1-0' })], [[], [], []]);
  assert.equal(hl7Placement.safeParse({ room: 'IN1-45' }).success, false, 'who shows no card has no IN1');
});
