import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { explainGaps } from '../numbering/gaps.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  hourMs,
  lan,
  numberFor,
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

const told: MessageRenderer = {
  endpointId: 'his',
  takes: ['registration', 'correction', 'given-up'],
  render: (fact) => Buffer.from(`${fact.kind} ${'visit' in fact ? fact.visit.number.text : ''}`),
};

function toldBy(store: Store): readonly string[] {
  const heard: string[] = [];
  for (;;) {
    const claim = claimNext(store);
    if (!claim.ok || claim.value.kind !== 'claimed') return heard;
    heard.push(Buffer.from(claim.value.message.bytes).toString());
    store.noteDelivery(claim.value.message.messageId, { state: 'accepted' });
  }
}

test('a number that is given up is told once, behind its registration, and the same card gets another number', () => {
  const store = bench.open({ renderers: [told] });
  const visit = storedVisit(store, request(lan));
  assert.deepEqual(store.giveUp(visit.visitId), { ok: true, value: true });
  assert.deepEqual(store.giveUp(visit.visitId), { ok: true, value: false });
  assert.deepEqual(toldBy(store), [`registration ${visit.number.text}`, `given-up ${visit.number.text}`]);
  const ticket = { visitId: visit.visitId, number: visit.number.text, day: visit.day };
  assert.equal(store.ticketStanding(ticket), 'withdrawn');
  assert.equal(store.visitOfTicket(ticket), undefined);
  assert.deepEqual(store.numbersToday(lan), []);
  const next = storedVisit(store, request(lan));
  assert.notEqual(next.number.text, visit.number.text);
  assert.notEqual(next.visitId, visit.visitId);
  assert.deepEqual(explainGaps(store.numberingOf(visit.day)), []);
  assert.deepEqual(
    [...store.visitsOf(visit.day)].map(({ is, ticketNumber }) => [is, ticketNumber]),
    [
      ['withdrawn', visit.number.text],
      ['kept', next.number.text],
    ],
  );
  assert.equal(store.numbersByService().get(visit.service.code), 1);
});

test('a number of yesterday, and one of another kiosk, is not given up here', () => {
  const store = bench.open({ renderers: [told] });
  const visit = storedVisit(store, request(citizen(1)));
  assert.equal(
    store.visitOfTicket({ visitId: visit.visitId, number: visit.number.text, day: visit.day })?.visitId,
    visit.visitId,
  );
  bench.clock.advance(dayMs);
  numberFor(store, request(citizen(2)));
  for (const visitId of [visit.visitId, '0'.repeat(20) as VisitId])
    assert.deepEqual(store.giveUp(visitId), { ok: false, problem: { kind: 'unknown-visit' } });
});

test('a system that comes in the middle of a day hears of everybody who came before, once, and of nobody who gave up', () => {
  const alone = bench.open({ renderers: [] });
  for (const who of [1, 2, 3]) numberFor(alone, request(citizen(who)));
  alone.close();
  const store = bench.open({ renderers: [told] });
  const gone = storedVisit(store, request(citizen(2)));
  store.giveUp(gone.visitId);
  toldBy(store);
  assert.deepEqual(store.tellOfToday('his'), { ok: true, value: 2 });
  assert.deepEqual(toldBy(store), ['registration A001', 'registration A003']);
  assert.deepEqual(store.tellOfToday('his'), { ok: true, value: 0 });
});

test('a system that has lost what it was told hears again of the day and of the night before, and of nobody who gave up', () => {
  const store = bench.open({ renderers: [told] });
  const arrives = (who: number) => storedVisit(store, request(citizen(who)));
  arrives(1);
  bench.clock.advance(15 * hourMs);
  arrives(2);
  bench.clock.advance(8 * hourMs);
  arrives(3);
  store.giveUp(arrives(4).visitId);
  toldBy(store);
  assert.deepEqual(store.tellAgain('his'), { ok: true, value: 2 });
  assert.deepEqual(toldBy(store), ['registration A002', 'registration A001']);
});
