import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { openTcp } from '../transport/tcp.ts';
import { heldByProcess, heldSince, stillHeld } from './held-by-process.bench.ts';
import { superviseLine } from './supervise-line.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A device made of memory: opens as it is told, and counts what is open. */
function createBench() {
  const clock = createHandCrankedClock();
  const said: string[] = [];
  const attempts: ((answer: Result<Transport, LineProblem>) => void)[] = [];
  const open: OpenTransport = () => new Promise((resolve) => attempts.push(resolve));
  const line = superviseLine({
    open,
    clock,
    random: () => 0.999_999,
    onOpen: () => said.push('open'),
    onLost: ({ kind }) => said.push(kind),
  });
  return { clock, said, attempts, line };
}

function createLine() {
  const lossListeners = new Set<(problem: LineProblem) => void>();
  const seen = { closed: 0, listeners: () => lossListeners.size };
  const transport: Transport = {
    write: async () => ok('taken'),
    onData: () => () => {},
    onLost(listener) {
      lossListeners.add(listener);
      return () => void lossListeners.delete(listener);
    },
    async close() {
      seen.closed += 1;
    },
  };
  const breakLine = () => {
    for (const tell of lossListeners) tell({ kind: 'lost' });
  };
  return { transport, seen, breakLine };
}

