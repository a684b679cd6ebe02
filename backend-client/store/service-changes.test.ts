import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Fact } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { explainGaps } from '../numbering/gaps.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  deliver,
  insured,
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

const saturday = '2026-11-21' as BusinessDay;
const session = (name: string) => name as SessionId;

/** Says each fact in a word: what, whose number, which service, in place of which number. */
function tellingAll(...takes: Fact['kind'][]): MessageRenderer {
  return {
    endpointId: 'his',
    takes,
    render(fact, controlId) {
      const visit = fact.kind === 'reading' ? fact.facts?.visit : 'visit' in fact ? fact.visit : undefined;
      const said = [fact.kind, visit?.number.text, visit?.service.hisCode, visit?.replaces ?? '-', visit?.visitId];
      return Buffer.from([...said, controlId].join(' '));
    },
  };
}

const a08 = tellingAll('registration', 'correction', 'service-change', 'reading');
const a11 = tellingAll('registration', 'correction', 'cancellation', 'service-change');

/** Everything that the hospital is told, in order, without ids. */
function toldBy(store: Store): readonly string[] {
  const told: string[] = [];
  for (;;) {
    const claim = claimNext(store);
    if (!claim.ok || claim.value.kind !== 'claimed') return told;
    const { messageId, bytes } = claim.value.message;
    told.push(Buffer.from(bytes).toString().split(' ').slice(0, 4).join(' '));
    store.noteDelivery(messageId, { state: 'accepted' });
  }
}

function changed(store: Store, visitId: VisitId, serviceCode: string, sessionId = 'SESSION'): string {
  const change = store.changeService({ sessionId: session(sessionId), visitId, serviceCode });
  if (change.ok) return `${change.value.number.text} for ${change.value.replaces}`;
  return change.problem.kind === 'has-number' ? `has ${change.problem.visit.number.text}` : change.problem.kind;
}

test('a patient who chose the wrong clinic gets another number, and the hospital one correction of the same visit', () => {
  const store = bench.open({ renderers: [a08] });
  const visit = storedVisit(store, request(lan, { priority: { ground: 'age-75', certain: true } }));
  bench.clock.advance(60_000);
  const change = store.changeService({ sessionId: session('SESSION'), visitId: visit.visitId, serviceCode: 'mat' });

  assert.ok(change.ok);
  assert.deepEqual(change.value, {
    ...visit,
    number: { series: 'UB', sequence: 1, text: 'UB001' },
    service: { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: 'P.205', ...noPlace(change.value.service) },
    paper: 'pending',
    replaces: 'UA001',
    numberedAt: visit.storedAt + 60_000,
  });
  assert.deepEqual(toldBy(store), ['registration UA001 K01 -', 'service-change UB001 K30 UA001']);
  assert.deepEqual(store.numberingOf(saturday).withdrawn, [{ series: 'UA', sequence: 1 }]);
  assert.deepEqual(explainGaps(store.numberingOf(saturday)), []);
  assert.equal(store.storedToday(), 1);
  store.close();
});

/** Fields that the words of a service may leave out. */
function noPlace(service: object) {
  return Object.fromEntries(Object.entries(service).filter(([, value]) => value === undefined));
}

test('the card finds the visit by the new service, and asking for the old one is another visit', () => {
  const cards = insured(lan, 'DN4010199999999');
  const store = bench.open();
  const visit = storedVisit(store, request(cards));
  changed(store, visit.visitId, 'mat');
  const onlyInsurance = { ...cards, citizen: undefined };
  const found = [request(cards, { serviceCode: 'mat' }), request(onlyInsurance, { serviceCode: 'mat' })].map((asked) =>
    numberFor(store, asked),
  );
  const oldService = numberFor(store, request(lan));
  store.close();
  const reopened = bench.open();
  const afterwards = [numberFor(reopened, request(lan, { serviceCode: 'mat' })), numberFor(reopened, request(lan))];
  reopened.close();

  assert.deepEqual([found, oldService, afterwards], [['=B001', '=B001'], 'A002', ['=B001', '=A002']]);
});

