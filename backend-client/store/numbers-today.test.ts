import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { citizen, createStoreBench, hourMs, insured, lan, numberFor, request, type StoreBench } from './store.bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

test('a document tells every number that it has today, the latest first, also after a restart, and none tomorrow', () => {
  const store = bench.open();
  numberFor(store, request(lan));
  bench.clock.advance(hourMs);
  numberFor(store, request(lan, { serviceCode: 'mat' }));
  numberFor(store, request(citizen(4)));
  const numbers = (of = store) => of.numbersToday(lan).map(({ number }) => number.text);
  const before = numbers();
  const others = store.numbersToday(citizen(9));
  store.close();
  const reopened = bench.open();
  const after = numbers(reopened);
  bench.clock.advance(24 * hourMs);
  const tomorrow = numbers(reopened);
  reopened.close();
  assert.deepEqual([before, others, after, tomorrow], [['B001', 'A001'], [], ['B001', 'A001'], []]);
});

test('of two people who show one number each has a number, nobody is shown the other’s, and the store says so', () => {
  const twins = ['Nguyễn Minh Anh', 'Nguyễn Minh Ánh'].map((fullName) => ({
    ...insured({ ...lan, citizen: undefined, fullName }, 'TE1270000000001'),
    fullName,
  }));
  const store = bench.open();
  const shared = twins.map((twin) => {
    const stored = store.storeVisit(request(twin));
    return stored.ok && stored.value.isShared;
  });
  const again = store.storeVisit(request(twins[0] ?? lan));
  const seen = twins.map((twin) => store.numbersToday(twin).map(({ number }) => number.text));
  store.close();
  assert.deepEqual([shared, again.ok && again.value.isShared, seen], [[false, true], true, [['A001'], ['A002']]]);
});
