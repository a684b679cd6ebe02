import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { problem } from '#config/agreements/result.ts';
import { accepted, createOutboxBench, nobodyListens, type OutboxBench } from './outbox.bench.ts';

let run: OutboxBench;
beforeEach(() => {
  run = createOutboxBench();
});
afterEach(() => run.remove());

test('stopping waits for the answer that is on its way, and claims nothing more', async () => {
  const slow = run.hospitalThatWaits();
  run.start(slow.endpoint);
  await run.arrive(1, 2);
  const stopped = run.stop();
  await run.settle();
  slow.answer(accepted);
  await stopped;
  assert.deepEqual(
    { sent: run.sent, counts: run.counts() },
    { sent: ['A001'], counts: { queued: 1, sending: 0, refused: 0, unsure: 0, held: 0 } },
  );
  assert.equal(run.clock.pending(), 0);
});

test('stopping does not wait for ever; after the restart the same message goes again under the same id', async () => {
  const silent = run.hospitalThatWaits();
  run.start(silent.endpoint);
  await run.arrive(1);
  const stopped = run.stop();
  await run.pass(3_000);
  await stopped;
  silent.answer(accepted);
  await run.settle();
  assert.deepEqual(run.counts(), { queued: 0, sending: 1, refused: 0, unsure: 0, held: 0 });
  run.closeStore();
  const ids: string[] = silent.controlIds;
  run.start(
    run.hospital((_, { controlId }) => {
      ids.push(controlId);
      return accepted;
    }),
  );
  await run.settle();
  assert.deepEqual(
    { sent: run.sent, sameId: new Set(ids).size, tries: ids.length },
    { sent: ['A001', 'A001'], sameId: 1, tries: 2 },
  );
  assert.deepEqual(
    run.lines.map(({ id, fields }) => `${id} ${fields.attempts}`),
    ['delivery-accepted 1'],
    'a claim in memory leaves no count behind',
  );
});

test('stopping while the hospital is left alone is done at once and leaves nothing ticking', async () => {
  run.start(run.hospital(() => nobodyListens));
  await run.arrive(1);
  await run.stop();
  assert.equal(run.clock.pending(), 0);
});

test('an answer that the full disk does not take is noted as soon as there is room, and not asked for twice', async () => {
  let full = true;
  run.start(
    run.hospital(() => accepted),
    {
      between: (real) => ({
        ...real,
        noteDeliveries: (noted) => (full ? problem({ kind: 'disk-full' }) : real.noteDeliveries(noted)),
      }),
    },
  );
  await run.arrive(1, 2);
  const whileFull = run.counts();
  full = false;
  await run.pass(5_000);
  assert.deepEqual(
    { whileFull, sent: run.sent, counts: run.counts() },
    {
      whileFull: { queued: 0, sending: 2, refused: 0, unsure: 0, held: 0 },
      sent: ['A001', 'A002'],
      counts: { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 },
    },
  );
});

test('a disk that refuses the claim only delays the delivery', async () => {
  let full = true;
  run.start(
    run.hospital(() => accepted),
    {
      between: (real) => ({
        ...real,
        claim: (...asked) => (full ? problem({ kind: 'disk-full' }) : real.claim(...asked)),
      }),
    },
  );
  await run.arrive(1);
  full = false;
  await run.pass(5_000);
  assert.deepEqual(run.sent, ['A001']);
});
