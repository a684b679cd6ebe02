import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Fact } from '../contract/fact.ts';
import { nobody } from '../contract/synthetic-people.ts';
import { explainGaps } from '../numbering/gaps.ts';
import { openDatabase } from './database.ts';
import { createLeaseTable } from './lease-table.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  hourMs,
  insured,
  lan,
  morning,
  numberFor,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import { assembleStore, type Store } from './store.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

const today = '2026-11-21' as BusinessDay;
const old = { priority: { ground: 'age-75', certain: true } } as const;

test('each service and each priority lane counts for itself and starts again in the morning', () => {
  const store = bench.open();
  const firstDay = [
    request(citizen(1)),
    request(citizen(2)),
    request(citizen(3), old),
    request(citizen(1), { serviceCode: 'mat' }),
    request(citizen(4)),
  ].map((wanted) => numberFor(store, wanted));
  bench.clock.advance(16 * hourMs);
  const secondDay = [request(citizen(1)), request(citizen(3), old)].map((wanted) => numberFor(store, wanted));
  const counted = store.storedToday();
  store.close();
  assert.deepEqual(
    { firstDay, secondDay, counted },
    {
      firstDay: ['A001', 'A002', 'UA001', 'B001', 'A003'],
      secondDay: ['A001', 'UA001'],
      counted: 2,
    },
  );
});

test('a patient who scans again gets the same number back, with either card, also after a restart', () => {
  const both = insured(lan, 'DN4270199999999');
  const store = bench.open();
  const before = [request(lan), request(lan), request(both)].map((wanted) => numberFor(store, wanted));
  store.close();
  const reopened = bench.open();
  const after = [
    // The same insurance on a new card, which shows the last ten digits only.
    request(insured(nobody, '0199999999')),
    request(lan, { serviceCode: 'mat' }),
    request(insured(nobody, '0188888888')),
  ].map((wanted) => numberFor(reopened, wanted));
  const counts = reopened.messageCounts();
  reopened.close();
  assert.deepEqual(
    { before, after, counts },
    {
      before: ['A001', '=A001', '=A001'],
      after: ['=A001', 'B001', 'A002'],
      counts: { queued: 3, sending: 0, refused: 0, unsure: 0, held: 0 },
    },
  );
});

test("two cards that lead to two visits go on with the citizen card's", () => {
  const store = bench.open();
  const numbers = [
    request(insured(nobody, '0199999999')),
    request(lan),
    request(insured(lan, '0199999999')),
    request(insured(nobody, '0199999999')),
  ].map((wanted) => numberFor(store, wanted));
  store.close();
  assert.deepEqual(numbers, ['A001', 'A002', '=A002', '=A001']);
});

test('two people who show one number get a number each, and each of them the same one again', () => {
  const anh = insured({ ...nobody, fullName: 'Nguyễn Minh Anh', sex: 'female' }, 'TE1270000000001');
  const twins = [
    anh,
    { ...anh, fullName: 'Nguyễn Minh Ánh' },
    { ...anh, fullName: 'NGUYEN MINH ANH', sex: 'male' },
  ] as const;
  const store = bench.open();
  const first = twins.map((twin) => numberFor(store, request(twin)));
  store.close();
  const reopened = bench.open();
  const again = twins.map((twin) => numberFor(reopened, request(twin)));
  const withCitizen = numberFor(reopened, request({ ...twins[1], citizen: lan.citizen }));
  const byCitizen = numberFor(reopened, request({ ...twins[1], insurance: undefined, citizen: lan.citizen }));
  reopened.close();
  assert.deepEqual(
    [first, again, withCitizen, byCitizen],
    [['A001', 'A002', 'A003'], ['=A001', '=A002', '=A003'], '=A002', '=A002'],
  );
});

