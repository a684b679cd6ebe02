import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { problem } from '#config/agreements/result.ts';
import type { EventLog, LogStore } from '../log/event-log.ts';
import { openSqliteStore } from '../log/sqlite/sqlite-store.ts';
import type { QueueEvent } from '../queue/events.ts';
import {
  anAct,
  benchSettings,
  callNext,
  done,
  enters,
  lan,
  leases,
  monday,
  morning,
  sitDown,
  tuesday,
  until,
  visitOf,
  waitingIn,
} from './decider.bench.ts';
import { openDecider } from './group-commit-decider.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A hub's machine; `through` stands between decider and log. */
function machine(through: (log: EventLog) => Partial<EventLog> = () => ({})) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  cleanUps.push(() => rmSync(dataDir, { recursive: true }));
  const clock = createHandCrankedClock(morning);
  async function start() {
    const sqlite = openSqliteStore({ dataDir, clock });
    const store: LogStore = {
      ...sqlite,
      async takePlace(signal, onSecond) {
        const taken = await sqlite.takePlace(signal, onSecond);
        if (!taken.ok) return taken;
        const { log } = taken.value;
        return { ok: true, value: { ...taken.value, log: { ...log, ...through(log) } } };
      },
    };
    const decider = openDecider({ store, settings: benchSettings, clock, randomBytes });
    const stop = async () => {
      await decider.close();
      await store.close();
    };
    cleanUps.push(stop);
    await until(clock, () => decider.standing().is === 'deciding');
    return { decider, store, stop };
  }
  return { dataDir, clock, start };
}

test('the same act is done once and answered alike: at once, later, after a restart and on the next day', async () => {
  const { start, clock } = machine();
  const first = await start();
  const leased = anAct();
  const [once, twice] = await Promise.all([
    first.decider.decide(leased, leases(20)),
    first.decider.decide(leased, leases(20)),
  ]);
  const events = done(once);
  assert.deepEqual(
    events.map(({ event }) => event.kind),
    ['leased'],
  );
  assert.deepEqual(done(twice), events);
  assert.deepEqual(done(await first.decider.decide(leased, leases(20))), events);
  await first.stop();
  const second = await start();
  assert.deepEqual(done(await second.decider.decide(leased, leases(20))), events);
  clock.advance(24 * 3_600_000);
  await until(clock, () => second.decider.today()?.day === tuesday);
  assert.deepEqual(done(await second.decider.decide(leased, leases(20))), events);
  clock.advance(24 * 3_600_000);
  await until(clock, () => second.decider.today()?.day !== tuesday);
  const onThirdDay = enters(1, { visitId: visitOf(2) });
  assert.deepEqual(done(await second.decider.decide(leased, onThirdDay)), events, 'the database knows it still');
});

test('acts that come together are decided in order and committed together', async () => {
  const batches: number[] = [];
  const { start } = machine((log) => ({
    append: (batch) => {
      batches.push(batch.events.length);
      return log.append(batch);
    },
  }));
  const { decider } = await start();
  done(await decider.decide(anAct(), leases(20)));
  await sitDown(decider);
  batches.length = 0;
  const answers = await Promise.all([
    decider.decide(anAct(), enters(1)),
    decider.decide(anAct(), enters(2)),
    decider.decide(anAct(), callNext('p101')),
    decider.decide(anAct(), callNext('p102')),
    decider.decide(anAct(), callNext('p102', lan)),
  ]);
  assert.deepEqual(batches, [4]);
  assert.deepEqual(answers.at(-1), problem({ kind: 'refused', why: 'not-your-counter' }));
  const called = answers
    .slice(2, 4)
    .flatMap(done)
    .map(({ event }) => ('visitId' in event ? event.visitId : ''));
  assert.deepEqual(called, [visitOf(1), visitOf(2)]);
});

test('an answer goes out only after its commit, and so does what boards see', async () => {
  let isHeld = Promise.resolve();
  const { start } = machine((log) => ({
    append: async (batch) => {
      await isHeld;
      return log.append(batch);
    },
  }));
  const { decider } = await start();
  done(await decider.decide(anAct(), leases(20)));
  const { promise, resolve } = Promise.withResolvers<void>();
  isHeld = promise;
  let isAnswered = false;
  const heard: string[] = [];
  decider.onCommitted((events) => heard.push(...events.map(({ event }) => event.kind)));
  const entered = decider.decide(anAct(), enters(1)).finally(() => {
    isAnswered = true;
  });
  await new Promise((later) => setTimeout(later, 10));
  assert.deepEqual([isAnswered, heard, waitingIn(decider)], [false, [], []]);
  resolve();
  done(await entered);
  assert.deepEqual([heard, waitingIn(decider)], [['entered'], ['A001']]);
});

