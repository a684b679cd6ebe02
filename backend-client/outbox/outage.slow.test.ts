import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import { hourMs, rendererTo } from '../store/store.bench.ts';
import {
  type Answer,
  accepted,
  brokenInside,
  countOf,
  createOutboxBench,
  noAnswer,
  notNow,
  type OutboxBench,
  refusedBarely,
  wrong,
} from './outbox.bench.ts';

/** Law 15: a hospital's outage is not a patient's fault. */

let run: OutboxBench;
beforeEach(() => {
  run = createOutboxBench();
});
afterEach(() => run.remove());

const minuteMs = 60_000;
const people = (count: number, from = 1) => Array.from({ length: count }, (_, at) => from + at);
const nobodysTurn = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };
const locked: Answer = { ok: false, problem: { kind: 'transient', reason: 'hl7-record-locked', counts: true } };
const inTrouble: Answer = { ok: false, problem: { kind: 'transient', reason: 'hl7-internal-error', counts: true } };
const unavailable: Answer = {
  ok: false,
  problem: { kind: 'transient', reason: 'http-server-error-5xx', counts: true },
};

const outages = [
  ['503', unavailable],
  ['500', brokenInside],
  ['AR', notNow],
  ['AE and ERR-3 206', locked],
  ['AE and ERR-3 207', inTrouble],
  ['AE without a reason', refusedBarely],
  ['silence', noAnswer],
] as const;

test.each(outages)(
  'twenty minutes of %s with a full lobby: one request a minute, nothing for the desk',
  async (_, say) => {
    let up = false;
    run.start(run.hospital(() => (up ? accepted : say)));
    await run.arrive(...people(50));
    const atFirst = run.sent.length;
    const perMinute: number[] = [];
    for (let minute = 0; minute < 20; minute += 1) {
      const before = run.sent.length;
      await run.arrive(51 + minute);
      await run.pass(minuteMs);
      perMinute.push(run.sent.length - before);
    }
    const { refused, unsure } = run.counts();
    up = true;
    await run.pass(3 * minuteMs);
    assert.equal(atFirst, 3, 'three different messages are enough to see whose fault it is');
    assert.ok(
      perMinute.slice(1).every((requests) => requests <= 1),
      perMinute.join(' '),
    );
    assert.deepEqual([{ refused, unsure }, run.counts()], [{ refused: 0, unsure: 0 }, nobodysTurn]);
  },
);

test.each(outages)(
  '%s at lunch, when only one patient waits: asked about once a minute, and no fault of hers',
  async (_, say) => {
    if (say === refusedBarely) return;
    let up = true;
    run.start(run.hospital(() => (up ? accepted : say)));
    await run.arrive(1);
    up = false;
    await run.arrive(2);
    await run.pass(20 * minuteMs);
    const asked = countOf(run.sent).A002 ?? 0;
    const during = run.counts();
    up = true;
    await run.pass(2 * minuteMs);
    assert.ok(asked <= 27, `${asked} requests in twenty minutes`);
    assert.deepEqual([during, run.counts()], [{ ...nobodysTurn, queued: 1 }, nobodysTurn]);
  },
);

test('a hospital that refuses everything and never says why is believed after half an hour: a person must look', async () => {
  run.start(run.hospital(() => refusedBarely));
  await run.arrive(...people(5));
  await run.pass(25 * minuteMs);
  const before = run.counts();
  await run.pass(20 * minuteMs);
  assert.deepEqual(
    [before, run.counts()],
    [
      { ...nobodysTurn, queued: 5 },
      { ...nobodysTurn, refused: 5 },
    ],
  );
});

test('what the hospital names as wrong in each of them is refused at once, however many', async () => {
  run.start(run.hospital(() => wrong));
  await run.arrive(...people(6));
  assert.deepEqual([run.counts(), run.circuits()[0]?.circuit], [{ ...nobodysTurn, refused: 6 }, 'closed']);
});

