import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import type { AlertId, ControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { fhirEndpoint, hl7v2Endpoint, webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { HospitalLookUps } from '../contract/look-up.ts';
import type { Patient } from '../contract/patient.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { syntheticSite as hl7Site } from '../contract/synthetic-people.ts';
import { createFhirEndpoint } from '../fhir/endpoint.ts';
import { createFhirLookUps } from '../fhir/look-ups.ts';
import { createFhirRenderer } from '../fhir/renderer.ts';
import { openFhirServer } from '../fhir/server.ts';
import { createHl7v2Hospital } from '../hl7v2/hl7v2-hospital.ts';
import { registration } from '../hl7v2/sample-facts.ts';
import { createWebhookAlertChannel } from '../webhook/alert-channel.ts';
import { openWebhookClient } from '../webhook/client.ts';
import { createWebhookEndpoint } from '../webhook/endpoint.ts';
import { createWebhookLookUps } from '../webhook/look-ups.ts';
import { createWebhookRenderer } from '../webhook/renderer.ts';
import { startHisSimulator } from './his-simulator.ts';
import { simulatedSecret } from './webhook-receiver.ts';
import { faultStatuses, type HisMode, type HttpMode } from './words.ts';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const site = { ...hl7Site, kioskId: 'kiosk-1' };
/** The kiosk's patience; a hospital that says nothing costs a test so long. */
const patienceMs = 400;
const hospitalClock: Clock = { ...machineClock };

interface Kiosk {
  readonly endpoint: Endpoint;
  readonly renderer: MessageRenderer;
  readonly lookUps: Partial<HospitalLookUps>;
  readonly logged: string[];
}

async function hospital() {
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0, clock: hospitalClock });
  openThings.push(simulator.close);
  return simulator;
}
type Hospital = Awaited<ReturnType<typeof hospital>>;

const capabilities = ['registrations', 'readings', 'arrivals', 'patient-look-up'];

function overMllp(simulator: Hospital, changes = {}): Kiosk {
  const plain = { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: simulator.mllpPort, capabilities };
  const endpoint = hl7v2Endpoint.parse({ ...plain, ackTimeoutMs: patienceMs, ...changes });
  const made = createHl7v2Hospital({ endpoint, site, clock: machineClock, deadlineMs: patienceMs });
  assert.ok(made.ok);
  openThings.push(made.value.endpoint.close);
  return { ...made.value, lookUps: made.value.lookUps ?? {}, logged: [] };
}

function overFhir({ fhirUrl }: Hospital): Kiosk {
  const settings = fhirEndpoint.parse({ id: 'his', protocol: 'fhir-r4', baseUrl: fhirUrl, timeoutMs: patienceMs });
  const randomBytes = (count: number) => new Uint8Array(count);
  const server = openFhirServer({ settings, clock: machineClock, randomBytes });
  assert.ok(server.ok);
  const logged: string[] = [];
  const log = (event: string) => void logged.push(event);
  const endpoint = createFhirEndpoint({ settings, server: server.value, clock: machineClock, log });
  openThings.push(endpoint.close);
  return {
    endpoint,
    renderer: createFhirRenderer({ endpoint: settings, site }),
    lookUps: createFhirLookUps({ settings, site, server: server.value, timeoutMs: patienceMs }),
    logged,
  };
}

function overWebhook({ webhookUrl: url }: Hospital, secret = simulatedSecret) {
  const all = [...capabilities, 'appointment-look-up', 'insurance-check', 'alerts'];
  const base = { id: 'his', protocol: 'webhook', url, secretVariable: 'S', timeoutMs: patienceMs, capabilities: all };
  const settings = webhookEndpoint.parse(base);
  const client = openWebhookClient({ settings, clock: machineClock, environment: { S: secret } });
  assert.ok(client.ok);
  const needs = { settings, site, client: client.value, clock: machineClock };
  const endpoint = createWebhookEndpoint(needs);
  openThings.push(endpoint.close);
  return {
    endpoint,
    renderer: createWebhookRenderer({ endpoint: settings, site }),
    lookUps: createWebhookLookUps({ ...needs, timeoutMs: patienceMs, log: () => {} }),
    alerts: createWebhookAlertChannel(needs),
    logged: [],
  };
}

/** What the technician sees: `accepted`, or kind and reason of the delivery. */
async function deliver({ endpoint, renderer }: Kiosk, id = 'C1'): Promise<string> {
  const controlId = id as ControlId;
  const bytes = renderer.render(registration, controlId);
  const sent = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
  if (sent.ok) return sent.value;
  const { kind, reason, retryAfterMs } = sent.problem;
  return [kind, reason, retryAfterMs].filter((part) => part !== undefined).join(' ');
}

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
  [{ kind: 'refuse-ae' }, 'permanent hospital-error-ae'],
  [{ kind: 'refuse-ar' }, 'transient hospital-reject-ar'],
  [{ kind: 'refuse-ce' }, 'permanent commit-error-ce'],
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
  500: 'transient http-server-error-5xx',
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

/** Somebody of the dock's cards. */
const knownPerson: Patient = {
  ...registration.patient,
  fullName: 'Trần Văn Ví Dụ',
  birth: { precision: 'day', date: '1980-09-02' },
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
    assert.equal(found?.ok && found.value?.patientCode, 'BN27000001');
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