test('a visit that is found again is the visit that was stored', () => {
  const store = bench.open();
  const stored = storedVisit(store, request(lan, old));
  bench.clock.advance(hourMs);
  const again = store.storeVisit(request(lan));
  store.close();
  assert.deepEqual(again, { ok: true, value: { found: true, corrected: false, isShared: false, visit: stored } });
  assert.deepEqual(stored, {
    visitId: stored.visitId,
    day: today,
    number: { series: 'UA', sequence: 1, text: 'UA001' },
    service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: 'P.101' },
    priority: { ground: 'age-75', certain: true },
    storedAt: morning,
    paper: 'pending',
    replaces: undefined,
  });
});

test('people without papers are never taken for one another', () => {
  const store = bench.open();
  const numbers = [request(nobody), request(nobody), request(nobody)].map((wanted) => numberFor(store, wanted));
  store.close();
  assert.deepEqual(numbers, ['A001', 'A002', 'A003']);
});

test('the business day does not go back with the clock, also after a restart, and the technician is told', () => {
  const store = bench.open();
  const first = numberFor(store, request(citizen(1)));
  bench.clock.leap(-2 * dayMs);
  const second = storedVisit(store, request(citizen(2)));
  store.close();
  bench.clock.advance(hourMs);
  const reopened = bench.open();
  const third = storedVisit(reopened, request(citizen(3)));
  bench.clock.leap(-1_000);
  const fourth = numberFor(reopened, request(citizen(4)));
  reopened.close();
  assert.deepEqual(
    {
      numbers: [first, second.number.text, third.number.text, fourth],
      days: [second.day, third.day],
      told: bench.trusts,
    },
    {
      numbers: ['A001', 'A002', 'A003', 'A004'],
      days: [today, today],
      told: ['confirmed: first-start', 'unconfirmed: leapt', 'unconfirmed: behind'],
    },
  );
});

test('a clock that was set back while the kiosk was off is noticed by the last patient before', () => {
  const store = bench.open();
  numberFor(store, request(citizen(1)));
  bench.clock.advance(3 * hourMs);
  numberFor(store, request(citizen(2)));
  store.close();
  bench.clock.leap(-hourMs);
  const reopened = bench.open();
  numberFor(reopened, request(citizen(3)));
  reopened.close();
  assert.deepEqual(bench.trusts.at(-1), 'unconfirmed: behind');
});

test('a message is rendered once, inside the transaction, from what is stored', () => {
  const seen: Fact[] = [];
  const store = bench.open({
    renderers: [
      {
        endpointId: 'his',
        takes: ['registration'],
        render: (fact, controlId) => {
          seen.push(fact);
          return Buffer.from(controlId);
        },
      },
    ],
  });
  const visit = storedVisit(store, request(lan));
  const claim = claimNext(store);
  store.close();
  assert.deepEqual(seen, [
    {
      kind: 'registration',
      visit,
      patient: lan,
      purpose: 'examination',
      contact: undefined,
      insuranceCheck: undefined,
      appointment: undefined,
    },
  ]);
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  const { message } = claim.value;
  assert.deepEqual(Buffer.from(message.bytes).toString(), message.controlId);
  assert.match(message.controlId, /^[0-9A-HJKMNP-TV-Z]{20}$/);
});

test('a bug while rendering leaves no visit, and the number goes to the next patient', () => {
  let broken = true;
  const store = bench.open({
    renderers: [
      {
        endpointId: 'his',
        takes: ['registration'],
        render: () => {
          if (broken) throw new Error('a bug');
          return new Uint8Array(1);
        },
      },
    ],
  });
  assert.throws(() => store.storeVisit(request(citizen(1))), /a bug/);
  broken = false;
  const numbers = [request(citizen(2)), request(citizen(1))].map((wanted) => numberFor(store, wanted));
  const record = store.numberingOf(today);
  store.close();
  assert.deepEqual(
    { numbers, gaps: explainGaps(record), voids: record.voids },
    { numbers: ['A001', 'A002'], gaps: [], voids: [] },
  );
});

