import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { problem } from '#config/agreements/result.ts';
import { hourMs, rendererTo } from '../store/store.bench.ts';
import {
  type Answer,
  accepted,
  createOutboxBench,
  noAnswer,
  nobodyListens,
  notNow,
  type OutboxBench,
  wrong,
} from './outbox.bench.ts';

/** The technician's "Try now", on a real store; the clock stands still after the press. */

let run: OutboxBench;
beforeEach(() => {
  run = createOutboxBench();
});
afterEach(() => run.remove());

const settingsWrong = problem({ kind: 'settings', reason: 'http-unauthorized', counts: false } as const);
const comeBackInAnHour = problem({
  kind: 'transient',
  reason: 'http-too-many-429',
  counts: false,
  retryAfterMs: hourMs,
} as const);
const allThere = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };

test.each([
  ['whose password was wrong all morning', settingsWrong, 4 * hourMs],
  ['that was down for an hour', nobodyListens, hourMs],
  ['that asked to be left alone for an hour', comeBackInAnHour, 60_000],
] as const)('a hospital %s has everything right after the press', async (_, answer, passed) => {
  let mended = false;
  run.start(run.hospital(() => (mended ? accepted : answer)));
  await run.arrive(1, 2);
  await run.pass(passed);
  mended = true;
  run.sent.length = 0;
  await run.arrive(3);
  const before = [...run.sent];
  const tried = await run.tryNow();
  assert.deepEqual([before, tried, run.sent], [[], true, ['A001', 'A002', 'A003']]);
  assert.deepEqual([run.counts(), run.circuits()[0]?.circuit], [allThere, 'closed']);
});

test('a hospital that is not mended yet gets one message for each press, and is left alone again', async () => {
  run.start(run.hospital(() => settingsWrong));
  await run.arrive(1, 2, 3);
  run.sent.length = 0;
  for (let press = 0; press < 3; press += 1) await run.tryNow();
  assert.deepEqual(run.sent, ['A001', 'A001', 'A001']);
  assert.deepEqual([run.circuits()[0]?.circuit, run.counts().queued], ['open', 3]);
  await run.pass(31_000);
  assert.equal(run.sent.length, 3, 'the pauses that were ended do not end this one');
});

test('a message that the hospital did not take yet goes out again at once, and what is behind it keeps its place', async () => {
  let answer: Answer = notNow;
  run.start(
    run.hospital(() => answer),
    { store: { renderers: [rendererTo('his', 'first'), rendererTo('his', 'second')] } },
  );
  await run.arrive(1);
  answer = noAnswer;
  await run.tryNow();
  const counts = run.counts();
  answer = accepted;
  await run.tryNow();
  assert.deepEqual(counts, { ...allThere, queued: 2, held: 1 });
  assert.deepEqual([run.sent, run.counts()], [['A001', 'A001', 'A001', 'A001'], allThere]);
});

test('a refused message waits for its own decision, and so does what is behind it', async () => {
  run.start(
    run.hospital(() => wrong),
    { store: { renderers: [rendererTo('his', 'first'), rendererTo('his', 'second')] } },
  );
  await run.arrive(1);
  const tried = await run.tryNow();
  assert.deepEqual([tried, run.sent], [false, ['A001']]);
  assert.deepEqual(run.counts(), { ...allThere, queued: 1, refused: 1, held: 1 });
});

test('where repeats are not dropped, a message in flight is not sent a second time', async () => {
  const hospital = run.hospitalThatWaits();
  run.start({ ...hospital.endpoint, deduplicates: false });
  await run.arrive(1);
  const tried = await run.tryNow();
  hospital.answer(accepted);
  await run.tryNow();
  assert.deepEqual([tried, run.sent, run.counts()], [false, ['A001'], allThere]);
});

test('only the system that was pressed is tried, and one that is not there is not', async () => {
  const ministry = run.hospital(() => settingsWrong, { id: 'ministry' });
  run.start(
    run.hospital(() => settingsWrong),
    { store: { renderers: [rendererTo('ministry'), rendererTo('his')] }, otherEndpoint: ministry },
  );
  await run.arrive(1);
  run.sent.length = 0;
  assert.deepEqual([await run.tryNow('ministry'), run.sent.length], [true, 1]);
  assert.deepEqual([await run.tryNow('nobody'), run.sent.length], [false, 1]);
});
