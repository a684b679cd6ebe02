import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { ReadingRequest } from '../contract/reading.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  deliver,
  hourMs,
  rendererTo,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';
import { selectOpenSql } from './undelivered-visits.ts';

/** What the desk enters by hand, because the hospital does not have it. */

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const elsewhere: ReadingRequest = {
  visitId: '0123456789ABCDEFGHJK' as VisitId,
  ticketNumber: 'A001',
  values: {
    ...{ kind: 'blood-pressure', systolic: 127, diastolic: 76, mean: 97, pulse: 78 },
    ...{ irregular: undefined, moved: undefined },
  },
  ...{ deviceId: 'bp', deviceModel: undefined, deviceTime: undefined },
  circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
};

const told = (store: Store) =>
  [...store.undelivered.walk()].map(({ ticketNumber, facts, messages, readings }) => ({
    ticketNumber,
    name: facts?.patient.fullName,
    messages: messages.map(({ endpointId, fact, state, reason }) => [endpointId, fact, state, reason].join(' ')),
    readings: readings.length,
  }));

test('refused and unsure visits are told with everybody in them, and what is on its way is nobody’s work', () => {
  const store = bench.open();
  storedVisit(store, request(citizen(1)));
  deliver(store);
  storedVisit(store, request(citizen(2)));
  deliver(store, 'refused');
  storedVisit(store, request(citizen(3)));
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  store.noteDelivery(claim.value.message.messageId, { state: 'unsure', reason: 'no-answer' });
  storedVisit(store, request(citizen(4)));
  const refused = { ticketNumber: 'A002', name: 'Người Thử 2', readings: 0 };
  const unsure = { ticketNumber: 'A003', name: 'Người Thử 3', readings: 0 };
  const both = [
    { ...refused, messages: ['his registration refused hospital-error-ae'] },
    { ...unsure, messages: ['his registration unsure no-answer'] },
  ];
  assert.deepEqual([told(store), store.undelivered.count()], [both, 2]);

  bench.clock.advance(hourMs);
  const waiting = { ticketNumber: 'A004', name: 'Người Thử 4', messages: ['his registration waiting '], readings: 0 };
  assert.deepEqual([told(store), store.undelivered.count()], [[...both, waiting], 3]);
});

test('what a person has settled, or the hospital has taken, is told no more', () => {
  const store = bench.open();
  storedVisit(store, request(citizen(1)));
  deliver(store, 'refused');
  const [letter] = store.deadLetters();
  assert.ok(letter && store.decide(letter.messageId, 'settle-by-hand', 'Trần Thị Thử').ok);
  assert.deepEqual([told(store), store.undelivered.count()], [[], 0]);
});

test('a visit with several systems is told once, with what each of them lacks', () => {
  const renderers = [rendererTo('his'), rendererTo('rest')];
  const store = bench.open({ renderers, endpoints: [] });
  storedVisit(store, request(citizen(1)));
  bench.clock.advance(hourMs);
  deliver(store, 'refused');
  assert.deepEqual(
    told(store).map(({ messages }) => messages),
    [['his registration refused hospital-error-ae', 'rest registration waiting ']],
  );
});

test('a reading of a visit from another kiosk is told by its ticket number alone', () => {
  const takes = { ...rendererTo('his'), takes: ['reading'] as const, render: () => new Uint8Array([1]) };
  const store = bench.open({ renderers: [takes], endpoints: [] });
  assert.ok(store.storeReading(elsewhere).ok);
  bench.clock.advance(hourMs);
  const [only, ...others] = told(store);
  assert.deepEqual([only?.name, only?.messages, only?.readings, others], [undefined, ['his reading waiting '], 1, []]);
});

test('the many that the hospital has are not read for it', () => {
  bench.open().close();
  const db = new Database(bench.path, { readonly: true });
  const plan = db.prepare(`explain query plan ${selectOpenSql}`).all() as { detail: string }[];
  db.close();
  assert.match(plan[0]?.detail ?? '', /USING INDEX message_unsettled/);
});
