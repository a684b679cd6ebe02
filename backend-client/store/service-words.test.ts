import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import { fhirEndpoint, hl7v2Endpoint, webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { ReadingRequest } from '../contract/reading.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createFhirRenderer } from '../fhir/renderer.ts';
import { createHl7v2Renderer } from '../hl7v2/hl7v2-renderer.ts';
import { createWebhookRenderer } from '../webhook/renderer.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  insured,
  lan,
  request,
  type StoreBench,
  services,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

/**
 * The hospital changes its services in the middle of a day: what was registered before is told, corrected and printed in the
 * words of then, over every protocol.
 */

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const site = syntheticSite;
const all = ['registrations', 'readings', 'arrivals'] as const;
const renderers = [
  createHl7v2Renderer({
    endpoint: hl7v2Endpoint.parse({
      id: 'his',
      protocol: 'hl7v2-mllp',
      host: '127.0.0.1',
      port: 2575,
      capabilities: all,
    }),
    site,
  }),
  createFhirRenderer({
    endpoint: fhirEndpoint.parse({
      id: 'fhir',
      protocol: 'fhir-r4',
      baseUrl: 'http://127.0.0.1:8080/fhir',
      capabilities: all,
    }),
    site,
  }),
  createWebhookRenderer({
    endpoint: webhookEndpoint.parse({
      id: 'rest',
      protocol: 'webhook',
      url: 'http://127.0.0.1:8090/',
      secretVariable: 'SECRET',
      capabilities: all,
    }),
    site,
  }),
];
const endpoints = ['his', 'fhir', 'rest'].map((id) => ({ id, deduplicates: true }));
const [noi, mat] = services;
assert.ok(noi && mat);

function open(offered: readonly (typeof services)[number][]): Store {
  return bench.open({ renderers, endpoints, facility: { timeZone: 'Asia/Ho_Chi_Minh', services: offered } });
}

function pressure(visitId: VisitId): ReadingRequest {
  return {
    visitId,
    ticketNumber: 'B001',
    values: {
      kind: 'blood-pressure',
      systolic: 132,
      diastolic: 84,
      mean: undefined,
      pulse: 70,
      irregular: undefined,
      moved: undefined,
    },
    deviceId: 'bp',
    deviceModel: undefined,
    deviceTime: undefined,
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined },
  };
}

const slip: Appointment = {
  appointmentId: 'H-1',
  kind: 'appointment',
  serviceHisCode: 'K30',
  startsAt: undefined,
  description: 'Khám Mắt',
};

/** What goes out next to each system, as text. */
function nextOfEach(store: Store): readonly string[] {
  return endpoints.map(({ id }) => {
    const claim = claimNext(store, id);
    assert.ok(claim.ok && claim.value.kind === 'claimed', `${id}: nothing to send`);
    store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
    return Buffer.from(claim.value.message.bytes).toString();
  });
}

function refuseAll(store: Store): void {
  for (const { id } of endpoints) {
    const claim = claimNext(store, id);
    assert.ok(claim.ok && claim.value.kind === 'claimed');
    store.noteDelivery(claim.value.message.messageId, { state: 'refused', reason: 'hospital-error-ae' });
  }
}

describe.each([
  ['removed', [noi]],
  ['called otherwise', [noi, { ...mat, hisCode: 'K99', name: { vi: 'Phòng Khác' }, room: 'P.999' }]],
] as const)('a service that was %s in the site file', (_, later) => {
  test('a reading, a correction and a message made anew speak of it as it was registered', () => {
    const before = open([noi, mat]);
    const { visitId } = storedVisit(before, request(citizen(1), { serviceCode: 'mat', appointment: slip }));
    refuseAll(before);
    before.close();

    const store = open(later);
    for (const { messageId } of store.deadLetters()) {
      assert.deepEqual(store.decide(messageId, 'render-anew', 'Trần Thị Thử'), { ok: true, value: true });
    }
    const anew = nextOfEach(store);
    const arrivals = nextOfEach(store);
    assert.ok(store.storeReading(pressure(visitId)).ok);
    const readings = nextOfEach(store);
    assert.deepEqual(store.correctVisit(visitId, insured(citizen(1), 'DN4010199999999')), {
      ok: true,
      value: 'corrected',
    });
    const corrections = nextOfEach(store);
    store.close();

    for (const text of [...anew, ...arrivals, ...readings, ...corrections]) {
      assert.doesNotMatch(text, /K99|Phòng Khác|P\.999/);
    }
    for (const text of [...anew, ...corrections]) {
      assert.match(text, /K30/);
      assert.match(text, /Khám Mắt/);
      assert.match(text, /P\.205/);
    }
  });

  test('the export of the day and the look at a visit know its words, and restarts add none', () => {
    const before = open([noi, mat]);
    storedVisit(before, request(citizen(1), { serviceCode: 'mat' }));
    before.close();
    open(later).close();
    const store = open(later);
    const [visit] = [...store.visitsOf(storedVisit(store, request(citizen(2))).day)].filter(
      ({ ticketNumber }) => ticketNumber === 'B001',
    );
    store.close();
    assert.ok(visit?.is === 'kept');
    const { prefix: _prefix, priorityPrefix: _priorityPrefix, ...words } = mat;
    assert.deepEqual(visit.facts.visit.service, words);
  });
});

test('the same card on the same day gets its number with the words of its ticket', () => {
  const before = open([noi, mat]);
  storedVisit(before, request(lan, { serviceCode: 'mat' }));
  before.close();
  const store = open([{ ...mat, name: { vi: 'Mắt (mới)', en: 'Eyes' }, room: 'P.999' }]);
  const again = storedVisit(store, request(lan, { serviceCode: 'mat' }));
  const other = storedVisit(store, request(citizen(9), { serviceCode: 'mat' }));
  store.close();
  assert.deepEqual(
    [again, other].map(({ number, service }) => [number.text, service.name, service.room]),
    [
      ['B001', { vi: 'Khám Mắt' }, 'P.205'],
      ['B002', { vi: 'Mắt (mới)', en: 'Eyes' }, 'P.999'],
    ],
  );
});

test.each([
  ['the site file has it', services, 'Khám Mắt'],
  ['nobody knows it any more', [noi], 'mat'],
])('a visit of a store that kept no words: %s', (_, offered, name) => {
  mkdirSync(dirname(bench.path), { recursive: true });
  copyFileSync(fileURLToPath(new URL('./migrations/historical/0004.sqlite', import.meta.url)), bench.path);
  const store = open(offered);
  const [refused] = store.deadLetters();
  assert.ok(refused);
  const anew = store.decide(refused.messageId, 'render-anew', 'Trần Thị Thử');
  const visits = [...store.visitsOf(storedVisit(store, request(citizen(9))).day)];
  const words = visits.flatMap((visit) => (visit.is === 'kept' ? [visit.facts.visit.service.name.vi] : []));
  store.close();
  assert.deepEqual(anew, { ok: true, value: true });
  assert.deepEqual(words, ['Khám Nội', 'Khám Nội', 'Khám Nội', name]);
});
