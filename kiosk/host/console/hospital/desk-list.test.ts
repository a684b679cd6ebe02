import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { meanOfThree, threeReadings } from '#backend-client/contract/synthetic-readings.ts';
import {
  citizen,
  createStoreBench,
  deliver,
  insured,
  lan,
  rendererTo,
  request,
  type StoreBench,
  storedVisit,
} from '#backend-client/store/store.bench.ts';
import type { Store } from '#backend-client/store/store.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { calmKiosk } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import type { Upkeep } from '../kiosk/upkeep.ts';
import { deskList } from './desk-list.ts';

/** A real store and a real console: the list that names patients, and who gets it. */

let stored: StoreBench;
let store: Store;
let console: ConsoleBench;
beforeEach(async () => {
  stored = createStoreBench();
  store = stored.open();
  const upkeep: Pick<Upkeep, 'state'> = { state: () => calmKiosk };
  const rooms = { site: syntheticSite, store, upkeep: upkeep as Upkeep };
  console = await openConsoleBench({ clock: machineClock, rooms: () => rooms });
});
afterEach(async () => {
  await console.close();
  store.close();
  stored.remove();
});

const noted = () =>
  console.staff.audit
    .latest(100)
    .flatMap(({ act, details }) => (/desk|not-done/.test(act) ? [JSON.stringify({ act, ...details })] : []));

test('a supervisor gets what the desk types in, as people write it; that it was given is noted, and nobody’s name', async () => {
  storedVisit(store, request(insured(lan, 'GD4270012345678')));
  deliver(store, 'refused');
  const supervisor = await console.person('Giám Sát');
  const { status, body } = await supervisor.call('desk/list', {});
  assert.equal(status, 200);
  const [visit, ...others] = (body?.visits ?? []) as readonly { readonly known: object; readonly messages: object }[];
  assert.deepEqual(others, []);
  assert.deepEqual(visit?.known, {
    ...{ name: 'Nguyễn Thị Lan Thử', citizenNumber: '027148000123', birth: '15/08/1948', sex: 'female' },
    ...{ address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh', phone: '', patientCode: '', objectCode: '' },
    ...{ insuranceNumber: 'GD4270012345678', insuranceFacility: '', insuranceFrom: '', insuranceTo: '' },
    ...{ service: 'K01 Khám Nội, P.101', priority: false, appointmentId: '', cameAt: stored.clock.now() },
  });
  assert.deepEqual(noted(), ['{"act":"handed-to-desk","count":1}']);
  assert.doesNotMatch(JSON.stringify(console.staff.audit.latest(100)), /Lan Thử|027148000123/);
});

test('the desk gets each reading of a sitting and its mean, each number by its name', async () => {
  store.close();
  store = stored.open({
    renderers: [{ ...rendererTo('his'), takes: ['reading'], render: () => new Uint8Array([1]) }],
    endpoints: [],
  });
  const { visitId } = storedVisit(store, request(lan));
  for (const { deviceId, deviceModel, deviceTime, circumstances, ticketNumber, values } of threeReadings) {
    const isLast = circumstances.readingNumber === threeReadings.length;
    const average = isLast && meanOfThree.values.kind === 'blood-pressure-average' ? meanOfThree.values : undefined;
    const taken = { visitId, ticketNumber, values, deviceId, deviceModel, deviceTime, circumstances };
    assert.ok(store.storeReading(taken, average).ok);
  }
  deliver(store, 'refused');
  const list = await deskList({ store, site: syntheticSite, now: stored.clock.now });
  assert.ok(list.ok);
  const [visit] = list.value.visits;
  assert.equal(visit?.readings.length, 4);
  assert.deepEqual(visit?.readings[3]?.quantities, [
    { of: 'mean-systolic', value: 134, unit: 'mm[Hg]' },
    { of: 'mean-diastolic', value: 84, unit: 'mm[Hg]' },
    { of: 'mean-pulse', value: 73, unit: '/min' },
  ]);
});

test('a technician does not get it, and nothing is noted', async () => {
  storedVisit(store, request(lan));
  deliver(store, 'refused');
  await console.person('Giám Sát');
  const pin = '271828';
  const added = await console.staff.people.add({ name: 'Kỹ Thuật', roles: ['technician'], secret: pin });
  assert.ok(added.ok);
  const technician = await console.signIn('Kỹ Thuật', pin);
  assert.deepEqual(await technician.call('desk/list', {}), { status: 403, body: undefined });
  assert.deepEqual(noted(), []);
});

test('where the hospital has everything there is no list', async () => {
  storedVisit(store, request(lan));
  deliver(store);
  const supervisor = await console.person('Giám Sát');
  assert.deepEqual(await supervisor.call('desk/list', {}), { status: 409, body: { kind: 'nothing' } });
  assert.deepEqual(noted(), []);
});

test('two supervisors at once get one list each, one after the other, and the answer is kept by no cache', async () => {
  for (let number = 1; number <= 60; number += 1) {
    storedVisit(store, request(citizen(number)));
    deliver(store, 'refused');
  }
  const [one, other] = [await console.person('Một'), await console.person('Hai')];
  const answers = await Promise.all([one.call('desk/list', {}), other.call('desk/list', {})]);
  for (const { status, body } of answers)
    assert.deepEqual(status === 200 ? Object(body?.visits).length : body?.kind, status === 200 ? 60 : 'running');
  assert.ok(answers.some(({ status }) => status === 200));
  const { csrfToken } = (await one.me()).body ?? {};
  const headers = { cookie: one.cookie, origin: one.origin, 'x-csrf-token': String(csrfToken) };
  const again = await fetch(`${one.origin}/api/call/desk/list`, {
    ...{ method: 'POST', body: '{}' },
    headers: { ...headers, 'content-type': 'application/json' },
  });
  assert.deepEqual([again.status, again.headers.get('cache-control')], [200, 'no-store']);
  const address = await fetch(`${one.origin}/api/call/desk/list`, { headers });
  assert.notEqual(address.status, 200, 'no address gives it');
});
