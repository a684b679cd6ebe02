import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { AlertId } from '#config/agreements/ids.ts';
import type { Patient } from '../../contract/patient.ts';
import { registration } from '../../hl7v2/sample-facts.ts';
import { objectOf } from './fhir-search.ts';
import { createKioskBench, deliver } from './kiosk.bench.ts';
import { faultStatuses, type HisMode, type HttpMode } from './words.ts';

const { hospital, overMllp, overFhir, overWebhook, closeAll } = createKioskBench();
afterEach(closeAll);

const mllpFaults: readonly (readonly [HisMode, string])[] = [
  [{ kind: 'slow', seconds: 0.05 }, 'accepted'],
  [{ kind: 'slow', seconds: 5 }, 'ambiguous no-answer'],
  [{ kind: 'stop-answering' }, 'ambiguous no-answer'],
  [{ kind: 'drop-connection' }, 'ambiguous line-broke'],
  [{ kind: 'half-frame' }, 'ambiguous no-answer'],
  [{ kind: 'garbage' }, 'ambiguous answer-not-understood'],
  [{ kind: 'duplicate-acknowledgement' }, 'accepted'],
  [{ kind: 'wrong-msa-2' }, 'ambiguous no-answer'],
  [{ kind: 'empty-msa-2' }, 'ambiguous no-answer'],
  [{ kind: 'out-of-order' }, 'accepted'],
  [{ kind: 'refuse-ae' }, 'permanent hl7-content-refused'],
  [{ kind: 'refuse-without-reason' }, 'permanent hospital-error-ae'],
  [{ kind: 'refuse-ar' }, 'transient hospital-reject-ar'],
  [{ kind: 'refuse-ce' }, 'permanent hl7-content-refused'],
  [{ kind: 'record-locked' }, 'transient hl7-record-locked'],
  [{ kind: 'internal-error' }, 'transient hl7-internal-error'],
  [{ kind: 'other-version' }, 'settings hl7-version-unsupported'],
  [{ kind: 'one-per-connection' }, 'accepted'],
  [{ kind: 'refuse-cr' }, 'transient commit-reject-cr'],
];

for (const acknowledgement of ['original', 'enhanced'] as const) {
  test.each(mllpFaults)(`MLLP, ${acknowledgement}: %o is to the technician: %s`, async (mode, expected) => {
    const simulator = await hospital();
    const kiosk = overMllp(simulator, { acknowledgement });
    simulator.setMode(mode, true);
    assert.equal(await deliver(kiosk), expected);
    assert.deepEqual(simulator.state().mode, { kind: 'answer' });
    assert.equal(simulator.arrivals().length, 1);
  });
}

const statusOutcomes = {
  401: 'settings http-unauthorized',
  403: 'settings http-unauthorized',
  404: 'settings http-not-found',
  409: 'transient http-conflict-409',
  412: 'transient http-precondition-412',
  422: 'permanent http-content-refused',
  429: 'transient http-too-many-429 7000',
  500: 'ambiguous http-server-error-5xx',
  502: 'ambiguous http-server-error-5xx',
  503: 'transient http-server-error-5xx',
} as const;

const httpFaults: readonly (readonly [HttpMode, string])[] = [
  [{ kind: 'slow', seconds: 0.05 }, 'accepted'],
  [{ kind: 'slow', seconds: 5 }, 'ambiguous no-answer'],
  [{ kind: 'stop-answering' }, 'ambiguous no-answer'],
  [{ kind: 'half-answer' }, 'ambiguous line-broke'],
  [{ kind: 'garbage' }, 'ambiguous answer-not-understood'],
  [{ kind: 'drop-after-commit' }, 'ambiguous line-broke'],
  ...faultStatuses.map((status) => [{ kind: 'status', status } as const, statusOutcomes[status]] as const),
];

for (const protocol of ['fhir', 'webhook'] as const) {
  test.each(httpFaults)(`${protocol}: %o is to the technician: %s`, async (mode, expected) => {
    const simulator = await hospital();
    const kiosk = protocol === 'fhir' ? overFhir(simulator) : overWebhook(simulator);
    simulator.setHttpMode(protocol, mode, true);
    // A FHIR server's own 404 is about something in the bundle, not about the address.
    const isOwn404 = protocol === 'fhir' && expected === statusOutcomes[404];
    assert.equal(await deliver(kiosk), isOwn404 ? 'permanent http-content-refused' : expected);
    assert.equal(await deliver(kiosk), 'accepted');
    assert.deepEqual(
      simulator.arrivals().map(({ receivedTimes, facts }) => [receivedTimes, facts.patientName]),
      [[2, 'Nguyễn Thị Ngọc Ánh']],
    );
  });
}

