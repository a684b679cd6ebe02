import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import type { Store } from './store.ts';
import {
  citizen,
  createStoreBench,
  dayMs,
  hourMs,
  insured,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store-bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

test('what the hospital accepted is erased a day after its business day, and its bytes are gone from the disk', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  deliver(store);
  store.close();
  const secrets = sealedBytes();
  assert.equal(secrets.length, 4);
  assert.equal(readableOf(secrets), 4);

  const reopened = bench.open();
  const erased = [0, 15 * hourMs, dayMs, hourMs].map((ms) => {
    bench.clock.advance(ms);
    return erase(reopened);
  });
  const readableWhileOpen = readableOf(secrets);
  const again = numberFor(reopened, request(citizen(1)));
  reopened.close();
  const nothing = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };
  assert.deepEqual(
    { erased, readableWhileOpen, readable: readableOf(secrets), again },
    {
      erased: [nothing, nothing, nothing, { visits: 1, messages: 1, readings: 0, dayKeys: 1 }],
      readableWhileOpen: 0,
      readable: 0,
      again: 'A001',
    },
  );
});

test('within the business day a patient finds the ticket again, however short the retention', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  deliver(store);
  bench.clock.advance(15 * hourMs);
  const erased = store.eraseExpired(bench.clock.now(), { acceptedAfterMs: 0 });
  const again = numberFor(store, request(citizen(1)));
  store.close();
  assert.deepEqual(
    { erased, again },
    { erased: { ok: true, value: { visits: 0, messages: 0, readings: 0, dayKeys: 0 } }, again: '=A001' },
  );
});

test('what the hospital did not accept stays for the desk for thirty days and goes then, and is not sent any more', () => {
  const store = bench.open();
  for (const who of [1, 2, 3]) numberFor(store, request(citizen(who)));
  deliver(store);
  deliver(store, 'refused');
  bench.clock.advance(29 * dayMs);
  const early = erase(store);
  const counts = store.messageCounts();
  bench.clock.advance(2 * dayMs);
  const late = erase(store);
  const claim = store.claimMessage('his');
  const countsAfter = store.messageCounts();
  store.close();
  assert.deepEqual(
    { early, counts, late, claim, countsAfter, sealed: sealedBytes().length },
    {
      early: { visits: 1, messages: 1, readings: 0, dayKeys: 0 },
      counts: { queued: 1, sending: 0, refused: 1, unsure: 0, held: 0 },
      late: { visits: 2, messages: 2, readings: 0, dayKeys: 1 },
      claim: { ok: true, value: { kind: 'nothing-queued' } },
      countsAfter: { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 },
      sealed: 0,
    },
  );
});

test('a message in flight keeps its bytes until its answer is noted', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const claim = store.claimMessage('his');
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  bench.clock.advance(40 * dayMs);
  const inFlight = erase(store).visits;
  store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  const settled = erase(store).visits;
  store.close();
  assert.deepEqual([inFlight, settled], [0, 1]);
});

test('a correction of a later day can be sent as long as its visit waits, and both days are forgotten with it', () => {
  const tells = { endpointId: 'his', takes: ['registration', 'correction'], render: told } as const;
  const store = bench.open({ renderers: [tells] });
  const { visitId } = storedVisit(store, request(citizen(1)));
  bench.clock.advance(dayMs);
  assert.ok(store.correctVisit(visitId, insured(citizen(1), 'DN4270199999999')).ok);
  bench.clock.advance(5 * dayMs);
  const early = erase(store);
  deliver(store);
  const claim = store.claimMessage('his');
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  const late = erase(store);
  store.close();
  const nothing = { visits: 0, messages: 0, readings: 0, dayKeys: 0 };
  assert.deepEqual(
    { early, sent: Buffer.from(claim.value.message.bytes).toString(), late, sealed: sealedBytes().length },
    { early: nothing, sent: 'correction', late: { visits: 1, messages: 2, readings: 0, dayKeys: 2 }, sealed: 0 },
  );

  function told({ kind }: Fact): Uint8Array {
    return Buffer.from(kind);
  }
});

test('a thousand visits of one day are erased in one go', () => {
  const store = bench.open({ renderers: [] });
  for (let who = 0; who < 1_000; who += 1) numberFor(store, request(citizen(who)));
  bench.clock.advance(3 * dayMs);
  const erased = erase(store);
  store.close();
  assert.deepEqual(erased, { visits: 1_000, messages: 0, readings: 0, dayKeys: 1 });
});

function erase(store: Store) {
  const erased = store.eraseExpired(bench.clock.now());
  assert.ok(erased.ok);
  return erased.value;
}

function deliver(store: Store, state: 'accepted' | 'refused' = 'accepted'): void {
  const claim = store.claimMessage('his');
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  const { messageId } = claim.value.message;
  store.noteDelivery(messageId, state === 'accepted' ? { state } : { state, reason: 'hospital-error-ae' });
}

/** Everything that hides a person or finds one: sealed rows, document hashes, wrapped keys. The store must be closed. */
function sealedBytes(): readonly Buffer[] {
  const raw = new Database(bench.path, { readonly: true });
  const found = raw
    .prepare<[], Buffer>(
      `select patient from visit where patient is not null union all select body from message where body is not null
       union all select document_mac from visit_document union all select wrapped_key from day_key`,
    )
    .pluck()
    .all();
  raw.close();
  return found;
}

/** How many of them can still be found in the files; their middle is enough to be found. */
function readableOf(secrets: readonly Buffer[]): number {
  const bytes = bench.rawBytes();
  return secrets.filter((secret) => bytes.includes(secret.subarray(8, 24))).length;
}
