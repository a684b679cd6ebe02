import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { MassDecision } from '../contract/store.ts';
import {
  citizen,
  claimNext,
  claimSome,
  createStoreBench,
  numberFor,
  rendererTo,
  request,
  type StoreBench,
} from './store.bench.ts';
import type { Store } from './store.ts';

/** One word of a named person for many messages. */

const by = 'Trần Thị Thử';
let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const at = (...ids: readonly string[]) => ids.map((id) => ({ id, deduplicates: true }));

function decideAll(store: Store, act: MassDecision): { readonly decided: number; readonly largest: number } {
  let decided = 0;
  let largest = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const piece = store.decideSome(act, by, after);
    assert.ok(piece.ok);
    largest = Math.max(largest, piece.value.decided);
    decided += piece.value.decided;
    after = piece.value.last;
  }
  return { decided, largest };
}

function refuseAll(store: Store, reason: 'hospital-error-ae' | 'http-content-refused' = 'hospital-error-ae'): void {
  for (;;) {
    const claim = claimSome(store);
    assert.ok(claim.ok);
    if (claim.value.kind !== 'claimed') return;
    const deliveries = claim.value.messages.map(({ messageId }) => ({
      messageId,
      note: { state: 'refused', reason } as const,
    }));
    store.noteDeliveries(deliveries);
  }
}

/** `registration A001` in the order in which a system is told. */
function deliverAll(store: Store, endpointId: string): readonly string[] {
  const told: string[] = [];
  for (;;) {
    const claim = claimNext(store, endpointId);
    assert.ok(claim.ok);
    if (claim.value.kind !== 'claimed') return told;
    const { messageId, bytes } = claim.value.message;
    const [word, , number] = Buffer.from(bytes).toString().split('|');
    told.push(`${word} ${number}`);
    store.noteDelivery(messageId, { state: 'accepted' });
  }
}

test('"send all again" sends what one system refused, whatever the reason, and leaves what may have arrived', () => {
  const store = bench.open();
  for (const who of [1, 2]) numberFor(store, request(citizen(who)));
  refuseAll(store);
  numberFor(store, request(citizen(3)));
  refuseAll(store, 'http-content-refused');
  numberFor(store, request(citizen(4)));
  const claim = claimNext(store);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  store.noteDelivery(claim.value.message.messageId, { state: 'unsure', reason: 'no-answer' });
  const groups = store
    .letterGroups()
    .toSorted((one, other) => one.state.localeCompare(other.state) || other.count - one.count)
    .map(({ state, reason, count }) => `${count} ${state} ${reason}`);
  assert.deepEqual(groups, ['2 refused hospital-error-ae', '1 refused http-content-refused', '1 unsure no-answer']);
  const again = {
    kind: 'decide',
    endpointId: 'his',
    state: 'refused',
    reason: undefined,
    decision: 'send-again',
  } as const;
  assert.equal(decideAll(store, again).decided, 3);
  assert.deepEqual(deliverAll(store, 'his'), ['registration A001', 'registration A002', 'registration A003']);
  assert.deepEqual(store.messageCounts(), { queued: 0, sending: 0, refused: 0, unsure: 1, held: 0 });
  store.close();
});

test('what waits for a system that the site file has no more is listed, moved in order, and told once', () => {
  const renderers = [rendererTo('his'), rendererTo('his', 'details')];
  let store = bench.open({ renderers, endpoints: at('his') });
  for (const who of [1, 2, 3]) numberFor(store, request(citizen(who)));
  store.close();
  const later = [rendererTo('his-main'), rendererTo('his-main', 'details')];
  store = bench.open({ renderers: later.slice(0, 1), endpoints: at('his-main') });
  const [stranded, ...others] = store.stranded();
  assert.deepEqual(
    [stranded?.endpointId, stranded?.count, stranded?.tickets, others],
    ['his', 6, ['A001', 'A002', 'A003'], []],
  );
  // The second message of each visit is of the same kind: the new system is told once.
  assert.equal(decideAll(store, { kind: 'move', endpointId: 'his', to: 'his-main' }).decided, 6);
  assert.deepEqual([store.stranded(), store.messageCounts().queued], [[], 3]);
  assert.deepEqual(deliverAll(store, 'his-main'), ['registration A001', 'registration A002', 'registration A003']);
  store.close();
});

test('what the other system does not take stays listed, and can be given up by name', () => {
  let store = bench.open({ endpoints: at('his') });
  for (const who of [1, 2]) numberFor(store, request(citizen(who)));
  store.close();
  store = bench.open({
    renderers: [{ ...rendererTo('readings-only'), takes: ['reading'] }],
    endpoints: at('readings-only'),
  });
  assert.equal(decideAll(store, { kind: 'move', endpointId: 'his', to: 'readings-only' }).decided, 0);
  assert.equal(store.stranded()[0]?.count, 2);
  assert.equal(decideAll(store, { kind: 'give-up', endpointId: 'his' }).decided, 2);
  assert.deepEqual([store.stranded(), store.messageCounts().queued], [[], 0]);
  store.close();
});

test('hundreds of dead letters are decided in pieces so small that a patient’s tap comes in between', () => {
  const store = bench.open();
  for (let who = 1; who <= 300; who += 1) numberFor(store, request(citizen(who)));
  refuseAll(store);
  const groups = store.letterGroups();
  const waiting = store.waiting();
  const act = {
    kind: 'decide',
    endpointId: 'his',
    state: 'refused',
    reason: 'hospital-error-ae',
    decision: 'render-anew',
  } as const;
  const { decided, largest } = decideAll(store, act);
  assert.deepEqual([groups[0]?.count, waiting, decided, store.messageCounts().queued], [300, [], 300, 300]);
  assert.ok(largest > 0 && largest <= 5, `${largest} in one piece`);
  assert.equal(store.waiting()[0]?.count, 300);
  store.close();
});
