import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Fact, VisitFacts } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { answersOfAnh } from '../contract/synthetic-people.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import {
  createStoreBench,
  dayMs,
  deliver,
  hourMs,
  lan,
  morning,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
let told: Exclude<Fact, { kind: 'reading' | 'survey' }>[];
beforeEach(() => {
  bench = createStoreBench();
  told = [];
});
afterEach(() => bench.remove());

const his: MessageRenderer = {
  endpointId: 'his',
  takes: ['registration', 'correction', 'service-change'],
  render(fact) {
    if (fact.kind !== 'reading' && fact.kind !== 'survey') told.push(fact);
    return Buffer.from(fact.kind);
  },
};

const open = () => bench.open({ renderers: [his] });
const untimed = answersOfAnh.consents.map(({ at: _, ...consent }) => consent);
const { at: _, ...consentOfCompanion } = answersOfAnh.companion.consent;
/** As the kiosk hands them over: nobody but the store says when. */
const said: VisitAnswers = {
  ...answersOfAnh,
  companion: { ...answersOfAnh.companion, consent: consentOfCompanion },
  consents: untimed,
};
const kept: VisitAnswers = {
  ...answersOfAnh,
  companion: { ...answersOfAnh.companion, consent: { ...consentOfCompanion, at: morning } },
  consents: untimed.map((consent) => ({ ...consent, at: morning })),
};

function factsIn(store: Store, visitId: VisitId): VisitFacts | undefined {
  return [...store.visitsOf(told[0]?.visit.day ?? neverMissing())]
    .flatMap((each) => ('facts' in each ? [each.facts] : []))
    .find(({ visit }) => visit.visitId === visitId);
}

test('all that a patient answered is stored with the visit, told with it, and there again after a restart', () => {
  const store = open();
  const { visitId } = storedVisit(store, request(lan, { answers: said }));
  store.close();
  const reopened = open();
  const facts = factsIn(reopened, visitId);
  reopened.close();
  assert.deepEqual(
    told.map(({ kind, answers }) => [kind, answers]),
    [['registration', kept]],
  );
  assert.deepEqual(facts?.answers, kept);
});

test('a patient who scans again and answers the same is told of to nobody; who answers otherwise, once', () => {
  const store = open();
  const first = storedVisit(store, request(lan, { answers: said }));
  bench.clock.advance(hourMs);
  const same = store.storeVisit(request(lan, { answers: said }));
  const silent = store.storeVisit(request(lan));
  const other = request(lan, {
    answers: {
      particulars: { phone: '0900000001' },
      consents: untimed.slice(0, 1).map((consent) => ({ ...consent, granted: false })),
    },
  });
  const changed = [store.storeVisit(other), store.storeVisit(other)];
  const facts = factsIn(store, first.visitId);
  store.close();
  const corrected = [same, silent, ...changed].map((each) => each.ok && each.value.corrected);
  assert.deepEqual(corrected, [false, false, true, false]);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['registration', 'correction'],
  );
  const [messages, research] = kept.consents ?? [];
  assert.deepEqual(JSON.parse(JSON.stringify(facts?.answers)), {
    ...kept,
    particulars: { ...answersOfAnh.particulars, phone: '0900000001' },
    consents: [{ ...messages, granted: false, at: morning + hourMs }, research],
  });
});

test('a visit that was stored before anything was asked takes the answers of a later scan', () => {
  const store = open();
  const first = storedVisit(store, request(lan));
  const again = store.storeVisit(request(lan, { answers: said }));
  store.close();
  assert.ok(again.ok && again.value.corrected && again.value.visit.number.text === first.number.text);
  assert.deepEqual(
    told.map(({ kind, answers }) => [kind, answers !== undefined]),
    [
      ['registration', false],
      ['correction', true],
    ],
  );
});

test('another service after all: the answers go with the visit', () => {
  const store = open();
  const { visitId } = storedVisit(store, request(lan, { answers: said }));
  const change = store.changeService({ sessionId: 'S2' as SessionId, visitId, serviceCode: 'mat' });
  store.close();
  assert.ok(change.ok);
  assert.deepEqual(
    told.map(({ kind, answers }) => [kind, answers]),
    [
      ['registration', kept],
      ['service-change', kept],
    ],
  );
});

test('nobody can read an answer in the raw files, and past retention there is none', async () => {
  const store = open();
  const { visitId } = storedVisit(store, request(lan, { answers: said }));
  const readable = ['Trần Văn', '001075000002', '0987000009', 'Tạm Trú', 'fever', 'messages', '9f86d081', 'granted'];
  const raw = bench.rawBytes();
  deliver(store);
  bench.clock.advance(3 * dayMs);
  const erased = await store.eraseExpired();
  const facts = factsIn(store, visitId);
  store.close();
  assert.deepEqual(
    readable.filter((text) => raw.includes(text) || bench.rawBytes().includes(text)),
    [],
  );
  assert.ok(erased.ok && erased.value.visits === 1);
  assert.equal(facts, undefined);
});

function neverMissing(): never {
  throw new Error('nothing was told');
}
