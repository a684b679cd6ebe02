import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { accepted, ack, createMllpBench, message } from './mllp.bench.ts';

const bench = createMllpBench();
afterEach(bench.closeAll);

const heartbeat = { afterMs: 30_000, message: () => Buffer.from('MSH|^~\\&|TIEPDON||||||NMD^N02^NMD_N02|HB\r') };
const isHeartbeat = (frame: string) => frame.includes('NMD^N02');

/** The answer has travelled and was read. */
async function turns(count = 50) {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

test('an idle hospital is asked again and again, over the same line', async () => {
  const { port, frames, lines, frameHeard } = await bench.hospital((line, id) => line.write(ack('AA', id)));
  const { endpoint, clock } = bench.endpointAt(port, { heartbeat });
  const results = [await endpoint.send(message('C1'))];
  for (let round = 0; round < 2; round += 1) {
    const heard = frameHeard();
    clock.advance(29_999);
    await turns();
    clock.advance(1);
    await heard;
    await turns();
  }
  results.push(await endpoint.send(message('C2')));
  assert.deepEqual(results, [accepted, accepted]);
  assert.deepEqual(frames.map(isHeartbeat), [false, true, true, false]);
  assert.equal(lines.length, 1);
});

test('any acknowledgement answers a heartbeat, even a refusal', async () => {
  const { port, lines, frameHeard } = await bench.hospital((line, id) =>
    line.write(ack(id === 'HB' ? 'AR' : 'AA', id)),
  );
  const { endpoint, clock } = bench.endpointAt(port, { heartbeat });
  await endpoint.send(message('C1'));
  const heard = frameHeard();
  clock.advance(30_000);
  await heard;
  await turns();
  clock.advance(10_000);
  assert.deepEqual(await endpoint.send(message('C2')), accepted);
  assert.equal(lines.length, 1);
});

test('a silent hospital costs the line, and the next message opens a new one', async () => {
  const { port, frames, lines, frameHeard } = await bench.hospital((line, id, _heard, frame) => {
    if (!isHeartbeat(frame)) line.write(ack('AA', id));
  });
  const { endpoint, clock } = bench.endpointAt(port, { heartbeat });
  await endpoint.send(message('C1'));
  const heard = frameHeard();
  clock.advance(30_000);
  await heard;
  clock.advance(10_000);
  await turns();
  clock.advance(60_000);
  await turns();
  assert.deepEqual(frames.map(isHeartbeat), [false, true], 'a closed line is not asked');
  assert.deepEqual(await endpoint.send(message('C2')), accepted);
  assert.equal(lines.length, 2);
});

test('a message waits for the answer to a heartbeat: never two at once on a line', async () => {
  let answer = () => {};
  const { port, frames, frameHeard } = await bench.hospital((line, id, _heard, frame) => {
    if (isHeartbeat(frame)) answer = () => line.write(ack('AA', id));
    else line.write(ack('AA', id));
  });
  const { endpoint, clock } = bench.endpointAt(port, { heartbeat });
  await endpoint.send(message('C1'));
  const heard = frameHeard();
  clock.advance(30_000);
  await heard;
  const sent = endpoint.send(message('C2'));
  await turns();
  assert.equal(frames.length, 2);
  answer();
  assert.deepEqual(await sent, accepted);
});

test('stopping does not wait for a heartbeat', async () => {
  const { port, frameHeard } = await bench.hospital((line, id, _heard, frame) => {
    if (!isHeartbeat(frame)) line.write(ack('AA', id));
  });
  const { endpoint, clock } = bench.endpointAt(port, { heartbeat });
  await endpoint.send(message('C1'));
  const heard = frameHeard();
  clock.advance(30_000);
  await heard;
  await endpoint.close();
  await turns();
  assert.equal(clock.pending(), 0);
});
