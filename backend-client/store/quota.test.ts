import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { SessionId } from '#config/agreements/ids.ts';
import {
  citizen,
  createStoreBench,
  dayMs,
  lan,
  request,
  type StoreBench,
  services,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

/** Two numbers a day for the first service. */
const open = () =>
  bench.open({
    facility: {
      timeZone: 'Asia/Ho_Chi_Minh',
      services: services.map((service) => (service.code === 'noi' ? { ...service, quota: 2 } : service)),
    },
  });

function said(store: Store, wanted: Parameters<Store['storeVisit']>[0]): string {
  const stored = store.storeVisit(wanted);
  return stored.ok ? `${stored.value.visit.number.text}${stored.value.found ? ' again' : ''}` : stored.problem.kind;
}

test('when the numbers of a service are given nobody gets another one, and whoever has one gets it back', () => {
  const store = open();
  const first = request(citizen(1));
  assert.deepEqual(
    [first, request(citizen(2)), request(citizen(3)), first].map((each) => said(store, each)),
    ['A001', 'A002', 'service-full', 'A001 again'],
  );
  assert.deepEqual([...store.numbersByService()], [['noi', 2]]);
  assert.equal(said(store, { ...request(citizen(3)), serviceCode: 'mat' }), 'B001');
  store.close();
});

test('a refused visit leaves nothing: its card gets a number of that service on the next day', () => {
  const store = open();
  for (const who of [1, 2, 3]) said(store, request(citizen(who)));
  bench.clock.advance(dayMs);
  assert.equal(said(store, request(citizen(3))), 'A001');
  store.close();
});

test('an appointment is never refused: the hospital gave it', () => {
  const store = open();
  for (const who of [1, 2]) said(store, request(citizen(who)));
  const appointment = {
    appointmentId: 'H-1',
    kind: 'appointment',
    serviceHisCode: 'K01',
    startsAt: undefined,
    description: undefined,
  } as const;
  assert.equal(said(store, { ...request(citizen(3)), appointment }), 'A003');
  store.close();
});

test('a change of service goes by the same count, and a number that was given up is free again', () => {
  const store = open();
  const kept = storedVisit(store, request(lan));
  storedVisit(store, request(citizen(1)));
  const other = storedVisit(store, { ...request(citizen(2)), serviceCode: 'mat' });
  const change = (visitId: typeof kept.visitId, serviceCode: string, session: string) => {
    const changed = store.changeService({ visitId, serviceCode, sessionId: session as SessionId });
    return changed.ok ? changed.value.number.text : changed.problem.kind;
  };
  assert.equal(change(other.visitId, 'noi', 'S1'), 'service-full');
  assert.equal(change(kept.visitId, 'mat', 'S2'), 'B002');
  assert.equal(change(other.visitId, 'noi', 'S3'), 'A003');
  store.close();
});

test('law 12: on a day of which nobody is sure nothing is full', () => {
  const before = open();
  for (const who of [1, 2]) said(before, request(citizen(who)));
  before.close();
  bench.clock.advance(20 * dayMs);
  const store = open();
  assert.equal(store.time.status().trust.is, 'unconfirmed');
  assert.deepEqual(
    [1, 2, 3].map((who) => said(store, request(citizen(who))).slice(0, 1)),
    ['A', 'A', 'A'],
  );
  store.close();
});