test('a commit that failed is answered with "not deciding", and what it would have been is forgotten', async () => {
  let fails = false;
  const { start, clock } = machine((log) => ({
    append: async (batch) => (fails ? problem({ kind: 'disk-full' }) : log.append(batch)),
  }));
  const { decider } = await start();
  done(await decider.decide(anAct(), leases(20)));
  fails = true;
  const entered = anAct();
  assert.deepEqual(await decider.decide(entered, enters(1)), problem({ kind: 'not-deciding' }));
  assert.equal(decider.today(), undefined);
  await until(clock, () => decider.standing().is === 'waiting');
  assert.deepEqual(decider.standing(), { is: 'waiting', for: { kind: 'disk-full' } });
  fails = false;
  await until(clock, () => decider.standing().is === 'deciding');
  assert.deepEqual(waitingIn(decider), []);
  done(await decider.decide(entered, enters(1)));
  assert.deepEqual(waitingIn(decider), ['A001']);
});

test('a commit whose answer got lost is not done a second time', async () => {
  let isLost = false;
  const { start, clock } = machine((log) => ({
    append: async (batch) => {
      const committed = await log.append(batch);
      return isLost ? problem({ kind: 'not-reachable' }) : committed;
    },
  }));
  const { decider } = await start();
  isLost = true;
  const leased = anAct();
  assert.deepEqual(await decider.decide(leased, leases(20)), problem({ kind: 'not-deciding' }));
  isLost = false;
  await until(clock, () => decider.standing().is === 'deciding');
  const [again] = done(await decider.decide(leased, leases(20)));
  assert.deepEqual(again?.event.kind === 'leased' && [again.event.first, again.event.last], [1, 20]);
  const [next] = done(await decider.decide(anAct(), leases(20)));
  assert.deepEqual(next?.event.kind === 'leased' && next.event.first, 21);
});

test('what the log has and this hub did not know is read, and everybody else goes on', async () => {
  let behind: EventLog | undefined;
  const { start } = machine((log) => {
    behind = log;
    return {};
  });
  const { decider } = await start();
  done(await decider.decide(anAct(), leases(20)));
  const next = decider.today()?.next ?? 0;
  const paused: QueueEvent = { kind: 'paused', counter: 'p101' };
  const unknown = anAct();
  const line = { day: monday, position: next, actId: unknown, at: morning, event: paused };
  const numbers = [{ day: monday, series: 'A', sequence: 2 }];
  assert.ok((await behind?.append({ events: [line], numbers }))?.ok);
  const answers = await Promise.all([
    decider.decide(anAct(), enters(1)),
    decider.decide(unknown, { kind: 'pause', counter: 'p101', by: lan }),
    decider.decide(anAct(), enters(2)),
    decider.decide(anAct(), enters(3)),
  ]);
  assert.deepEqual(done(answers[1]), [line]);
  assert.deepEqual(answers[2], problem({ kind: 'refused', why: 'number-taken' }));
  assert.deepEqual(waitingIn(decider), ['A001', 'A003']);
});

test('who waits at midnight waits on; a clock that goes back takes no day back', async () => {
  const { start, clock } = machine();
  const { decider } = await start();
  done(await decider.decide(anAct(), leases(20)));
  done(await decider.decide(anAct(), enters(1)));
  clock.advance(16 * 3_600_000 - 1);
  assert.equal(decider.today()?.day, monday);
  clock.advance(1);
  await until(clock, () => decider.today()?.day === tuesday);
  assert.deepEqual(waitingIn(decider), ['A001']);
  clock.leap(-24 * 3_600_000);
  done(await decider.decide(anAct(), leases(20, tuesday)));
  assert.equal(decider.today()?.day, tuesday);
});

test('a hub that was off at midnight makes the day at its start, once', async () => {
  const { start, clock, dataDir } = machine();
  const first = await start();
  done(await first.decider.decide(anAct(), leases(20)));
  done(await first.decider.decide(anAct(), enters(1)));
  await first.stop();
  clock.advance(16 * 3_600_000);
  for (const restart of [1, 2]) {
    const { decider, stop } = await start();
    assert.deepEqual([decider.today()?.day, waitingIn(decider)], [tuesday, ['A001']], `restart ${restart}`);
    await stop();
  }
  const store = openSqliteStore({ dataDir, clock });
  const taken = await store.takePlace(new AbortController().signal);
  const kept = taken.ok ? await taken.value.log.kept() : taken;
  assert.deepEqual(kept, { ok: true, value: { days: [monday, tuesday], hadDays: true } });
  await store.close();
});

