import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { ScreeningAnswer } from '../contract/visit-answers.ts';
import { citizen, createStoreBench, dayMs, request, type StoreBench, storedVisit } from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const sick: ScreeningAnswer = { signs: ['fever'], isolate: true };
const well: ScreeningAnswer = { signs: [], isolate: false };

const came = (store: Store, person: number, screening?: ScreeningAnswer) =>
  storedVisit(store, request(citizen(person), screening ? { answers: { screening } } : {}));
const counts = (store: Store) => {
  const { visits, screened, isolated } = store.countsToday();
  return { visits, screened, isolated };
};

test('a day says how many were screened and how many sent to a room of their own, also after a restart', () => {
  const store = bench.open();
  came(store, 1, sick);
  came(store, 2, well);
  came(store, 3);
  assert.deepEqual(counts(store), { visits: 3, screened: 2, isolated: 1 });
  store.close();
  const reopened = bench.open();
  assert.deepEqual(counts(reopened), { visits: 3, screened: 2, isolated: 1 });
  reopened.close();
});

test('whoever scans again is counted once, and counts anew when they say more', () => {
  const store = bench.open();
  came(store, 1, well);
  came(store, 1, well);
  assert.deepEqual(counts(store), { visits: 1, screened: 1, isolated: 0 });
  came(store, 1, sick);
  came(store, 1, sick);
  assert.deepEqual(counts(store), { visits: 1, screened: 1, isolated: 1 });
  store.close();
});

test('the next day begins with nothing', () => {
  const store = bench.open();
  came(store, 1, sick);
  bench.clock.advance(dayMs);
  store.time.note();
  assert.deepEqual(counts(store), { visits: 0, screened: 0, isolated: 0 });
  store.close();
});
