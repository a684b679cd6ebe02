import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import type { DeliveryNote } from './message-queue.ts';
import {
  citizen,
  claimNext,
  claimSome,
  createStoreBench,
  dayMs,
  insured,
  numberFor,
  rendererTo,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const endpoints = ['his', 'fhir'].map((id) => ({ id, deduplicates: true }));
const renderers = endpoints.map(({ id }) => ({
  ...rendererTo(id),
  takes: ['registration', 'correction'] as const,
  render: () => Buffer.from('facts'),
}));

function countsOf(store: Store) {
  return {
    all: store.messageCounts(),
    queued: endpoints.map(({ id }) => store.queuedFor(id)),
    delayed: endpoints.map(({ id }) => store.delayedFor(id)?.count),
  };
}

const notes: readonly DeliveryNote[] = [
  { state: 'accepted' },
  { state: 'refused', reason: 'hospital-error-ae' },
  { state: 'unsure', reason: 'no-answer' },
  { state: 'queued', reason: 'no-answer', retryInMs: 1_000, counts: 'attempt' },
  { state: 'queued', reason: 'hospital-reject-ar', retryInMs: 0, counts: 'rejection' },
  { state: 'queued', reason: 'not-connected', retryInMs: 0, counts: 'nothing' },
];

const step = fc.oneof(
  fc.record({ do: fc.constant('register' as const), who: fc.nat(20) }),
  fc.record({ do: fc.constant('correct' as const), who: fc.nat(20) }),
  fc.record({ do: fc.constant('one' as const), to: fc.constantFrom('his', 'fhir'), note: fc.constantFrom(...notes) }),
  fc.record({ do: fc.constant('batch' as const), to: fc.constantFrom('his', 'fhir'), note: fc.constantFrom(...notes) }),
  fc.record({
    do: fc.constant('decide' as const),
    which: fc.constantFrom('send-again' as const, 'settle-by-hand' as const),
  }),
  fc.record({ do: fc.constant('try-now' as const) }),
  fc.record({ do: fc.constant('erase' as const), days: fc.constantFrom(0, 3, 40) }),
);

test('whatever happens to messages, what is counted while the kiosk runs is what a start counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      bench.remove();
      bench = createStoreBench();
      const store = bench.open({ renderers, endpoints });
      for (const each of steps) await walk(store, each);
      for (const { id } of endpoints) store.giveBack(id);
      const running = countsOf(store);
      store.close();
      const reopened = bench.open({ renderers, endpoints });
      const counted = countsOf(reopened);
      reopened.close();
      assert.deepEqual(running, counted);
    }),
    { numRuns: 25 },
  );
}, 30_000);

async function walk(store: Store, each: typeof step extends fc.Arbitrary<infer Step> ? Step : never): Promise<void> {
  switch (each.do) {
    case 'register':
      numberFor(store, request(citizen(each.who)));
      return;
    case 'correct': {
      const { visitId } = storedVisit(store, request(citizen(each.who)));
      store.correctVisit(visitId, insured(citizen(each.who), `DN40101999${String(each.who).padStart(5, '0')}`));
      return;
    }
    case 'one': {
      const claim = claimNext(store, each.to);
      if (claim.ok && claim.value.kind === 'claimed') store.noteDelivery(claim.value.message.messageId, each.note);
      return;
    }
    case 'batch': {
      const claim = claimSome(store, each.to, 8);
      if (!claim.ok || claim.value.kind !== 'claimed') return;
      store.noteDeliveries(claim.value.messages.map(({ messageId }) => ({ messageId, note: each.note })));
      return;
    }
    case 'decide': {
      const [letter] = store.deadLetters();
      if (letter) store.decide(letter.messageId, each.which, 'Trần Thị Thử');
      return;
    }
    case 'try-now':
      store.forgetWaits('his');
      return;
    case 'erase':
      bench.clock.advance(each.days * dayMs);
      await store.eraseExpired();
  }
}

test('what is tried again by itself is told with the reason of most of it', () => {
  const store = bench.open({ renderers, endpoints });
  for (let who = 1; who <= 3; who += 1) numberFor(store, request(citizen(who)));
  const before = store.delayedFor('his');
  for (const reason of ['not-connected', 'no-answer', 'no-answer'] as const) {
    const claim = claimNext(store);
    assert.ok(claim.ok && claim.value.kind === 'claimed');
    const note = { state: 'queued', reason, retryInMs: 5_000, counts: 'attempt' } as const;
    store.noteDelivery(claim.value.message.messageId, note);
  }
  const after = store.delayedFor('his');
  store.close();
  assert.deepEqual([before, after], [undefined, { count: 3, reason: 'no-answer' }]);
});