test('FHIR: another kiosk creates the same patient at the same moment, and the technician is told of two records', async () => {
  const simulator = await hospital();
  const kiosk = overFhir(simulator);
  simulator.setHttpMode('fhir', { kind: 'duplicate-patient' }, true);
  assert.equal(await deliver(kiosk), 'accepted');
  assert.deepEqual(kiosk.logged, ['duplicate-patient']);
});

test('FHIR: a search that lags makes no second patient and no second visit, and what a correction adds arrives', async () => {
  const simulator = await hospital();
  const kiosk = overFhir(simulator);
  simulator.setHttpMode('fhir', { kind: 'search-lags' });
  assert.equal(await deliver(kiosk, 'C1'), 'accepted');
  const better = { ...registration.patient, address: 'Số 2, Đường Thử Nghiệm' };
  const correction = {
    ...registration,
    kind: 'correction',
    patient: better,
    correctedAt: registration.visit.storedAt,
  } as const;
  assert.equal(await deliver(kiosk, 'C2', correction), 'accepted');
  assert.deepEqual(kiosk.logged, ['fhir-search-lags']);
  simulator.setHttpMode('fhir', { kind: 'answer' });
  const count = async (type: string) =>
    objectOf(await (await fetch(`${simulator.fhirUrl}/${type}?identifier=${numbers[type] ?? ''}`)).json()).total;
  const numbers: Readonly<Record<string, string>> = {
    Patient: registration.patient.citizen?.number ?? '',
    Encounter: registration.visit.visitId,
  };
  assert.deepEqual([await count('Patient'), await count('Encounter')], [1, 1]);
  const found = await (await fetch(`${simulator.fhirUrl}/Patient?identifier=${numbers.Patient}`)).json();
  assert.match(JSON.stringify(found), /Số 2, Đường Thử Nghiệm/);
});

/** Somebody of the dock's cards. */
const knownPerson: Patient = {
  ...registration.patient,
  fullName: 'Trần Văn Ví Dụ',
  birth: { precision: 'day', date: '1980-09-02' },
  sex: 'male',
  citizen: { number: '027080000007', oldNumber: undefined, issuedOn: undefined },
  insurance: undefined,
};

test('a card of the dev dock is known over every protocol, with the phone number', async () => {
  const simulator = await hospital();
  for (const kiosk of [overMllp(simulator), overFhir(simulator), overWebhook(simulator)]) {
    const found = await kiosk.lookUps.findPatient?.(knownPerson);
    assert.equal(found?.ok && found.value?.patientCode, 'BN260007');
    assert.equal(found?.ok && found.value?.contact?.phone, '0912000007');
  }
});

test('one of the dock’s cards is registered at another hospital, the others at this one', async () => {
  const { lookUps } = overWebhook(await hospital());
  const registeredAt = async (number: string, fullName: string) => {
    const citizen = { number, oldNumber: undefined, issuedOn: undefined };
    const checked = await lookUps.checkInsurance?.({ ...knownPerson, fullName, citizen });
    return checked?.ok && checked.value?.facilityCode;
  };
  assert.equal(await registeredAt('001201000004', 'Phạm Văn Thử'), '01001');
  assert.equal(await registeredAt('027080000007', 'Trần Văn Ví Dụ'), '27005');
});

test('a hospital that cuts twelve digits to nine is not believed: nobody is found, and the visit goes on', async () => {
  const simulator = await hospital();
  const cut = { kind: 'cut-numbers', digits: 9 } as const;
  simulator.setMode(cut);
  simulator.setHttpMode('fhir', cut);
  simulator.setHttpMode('webhook', cut);
  const said: unknown[] = [];
  for (const kiosk of [overMllp(simulator), overFhir(simulator), overWebhook(simulator)]) {
    const found = await kiosk.lookUps.findPatient?.(knownPerson);
    assert.ok(found);
    said.push(found.ok ? (found.value ?? 'unknown') : found.problem.kind);
  }
  assert.deepEqual(said, ['not-understood', 'unknown', 'unknown']);
});