test.each([
  ['AR', notNow, 'refused'],
  ['a 500', brokenInside, 'unsure'],
  ['silence', noAnswer, 'unsure'],
] as const)(
  '%s to one message only, while others are taken: a person looks at it within minutes',
  async (_, say, end) => {
    run.start(
      run.hospital((number) => (number === 'A001' ? say : accepted)),
      { store: { renderers: [rendererTo('his'), rendererTo('his', 'details')] } },
    );
    for (const who of people(12)) {
      await run.arrive(who);
      await run.pass(30_000);
    }
    assert.deepEqual(run.counts(), { ...nobodysTurn, queued: 1, held: 1, [end]: 1 });
    for (const who of people(11, 2)) assert.equal(countOf(run.sent)[`A${String(who).padStart(3, '0')}`], 2);
  },
);

test('several messages that the hospital chokes on hold up nobody else, and all end at a person', async () => {
  const poison = new Set(['A001', 'A002', 'A003', 'A004', 'A005']);
  run.start(run.hospital((number) => (poison.has(number) ? notNow : accepted)));
  await run.arrive(...people(20));
  await run.pass(3 * minuteMs);
  const soon = run.counts();
  for (const who of people(60, 21)) {
    await run.arrive(who);
    await run.pass(minuteMs);
  }
  assert.deepEqual(soon, { ...nobodysTurn, queued: 5 });
  assert.deepEqual(run.counts(), { ...nobodysTurn, refused: 5 });
});

test('behind a balancer with one dead program out of three every patient is registered', async () => {
  let asked = 0;
  run.start(
    run.hospital(() => {
      asked += 1;
      return asked % 3 === 0 ? unavailable : accepted;
    }),
  );
  for (const who of people(60)) {
    await run.arrive(who);
    await run.pass(20_000);
  }
  await run.pass(5 * minuteMs);
  assert.deepEqual(run.counts(), nobodysTurn);
});

test('random hospitals: no good message is refused, what they choke on ends at a person, and each visit keeps its order', async () => {
  const outage = fc.record({
    fromMinute: fc.integer({ min: 0, max: 40 }),
    minutes: fc.integer({ min: 1, max: 20 }),
    says: fc.constantFrom(...outages.map(([, say]) => say).filter((say) => say !== refusedBarely)),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(outage, { maxLength: 3 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
      async (down, poison) => {
        const bench = createOutboxBench();
        const order: string[] = [];
        let minute = 0;
        const chokesOn = new Set(poison.map((who) => `A${String(who).padStart(3, '0')}`));
        bench.start(
          bench.hospital((number, { bytes }) => {
            const now = down.find(({ fromMinute, minutes }) => minute >= fromMinute && minute < fromMinute + minutes);
            if (now) return now.says;
            if (chokesOn.has(number)) return notNow;
            order.push(`${number} ${Buffer.from(bytes).toString().split('|')[0]}`);
            return accepted;
          }),
          { store: { renderers: [rendererTo('his'), rendererTo('his', 'details')] } },
        );
        for (; minute < 110; minute += 1) {
          await bench.arrive(minute + 1);
          await bench.pass(minuteMs, 5_000);
        }
        const { refused, unsure, queued, held } = bench.counts();
        await bench.remove();
        assert.equal(refused + unsure, poison.length, 'those and nobody else are for a person');
        assert.equal(queued, held, 'nothing waits but what stands behind them');
        for (let who = 1; who <= 110; who += 1) {
          const number = `A${String(who).padStart(3, '0')}`;
          const told = order.filter((each) => each.startsWith(`${number} `));
          const expected = chokesOn.has(number) ? [] : [`${number} registration`, `${number} details`];
          assert.deepEqual(told, expected);
        }
      },
    ),
    { numRuns: 4 },
  );
}, 60_000);

test('nobody waits an hour for a system that has come back', async () => {
  let up = false;
  run.start(run.hospital(() => (up ? accepted : unavailable)));
  await run.arrive(...people(3));
  await run.pass(5 * hourMs);
  up = true;
  await run.pass(75_000);
  assert.deepEqual(run.counts(), nobodysTurn);
});
