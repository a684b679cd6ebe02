import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { accepted, ack, createMllpBench, failed, message } from './mllp.bench.ts';
import { mllpFrame } from './mllp-framing.ts';

const bench = createMllpBench();
afterEach(bench.closeAll);

const enhanced = { acknowledge: (id: string) => Buffer.from(`MSH|^~\\&|TIEPDON\rMSA|CA|${id}\r`) };

/** An application acknowledgement is a message of its own and may ask to be acknowledged (MSH-15). */
const application = (code: string, controlId: string, acceptAsked = '') =>
  mllpFrame(Buffer.from(`MSH|^~\\&|HIS||||||ACK^A04^ACK|H1|P|2.5.1|||${acceptAsked}\rMSA|${code}|${controlId}\r`));

test('a stored message is accepted when the hospital says that it is done, not before', async () => {
  let tellResult = () => {};
  const { port, frameHeard } = await bench.hospital((line, id) => {
    line.write(ack('CA', id));
    tellResult = () => line.write(application('AA', id));
  });
  const { endpoint } = bench.endpointAt(port, { enhanced });
  let delivered = false;
  const sent = endpoint.send(message('C1')).finally(() => {
    delivered = true;
  });
  await frameHeard();
  await new Promise(setImmediate);
  assert.equal(delivered, false);
  tellResult();
  assert.deepEqual(await sent, accepted);
});

test.for([
  ['CE', 'permanent', 'commit-error-ce'],
  ['CR', 'transient', 'commit-reject-cr'],
] as const)('%s instead of CA is the last word', async ([code, kind, reason]) => {
  const { port } = await bench.hospital((line, id) => line.write(ack(code, id)));
  assert.deepEqual(await bench.endpointAt(port, { enhanced }).endpoint.send(message('C1')), failed(kind, reason, true));
});

test.for([
  ['AE', 'permanent', 'hospital-error-ae'],
  ['AR', 'transient', 'hospital-reject-ar'],
] as const)('a message that was stored and then met with %s is not accepted', async ([code, kind, reason]) => {
  const { port } = await bench.hospital((line, id) =>
    line.write(Buffer.concat([ack('CA', id), application(code, id)])),
  );
  assert.deepEqual(await bench.endpointAt(port, { enhanced }).endpoint.send(message('C1')), failed(kind, reason, true));
});

test('CA and then silence: nobody knows whether a doctor will see it', async () => {
  const stored = Promise.withResolvers<void>();
  const { port } = await bench.hospital((line, id) => line.write(ack('CA', id), () => stored.resolve()));
  const { endpoint, clock } = bench.endpointAt(port, { enhanced });
  const sent = endpoint.send(message('C1'));
  await stored.promise;
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  clock.advance(10_000);
  assert.deepEqual(await sent, failed('ambiguous', 'no-answer', true));
});

test('each acknowledgement has the whole time', async () => {
  let tellResult = () => {};
  const stored = Promise.withResolvers<void>();
  const { port, frameHeard } = await bench.hospital((line, id) => {
    tellResult = () => line.write(application('AA', id));
    stored.promise.then(() => line.write(ack('CA', id)));
  });
  const { endpoint, clock } = bench.endpointAt(port, { enhanced });
  const sent = endpoint.send(message('C1'));
  await frameHeard();
  clock.advance(9_000);
  stored.resolve();
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  clock.advance(9_000);
  tellResult();
  assert.deepEqual(await sent, accepted);
});

test('a hospital that says CA again and again, and nothing else, holds the line no longer than one that says it once', async () => {
  let sayAgain = () => {};
  const { port, frameHeard } = await bench.hospital((line, id) => {
    sayAgain = () => line.write(ack('CA', id));
  });
  const { endpoint, clock } = bench.endpointAt(port, { enhanced });
  let ended = false;
  const sent = endpoint.send(message('C1')).finally(() => {
    ended = true;
  });
  await frameHeard();
  for (let seconds = 0; seconds < 60 && !ended; seconds += 3) {
    sayAgain();
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    clock.advance(3_000);
    await new Promise(setImmediate);
  }
  assert.equal(ended, true);
  assert.deepEqual(await sent, failed('ambiguous', 'no-answer', true));
});

test('a line that breaks after CA may have cost the result, not the message', async () => {
  const { port } = await bench.hospital((line, id) => line.end(ack('CA', id)));
  assert.deepEqual(
    await bench.endpointAt(port, { enhanced }).endpoint.send(message('C1')),
    failed('ambiguous', 'line-broke', true),
  );
});

test('an application acknowledgement that asks for it gets a CA of its own', async () => {
  const { port, frames, frameHeard } = await bench.hospital((line, id, heard) => {
    if (heard === 1) line.write(Buffer.concat([ack('CA', id), application('AA', id, 'AL')]));
  });
  const { endpoint } = bench.endpointAt(port, { enhanced });
  assert.deepEqual(await endpoint.send(message('C1')), accepted);
  if (frames.length < 2) await frameHeard();
  assert.match(frames[1] ?? '', /MSA\|CA\|H1/);
});

test('in original mode a CA is an acceptance, as older systems mean it', async () => {
  const { port } = await bench.hospital((line, id) => line.write(ack('CA', id)));
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), accepted);
});
