import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import type { MessageQueue, NotedDelivery } from '../store/message-queue.ts';
import { rendererTo } from '../store/store.bench.ts';
import { accepted, createOutboxBench, type OutboxBench, wrong } from './outbox.bench.ts';

let run: OutboxBench;
beforeEach(() => {
  run = createOutboxBench();
});
afterEach(() => run.remove());

/** What went to disk together, as `3 accepted` or `2 accepted, refused`. */
function listen() {
  const commits: string[] = [];
  const hear = (noted: readonly NotedDelivery[]) => {
    const taken = noted.filter(({ note }) => note.state === 'accepted').length;
    commits.push([`${taken} accepted`, ...noted.slice(taken).map(({ note }) => note.state)].join(', '));
  };
  return {
    commits,
    between: (real: MessageQueue): MessageQueue => ({
      ...real,
      noteDeliveries: (noted: readonly NotedDelivery[]) => {
        hear(noted);
        return real.noteDeliveries(noted);
      },
    }),
  };
}

const people = (count: number) => Array.from({ length: count }, (_, who) => who + 1);
const none = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };

test('where the hospital drops repeats, acceptances go to disk together, at most sixty-four', async () => {
  const { commits, between } = listen();
  run.start(
    run.hospital(() => accepted),
    { between },
  );
  await run.arrive(...people(150));
  await run.pass(1);
  assert.deepEqual(commits, ['64 accepted', '64 accepted', '22 accepted']);
  assert.deepEqual([run.sent.length, run.counts()], [150, none]);
});

test('a refusal is on disk at once, after all acceptances before it', async () => {
  const { commits, between } = listen();
  run.start(
    run.hospital((number) => (number === 'A003' ? wrong : accepted)),
    { between },
  );
  await run.arrive(...people(5));
  assert.deepEqual(commits, ['2 accepted, refused', '2 accepted']);
  assert.deepEqual(run.counts(), { ...none, refused: 1 });
  assert.deepEqual(
    run.lines.map(({ id }) => id),
    ['delivery-accepted', 'delivery-accepted', 'delivery-refused', 'delivery-accepted', 'delivery-accepted'],
  );
});

test('where the hospital does not drop repeats, each answer is on disk before the next message leaves', async () => {
  const { commits, between } = listen();
  const sendingOnDisk: number[] = [];
  run.start(
    run.hospital(
      () => {
        sendingOnDisk.push(run.counts().sending);
        return accepted;
      },
      { deduplicates: false },
    ),
    { between },
  );
  await run.arrive(...people(3));
  assert.deepEqual(commits, ['1 accepted', '1 accepted', '1 accepted']);
  assert.deepEqual(sendingOnDisk, [1, 1, 1]);
});

test('a slow hospital does not keep an acceptance from the disk for longer than fifty milliseconds', async () => {
  const { commits, between } = listen();
  const slow = run.hospitalThatWaits();
  run.start(slow.endpoint, { between });
  await run.arrive(1, 2);
  slow.answer(accepted);
  await run.settle();
  const before = [...commits];
  await run.pass(50);
  assert.deepEqual([before, commits, run.sent], [[], ['1 accepted'], ['A001', 'A002']]);
  assert.deepEqual(run.counts(), { ...none, sending: 1 });
  slow.answer(accepted);
  await run.settle();
});

test('stopping notes what was accepted at once, whatever is still unanswered', async () => {
  const slow = run.hospitalThatWaits();
  run.start(slow.endpoint);
  await run.arrive(1, 2);
  slow.answer(accepted);
  await run.settle();
  const stopped = run.stop();
  await run.pass(3_000);
  await stopped;
  run.closeStore();
  run.start(run.hospital(() => accepted));
  await run.settle();
  assert.deepEqual(run.sent, ['A001', 'A002', 'A002']);
});

test("a patient's second message leaves only once the first is accepted, in the order of the patients", async () => {
  const words: string[] = [];
  run.start(
    run.hospital((number, { bytes }) => {
      words.push(`${Buffer.from(bytes).toString().split('|')[0]} ${number}`);
      return accepted;
    }),
    { store: { renderers: [rendererTo('his'), rendererTo('his', 'details')] } },
  );
  await run.arrive(1, 2, 3);
  await run.pass(100);
  assert.deepEqual(words, [
    'registration A001',
    'registration A002',
    'registration A003',
    'details A001',
    'details A002',
    'details A003',
  ]);
});
