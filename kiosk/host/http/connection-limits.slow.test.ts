import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { ConnectionLimits } from '#kiosk/web/connection-limits.ts';
import { createLaunchPass } from './launch-pass.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { servePage } from './serve-page.ts';

/** Short, so that no test waits long: what holds in half a second holds in five. */
const short: ConnectionLimits = {
  headersMs: 300,
  requestMs: 400,
  keepAliveMs: 200,
  stuckMs: 400,
  lookEveryMs: 50,
  closeMs: 100,
  mostSockets: 12,
  mostOfOneAddress: 8,
};

const muchBytes = 32_000_000;

let pageDir: string;
let server: LoopbackServer;
let sockets: Socket[];

beforeEach(async () => {
  pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-limits-'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>kiosk</title>');
  sockets = [];
  const opened = await servePage({
    listen: { host: '127.0.0.1', port: 0 },
    cookieName: 'tiep-don-kiosk-1',
    pageDir,
    pass: createLaunchPass({
      cookieKey: randomBytes(32),
      randomBytes,
      clock: machineClock,
    }),
    connectPage: (link) => {
      link.send('welcome');
      // What the bridge does with a page that stays silent.
      return { receive: (text) => text === 'go' && link.close(4002), disconnected: () => undefined };
    },
    health: () => ({ status: 'ok' }),
    // More than the kernel holds for somebody who does not read.
    metrics: async () => ({ contentType: 'text/plain', text: 'x'.repeat(muchBytes) }),
    limits: short,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  server = opened.value;
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
  rmSync(pageDir, { recursive: true });
});

async function dial(said = '', from = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port, localAddress: from });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(said);
  return socket;
}

/** Reads, so that it is noticed when the other side ends. */
async function closed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  // Also one that is reset while a byte is on its way: that is an end like any other.
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

/** On a line of its own each time: one that is kept may be closed for its age at the very moment at which it is asked. */
const isServing = async () =>
  (await fetch(`http://127.0.0.1:${server.port}/healthz`, { headers: { connection: 'close' } })).status === 200;

/** A byte now and then, for as long as the other side listens. */
function dribble(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? 'x'), 40);
  socket.once('close', () => clearInterval(timer));
}

describe('sockets that are slow, silent or too many are closed, and the page is served on', () => {
  test.each([
    ['says nothing at all', '', undefined],
    ['stops in the middle of its headers', 'GET /healthz HTTP/1.1\r\nHost: 127.0', undefined],
    ['sends one header byte after the other (slowloris)', 'GET /healthz HTTP/1.1\r\n', 'x-slow: yes\r\n'],
    [
      'sends one body byte after the other',
      'POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n',
      'x',
    ],
  ])('one that %s', async (_name, said, dribbled) => {
    const socket = await dial(said);
    if (dribbled) dribble(socket, dribbled);
    const end = closed(socket);
    expect(await isServing()).toBe(true);
    await end;
    expect(await isServing()).toBe(true);
  });

  test('one that asked once and then stays', async () => {
    const socket = await dial(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    expect(await closed(socket)).toContain('200 OK');
  });

  test('one that asks for much and reads nothing', async () => {
    const socket = await dial();
    socket.write(`GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    await new Promise<void>((resolve) => setTimeout(resolve, 10 * short.stuckMs));
    expect((await closed(socket)).length).toBeLessThan(muchBytes);
    expect(await isServing()).toBe(true);
  });

  test('hoards of them, from one address and from many: whoever comes last is served', async () => {
    for (let each = 0; each < 4 * short.mostSockets; each += 1) await dial('', `127.0.0.${2 + (each % 9)}`);
    expect(await isServing()).toBe(true);
    for (let each = 0; each < 4 * short.mostOfOneAddress; each += 1) await dial();
    expect(await isServing()).toBe(true);
    const open = sockets.filter((socket) => !socket.closed && !socket.destroyed && !socket.readableEnded);
    await Promise.all(open.map(closed));
  });

  test('a linked page is not among them: it stays while others come and go', async () => {
    const page = await link();
    for (let each = 0; each < 4 * short.mostSockets; each += 1) await dial();
    await new Promise<void>((resolve) => setTimeout(resolve, short.stuckMs + 100));
    expect(page.readyState).toBe(WebSocket.OPEN);
    page.terminate();
  });

  test('a page that is told to go and does not answer is hung up on', async () => {
    const page = await link();
    page.send('go');
    // A page that hangs reads nothing, not even that it shall close.
    page.pause();
    const raw = (page as unknown as { readonly _socket: Socket })._socket;
    raw.resume();
    raw.removeAllListeners('data');
    await once(raw, 'end');
    page.terminate();
  });
});

test('a request with two host names is refused, whichever comes first', async () => {
  const ours = `127.0.0.1:${server.port}`;
  for (const hosts of [
    [ours, 'evil.example'],
    ['evil.example', ours],
    [ours, ours],
  ]) {
    const named = hosts.map((host, at) => `${at === 0 ? 'Host' : 'hOsT'}: ${host}\r\n`).join('');
    const answer = await closed(await dial(`GET /healthz HTTP/1.1\r\n${named}Connection: close\r\n\r\n`));
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    expect(answer).not.toContain('"status"');
  }
});

test('a page may ask the browser for nothing, and shares nothing with pages of elsewhere', async () => {
  const { headers } = await fetch(`http://127.0.0.1:${server.port}/healthz`);
  for (const feature of ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'clipboard-read', 'fullscreen'])
    expect(headers.get('permissions-policy')).toContain(`${feature}=()`);
  expect([
    headers.get('cross-origin-opener-policy'),
    headers.get('cross-origin-resource-policy'),
    headers.get('cross-origin-embedder-policy'),
  ]).toEqual(['same-origin', 'same-origin', 'require-corp']);
});

async function link(): Promise<WebSocket> {
  const launch = new URL(server.newLaunchUrl());
  const launched = await fetch(launch, { redirect: 'manual' });
  const cookie = launched.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const page = new WebSocket(`ws://${launch.host}/bridge`, { headers: { cookie, origin: launch.origin } });
  await once(page, 'message');
  return page;
}
