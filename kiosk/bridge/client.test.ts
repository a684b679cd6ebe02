import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connectHost, type HostClient, type LinkState, reconnectDelayMs } from './client.ts';
import { restingSnapshot } from './resting-snapshot.ts';
import { bridgeVersion, closeCodes, type HostMessage, heartbeat, pong, type Snapshot } from './words.ts';

const snapshot: Snapshot = { ...restingSnapshot, session: 's-1', screen: { show: 'please-wait' }, canStartOver: true };
const context = { session: 's-1', screen: 'please-wait' } as const;

/** Waits that only a test may end. */
function createCrank() {
  const waits: { readonly ms: number; readonly call: () => void }[] = [];
  return {
    after(ms: number, call: () => void) {
      const wait = { ms, call };
      waits.push(wait);
      return () => {
        const at = waits.indexOf(wait);
        if (at >= 0) waits.splice(at, 1);
      };
    },
    waiting: () => waits.map(({ ms }) => ms),
    run: () => waits.shift()?.call(),
  };
}

/** Things that happen, in order, for whoever awaits them. */
function createLine<Item>() {
  const come: Item[] = [];
  const asked: ((item: Item) => void)[] = [];
  return {
    push(item: Item) {
      const first = asked.shift();
      if (first) first(item);
      else come.push(item);
    },
    next: () => new Promise<Item>((resolve) => (come.length > 0 ? resolve(come.shift() as Item) : asked.push(resolve))),
  };
}

let server: WebSocketServer;
let url: string;
let client: HostClient | undefined;
let links: ReturnType<typeof createLine<LinkState>>;
let snapshots: ReturnType<typeof createLine<Snapshot>>;
let crank: ReturnType<typeof createCrank>;
let pages: ReturnType<typeof createLine<WebSocket>>;

beforeEach(async () => {
  links = createLine();
  snapshots = createLine();
  pages = createLine();
  crank = createCrank();
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (page) => pages.push(page));
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/bridge`;
});

afterEach(async () => {
  client?.close();
  for (const page of server.clients) page.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function connect(): void {
  client = connectHost({
    url,
    onSnapshot: snapshots.push,
    onLink: links.push,
    clock: crank,
    openSocket: (to) => new WebSocket(to),
  });
}

async function connected(): Promise<WebSocket> {
  connect();
  const page = await pages.next();
  say(page, { kind: 'hello', bridge: bridgeVersion });
  assert.equal(await links.next(), 'up');
  return page;
}

function say(page: WebSocket, message: HostMessage): void {
  page.send(JSON.stringify(message));
}

test('a page that has just been loaded needs one snapshot, and its taps are answered by number', async () => {
  const page = await connected();
  say(page, { kind: 'snapshot', snapshot });
  // What is `undefined` does not cross the wire.
  const { overlay: _, notice: __, ...crossed } = snapshot;
  assert.deepEqual(await snapshots.next(), crossed);

  page.on('message', (data) => {
    const { id, command, input } = JSON.parse(String(data));
    assert.deepEqual(input, context);
    say(page, command === 'finish' ? { kind: 'heard', id } : { kind: 'not-heard', id, problem: { kind: 'stale' } });
  });
  assert.deepEqual(await Promise.all([client?.send('go-back', context), client?.send('finish', context)]), [
    { ok: false, problem: { kind: 'stale' } },
    { ok: true, value: 'heard' },
  ]);
});

test('a host that dies answers every open tap with link-down, and is found again', async () => {
  const page = await connected();
  const tap = client?.send('finish', context);
  page.terminate();
  assert.equal(await links.next(), 'down');
  assert.deepEqual(await tap, { ok: false, problem: { kind: 'link-down' } });
  assert.deepEqual(await client?.send('finish', context), { ok: false, problem: { kind: 'link-down' } });

  assert.deepEqual(crank.waiting(), [250]);
  crank.run();
  say(await pages.next(), { kind: 'hello', bridge: bridgeVersion });
  assert.equal(await links.next(), 'up');
});

test('a host that stays away is asked less and less often, and never less than every 3 s', async () => {
  server.on('connection', (page) => page.terminate());
  connect();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    assert.equal(await links.next(), 'down');
    waits.push(...crank.waiting());
    crank.run();
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 3000, 3000]);
  assert.equal(reconnectDelayMs(10_000), 3000);
});

test('a host that accepts and says nothing counts as away', async () => {
  connect();
  await pages.next();
  assert.deepEqual(crank.waiting(), [5000]);
  crank.run();
  assert.equal(await links.next(), 'down');
});

test('a host that hangs behind an open socket counts as away after 6 s; each word of it counts anew', async () => {
  const page = await connected();
  assert.deepEqual(crank.waiting(), [heartbeat.silentMs]);
  say(page, { kind: 'snapshot', snapshot });
  await snapshots.next();
  assert.deepEqual(crank.waiting(), [heartbeat.silentMs]);
  const tap = client?.send('finish', context);
  crank.run();
  assert.equal(await links.next(), 'down');
  assert.deepEqual(await tap, { ok: false, problem: { kind: 'link-down' } });
  // It is looked for again, though the old socket was never closed by the other side.
  assert.deepEqual(crank.waiting(), [250]);
  crank.run();
  say(await pages.next(), { kind: 'hello', bridge: bridgeVersion });
  assert.equal(await links.next(), 'up');
});

test('a page answers each ping at once, without a timer of its own', async () => {
  const page = await connected();
  const answers = createLine<string>();
  page.on('message', (data) => answers.push(String(data)));
  say(page, { kind: 'ping' });
  assert.equal(await answers.next(), pong);
  assert.deepEqual(crank.waiting(), [heartbeat.silentMs]);
});

test('a page that was taken over by a newer window stays away', async () => {
  (await connected()).close(closeCodes.takenOver);
  assert.equal(await links.next(), 'taken-over');
  assert.deepEqual(crank.waiting(), []);
});

test('a host of another version is not spoken to', async () => {
  connect();
  say(await pages.next(), { kind: 'hello', bridge: bridgeVersion + 1 });
  assert.equal(await links.next(), 'other-version');
  assert.deepEqual(await client?.send('finish', context), { ok: false, problem: { kind: 'link-down' } });
  assert.deepEqual(crank.waiting(), []);
});

test('noise on the port is ignored', async () => {
  const page = await connected();
  for (const noise of ['', 'nonsense', 'null', '[]', '{"kind":"__proto__"}', '{}']) page.send(noise);
  page.send(new Uint8Array([1, 2, 3]));
  say(page, { kind: 'snapshot', snapshot });
  assert.equal((await snapshots.next()).revision, 1);
});

test("Node's own WebSocket drives a check-in as a browser's does", async () => {
  client = connectHost({
    url,
    onSnapshot: snapshots.push,
    onLink: links.push,
    clock: crank,
    openSocket: (to) => new globalThis.WebSocket(to),
  });
  say(await pages.next(), { kind: 'hello', bridge: bridgeVersion });
  assert.equal(await links.next(), 'up');
});