test('of twins whose temporary cards carry one number each keeps a visit of their own, whatever they change to', () => {
  const number = 'TE1010199999999';
  const anh = insured({ ...lan, fullName: 'Nguyễn Minh Anh', citizen: undefined }, number);
  const anhHigh = insured({ ...lan, fullName: 'Nguyễn Minh Ánh', citizen: undefined }, number);
  const store = bench.open();
  const first = storedVisit(store, request(anh));
  const second = storedVisit(store, request(anhHigh));
  const third = storedVisit(store, request(anhHigh, { serviceCode: 'mat' }));
  const answers = [changed(store, first.visitId, 'mat'), changed(store, second.visitId, 'mat')];
  const found = [anh, anhHigh].map((patient) => numberFor(store, request(patient, { serviceCode: 'mat' })));
  const old = [anh, anhHigh].map((patient) => numberFor(store, request(patient)));
  store.close();
  assert.deepEqual(
    [first, second, third].map(({ number: { text } }) => text),
    ['A001', 'A002', 'B001'],
  );
  assert.deepEqual(answers, ['B002 for A001', 'has B001']);
  assert.deepEqual(
    [found, old],
    [
      ['=B002', '=B001'],
      ['A003', '=A002'],
    ],
  );
});

test('a card that was replaced by a newer one goes on finding the visit after the change', () => {
  const card = (numberOfCard: string, validTo: string) => {
    const patient = insured(lan, numberOfCard);
    return { ...patient, insurance: patient.insurance && { ...patient.insurance, validTo } };
  };
  const old = card('DN4010199999991', '2026-12-31');
  const store = bench.open();
  const { visitId } = storedVisit(store, request(old));
  storedVisit(store, request(card('HC4010199999992', '2027-12-31')));
  changed(store, visitId, 'mat');
  const byOldCard = numberFor(store, request({ ...old, citizen: undefined }, { serviceCode: 'mat' }));
  store.close();
  assert.equal(byOldCard, '=B001');
});

test('a service is changed once in a session; what cannot be changed stays as it was', () => {
  const store = bench.open();
  const visit = storedVisit(store, request(lan));
  const other = storedVisit(store, request(citizen(2)));
  storedVisit(store, request(citizen(2), { serviceCode: 'mat' }));
  const answers = [
    changed(store, 'NOBODY' as VisitId, 'mat'),
    changed(store, visit.visitId, 'noi'),
    changed(store, other.visitId, 'mat'),
    changed(store, visit.visitId, 'mat'),
    changed(store, visit.visitId, 'noi'),
    changed(store, visit.visitId, 'noi', 'LATER'),
  ];
  bench.clock.advance(dayMs);
  answers.push(changed(store, visit.visitId, 'mat', 'TOMORROW'));
  store.close();

  assert.deepEqual(answers, [
    'unknown-visit',
    'same-service',
    'has B001',
    'B002 for A001',
    'changed-already',
    'A003 for B002',
    'other-day',
  ]);
});

test('the new number has a first ticket of its own, and no paper says the old one', () => {
  const store = bench.open();
  const { visitId, number } = storedVisit(store, request(lan));
  const old = store.beginPrint(visitId, number.text);
  const change = store.changeService({ sessionId: session('SESSION'), visitId, serviceCode: 'mat' });
  assert.ok(old.ok && change.ok);
  const late = store.beginPrint(visitId, number.text);
  const first = store.beginPrint(visitId, change.value.number.text);
  assert.ok(first.ok);
  const ends = [store.endPrint(old.value, { kind: 'printed' }), store.endPrint(first.value, { kind: 'printed' })];
  const copy = store.beginPrint(visitId);
  store.close();

  assert.deepEqual(late, { ok: false, problem: { kind: 'withdrawn' } });
  assert.equal(first.value.copy, undefined);
  assert.deepEqual(ends, [
    { ok: true, value: 'attempting' },
    { ok: true, value: 'printed' },
  ]);
  assert.ok(copy.ok && copy.value.copy === 1);
});

