import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { openDatabase } from './database.ts';
import { selectLettersSql } from './dead-letters.ts';
import { forgetWaitsSql } from './delayed-messages.ts';
import type { ClaimedMessage, DeliveryNote } from './message-queue.ts';
import { selectDueSql, selectNextSql } from './messages.ts';
import {
  citizen,
  claimNext,
  claimSome,
  createStoreBench,
  hourMs,
  numberFor,
  rendererTo,
  request,
  type StoreBench,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const refused: DeliveryNote = { state: 'refused', reason: 'hospital-error-ae' };
const later: DeliveryNote = { state: 'queued', reason: 'no-answer', retryInMs: 5_000, counts: 'attempt' };

test('what stands behind a refused message of a patient waits, and nobody else does', () => {
  const store = bench.open({ renderers: [rendererTo('his', 'first'), rendererTo('his', 'second')] });
  numberFor(store, request(citizen(1)));
  numberFor(store, request(citizen(2)));
  const sent = [
    deliver(store, refused),
    deliver(store, { state: 'accepted' }),
    deliver(store, { state: 'accepted' }),
    deliver(store, refused),
  ];
  const counts = store.messageCounts();
  store.close();
  assert.deepEqual(
    { sent, counts },
    {
      sent: ['first A001', 'first A002', 'second A002', 'nothing-queued'],
      counts: { queued: 1, sending: 0, refused: 1, unsure: 0, held: 1 },
    },
  );
});

test('endpoints do not wait for one another', () => {
  const store = bench.open({ renderers: [rendererTo('his'), rendererTo('ministry')] });
  numberFor(store, request(citizen(1)));
  assert.equal(deliver(store, refused, 'his'), 'registration A001');
  assert.equal(deliver(store, { state: 'accepted' }, 'ministry'), 'registration A001');
  store.close();
});

test('a delayed message comes back when it is due, with the same bytes and id, also when the clock is set back', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const first = claimed(store);
  store.noteDelivery(first.messageId, later);
  const early = claimNext(store);
  bench.clock.advance(5_000);
  const second = claimed(store);
  store.noteDelivery(second.messageId, later);
  bench.clock.leap(-10 * hourMs);
  bench.clock.advance(5_000);
  const third = claimed(store);
  store.close();
  assert.deepEqual(early, { ok: true, value: { kind: 'not-due', dueInMs: 5_000 } });
  assert.deepEqual(
    [second, third],
    [
      { ...first, attempts: 2 },
      { ...first, attempts: 3 },
    ],
  );
});

test('an attempt that nobody listened to is not held against the message', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const first = claimed(store);
  store.noteDelivery(first.messageId, {
    state: 'queued',
    reason: 'not-connected',
    retryInMs: 60_000,
    counts: 'nothing',
  });
  const second = claimed(store);
  store.noteDelivery(second.messageId, {
    state: 'queued',
    reason: 'hospital-reject-ar',
    retryInMs: 0,
    counts: 'rejection',
  });
  const third = claimed(store);
  store.close();
  assert.deepEqual([second, third], [first, { ...first, attempts: 2, rejections: 1 }]);
});

test('a message cut off while sending goes again only where the hospital drops the second one', () => {
  const endpoints = [
    { id: 'his', deduplicates: true },
    { id: 'rest', deduplicates: false },
  ];
  const store = bench.open({ endpoints, renderers: [rendererTo('his'), rendererTo('rest'), rendererTo('gone')] });
  numberFor(store, request(citizen(1)));
  for (const { id } of [...endpoints, { id: 'gone' }]) claimed(store, id);
  const before = store.messageCounts();
  store.close();
  const reopened = bench.open({ endpoints });
  const after = reopened.messageCounts();
  const again = claimed(reopened).attempts;
  reopened.close();
  assert.deepEqual(
    { before, after, again },
    {
      before: { queued: 0, sending: 3, refused: 0, unsure: 0, held: 0 },
      after: { queued: 1, sending: 0, refused: 0, unsure: 2, held: 0 },
      again: 2,
    },
  );
});

test('a sealed message that somebody moved to another patient is not sent', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  numberFor(store, request(citizen(2)));
  store.close();
  const raw = new Database(bench.path);
  raw.exec('update message set body = (select body from message where message_id = 2) where message_id = 1');
  raw.close();
  const reopened = bench.open();
  const first = claimNext(reopened);
  const second = deliver(reopened, { state: 'accepted' });
  const counts = reopened.messageCounts();
  reopened.close();
  assert.ok(first.ok);
  assert.equal(first.value.kind, 'unreadable');
  assert.deepEqual(
    { second, counts },
    { second: 'registration A002', counts: { queued: 0, sending: 0, refused: 1, unsure: 0, held: 0 } },
  );
});

