import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, test } from 'vitest';
import { accepted, ack, createMllpBench, failed, message } from './mllp.bench.ts';
import { mllpFrame } from './mllp-framing.ts';

const bench = createMllpBench();
afterEach(bench.closeAll);

test('messages go over one connection, each as one frame, and are accepted', async () => {
  const { port, frames, lines } = await bench.hospital((line, id) => line.write(ack(id === 'C2' ? 'CA' : 'AA', id)));
  const { endpoint, clock } = bench.endpointAt(port);
  const results = [
    await endpoint.send(message('C1')),
    await endpoint.send(message('C2')),
    await endpoint.send(message('C3')),
  ];
  assert.deepEqual(results, [accepted, accepted, accepted]);
  assert.deepEqual(
    frames,
    ['C1', 'C2', 'C3'].map((id) => new TextDecoder().decode(message(id).bytes)),
  );
  assert.equal(lines.length, 1);
  assert.equal(clock.pending(), 0, 'no timer is left behind');
});

test('AE, CE, AR and CR are told apart', async () => {
  const codes = ['AE', 'CE', 'AR', 'CR'];
  const { port } = await bench.hospital((line, id, heard) => line.write(ack(codes[heard - 1] ?? 'AA', id)));
  const { endpoint } = bench.endpointAt(port);
  const results = [];
  for (const code of codes) results.push(await endpoint.send(message(code)));
  assert.deepEqual(results, [
    failed('permanent', 'hospital-error-ae', true),
    failed('permanent', 'commit-error-ce', true),
    failed('transient', 'hospital-reject-ar', true),
    failed('transient', 'commit-reject-cr', true),
  ]);
});

test('an acknowledgement that is repeated with the next one (node-hl7-server) is not the next one', async () => {
  const { port } = await bench.hospital((line, id, heard) =>
    line.write(heard === 1 ? ack('AA', id) : Buffer.concat([ack('AA', 'C1'), ack('AA', 'C1'), ack('AE', id)])),
  );
  const { endpoint } = bench.endpointAt(port);
  assert.deepEqual(
    [await endpoint.send(message('C1')), await endpoint.send(message('C2'))],
    [accepted, failed('permanent', 'hospital-error-ae', true)],
  );
});

test('two acknowledgements in one segment answer one message, and leave nothing for the next', async () => {
  const { port } = await bench.hospital((line, id, heard) =>
    line.write(heard === 1 ? Buffer.concat([ack('AA', 'C1'), ack('AA', 'C2')]) : ack('AR', id)),
  );
  const { endpoint } = bench.endpointAt(port);
  assert.deepEqual(
    [await endpoint.send(message('C1')), await endpoint.send(message('C2'))],
    [accepted, failed('transient', 'hospital-reject-ar', true)],
  );
});

test('acknowledgements out of order (HAPI) and with an empty MSA-2 (simple-hl7) are waited past', async () => {
  const { port } = await bench.hospital((line, id) =>
    line.write(Buffer.concat([ack('AA', 'D2'), ack('AA', ''), ack('AA', id)])),
  );
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), accepted);
});

test('an empty MSA-2 alone is no acknowledgement', async () => {
  const { port } = await bench.hospital((line) => line.end(ack('AA', '')));
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), failed('ambiguous', 'line-broke', true));
});

test('an acknowledgement in single bytes, FS and CR apart, after garbage, is understood', async () => {
  const { port } = await bench.hospital(async (line, id) => {
    for (const byte of [0, 65, 13, ...ack('AA', id)])
      await new Promise((resolve) => line.write(Uint8Array.of(byte), resolve));
  });
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), accepted);
});

test('a late acknowledgement never meets the next message', async () => {
  const { port, lines, frameHeard } = await bench.hospital((line, id, heard) => {
    if (heard === 1) return;
    lines[0]?.write(ack('AA', id));
    line.write(Buffer.concat([ack('AA', 'C1'), ack('AE', id)]));
  });
  const { endpoint, clock } = bench.endpointAt(port);
  const first = endpoint.send(message('C1'));
  await frameHeard();
  clock.advance(9_999);
  clock.advance(1);
  assert.deepEqual(await first, failed('ambiguous', 'no-answer', true));
  assert.deepEqual(await endpoint.send(message('C2')), failed('permanent', 'hospital-error-ae', true));
  assert.equal(lines.length, 2, 'the connection without an answer was closed');
});

test('a hospital that drops the line after receiving may have the message', async () => {
  const { port } = await bench.hospital((line) => line.destroy());
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), failed('ambiguous', 'line-broke', true));
});

test('nobody listens: provably not taken, and no fault of the message', async () => {
  const { port, server } = await bench.hospital(() => {});
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), failed('transient', 'not-connected'));
});

test.for([
  ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['a frame without MSA', mllpFrame(Buffer.from('MSH|^~\\&|HIS\rERR|C1\r'))],
  ['an unknown code', ack('OK', 'C1')],
  ['a frame without an end', Buffer.concat([Buffer.from([0x0b]), Buffer.alloc(200_000, 65)])],
] as const)('an answer that cannot be read is named so: %s', async ([, answer]) => {
  const { port } = await bench.hospital((line) => line.end(answer));
  assert.deepEqual(
    await bench.endpointAt(port).endpoint.send(message('C1')),
    failed('ambiguous', 'answer-not-understood', true),
  );
});

