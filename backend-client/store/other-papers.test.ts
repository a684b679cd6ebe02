import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Patient } from '../contract/patient.ts';
import { enrichPatient } from './enrich-patient.ts';
import {
  createStoreBench,
  dayMs,
  insured,
  lan,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const typed: Patient = {
  fullName: undefined,
  birth: undefined,
  sex: 'unknown',
  address: undefined,
  citizen: undefined,
  insurance: undefined,
  source: 'typed',
};
const passport = { number: 'L898902C3', issuer: 'UTO', nationality: 'UTO', expiresOn: '2031-10-31' };
const anna: Patient = {
  ...typed,
  fullName: 'ERIKSSON ANNA',
  birth: { precision: 'day', date: '1974-08-12' },
  passport,
  source: 'passport-mrz',
};
const oldCard: Patient = { ...typed, oldIdentityCard: { number: '125000123' } };
const patientCard: Patient = { ...typed, patientCode: 'BN00012345', source: 'patient-card' };

test('whoever shows a passport, an old identity card or a patient card again gets the same number back, also after a restart', () => {
  const store = bench.open();
  const first = [anna, oldCard, patientCard].map((patient) => numberFor(store, request(patient)));
  store.close();
  const again = bench.open();
  const typedPassport = { ...anna, source: 'typed', passport: { ...passport, issuer: undefined } } as const;
  const second = [anna, oldCard, patientCard, typedPassport].map((patient) => numberFor(again, request(patient)));
  bench.clock.advance(dayMs);
  const nextDay = numberFor(again, request(anna));
  again.close();
  assert.deepEqual([first, second, nextDay], [['A001', 'A002', 'A003'], ['=A001', '=A002', '=A003', '=A001'], 'A001']);
});

test('the old number that stands on a citizen card leads to its visit, typed alone', () => {
  const store = bench.open();
  assert.deepEqual(
    [lan, oldCard].map((patient) => numberFor(store, request(patient))),
    ['A001', '=A001'],
  );
  store.close();
});

test('two people of one passport number, of two states, have a number each', () => {
  const store = bench.open();
  const other: Patient = { ...anna, fullName: 'MUSTER ERIKA', passport: { ...passport, issuer: 'D' } };
  assert.deepEqual(
    [anna, other, anna, other].map((patient) => numberFor(store, request(patient))),
    ['A001', 'A002', '=A001', '=A002'],
  );
  store.close();
});

test('two people without papers never get each other’s number, whatever they typed', () => {
  const store = bench.open();
  const said: Patient = {
    ...typed,
    fullName: 'Nguyễn Văn A',
    birth: { precision: 'year', year: 1950 },
    saidPhone: '0901234567',
  };
  const shown: Patient = { ...typed, source: 'phone-shown' };
  assert.deepEqual(
    [said, said, said, shown, shown].map((patient) => numberFor(store, request(patient))),
    ['A001', 'A002', 'A003', 'A004', 'A005'],
  );
  assert.equal(numberFor(store, request({ ...lan, fullName: 'Nguyễn Văn A', birth: said.birth })), 'A006');
  store.close();
});

test('what was typed survives a restart as it was said, and no number stands on disk in the clear', () => {
  const store = bench.open();
  const visits = [anna, { ...oldCard, saidPhone: '0901234567' }, patientCard].map((patient) =>
    storedVisit(store, request(patient)),
  );
  store.close();
  const raw = bench.rawBytes().toString('latin1');
  for (const secret of ['L898902C3', 'ERIKSSON', '125000123', '0901234567', 'BN00012345'])
    assert.ok(!raw.includes(secret));
  const again = bench.open();
  const [first, second, third] = visits.map(({ visitId }) => patientIn(again, visitId));
  again.close();
  assert.deepEqual(
    [first, second?.oldIdentityCard, second?.saidPhone, third?.patientCode, third?.source],
    [anna, { number: '125000123' }, '0901234567', 'BN00012345', 'patient-card'],
  );
});

test('a card that is scanned later speaks for whoever typed its number', () => {
  const scanned = insured(lan, 'DN4270199999999');
  const validity = { validFrom: '2026-01-01', validTo: '2026-12-31', facilityCode: '27005' };
  const card: Patient = { ...scanned, insurance: scanned.insurance && { ...scanned.insurance, ...validity } };
  const number: Patient = {
    ...insured(
      { ...typed, citizen: { number: '027148000123', oldNumber: undefined, issuedOn: undefined } },
      '0199999999',
    ),
    fullName: 'nguyen thi lan thu',
  };
  const insurance = number.insurance && { ...number.insurance, validityNotReadable: true };
  assert.deepEqual(enrichPatient({ ...number, insurance }, card), { ...card, chip: undefined });
  assert.deepEqual(enrichPatient(card, { ...number, insurance }), { ...card, chip: undefined });
  const typedPassport = { ...anna, passport: { ...passport, issuer: undefined, expiresOn: undefined } };
  assert.deepEqual(enrichPatient(typedPassport, anna).passport, passport);
});

function patientIn(store: Store, visitId: VisitId): Patient | undefined {
  return [...store.visitsOf('2026-11-21' as BusinessDay)]
    .flatMap((each) => ('facts' in each ? [each.facts] : []))
    .find(({ visit }) => visit.visitId === visitId)?.patient;
}