/** Lets everything run that only waits for promises. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test('while a device is not there, one attempt follows the other, later and later up to five seconds', async () => {
  const { clock, said, attempts, line } = createBench();
  const waitsMs: number[] = [];
  for (let failure = 1; failure <= 7; failure++) {
    attempts.at(-1)?.(problem({ kind: 'not-found' }));
    await settled();
    expect(attempts.length).toBe(failure);
    const before = clock.now();
    while (attempts.length === failure) {
      clock.advance(1);
      await settled();
    }
    waitsMs.push(clock.now() - before);
  }
  expect(waitsMs).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  expect(said).toEqual(Array(7).fill('not-found'));
  attempts.at(-1)?.(problem({ kind: 'not-found' }));
  await line.close();
  expect(clock.pending()).toBe(0);
});

test('after a line that stood for a while, the first retry is quick again', async () => {
  const { clock, said, attempts, line } = createBench();
  for (const kind of ['busy', 'busy', 'busy', 'busy'] as const) {
    attempts.at(-1)?.(problem({ kind }));
    await settled();
    clock.advance(5_000);
    await settled();
  }
  const { transport, seen, breakLine } = createLine();
  attempts.at(-1)?.(ok(transport));
  await settled();
  clock.advance(5_000);
  breakLine();
  await settled();
  const attemptsBefore = attempts.length;
  clock.advance(250);
  await settled();
  expect(attempts.length).toBe(attemptsBefore + 1);
  expect(said).toEqual(['busy', 'busy', 'busy', 'busy', 'open', 'lost']);
  expect({ closed: seen.closed, listeners: seen.listeners() }).toEqual({ closed: 1, listeners: 0 });
  attempts.at(-1)?.(problem({ kind: 'not-found' }));
  await line.close();
});

test('a device that breaks again at once is not opened in a loop', async () => {
  const { clock, attempts, line } = createBench();
  const waitsMs: number[] = [];
  for (let round = 1; round <= 4; round++) {
    const { transport, breakLine } = createLine();
    attempts.at(-1)?.(ok(transport));
    await settled();
    breakLine();
    await settled();
    const before = clock.now();
    while (attempts.length === round) {
      clock.advance(1);
      await settled();
    }
    waitsMs.push(clock.now() - before);
  }
  expect(waitsMs).toEqual([250, 500, 1000, 2000]);
  attempts.at(-1)?.(problem({ kind: 'not-found' }));
  await line.close();
});

test('closing during an attempt leaves nothing open and says nothing more', async () => {
  const { clock, said, attempts, line } = createBench();
  const { transport, seen } = createLine();
  const closed = line.close();
  attempts.at(-1)?.(ok(transport));
  await closed;
  expect({ said, closed: seen.closed, pending: clock.pending() }).toEqual({ said: [], closed: 1, pending: 0 });
});

test('closing while waiting for the next attempt ends at once', async () => {
  const { clock, attempts, line } = createBench();
  attempts.at(-1)?.(problem({ kind: 'not-found' }));
  await settled();
  await line.close();
  clock.advance(60_000);
  await settled();
  expect({ attempts: attempts.length, pending: clock.pending() }).toEqual({ attempts: 1, pending: 0 });
});

test('a line that breaks before its driver has finished opening is opened again', async () => {
  const clock = createHandCrankedClock();
  const lines = [createLine(), createLine()];
  let opened = 0;
  const line = superviseLine({
    open: async () => ok((lines[opened] ?? createLine()).transport),
    clock,
    random: () => 0,
    onOpen() {
      opened += 1;
      if (opened === 1) lines[0]?.breakLine();
    },
    onLost: () => {},
  });
  await settled();
  clock.advance(250);
  await settled();
  expect(opened).toBe(2);
  await line.close();
  expect(lines.map(({ seen }) => seen.closed)).toEqual([1, 1]);
});

test('a device server that goes and comes back 72 times costs no handle, no file descriptor, no listener, no timer and no memory', async () => {
  const clock = createHandCrankedClock();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  cleanUps.push(() => server.close());
  const port = await listen(server);
  let opened = 0;
  let listening = 0;
  const transports: WeakRef<Transport>[] = [];
  const openCounted = countListeners(
    openTcp({ host: '127.0.0.1', port }, clock),
    (transport) => transports.push(new WeakRef(transport)),
    (change) => {
      listening += change;
    },
  );
  const line = superviseLine({
    open: openCounted,
    clock,
    random: () => 0,
    onOpen() {
      opened += 1;
    },
    onLost: () => {},
  });

  await turnsUntil(() => opened === 1 && sockets.size === 1);
  const heldOnce = heldByProcess();
  expect(listening).toBe(1);
  for (let round = 1; round <= 72; round++) {
    for (const socket of sockets) socket.destroy();
    await turnsUntil(() => {
      clock.advance(10);
      return opened === round + 1 && sockets.size === 1;
    });
  }
  // The one timer waits to call the line sound, the one listener for its loss.
  expect({ opened, timers: clock.pending(), listening, held: await heldSince(heldOnce) }).toEqual({
    opened: 73,
    timers: 1,
    listening: 1,
    held: { handles: 0, descriptors: 0 },
  });
  expect([transports.length, await stillHeld(transports)]).toEqual([73, 1]);
  await line.close();
  await turnsUntil(() => sockets.size === 0);
  // Both ends of the one connection.
  const without = { handles: heldOnce.handles - 2, descriptors: Math.max(0, heldOnce.descriptors - 2) };
  expect({ timers: clock.pending(), listening, held: await heldSince(without) }).toEqual({
    timers: 0,
    listening: 0,
    held: { handles: 0, descriptors: 0 },
  });
});

/** Turns of the event loop, in which sockets make progress; ends by the runner's limit at the latest. */
async function turnsUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

function countListeners(
  open: OpenTransport,
  note: (transport: Transport) => void,
  count: (change: 1 | -1) => void,
): OpenTransport {
  return async () => {
    const opened = await open();
    if (!opened.ok) return opened;
    const { onLost } = opened.value;
    note(opened.value);
    return ok({
      ...opened.value,
      onLost(listener: (problem: LineProblem) => void) {
        count(1);
        const unsubscribe = onLost(listener);
        return () => {
          count(-1);
          unsubscribe();
        };
      },
    });
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}

test('a line that its driver gives up is lost at once and opened anew', async () => {
  const { clock, said, attempts, line } = createBench();
  line.reopen();
  expect(said).toEqual([]);
  const [first, second] = [createLine(), createLine()];
  attempts[0]?.(ok(first.transport));
  await settled();
  line.reopen();
  line.reopen();
  expect(said).toEqual(['open', 'lost']);
  await settled();
  expect([first.seen.closed, first.seen.listeners()]).toEqual([1, 0]);
  clock.advance(5_000);
  await settled();
  attempts[1]?.(ok(second.transport));
  await settled();
  expect(said).toEqual(['open', 'lost', 'open']);
  await line.close();
});
