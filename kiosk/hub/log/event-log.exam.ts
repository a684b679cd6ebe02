import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LoggedEvent, QueueEvent } from '../queue/events.ts';
import { type DecidingPlace, type LogStore, linesAtOnce } from './event-log.ts';
import type { LogProblem } from './log-problem.ts';

/** One database on the bench, and hubs that open it. */
export interface LogBench {
  /** One more hub; it is closed with the bench. */
  open(clock: HandCrankedClock): LogStore;
  /** Somebody writes into the database past the hub; no hub has it open. */
  damage(how: { readonly day: BusinessDay; readonly position: number; readonly to: string | undefined }): Promise<void>;
  /** The events are lost, and whoever is enrolled is not. */
  loseEvents(): Promise<void>;
  become(what: 'not-ours' | 'newer'): Promise<void>;
  close(): Promise<void>;
}

/** Every store of the hub must pass this. */
export function eventLogExam(name: string, createBench: () => Promise<LogBench>): void {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function bench() {
    const database = await createBench();
    cleanUps.push(() => database.close());
    const clock = createHandCrankedClock(Date.UTC(2026, 10, 30, 1));
    const open = () => {
      const store = database.open(clock);
      cleanUps.push(() => store.close());
      return store;
    };
    return { database, clock, open, store: open() };
  }

  async function place(store: LogStore): Promise<DecidingPlace> {
    return good(await store.takePlace(new AbortController().signal));
  }

  describe(`the log in ${name}`, () => {
    test('what was committed is read by the next hub, in order and to the letter', async () => {
      const { store, open } = await bench();
      const first = await place(store);
      const events = [
        line(monday, 0, 'A', begun),
        line(monday, 1, 'B', sits('Lan "Ánh" \u0000 \' ; drop table hub_event; -- 👩‍⚕️')),
        line(monday, 2, 'B', { kind: 'paused', counter: 'p101' }),
        line(monday, 3, 'C', { kind: 'resumed', counter: 'p101' }),
      ];
      good(await first.log.append({ events: events.slice(0, 1), numbers: [] }));
      good(await first.log.append({ events: events.slice(1), numbers: [] }));
      await first.log.close();
      const second = await place(open());
      assert.deepEqual(good(await second.log.read(monday)), events);
      assert.deepEqual(good(await second.log.kept()), { days: [monday], hadDays: true });
      assert.deepEqual(good(await second.log.actOf(act('B'))), events.slice(1, 3));
      assert.deepEqual(good(await second.log.actOf(act('Z'))), []);
      assert.deepEqual([...good(await second.log.actsOf(monday))].sort(), [act('A'), act('B'), act('C')]);
    });

    test('a batch that meets what is there already commits nothing of itself', async () => {
      const { store } = await bench();
      const { log } = await place(store);
      const first = { day: monday, series: 'A', sequence: 1 };
      good(await log.append({ events: [line(monday, 0, 'A', lease(1))], numbers: [first] }));
      const fresh = line(monday, 1, 'B', lease(21));
      const batches = {
        position: { events: [fresh, line(monday, 0, 'C', sits('Lan'))], numbers: [] },
        act: { events: [fresh, line(monday, 2, 'A', sits('Lan'))], numbers: [] },
        number: { events: [fresh], numbers: [{ ...first, sequence: 2 }, first] },
        lease: { events: [fresh, line(monday, 2, 'C', lease(1))], numbers: [] },
      };
      for (const [what, batch] of Object.entries(batches)) {
        assert.deepEqual(await log.append(batch), { ok: false, problem: { kind: 'taken' } }, what);
        assert.equal(good(await log.read(monday)).length, 1, what);
      }
      const tomorrow = { ...first, day: tuesday };
      good(await log.append({ events: [fresh], numbers: [tomorrow, { ...first, sequence: 2 }] }));
      assert.equal(good(await log.read(monday)).length, 2);
    });

    test.for([
      ['cut off', '{"kind":"pau'],
      ['an event that nobody knows', '{"kind":"danced"}'],
      ['no event', '7'],
      ['gone', undefined],
    ] as const)('a line that is %s is named, and so is its day', async ([, to]) => {
      const { store, open, database } = await bench();
      const { log } = await place(store);
      good(await log.append({ events: dayOf(monday, 5), numbers: [] }));
      await store.close();
      await database.damage({ day: monday, position: 3, to });
      const read = await (await place(open())).log.read(monday);
      assert.deepEqual(read, { ok: false, problem: { kind: 'damaged', line: { day: monday, position: 3 } } });
    });

    test('a long day is read in pieces, and a line that is gone between them is named', async () => {
      const { store, open, database } = await bench();
      const { log } = await place(store);
      good(await log.append({ events: dayOf(monday, linesAtOnce + 3), numbers: [] }));
      assert.equal(good(await log.read(monday)).length, linesAtOnce);
      assert.deepEqual(
        good(await log.read(monday, linesAtOnce)).map(({ position }) => position - linesAtOnce),
        [0, 1, 2],
      );
      assert.deepEqual(good(await log.read(monday, linesAtOnce + 3)), []);
      await store.close();
      await database.damage({ day: monday, position: linesAtOnce, to: undefined });
      const read = await (await place(open())).log.read(monday, linesAtOnce);
      assert.deepEqual(read, { ok: false, problem: { kind: 'damaged', line: { day: monday, position: linesAtOnce } } });
    });

    test('old days are forgotten with their acts and numbers, the others stay', async () => {
      const { store } = await bench();
      const { log } = await place(store);
      const number = { day: monday, series: 'A', sequence: 1 };
      good(await log.append({ events: [line(monday, 0, 'A', lease(1))], numbers: [number] }));
      good(await log.append({ events: dayOf(tuesday, 3), numbers: [{ ...number, day: tuesday }] }));
      good(await log.forgetBefore(tuesday));
      assert.deepEqual(good(await log.kept()), { days: [tuesday], hadDays: true });
      assert.deepEqual(good(await log.actOf(act('A'))), []);
      assert.equal(good(await log.read(tuesday)).length, 3);
      good(await log.append({ events: [line(monday, 0, 'A', lease(1))], numbers: [number] }));
    });

    test('a database in which no day was begun says so, and one that lost its days says that it had some', async () => {
      const { store, open, database } = await bench();
      const first = await place(store);
      assert.deepEqual(good(await first.log.kept()), { days: [], hadDays: false });
      good(await first.log.append({ events: dayOf(monday, 1), numbers: [] }));
      await store.close();
      await database.loseEvents();
      assert.deepEqual(good(await (await place(open())).log.kept()), { days: [], hadDays: true });
    });

    test('of two hubs one decides; the other one takes over when the first has gone', async () => {
      const { store, open, clock } = await bench();
      const first = await place(store);
      good(await first.log.append({ events: dayOf(monday, 2), numbers: [] }));
      const other = open();
      const isSecond = Promise.withResolvers<void>();
      const taken = other.takePlace(new AbortController().signal, isSecond.resolve);
      await isSecond.promise;
      good(await first.log.append({ events: [line(monday, 2, 'C', sits('Lan'))], numbers: [] }));
      await store.close();
      const second = good(await cranked(clock, taken));
      assert.equal(good(await second.log.read(monday)).length, 3);
      good(await second.log.append({ events: [line(monday, 3, 'D', sits('Hoa'))], numbers: [] }));
    });

    test('whoever waits for the place and is called off goes', async () => {
      const { store, open, clock } = await bench();
      await place(store);
      const calledOff = new AbortController();
      const isSecond = Promise.withResolvers<void>();
      const taken = open().takePlace(calledOff.signal, isSecond.resolve);
      await isSecond.promise;
      calledOff.abort();
      assert.deepEqual(await cranked(clock, taken), { ok: false, problem: { kind: 'lost-place' } });
    });

    test('a hub that gave its place up commits nothing', async () => {
      const { store, open } = await bench();
      const first = await place(store);
      good(await first.log.append({ events: dayOf(monday, 1), numbers: [] }));
      assert.equal(first.isSure(), true);
      await first.log.close();
      assert.equal(first.isSure(), false);
      assert.deepEqual(await first.lost, { kind: 'lost-place' });
      const late = await first.log.append({ events: [line(monday, 1, 'X', sits('Lan'))], numbers: [] });
      assert.deepEqual(late, { ok: false, problem: { kind: 'lost-place' } });
      assert.equal(good(await (await place(open())).log.read(monday)).length, 1);
    });

    test('a kiosk is known by its key alone, on every hub and while one decides', async () => {
      const { store, open } = await bench();
      await place(store);
      const { enrolment } = open();
      assert.deepEqual(good(await enrolment.enrol('kiosk-2', key(1))), {
        kioskId: 'kiosk-2',
        mark: 'K2',
        isRevoked: false,
      });
      assert.deepEqual(good(await enrolment.enrol('lobby', key(2))), {
        kioskId: 'lobby',
        mark: 'K1',
        isRevoked: false,
      });
      assert.deepEqual(good(await enrolment.enrol('gate-2', key(3))).mark, 'K3');
      assert.deepEqual(good(await store.enrolment.find(key(2)))?.kioskId, 'lobby');
      assert.deepEqual(good(await store.enrolment.find(key(9))), undefined);
      const anew = good(await enrolment.enrol('kiosk-2', key(4)));
      assert.deepEqual(anew, { kioskId: 'kiosk-2', mark: 'K2', isRevoked: false });
      assert.equal(good(await store.enrolment.find(key(1))), undefined);
      assert.equal(good(await enrolment.revoke('lobby')), 'revoked');
      assert.equal(good(await enrolment.revoke('nobody')), 'unknown');
      assert.equal(good(await store.enrolment.find(key(2)))?.isRevoked, true);
      const all = good(await store.enrolment.list());
      assert.deepEqual(
        all.map(({ kioskId }) => kioskId),
        ['gate-2', 'kiosk-2', 'lobby'],
      );
    });

    test('a system of the hospital is known by its newest key alone, on every hub, until that is revoked', async () => {
      const { store, open } = await bench();
      await place(store);
      const { systems } = open();
      good(await systems.put('his-1', key(1)));
      good(await systems.put('his-2', key(2)));
      assert.equal(good(await store.systems.find(key(1))), 'his-1');
      good(await systems.put('his-1', key(3)));
      assert.equal(good(await store.systems.find(key(1))), undefined);
      assert.equal(good(await store.systems.find(key(3))), 'his-1');
      assert.equal(good(await systems.revoke('his-1')), 'revoked');
      assert.equal(good(await systems.revoke('his-1')), 'unknown');
      assert.equal(good(await systems.revoke('nobody')), 'unknown');
      assert.equal(good(await store.systems.find(key(3))), undefined);
      assert.equal(good(await store.systems.find(key(2))), 'his-2');
    });

    test('how far a system was told is kept for the next hub, whatever becomes of its key and of the log', async () => {
      const { store, open, database } = await bench();
      await place(store);
      const { systems } = store;
      assert.equal(good(await systems.toldTo('his-1')), undefined);
      // One that is told and never asks has no key.
      good(await systems.noteTold('his-1', { day: monday, position: 7 }));
      good(await systems.put('his-1', key(1)));
      good(await systems.put('his-2', key(2)));
      assert.deepEqual(good(await systems.toldTo('his-1')), { day: monday, position: 7 });
      assert.equal(good(await systems.toldTo('his-2')), undefined);
      good(await systems.noteTold('his-1', { day: tuesday, position: 0 }));
      good(await systems.revoke('his-1'));
      await store.close();
      await database.loseEvents();
      const next = open();
      await place(next);
      assert.deepEqual(good(await next.systems.toldTo('his-1')), { day: tuesday, position: 0 });
      assert.equal(good(await next.systems.find(key(2))), 'his-2');
    });

    test('two systems with one key are refused by the database itself', async () => {
      const { store } = await bench();
      await place(store);
      good(await store.systems.put('his-1', key(1)));
      assert.deepEqual(await store.systems.put('his-2', key(1)), { ok: false, problem: { kind: 'taken' } });
      assert.equal(good(await store.systems.find(key(1))), 'his-1');
    });

    test('whose document it is, is known on its day, the latest visit first, and forgotten after it', async () => {
      const { store } = await bench();
      await place(store);
      const { documents } = store;
      good(await documents.know(monday, visit(1), [mac('a'), mac('b')]));
      good(await documents.know(monday, visit(2), [mac('b')]));
      good(await documents.know(monday, visit(2), [mac('b')]));
      good(await documents.know(tuesday, visit(3), [mac('a')]));
      assert.deepEqual(good(await documents.find(monday, [mac('a'), mac('b')])), [visit(2), visit(1)]);
      assert.deepEqual(good(await documents.find(monday, [mac('c')])), []);
      good(await documents.forget(tuesday));
      assert.deepEqual(good(await documents.find(monday, [mac('a')])), []);
      assert.deepEqual(good(await documents.find(tuesday, [mac('a')])), [visit(3)]);
    });

    test.for(['not-ours', 'newer'] as const)('a database that is %s is left alone', async (what) => {
      const { store, open, database } = await bench();
      const { log } = await place(store);
      good(await log.append({ events: dayOf(monday, 1), numbers: [] }));
      await store.close();
      await database.become(what);
      const found = await open().takePlace(new AbortController().signal);
      assert.deepEqual(found, { ok: false, problem: { kind: what } });
    });
  });
}

