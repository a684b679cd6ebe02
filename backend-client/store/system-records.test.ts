import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { citizen, claimNext, createStoreBench, dayMs, request, type StoreBench } from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

/** Anew each time: the store takes the bytes over and overwrites them. */
const told = () => new TextEncoder().encode('{"Patient":{"id":"ID-OF-THE-HOSPITAL"}}');

function visitIn(store: Store): string {
  const stored = store.storeVisit(request(citizen(1)));
  assert.ok(stored.ok);
  return stored.value.visit.visitId;
}

test('what a system told about its records is there after a restart, for that system and visit alone', () => {
  const first = bench.open();
  const [visitId, other] = [visitIn(first), visitIn(first)];
  first.memoryOf('fhir').keep(visitId, new TextEncoder().encode('{}'));
  first.memoryOf('fhir').keep(visitId, told());
  first.close();
  const store = bench.open();
  const recalled = store.memoryOf('fhir').recall(visitId);
  assert.deepEqual(recalled && new Uint8Array(recalled), told());
  assert.equal(store.memoryOf('other').recall(visitId), undefined);
  assert.equal(store.memoryOf('fhir').recall('another-visit'), undefined);
  assert.ok(other);
  store.close();
});

test('it is sealed like the visit, and erased with it', async () => {
  const store = bench.open();
  const visitId = visitIn(store);
  store.memoryOf('fhir').keep(visitId, told());
  assert.ok(!bench.rawBytes().includes('ID-OF-THE-HOSPITAL'));
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  bench.clock.advance(3 * dayMs);
  assert.ok((await store.eraseExpired()).ok);
  assert.equal(store.memoryOf('fhir').recall(visitId), undefined);
  store.memoryOf('fhir').keep(visitId, told());
  assert.equal(store.memoryOf('fhir').recall(visitId), undefined, 'an erased visit takes nothing more');
  store.close();
});