test('a paper that was cut off before the change says nothing about the new ticket after a start', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  store.beginPrint(visitId);
  changed(store, visitId, 'mat');
  store.close();
  const reopened = bench.open();
  const first = reopened.beginPrint(visitId);
  reopened.close();

  assert.ok(first.ok);
  assert.equal(first.value.copy, undefined);
});

test('a hospital that cannot move a visit is told to cancel it as it was, and to register it anew', () => {
  const store = bench.open({ renderers: [a11] });
  const { visitId } = storedVisit(store, request(lan));
  changed(store, visitId, 'mat');
  const counts = store.messageCounts();

  assert.deepEqual([counts.queued, counts.held], [3, 2]);
  assert.deepEqual(toldBy(store), [
    'registration A001 K01 -',
    'cancellation A001 K01 -',
    'service-change B001 K30 A001',
  ]);
  store.close();
});

test('what a person makes anew after a change says what is so now, and the cancellation what was so then', () => {
  const store = bench.open({ renderers: [a11] });
  const { visitId } = storedVisit(store, request(lan));
  deliver(store, 'refused');
  changed(store, visitId, 'mat');
  const [registration] = store.deadLetters();
  store.decide(registration?.messageId ?? 0, 'render-anew', 'An');
  deliver(store);
  deliver(store, 'refused');
  const [cancellation] = store.deadLetters();
  bench.clock.advance(dayMs / 24);
  store.decide(cancellation?.messageId ?? 0, 'render-anew', 'An');

  assert.deepEqual([registration?.ticketNumber, cancellation?.ticketNumber], ['B001', 'B001']);
  assert.deepEqual(toldBy(store), ['cancellation A001 K01 -', 'service-change B001 K30 A001']);
  store.close();
});

test('a ticket of the withdrawn number is still of this visit, and what is measured goes under the new one', () => {
  const store = bench.open({ renderers: [a08] });
  const { visitId, day, number } = storedVisit(store, request(lan));
  changed(store, visitId, 'mat');
  const other = storedVisit(store, request(citizen(2)));
  const standing = (shown: { visitId: VisitId; number: string; day: string }) =>
    store.ticketStanding({ ...shown, day: shown.day as BusinessDay });
  const reading = store.storeReading({
    visitId,
    ticketNumber: number.text,
    deviceId: 'bp',
    values: {
      kind: 'blood-pressure',
      systolic: 120,
      diastolic: 80,
      mean: undefined,
      pulse: 70,
      irregular: undefined,
      moved: undefined,
    },
    deviceModel: undefined,
    deviceTime: undefined,
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined },
  });
  const told = toldBy(store);

  assert.deepEqual(
    [
      standing({ visitId, number: 'B001', day }),
      standing({ visitId, number: 'A001', day }),
      standing({ visitId, number: 'A002', day }),
      standing({ visitId, number: 'B001', day: '2026-11-20' }),
      standing({ visitId: other.visitId, number: 'A001', day }),
      standing({ visitId: '0123456789ABCDEFGHJK' as VisitId, number: 'ZZ99999', day }),
    ],
    ['ours', 'withdrawn', 'unknown', 'unknown', 'unknown', 'unknown'],
  );
  assert.ok(reading.ok);
  assert.equal(reading.value.ticketNumber, 'B001');
  assert.deepEqual(told.at(-1), 'reading B001 K30 A001');
  store.close();
});

test('erasure leaves the withdrawn number explained, and nobody behind it', async () => {
  const store = bench.open({ renderers: [a08] });
  const { visitId } = storedVisit(store, request(lan));
  changed(store, visitId, 'mat');
  const before = [...store.visitsOf(saturday)].map(({ is, ticketNumber }) => `${ticketNumber} ${is}`);
  toldBy(store);
  bench.clock.advance(3 * dayMs);
  storedVisit(store, request(citizen(9)));
  const erased = await store.eraseExpired();
  const after = [...store.visitsOf(saturday)].map(({ is, ticketNumber }) => `${ticketNumber} ${is}`);
  const gaps = explainGaps(store.numberingOf(saturday));
  store.close();
  const raw = new Database(bench.path, { readonly: true });
  const left = raw.prepare('select series, sequence, visit_id from withdrawn_number').all();
  raw.close();

  assert.ok(erased.ok && erased.value.visits === 1);
  assert.deepEqual(
    [before, after],
    [
      ['A001 withdrawn', 'B001 kept'],
      ['A001 withdrawn', 'B001 erased'],
    ],
  );
  assert.deepEqual(gaps, []);
  assert.deepEqual(left, [{ series: 'A', sequence: 1, visit_id: null }]);
});

