import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import {
  claimNext,
  createStoreBench,
  dayMs,
  deliver,
  lan,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';

let bench: StoreBench;
let told: Fact[];
beforeEach(() => {
  bench = createStoreBench();
  told = [];
});
afterEach(() => bench.remove());

const his: MessageRenderer = {
  endpointId: 'his',
  takes: ['registration', 'survey'],
  render(fact) {
    told.push(fact);
    return Buffer.from(fact.kind);
  },
};

test('an opinion goes to the hospital like any other fact, leads to no visit, and is counted by its score', () => {
  const store = bench.open({ renderers: [his] });
  const visit = storedVisit(store, request(lan));
  deliver(store);
  const given = ([2, 5, 5] as const).map((score) => store.storeOpinion({ serviceCode: 'noi', score }));
  const [first] = given;
  const claim = claimNext(store);
  const today = store.countsToday();
  const undelivered = [...store.undelivered.walk()];
  store.close();
  assert.ok(first?.ok && claim.ok && claim.value.kind === 'claimed');
  assert.equal(Buffer.from(claim.value.message.bytes).toString(), 'survey');
  assert.deepEqual(told[1], {
    kind: 'survey',
    opinion: { opinionId: first.value.opinionId, day: '2026-11-21', serviceHisCode: 'K01', score: 2 },
  });
  assert.doesNotMatch(JSON.stringify(told.slice(1)), new RegExp(`${visit.visitId}|${lan.fullName}|A001|storedAt`));
  assert.deepEqual(today.opinions, [0, 1, 0, 0, 2]);
  // Nobody at the desk has to look for a ticket.
  assert.deepEqual(undelivered, []);
});

test('an opinion that the hospital refused can be made anew, and one that it never had leaves no ticket to look for', async () => {
  const store = bench.open({ renderers: [his] });
  store.storeOpinion({ serviceCode: undefined, score: 1 });
  deliver(store, 'refused');
  const [letter] = store.deadLetters();
  assert.ok(letter);
  const anew = store.decide(letter.messageId, 'render-anew', 'Kỹ thuật viên');
  bench.clock.advance(40 * dayMs);
  await store.eraseExpired();
  const expired = store.expiredTickets();
  store.close();
  assert.deepEqual(anew, { ok: true, value: true });
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['survey', 'survey'],
  );
  assert.deepEqual(told[1], told[0]);
  assert.deepEqual(expired, []);
});

test('a number that was taken by phone is no paper, counts for itself, and a ticket that is asked for later is the first', () => {
  const store = bench.open();
  const visit = storedVisit(store, request(lan));
  const [taken, foreign] = ['A001', 'A999'].map((number) => store.takeByPhone(visit.visitId, number));
  const found = storedVisit(store, request(lan));
  const counted = store.countsToday();
  store.close();
  const reopened = bench.open();
  const again = storedVisit(reopened, request(lan));
  const attempt = reopened.beginPrint(visit.visitId, 'A001');
  assert.ok(attempt.ok);
  reopened.endPrint(attempt.value, { kind: 'printed' });
  const printed = storedVisit(reopened, request(lan));
  reopened.close();
  assert.deepEqual(
    [taken, foreign],
    [
      { ok: true, value: true },
      { ok: true, value: false },
    ],
  );
  assert.deepEqual([found.paper, again.paper, printed.paper], ['taken-by-phone', 'taken-by-phone', 'printed']);
  assert.deepEqual([counted.onPhone, counted.printed, counted.notPrinted], [1, 0, 0]);
  assert.equal(attempt.value.copy, undefined);
});