test('documents are forgotten with their day, and days after ninety', async () => {
  const { start, clock } = machine();
  const { decider, store } = await start();
  await store.documents.know(monday, visitOf(1), ['a'.repeat(43)]);
  clock.advance(16 * 3_600_000);
  await until(clock, () => decider.today()?.day === tuesday);
  await until(clock, () => true);
  assert.deepEqual(await store.documents.find(monday, ['a'.repeat(43)]), { ok: true, value: [] });
});

test('without its log it does not know which numbers kiosks hold, and begins in recovery', async () => {
  const { start, dataDir } = machine();
  const first = await start();
  await first.store.enrolment.enrol('kiosk-1', new Uint8Array(32));
  assert.equal(first.decider.today()?.recovery, undefined);
  done(await first.decider.decide(anAct(), leases(20)));
  await first.stop();
  rmSync(join(dataDir, 'hub.sqlite'));
  const { decider } = await start();
  assert.deepEqual(decider.today()?.recovery?.reported, new Set());
  done(
    await decider.decide(anAct(), {
      kind: 'report-leases',
      kioskId: 'kiosk-1',
      day: monday,
      leases: [{ series: 'A', first: 1, last: 20 }],
    }),
  );
  assert.equal(decider.today()?.recovery, undefined);
});

test('a new hub whose kiosks have their keys already gives numbers to the first that asks', async () => {
  const { start, dataDir, clock } = machine();
  const keys = openSqliteStore({ dataDir, clock });
  await keys.enrolment.enrol('kiosk-1', new Uint8Array(32).fill(1));
  await keys.enrolment.enrol('kiosk-2', new Uint8Array(32).fill(2));
  await keys.close();
  const { decider } = await start();
  assert.equal(decider.today()?.recovery, undefined);
  done(await decider.decide(anAct(), leases(20)));
});

test('a log that goes while the hub runs is noticed before anything is promised', async () => {
  const { start, clock, dataDir } = machine();
  const { decider, store } = await start();
  await store.enrolment.enrol('kiosk-1', new Uint8Array(32));
  rmSync(join(dataDir, 'hub.sqlite'));
  assert.equal(decider.today(), undefined);
  assert.deepEqual(await decider.decide(anAct(), leases(20)), problem({ kind: 'not-deciding' }));
  await until(clock, () => decider.standing().is === 'deciding');
  assert.ok(decider.today()?.recovery);
});

test('whoever asks while nobody decides, or too many wait, is told so at once', async () => {
  const { start } = machine((log) => ({ append: log.append }));
  const { decider, stop } = await start();
  const all = Array.from({ length: 10_050 }, () => decider.decide(anAct(), callNext('p101')));
  const answers = await Promise.all(all);
  const refused = answers.filter((answer) => !answer.ok && answer.problem.kind === 'refused');
  assert.deepEqual([refused.length, answers.length - refused.length], [10_000, 50]);
  await stop();
  assert.deepEqual(await decider.decide(anAct(), callNext('p101')), problem({ kind: 'not-deciding' }));
});

test('a log whose lines do not follow from each other is named, and nobody is promised anything', async () => {
  const { start, clock, dataDir } = machine();
  const { decider: first, stop } = await start();
  await sitDown(first);
  const position = first.today()?.next ?? 0;
  await stop();
  const store = openSqliteStore({ dataDir, clock });
  const place = await store.takePlace(new AbortController().signal, () => {});
  assert(place.ok);
  const event = { kind: 'finished', visitId: visitOf(7), counter: 'p101' } as const;
  const line = { day: monday, position, actId: anAct(), at: clock.now(), event };
  assert((await place.value.log.append({ events: [line], numbers: [] })).ok);
  await place.value.log.close();
  const decider = openDecider({ store, settings: benchSettings, clock, randomBytes });
  cleanUps.push(async () => {
    await decider.close();
    await store.close();
  });
  const isNamed = { is: 'waiting', for: { kind: 'damaged', line: { day: monday, position } } };
  await until(clock, () => JSON.stringify(decider.standing()) === JSON.stringify(isNamed));
  assert.deepEqual(await decider.decide(anAct(), enters(1)), problem({ kind: 'not-deciding' }));
});
