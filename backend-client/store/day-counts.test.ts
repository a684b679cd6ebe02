import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { createStoreBench, dayMs, lan, request, type StoreBench, storedVisit } from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function visitWithPaper(store: Store, service: 'noi' | 'mat', outcome: 'printed' | 'unknown' | 'not-printed'): void {
  const { visitId } = storedVisit(store, { ...request(lan), serviceCode: service });
  const begun = store.beginPrint(visitId);
  assert.ok(begun.ok);
  store.endPrint(begun.value, outcome === 'printed' ? { kind: outcome } : { kind: outcome, reason: 'no-paper' });
}

test('visits of today are counted by what became of their tickets, and tomorrow begins with none', () => {
  const store = bench.open();
  const before = store.countsToday();
  visitWithPaper(store, 'noi', 'printed');
  visitWithPaper(store, 'mat', 'not-printed');
  const today = store.countsToday();
  bench.clock.advance(dayMs);
  store.time.note();
  const tomorrow = store.countsToday();
  store.close();
  const none = {
    visits: 0,
    printed: 0,
    unproven: 0,
    notPrinted: 0,
    readings: 0,
    onPhone: 0,
    opinions: [0, 0, 0, 0, 0],
    screened: 0,
    isolated: 0,
  };
  assert.deepEqual(
    { before, today, tomorrow },
    { before: none, today: { ...none, visits: 2, printed: 1, notPrinted: 1 }, tomorrow: none },
  );
});

test('a ticket that nobody can prove is counted apart from those that are out', () => {
  const store = bench.open();
  visitWithPaper(store, 'noi', 'unknown');
  const { printed, unproven } = store.countsToday();
  store.close();
  assert.deepEqual({ printed, unproven }, { printed: 0, unproven: 1 });
});