export const monday = '2026-11-30' as BusinessDay;
export const tuesday = '2026-12-01' as BusinessDay;

export function act(name: string): ActId {
  return name.padStart(20, '0') as ActId;
}

export function line(day: BusinessDay, position: number, actName: string, event: QueueEvent): LoggedEvent {
  return { day, position, actId: act(actName), at: Date.UTC(2026, 10, 30, 1) + position, event };
}

const begun: QueueEvent = {
  kind: 'day-begun',
  day: monday,
  carried: [],
  counters: [],
  runs: [{ day: monday, series: 'A', highest: 20, isBehindGap: false, leases: [] }],
  ledger: 'AAAA0000000000000000',
  lostBefore: 1_795_996_800_000,
  gapUntil: monday,
  recovery: { begunAt: 1_795_996_800_000, reported: ['kiosk-1'] },
};

export function sits(name: string): QueueEvent {
  return { kind: 'sat-down', counter: 'p101', by: { kind: 'person', id: '0123456789abcdef', name } };
}

export function dayOf(day: BusinessDay, lines: number): LoggedEvent[] {
  return Array.from({ length: lines }, (_, position) =>
    line(day, position, `${day.slice(-2)}D${position}`, sits('Lan')),
  );
}

export function good<Value>(result: Result<Value, LogProblem>): Value {
  if (!result.ok) assert.fail(`problem: ${JSON.stringify(result.problem)}`);
  return result.value;
}

/** Time passes until it has come. */
export async function cranked<Value>(clock: HandCrankedClock, promise: Promise<Value>): Promise<Value> {
  let isThere = false;
  void promise.finally(() => {
    isThere = true;
  });
  while (!isThere) {
    clock.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return promise;
}

function lease(first: number): QueueEvent {
  const block = { day: monday, series: 'A', first, last: first + 19 };
  return { kind: 'leased', kioskId: 'kiosk-1', ...block, isReported: false, isBehindGap: false };
}

function key(which: number): Uint8Array {
  return new Uint8Array(32).fill(which);
}

function visit(which: number): VisitId {
  return String(which).padStart(20, '0') as VisitId;
}

function mac(letter: string): string {
  return letter.repeat(43);
}
