import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import type { HospitalLookUps, KnownPatient, LookUpAnswer } from '../contract/look-up.ts';
import type { Patient } from '../contract/patient.ts';
import { createHospitalLookUps } from './hospital-look-ups.ts';

const somebody: Patient = {
  fullName: 'Nguyễn Thị Lan Thử',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: undefined,
  citizen: { number: '027148000123', oldNumber: undefined, issuedOn: undefined },
  insurance: undefined,
  source: 'qr-cccd',
};
const known: KnownPatient = { patientCode: 'BN000123', contact: undefined };
const day = '2026-11-22' as BusinessDay;

function kioskAsking(...lookUps: readonly Partial<HospitalLookUps>[]) {
  const clock = createHandCrankedClock();
  const lines: unknown[] = [];
  const asked = createHospitalLookUps({
    systems: lookUps.map((each, index) => ({ endpoint: { id: `his-${index + 1}` }, lookUps: each })),
    deadlineMs: 3_000,
    clock,
    log: (event, fields) => lines.push([event, fields]),
  });
  return { asked, advance: clock.advance, lines };
}

test('the first system of the site file that offers a question is asked', async () => {
  const { asked, lines } = kioskAsking(
    {},
    { findPatient: async () => ok(known) },
    { findPatient: async () => ok(undefined) },
  );
  assert.deepEqual(await asked.findPatient(somebody), ok(known));
  assert.deepEqual(lines, [['look-up-answered', { endpointId: 'his-2', question: 'findPatient', tookMs: 0 }]]);
});

test('a hospital that is silent keeps nobody waiting beyond the deadline, and its late answer is dropped', async () => {
  let answerLate = (_answer: LookUpAnswer<KnownPatient | undefined>) => {};
  const { asked, advance, lines } = kioskAsking({
    findPatient: () =>
      new Promise((resolve) => {
        answerLate = resolve;
      }),
  });
  const answer = asked.findPatient(somebody);
  advance(3_000);
  answerLate(ok(known));
  assert.deepEqual(await answer, problem({ kind: 'no-answer' }));
  assert.deepEqual(lines, [
    ['look-up-failed', { endpointId: 'his-1', question: 'findPatient', reason: 'no-answer', tookMs: 3_000 }],
  ]);
});

test('a question that no system offers is answered at once, without a line in the log', async () => {
  const { asked, lines } = kioskAsking({ findPatient: async () => ok(known) });
  assert.deepEqual(await asked.findAppointments(somebody, known, day), problem({ kind: 'not-offered' }));
  assert.deepEqual(await asked.checkInsurance(somebody), problem({ kind: 'not-offered' }));
  assert.deepEqual(lines, []);
});
