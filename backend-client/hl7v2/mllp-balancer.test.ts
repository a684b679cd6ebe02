import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { afterEach, test } from 'vitest';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ack, createMllpBench, message } from './mllp.bench.ts';
import type { MllpEndpointSettings } from './mllp-endpoint.ts';

/** Hospitals that end their connections, and balancers in front of dead ones, where repeats are not dropped. */

const bench = createMllpBench();
afterEach(bench.closeAll);

const question = Buffer.from('MSH|^~\\&|TIEPDON||||||NMD^N02^NMD_N02|HB\r');
const isQuestion = (frame: string) => frame.includes('NMD^N02');
const careful = { deduplicates: false, harmless: () => question } as const;

/** Lets time pass while the network talks, until the message has its answer. */
async function sendAt(
  port: number,
  changes: Partial<MllpEndpointSettings>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { endpoint, clock } = bench.endpointAt(port, changes);
  const said: string[] = [];
  for (const id of ids) {
    const sent = await whileTimePasses(endpoint.send(message(id)), clock);
    said.push(sent.ok ? 'accepted' : `${sent.problem.kind} ${sent.problem.reason}`);
  }
  return said;
}

async function whileTimePasses<Value>(work: Promise<Value>, clock: HandCrankedClock): Promise<Value> {
  let isDone = false;
  void work.then(() => {
    isDone = true;
  });
  for (let turns = 0; !isDone && turns < 5_000; turns += 1) {
    await new Promise(setImmediate);
    if (turns % 10 === 9) clock.advance(10);
  }
  return work;
}

const immediately = (end: () => void): void => end();
/** In the next turns of the loop, not by a clock: a stalled machine would otherwise end the line behind any settling time. */
const shortly = (end: () => void): void => void setImmediate(() => setImmediate(end));

const ids = (count: number) => Array.from({ length: count }, (_, at) => `C${at + 1}`);

test('the harmless question goes over the connection that the message takes', async () => {
  const { port, frames, lines } = await bench.hospital((line, id) => line.write(ack('AA', id)));
  assert.deepEqual(await sendAt(port, careful, ['C1']), ['accepted']);
  assert.deepEqual([frames.map(isQuestion), lines.length], [[true, false], 1]);
});

test.each([
  ['closes at once', 'accept'],
  ['closes when it is spoken to', 'frame'],
] as const)('a balancer in front of a dead hospital that %s leaves no message in doubt', async (_, when) => {
  const heard: string[] = [];
  const server = createServer((line) => {
    line.on('error', () => {});
    line.on('data', (bytes) => {
      heard.push(bytes.toString());
      line.destroy();
    });
    if (when === 'accept') line.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.closeLater(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const said = await sendAt(address.port, careful, ['C1', 'C2']);
  assert.ok(
    said.every((each) => each === 'transient probe-unanswered' || each === 'transient not-connected'),
    said.join(),
  );
  assert.ok(heard.every(isQuestion));
});

test('behind a balancer where every second connection leads to a dead program, no message is in doubt', async () => {
  let lines: readonly Socket[] = [];
  const hospital = await bench.hospital((line, id) => {
    if (lines.indexOf(line) % 2 === 0) line.destroy();
    else line.write(ack('AA', id));
  });
  lines = hospital.lines;
  const said = await sendAt(hospital.port, careful, ids(8));
  assert.ok(said.includes('accepted'));
  assert.deepEqual(new Set(said), new Set(['transient probe-unanswered', 'accepted']));
});

test.each([
  ['at once', immediately],
  ['a moment later', shortly],
] as const)(
  'a hospital that ends the connection after each answer, %s, has every message once and none is in doubt',
  async (_, wait) => {
    const { port, frames } = await bench.hospital((line, id) => {
      line.write(ack('AA', id));
      wait(() => line.end());
    });
    assert.deepEqual(new Set(await sendAt(port, careful, ids(6))), new Set(['accepted']));
    assert.equal(frames.filter((frame) => !isQuestion(frame)).length, 6);
  },
);

test('where repeats are dropped, a hospital that ends the connection after each answer costs one repeat and is then understood', async () => {
  const { port } = await bench.hospital((line, id) => {
    line.write(ack('AA', id));
    setTimeout(() => line.end(), 3);
  });
  const said = await sendAt(port, {}, ids(12));
  assert.ok(said.filter((each) => each !== 'accepted').length <= 1, said.join());
});

test('"one message per connection" opens one for each, and ends it', async () => {
  const { port, lines, frames } = await bench.hospital((line, id) => line.write(ack('AA', id)));
  assert.deepEqual(await sendAt(port, { onePerConnection: true }, ids(3)), ['accepted', 'accepted', 'accepted']);
  assert.deepEqual([lines.length, frames.length], [3, 3]);
});

test('a hospital that knows no NMD is found out, and its answer AE or AR to one is an answer', async () => {
  const deaf = await bench.hospital((line, id, _, frame) => {
    if (!isQuestion(frame)) line.write(ack('AA', id));
  });
  const unanswered = 'transient probe-unanswered';
  assert.deepEqual(await sendAt(deaf.port, { ...careful, ackTimeoutMs: 200 }, ids(5)), [
    unanswered,
    unanswered,
    'accepted',
    'accepted',
    'accepted',
  ]);
  const blunt = await bench.hospital((line, id, _, frame) => line.write(ack(isQuestion(frame) ? 'AR' : 'AA', id)));
  assert.deepEqual(await sendAt(blunt.port, careful, ['C1']), ['accepted']);
});
