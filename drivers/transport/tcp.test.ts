import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openTcp } from './tcp.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const clock = createHandCrankedClock();
const lostResult = { ok: false, problem: { kind: 'lost' } };

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A device on the network, and an open line to it. */
async function createBench() {
  const server = createServer();
  const port = await listen(server);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const opened = await openTcp({ host: '127.0.0.1', port }, clock)();
  const [device] = await accepted;
  device.on('error', () => {});
  if (!opened.ok) throw new Error(`The line did not open: ${opened.problem.kind}`);
  cleanUps.push(
    () => server.close(),
    () => device.destroy(),
    () => opened.value.close(),
  );
  return { device, transport: opened.value };
}

test('bytes go both ways, in order and unchanged', async () => {
  const { device, transport } = await createBench();
  const heard: number[] = [];
  const heardAll = new Promise<void>((resolve) => {
    transport.onData((chunk) => {
      heard.push(...chunk);
      if (heard.length === 256) resolve();
    });
  });
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  device.write(every);
  await heardAll;
  const arrived = once(device, 'data');
  expect(await transport.write(every)).toEqual({ ok: true, value: 'taken' });
  expect({ heard, arrived: [...(await arrived)[0]] }).toEqual({ heard: [...every], arrived: [...every] });
});

test('bytes that come before somebody listens are not lost', async () => {
  const { device, transport } = await createBench();
  await new Promise((resolve) => device.write('early', resolve));
  await new Promise((resolve) => setImmediate(resolve));
  const heard = new Promise((resolve) => transport.onData((chunk) => resolve(new TextDecoder().decode(chunk))));
  expect(await heard).toBe('early');
});

test('a device that goes away is reported once to each listener, also to those that come late', async () => {
  const { device, transport } = await createBench();
  const said: string[] = [];
  const lost = new Promise<void>((resolve) => {
    transport.onLost(({ kind }) => {
      said.push(`first ${kind}`);
      resolve();
    });
  });
  transport.onLost(() => said.push('never'))();
  device.end('last words');
  await lost;
  transport.onLost(({ kind }) => said.push(`late ${kind}`));
  transport.onLost(() => said.push('never'))();
  expect(said).toEqual(['first lost']);
  expect(await transport.write(bytes('x'))).toEqual(lostResult);
  expect(said).toEqual(['first lost', 'late lost']);
});

test('the last bytes of a device that goes away are heard before the news', async () => {
  const { device, transport } = await createBench();
  const said: string[] = [];
  transport.onData((chunk) => said.push(new TextDecoder().decode(chunk)));
  const lost = new Promise<void>((resolve) => transport.onLost(() => resolve()));
  device.end('last words');
  await lost;
  expect(said).toEqual(['last words']);
});

test('after close nothing is heard, nothing is written and closing again is harmless', async () => {
  const { device, transport } = await createBench();
  const said: string[] = [];
  transport.onData(() => said.push('data'));
  transport.onLost(() => said.push('lost'));
  device.write('x');
  await Promise.all([transport.close(), transport.close()]);
  transport.onLost(() => said.push('late'));
  expect(await transport.write(bytes('x'))).toEqual(lostResult);
  expect(said).toEqual([]);
});

test('a device that never reads does not fill the memory: the line is lost and the device sees it go', async () => {
  const { device, transport } = await createBench();
  const said: string[] = [];
  transport.onLost(({ kind }) => said.push(kind));
  const gone = new Promise((resolve) => device.on('close', resolve));
  const writes = Array.from({ length: 64 }, () => transport.write(new Uint8Array(1024 * 1024)));
  expect(await Promise.all(writes)).toEqual(Array(64).fill(lostResult));
  expect(said).toEqual(['lost']);
  device.resume();
  await gone;
});

test('writes under way end as lost when the kiosk lets go of the line', async () => {
  const { transport } = await createBench();
  const writes = [transport.write(new Uint8Array(2 * 1024 * 1024)), transport.write(bytes('x'))];
  await transport.close();
  expect(await Promise.all(writes)).toEqual([lostResult, lostResult]);
});

test('nobody listens: not found', async () => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  expect(await openTcp({ host: '127.0.0.1', port }, clock)()).toEqual({ ok: false, problem: { kind: 'not-found' } });
});

test('a name that nobody knows: not found', async () => {
  const nobody = { host: 'no-such-printer.invalid', port: 9100 };
  expect(await openTcp(nobody, clock)()).toEqual({ ok: false, problem: { kind: 'not-found' } });
});

test('a host that does not answer times out, and nothing stays open', async () => {
  const own = createHandCrankedClock();
  // TEST-NET-1 (RFC 5737) belongs to nobody; whether the network swallows or refuses it, the clock is faster.
  const opened = openTcp({ host: '192.0.2.1', port: 9100, connectTimeoutMs: 500 }, own)();
  own.advance(500);
  expect(await opened).toEqual({ ok: false, problem: { kind: 'timed-out' } });
  expect(own.pending()).toBe(0);
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}

test('what came over the line is overwritten once everybody who listens has heard it', async () => {
  const { device, transport } = await createBench();
  const heard: { readonly bytes: Uint8Array; readonly text: string }[] = [];
  const listen = (bytes: Uint8Array) => heard.push({ bytes, text: new TextDecoder().decode(bytes) });
  transport.onData(listen);
  const all = new Promise<void>((resolve) => {
    transport.onData((bytes) => {
      listen(bytes);
      resolve();
    });
  });
  device.write('001090000001|Nguyen Van A');
  await all;
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard.map(({ text }) => text)).toEqual(['001090000001|Nguyen Van A', '001090000001|Nguyen Van A']);
  expect(heard.every(({ bytes }) => bytes.every((byte) => byte === 0))).toBe(true);
});