test('leased numbers that a day did not need are void the next morning, and every gap is explained', () => {
  const opened = openDatabase(bench.path);
  assert.ok(opened.ok);
  const leases = createLeaseTable(opened.value, bench.clock.now);
  leases.add({ day: today, series: 'A', first: 41, last: 42, source: 'hub' });
  leases.add({ day: today, series: 'A', first: 61, last: 64, source: 'hub' });
  opened.value.close();

  const store = bench.open();
  const numbers = [1, 2, 3].map((who) => numberFor(store, request(citizen(who))));
  bench.clock.advance(dayMs);
  numberFor(store, request(citizen(1)));
  const record = store.numberingOf(today);
  store.close();
  assert.deepEqual(
    { numbers, voids: record.voids, gaps: explainGaps(record) },
    {
      numbers: ['A041', 'A042', 'A061'],
      voids: [62, 63, 64].map((sequence) => ({ series: 'A', sequence })),
      gaps: [],
    },
  );
});

test('when all leased numbers are used up, the next patient still gets one', () => {
  const opened = openDatabase(bench.path);
  assert.ok(opened.ok);
  createLeaseTable(opened.value, bench.clock.now).add({
    day: today,
    series: 'A',
    first: 41,
    last: 41,
    source: 'hub',
  });
  opened.value.close();
  const store = bench.open();
  const numbers = [1, 2, 3].map((who) => numberFor(store, request(citizen(who))));
  store.close();
  assert.deepEqual(numbers, ['A041', 'A042', 'A043']);
});

test('nobody can read a person in the raw files, and the hospital gets every word', () => {
  const store = bench.open();
  storedVisit(store, request(insured(lan, 'DN4270199999999')));
  const whileOpen = bench.rawBytes();
  const claim = claimNext(store);
  store.close();
  const afterClose = bench.rawBytes();
  const readable = [
    'Lan Thử',
    'Nguyễn',
    '027148000123',
    '125000123',
    'DN4270199999999',
    '0199999999',
    '1948',
    'Thử Nghiệm',
  ].filter((text) => whileOpen.includes(text) || afterClose.includes(text));
  assert.deepEqual(readable, []);
  assert.ok(whileOpen.includes('noi') && afterClose.includes('noi'));
  assert.ok(claim.ok && claim.value.kind === 'claimed');
  assert.match(Buffer.from(claim.value.message.bytes).toString(), /A001\|Nguyễn Thị Lan Thử\|027148000123$/);
});

test('a full disk is said to be full, loses nothing, and serves again once there is room', () => {
  const { store, setPages } = storeWithPageLimit();
  const served: string[] = [];
  setPages(60);
  for (let who = 1; served.at(-1) !== 'disk-full'; who += 1) served.push(numberFor(store, request(citizen(who))));
  const canStoreWhenFull = store.canStore();
  const integrity = setPages(10_000);
  const canStoreWithRoom = store.canStore();
  const next = numberFor(store, request(citizen(9_999)));
  const record = store.numberingOf(today);
  store.close();
  const count = served.length - 1;
  assert.ok(count > 5);
  assert.deepEqual(
    { canStoreWhenFull, canStoreWithRoom, integrity, next, visits: record.visits.length, gaps: explainGaps(record) },
    {
      canStoreWhenFull: false,
      canStoreWithRoom: true,
      integrity: 'ok',
      next: `A${String(count + 1).padStart(3, '0')}`,
      visits: count + 1,
      gaps: [],
    },
  );
});

/** SQLite's own limit stands in for a small disk: it fails in the same places with the same code. */
function storeWithPageLimit(): { readonly store: Store; setPages(pages: number): unknown } {
  const opened = openDatabase(bench.path);
  assert.ok(opened.ok);
  const db = opened.value;
  const store = assembleStore(db, bench.settings);
  assert.ok(store);
  return {
    store,
    setPages(pages) {
      db.pragma(`max_page_count = ${pages}`);
      return db.pragma('integrity_check', { simple: true });
    },
  };
}