test('with a hundred thousand messages waiting, the next one and what needs a person come from an index', () => {
  const opened = openDatabase(bench.path);
  assert.ok(opened.ok);
  const db = opened.value;
  const planOf = (sql: string, ...values: readonly (string | number)[]) =>
    db
      .prepare<(string | number)[], { detail: string }>(`explain query plan ${sql}`)
      .all(...values)
      .map(({ detail }) => detail);
  const plans = {
    next: planOf(selectNextSql, 'his'),
    due: planOf(selectDueSql, 'his', 0, 64),
    letters: planOf(selectLettersSql),
    forgetWaits: planOf(forgetWaitsSql, 0, 'his', 0),
  };
  db.close();
  assert.deepEqual(plans, {
    next: ['SEARCH message USING INDEX message_unsettled (state=? AND endpoint_id=? AND next_attempt_at>?)'],
    due: ['SEARCH message USING INDEX message_unsettled (state=? AND endpoint_id=? AND next_attempt_at<?)'],
    letters: [
      'SCAN message USING INDEX message_to_decide',
      'CORRELATED SCALAR SUBQUERY 1',
      'SEARCH behind USING INDEX message_of_visit (visit_id=? AND endpoint_id=? AND rowid>?)',
    ],
    forgetWaits: ['SEARCH message USING INDEX message_unsettled (state=? AND endpoint_id=? AND next_attempt_at>?)'],
  });
});

test('a batch holds one message of each patient, is counted as on its way, and given back it is due as before', () => {
  const store = bench.open({ renderers: [rendererTo('his', 'first'), rendererTo('his', 'second')] });
  for (const who of [1, 2, 3]) numberFor(store, request(citizen(who)));
  const [one, two] = batch(store, 2);
  const counts = [store.messageCounts()];
  store.giveBack('his');
  counts.push(store.messageCounts());
  const again = batch(store, 64);
  store.close();
  assert.deepEqual(
    counts.map(({ queued, sending, held }) => ({ queued, sending, held })),
    [
      { queued: 4, sending: 2, held: 3 },
      { queued: 6, sending: 0, held: 3 },
    ],
  );
  assert.deepEqual(
    again.map(({ controlId, attempts }) => `${controlId} ${attempts}`).slice(0, 2),
    [one, two].map((message) => `${message?.controlId} 1`),
  );
});

test('a batch that a crash cut off is due again under the same ids, and leaves nobody unsure', () => {
  const store = bench.open();
  for (const who of [1, 2]) numberFor(store, request(citizen(who)));
  const before = batch(store, 64);
  store.close();
  const reopened = bench.open();
  const after = batch(reopened, 64);
  reopened.close();
  assert.deepEqual(after, before);
});

test('how a batch fared is noted together, and the next message of each accepted patient is due', () => {
  const store = bench.open({ renderers: [rendererTo('his', 'first'), rendererTo('his', 'second')] });
  for (const who of [1, 2, 3]) numberFor(store, request(citizen(who)));
  const notes: DeliveryNote[] = [{ state: 'accepted' }, { state: 'accepted' }, refused];
  const deliveries = batch(store, 64).map(({ messageId }, at) => ({ messageId, note: notes[at] ?? refused }));
  assert.ok(store.noteDeliveries(deliveries).ok);
  const next = batch(store, 64).map(({ bytes }) => Buffer.from(bytes).toString().split('|'));
  const counts = store.messageCounts();
  store.close();
  assert.deepEqual(
    next.map(([word, , number]) => `${word} ${number}`),
    ['second A001', 'second A002'],
  );
  assert.deepEqual(counts, { queued: 1, sending: 2, refused: 1, unsure: 0, held: 1 });
});

test('a message on its way is not erased before its answer, and one that nobody claimed cannot be noted', async () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  const [message] = batch(store, 64);
  assert.ok(message);
  bench.clock.advance(60 * 24 * hourMs);
  const onItsWay = await store.eraseExpired();
  assert.ok(store.noteDelivery(message.messageId, { state: 'accepted' }).ok);
  assert.throws(() => store.noteDelivery(message.messageId, { state: 'accepted' }));
  const answered = await store.eraseExpired();
  store.close();
  assert.deepEqual([onItsWay.ok && onItsWay.value.visits, answered.ok && answered.value.visits], [0, 1]);
});

function batch(store: Store, most: number): readonly ClaimedMessage[] {
  const claim = claimSome(store, 'his', most);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  return claim.value.messages;
}

function claimed(store: Store, endpointId = 'his'): ClaimedMessage {
  const claim = claimNext(store, endpointId);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  return claim.value.message;
}

/** Claims, notes, and says what was sent: `registration A001`. */
function deliver(store: Store, note: DeliveryNote, endpointId = 'his'): string {
  const claim = claimNext(store, endpointId);
  assert.ok(claim.ok);
  if (claim.value.kind !== 'claimed') return claim.value.kind;
  const { messageId, bytes } = claim.value.message;
  assert.ok(store.noteDelivery(messageId, note).ok);
  const [word, , number] = Buffer.from(bytes).toString().split('|');
  return `${word} ${number}`;
}