test('a connection that the hospital closed while idle is opened again before anything is written', async () => {
  const { port, lines, frames } = await bench.hospital((line, id) => line.write(ack('AA', id)));
  const { endpoint } = bench.endpointAt(port);
  const results = [await endpoint.send(message('C1'))];
  // FIN or RST is on its way, and this process has not been told yet.
  for (const close of [(line: Socket) => line.destroy(), (line: Socket) => line.resetAndDestroy()]) {
    const idle = lines.at(-1);
    assert.ok(idle);
    close(idle);
    results.push(await endpoint.send(message(`C${results.length + 1}`)));
  }
  assert.deepEqual(results, [accepted, accepted, accepted]);
  assert.deepEqual([lines.length, frames.length], [3, 3]);
});

test('a hospital that comes back is used without a restart', async () => {
  const first = await bench.hospital((line, id) => line.write(ack('AA', id)));
  const { endpoint } = bench.endpointAt(first.port);
  const results = [await endpoint.send(message('C1'))];
  for (const line of first.lines) line.destroy();
  await new Promise((resolve) => first.server.close(resolve));
  results.push(await endpoint.send(message('C2')));
  first.server.listen(first.port, '127.0.0.1');
  await once(first.server, 'listening');
  results.push(await endpoint.send(message('C2')));
  assert.deepEqual(results, [accepted, failed('transient', 'not-connected'), accepted]);
});

test('stopping does not wait for a silent hospital, and says what may have arrived', async () => {
  const { port, frameHeard } = await bench.hospital(() => {});
  const { endpoint } = bench.endpointAt(port);
  const sent = endpoint.send(message('C1'));
  await frameHeard();
  await endpoint.close();
  assert.deepEqual(
    [await sent, await endpoint.send(message('C2'))],
    [failed('ambiguous', 'stopped'), failed('transient', 'stopped')],
  );
});

test('stopping while connecting leaves the message at home', async () => {
  const { port, frames } = await bench.hospital(() => {});
  const { endpoint } = bench.endpointAt(port);
  const sent = endpoint.send(message('C1'));
  await endpoint.close();
  assert.deepEqual([await sent, frames], [failed('transient', 'stopped'), []]);
});

test('an acknowledgement with a wrong MSA-2, and no other, leaves it open whether the message arrived', async () => {
  const answered = Promise.withResolvers<void>();
  const { port } = await bench.hospital((line) => line.write(ack('AA', 'C99'), () => answered.resolve()));
  const { endpoint, clock } = bench.endpointAt(port);
  const sent = endpoint.send(message('C1'));
  await answered.promise;
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  clock.advance(10_000);
  assert.deepEqual(await sent, failed('ambiguous', 'no-answer', true));
});

test('a slow hospital is waited for to the last millisecond', async () => {
  let answer = () => {};
  const { port, frameHeard } = await bench.hospital((line, id) => {
    answer = () => line.write(ack('AA', id));
  });
  const { endpoint, clock } = bench.endpointAt(port);
  const sent = endpoint.send(message('C1'));
  await frameHeard();
  clock.advance(9_999);
  answer();
  assert.deepEqual(await sent, accepted);
});

test('half an acknowledgement is none: the line broke', async () => {
  const { port } = await bench.hospital((line, id) => {
    const whole = ack('AA', id);
    line.end(whole.subarray(0, whole.length - 2));
  });
  assert.deepEqual(await bench.endpointAt(port).endpoint.send(message('C1')), failed('ambiguous', 'line-broke', true));
});

test('a hospital that stores a message and drops the line gets the same bytes again, and may answer from memory', async () => {
  const stored = new Set<string>();
  const { port, frames } = await bench.hospital((line, id) => {
    if (stored.has(id)) line.write(ack('AA', id));
    else line.destroy();
    stored.add(id);
  });
  const { endpoint } = bench.endpointAt(port);
  const results = [await endpoint.send(message('C1')), await endpoint.send({ ...message('C1'), attempts: 2 })];
  assert.deepEqual(results, [failed('ambiguous', 'line-broke', true), accepted]);
  assert.deepEqual([stored.size, frames[0] === frames[1]], [1, true]);
});

test('a hospital that ends its line after the third answer costs one repeat, and is asked before each message from then on', async () => {
  const { port, lines } = await bench.hospital((line, id, heard) =>
    heard % 3 === 0 ? line.end(ack('AA', id)) : line.write(ack('AA', id)),
  );
  const { endpoint } = bench.endpointAt(port);
  const results: object[] = [];
  for (let sent = 1; sent <= 12; sent += 1) results.push(await endpoint.send(message(`C${sent}`)));
  const broken = results.filter((result) => result !== accepted && !('ok' in result && result.ok));
  assert.ok(broken.length <= 1, `${broken.length} messages met a line that was ending`);
  for (const one of broken) assert.deepEqual(one, failed('ambiguous', 'line-broke', true));
  assert.ok(lines.length >= 4);
});

test('where repeats are not dropped, no message is risked on a line that is ending', async () => {
  const { port } = await bench.hospital((line, id, heard) =>
    heard % 3 === 0 ? line.end(ack('AA', id)) : line.write(ack('AA', id)),
  );
  const { endpoint } = bench.endpointAt(port, { deduplicates: false });
  for (let sent = 1; sent <= 12; sent += 1) assert.deepEqual(await endpoint.send(message(`C${sent}`)), accepted);
});