test('an alert is shown, and whoever acknowledges it on the page is named at the kiosk', async () => {
  const simulator = await hospital();
  const { alerts } = overWebhook(simulator);
  const alertId = 'A1ERT000000000000001' as AlertId;
  const alert = { alertId, kind: 'help-wanted', kioskId: 'kiosk-1', place: 'Sảnh chính', raisedAt: 0 } as const;
  assert.ok((await alerts.deliver({ ...alert, escalation: 0 })).ok);
  assert.deepEqual(await alerts.acknowledgement(alertId), { ok: true, value: undefined });
  const reply = await fetch(`${simulator.url}api/acknowledge`, {
    method: 'POST',
    body: JSON.stringify({ alertId, by: 'Chị Mẫu' }),
  });
  assert.equal(reply.status, 204);
  assert.deepEqual(await alerts.acknowledgement(alertId), { ok: true, value: { by: 'Chị Mẫu' } });
});

test.each(['refuse-ae', 'refuse-ar', 'refuse-ce', 'refuse-cr'] as const)(
  'MLLP: %s: whoever the hospital did not take is not known there afterwards',
  async (kind) => {
    const simulator = await hospital();
    const kiosk = overMllp(simulator, { acknowledgement: 'enhanced' });
    simulator.setMode({ kind }, true);
    await deliver(kiosk, 'C1');
    assert.deepEqual(await kiosk.lookUps.findPatient?.(registration.patient), { ok: true, value: undefined });
    assert.equal(await deliver(kiosk, 'C2'), 'accepted');
    const found = await kiosk.lookUps.findPatient?.(registration.patient);
    assert.equal(found?.ok && found.value?.patientCode, 'BN0001');
  },
);

test('webhook: a fact under the wrong secret leaves nothing behind that the true one could be taken for', async () => {
  const simulator = await hospital();
  assert.equal(
    await deliver(overWebhook(simulator, 'the-secret-of-some-other-hospital')),
    'settings http-unauthorized',
  );
  assert.equal(await deliver(overWebhook(simulator)), 'accepted');
  assert.deepEqual(
    simulator
      .arrivals()
      .map(({ kind, answer, receivedTimes, facts }) => [kind, answer, receivedTimes, facts.controlId]),
    [
      ['other', 'HTTP 401', 1, ''],
      ['registration', 'HTTP 200', 1, 'C1'],
    ],
  );
});

test.each(['fhir', 'webhook'] as const)(
  '%s: nesting without end and foreign web pages do no harm',
  async (protocol) => {
    const simulator = await hospital();
    const url = protocol === 'fhir' ? simulator.fhirUrl : simulator.webhookUrl;
    const deep = await fetch(url, { method: 'POST', body: `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}` });
    assert.equal(deep.status, protocol === 'fhir' ? 400 : 401);
    const foreign = await fetch(url, { method: 'POST', body: '{}', headers: { origin: 'http://evil.example' } });
    assert.equal(foreign.status, 403);
    assert.equal(await deliver(protocol === 'fhir' ? overFhir(simulator) : overWebhook(simulator)), 'accepted');
  },
);

test('fhir: objects where texts belong do no harm', async () => {
  const simulator = await hospital();
  const noText = { toString: 1, valueOf: 1 };
  const resource = {
    resourceType: 'Encounter',
    identifier: [{ value: noText }],
    meta: { tag: [{ code: noText }], versionId: noText },
    subject: { reference: noText },
    status: noText,
    period: { start: noText },
  };
  const entries = [
    { resource, request: { method: 'POST', url: 'Encounter' } },
    { resource, request: { method: noText, url: 'Encounter' } },
    { resource, request: { method: 'POST', url: noText } },
  ];
  const statuses: number[] = [];
  for (const entry of entries) {
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: [entry] });
    statuses.push((await fetch(simulator.fhirUrl, { method: 'POST', body })).status);
  }
  for (const criterion of ['status=arrived', 'date=ge2026', 'identifier=1', '_tag=1', 'patient=1'])
    statuses.push((await fetch(`${simulator.fhirUrl}/Encounter?${criterion}`)).status);
  assert.deepEqual(statuses, [200, 400, 400, 200, 200, 200, 200, 200]);
});