test('no program can give a withdrawn number again: the file itself refuses', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  changed(store, visitId, 'mat');
  storedVisit(store, request(citizen(2)));
  store.close();
  const raw = new Database(bench.path);
  const tries = [
    `update visit set series = 'A', sequence = 1`,
    `insert into visit (visit_id, session_id, day, series, sequence, service_code, purpose, identity_source, stored_at)
     values ('V', 'S', '${saturday}', 'A', 1, 'noi', 'examination', 'none', 0)`,
    `insert into withdrawn_number (day, series, sequence, reason, withdrawn_at, visit_id, session_id, service_code)
     values ('${saturday}', 'B', 1, 'changed', 0, '${visitId}', 'OTHER', 'noi')`,
    `insert into withdrawn_number (day, series, sequence, reason, withdrawn_at, visit_id, session_id, service_code)
     values ('${saturday}', 'C', 1, 'changed', 0, '${visitId}', 'SESSION', 'noi')`,
  ];
  for (const sql of tries) assert.throws(() => raw.exec(sql), Database.SqliteError, sql);
  raw.close();
});

/** One thing that may happen to a kiosk; people and services by number. */
const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('store' as const),
        person: fc.nat(4),
        service: fc.nat(1),
        old: fc.boolean(),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        visit: fc.nat(6),
        service: fc.nat(1),
        session: fc.nat(2),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('next-day' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('erase' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
  ),
  { minLength: 1, maxLength: 40 },
);

test('whatever is stored, changed, erased and opened again, in any order, no number is given twice', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const own = createStoreBench();
      let store = own.open({ renderers: [a11] });
      const given = new Map<string, VisitId>();
      const live = new Map<VisitId, string>();
      const days = new Set<BusinessDay>();
      const visits: VisitId[] = [];
      const serviceOf = (nth: number) => (nth === 0 ? 'noi' : 'mat');
      const give = (visitId: VisitId, day: BusinessDay, number: string) => {
        assert.ok(!given.has(`${day} ${number}`), `${number} was given before`);
        given.set(`${day} ${number}`, visitId);
        live.set(visitId, `${day} ${number}`);
        days.add(day);
      };
      for (const act of sequence) {
        if (act.do === 'store') {
          const priority = act.old ? ({ ground: 'age-75', certain: true } as const) : undefined;
          const stored = store.storeVisit(
            request(citizen(act.person), { serviceCode: serviceOf(act.service), priority }),
          );
          assert.ok(stored.ok);
          const { visit, found } = stored.value;
          if (found) assert.equal(live.get(visit.visitId), `${visit.day} ${visit.number.text}`);
          else {
            give(visit.visitId, visit.day, visit.number.text);
            visits.push(visit.visitId);
          }
        } else if (act.do === 'change') {
          const visitId = visits.at(-1 - act.visit);
          if (visitId === undefined) continue;
          const change = { sessionId: session(`S${act.session}`), visitId, serviceCode: serviceOf(act.service) };
          const done = store.changeService(change);
          if (done.ok) give(visitId, done.value.day, done.value.number.text);
        } else if (act.do === 'reopen') {
          store.close();
          store = own.open({ renderers: [a11] });
        } else if (act.do === 'next-day') own.clock.advance(dayMs);
        else if (act.do === 'erase') await store.eraseExpired();
        else toldBy(store);
      }
      for (const day of days) assert.deepEqual(explainGaps(store.numberingOf(day)), []);
      store.close();
      own.remove();
    }),
    { numRuns: 25 },
  );
}, 30_000);
