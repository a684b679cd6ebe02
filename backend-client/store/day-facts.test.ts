import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import { selectPageSql } from './day-facts.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  insured,
  lan,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

const saturday = '2026-11-21' as BusinessDay;
const sunday = '2026-11-22' as BusinessDay;
const day = { ground: 'age-75', certain: true } as const;

let bench: StoreBench;
let store: Store;
beforeEach(() => {
  bench = createStoreBench();
  store = bench.open();
});
afterEach(() => {
  store.close();
  bench.remove();
});

function said(visits: Iterable<VisitOfDay>): readonly string[] {
  return [...visits].map((visit) =>
    visit.is === 'kept' ? `${visit.ticketNumber} ${visit.facts.patient.fullName}` : `${visit.ticketNumber} ${visit.is}`,
  );
}

/** The hospital accepts all that waits. */
function deliverAll(): void {
  for (;;) {
    const claim = claimNext(store);
    if (!claim.ok || claim.value.kind !== 'claimed') return;
    store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  }
}

function change(sql: string): void {
  store.close();
  const db = new Database(bench.path);
  db.exec(sql);
  db.close();
  store = bench.open();
}

test('a day is told visit by visit in the order of its numbers, and no other day is', () => {
  storedVisit(store, request(citizen(1)));
  storedVisit(store, request(citizen(2), { priority: day }));
  storedVisit(store, request(citizen(3), { serviceCode: 'mat' }));
  storedVisit(store, request(citizen(4)));
  bench.clock.advance(dayMs);
  storedVisit(store, request(citizen(5)));
  assert.deepEqual(said(store.visitsOf(saturday)), [
    'A001 Người Thử 1',
    'A002 Người Thử 4',
    'B001 Người Thử 3',
    'UA001 Người Thử 2',
  ]);
  assert.deepEqual(said(store.visitsOf(sunday)), ['A001 Người Thử 5']);
  assert.deepEqual(said(store.visitsOf('2026-11-23' as BusinessDay)), []);
  assert.deepEqual(store.readableDays(), [sunday, saturday]);
});

test('of a visit that was corrected twice, what is known now is told, once', () => {
  const { visitId } = storedVisit(store, request({ ...lan, fullName: undefined }));
  store.correctVisit(visitId, { ...lan, source: 'chip', chip: 'genuine' });
  store.correctVisit(visitId, insured(lan, 'DN4010199999999'));
  const [visit, ...others] = store.visitsOf(saturday);
  assert.ok(visit?.is === 'kept');
  const { fullName, chip, insurance } = visit.facts.patient;
  assert.deepEqual([fullName, chip, insurance?.number, others], [lan.fullName, 'genuine', 'DN4010199999999', []]);
});

test('a visit past its retention, and one whose bytes do not open, are still there by their number', async () => {
  storedVisit(store, request(citizen(1)));
  deliverAll();
  storedVisit(store, request(citizen(2)));
  storedVisit(store, request(citizen(3)));
  bench.clock.advance(3 * dayMs);
  await store.eraseExpired();
  change("update visit set patient = zeroblob(200) where series = 'A' and sequence = 3");
  assert.deepEqual(said(store.visitsOf(saturday)), ['A001 erased', 'A002 Người Thử 2', 'A003 unreadable']);
  change("delete from day_key where day = '2026-11-21'");
  assert.deepEqual(said(store.visitsOf(saturday)), ['A001 erased', 'A002 unreadable', 'A003 unreadable']);
  assert.deepEqual(store.readableDays(), []);
});

test('a day of many pages is told without a gap while the kiosk goes on, in the memory of one page', {
  timeout: 60_000,
}, () => {
  const visits = 1_001;
  for (let number = 1; number <= visits; number += 1) storedVisit(store, request(citizen(number)));
  const told: string[] = [];
  for (const { ticketNumber } of store.visitsOf(saturday)) {
    told.push(ticketNumber);
    // Nothing that a patient needs waits for whoever reads the day.
    if (told.length === 500) storedVisit(store, request(citizen(visits + 1)));
  }
  assert.deepEqual(
    told,
    Array.from({ length: visits + 1 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`),
  );
});

test('the visits of a day are found by their index, whatever else is stored', () => {
  store.close();
  const db = new Database(bench.path);
  const plan = db.prepare(`explain query plan ${selectPageSql}`).all('2026-11-21', 'A', 3, 200) as { detail: string }[];
  db.close();
  store = bench.open();
  assert.equal(plan.length, 1, 'no sorting');
  assert.match(plan[0]?.detail ?? '', /^SEARCH visit USING .*INDEX \S+ \(day=\? AND \(series,sequence\)>\(\?,\?\)\)$/);
});
