import type { Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import WebSocket from 'ws';
import { freshPerson } from '../kiosk-on-trial.ts';
import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from '../tried.ts';
import { type HostOnTrial, servesOn } from './host-on-trial.ts';
import { connected } from './raw-http.ts';

/** The longest that any of them may hold a descriptor of the host. */
const closedWithinMs = 30_000;

interface SlowCaller {
  readonly did: string;
  readonly count: number;
  readonly first: (own: string, cookie: string) => string;
  /** Sent every half second, so that the line is never quite silent. */
  readonly drip?: string;
}

const callers: readonly [SlowCaller, ...SlowCaller[]] = [
  { did: '200 connections that say nothing', count: 200, first: () => '' },
  {
    did: '50 that never end their headers',
    count: 50,
    first: (own) => `GET / HTTP/1.1\r\nHost: ${own}\r\nX-A: `,
    drip: 'a',
  },
  {
    did: '50 that send one header after the other',
    count: 50,
    first: (own) => `GET / HTTP/1.1\r\nHost: ${own}\r\n`,
    drip: 'X-A: a\r\n',
  },
  {
    did: '50 that never end their body',
    count: 50,
    first: (own, cookie) =>
      `POST / HTTP/1.1\r\nHost: ${own}\r\nOrigin: http://${own}\r\nCookie: ${cookie}\r\nContent-Length: 900\r\n\r\n`,
    drip: 'a',
  },
  {
    did: '50 that keep an answered connection for ever',
    count: 50,
    first: (own) => `GET /healthz HTTP/1.1\r\nHost: ${own}\r\n\r\n`,
  },
];

/** Row 40: all of them at once; the host serves on meanwhile, and lets go of every one. */
export async function slowConnections(trial: HostOnTrial): Promise<Tries> {
  const own = `127.0.0.1:${trial.port}`;
  const cookie = await trial.cookie();
  const sockets = new Map<SlowCaller, readonly Socket[]>();
  const drips: (() => void)[] = [];
  for (const caller of callers) {
    const all = await Promise.all(Array.from({ length: caller.count }, () => connected(trial.port)));
    for (const socket of all) {
      socket.resume();
      const first = caller.first(own, cookie);
      if (first) socket.write(first);
    }
    const { drip } = caller;
    if (drip) drips.push(every(500, () => all.forEach((socket) => void (socket.destroyed || socket.write(drip)))));
    sockets.set(caller, all);
  }
  const startedAt = performance.now();
  const meanwhile = await attempt(
    'all of these at once',
    async () => undefined,
    () => servesOn(trial, freshPerson()),
  );
  const tried = await tryEach(callers, ({ did }) => {
    const all = sockets.get(callers.find((caller) => caller.did === did) ?? callers[0]) ?? [];
    return attempt(
      did,
      async () => undefined,
      () => closedInTime(() => all.filter(({ closed }) => !closed).length, startedAt),
    );
  });
  // Last, since it takes the place of the page that the check-in went through.
  const silentPage = await openSilentPage(trial);
  const silentSince = performance.now();
  const page = await attempt(
    'a page that answers nothing',
    async () => undefined,
    () => closedInTime(() => (silentPage.readyState === WebSocket.CLOSED ? 0 : 1), silentSince),
  );
  for (const stop of drips) stop();
  for (const socket of [...sockets.values()].flat()) socket.destroy();
  return [meanwhile, ...tried, page];
}

async function closedInTime(open: () => number, startedAt: number): Promise<Sight> {
  while (performance.now() - startedAt < closedWithinMs) {
    if (open() === 0)
      return nothingGained(`all closed after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
    await pass(100);
  }
  return gained(`${open()} are still open after ${closedWithinMs / 1_000} s`);
}

/** Hears the host's heartbeat and does not answer. */
async function openSilentPage(trial: HostOnTrial): Promise<WebSocket> {
  const own = `127.0.0.1:${trial.port}`;
  const headers = { cookie: await trial.cookie(), origin: `http://${own}` };
  const socket = new WebSocket(`ws://${own}/bridge`, { headers, autoPong: false });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('open', resolve));
  return socket;
}

function every(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
}
