import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { OnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { serveControl } from './serve-control.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A simulated lamp: it is on or off. */
async function createLamp() {
  let on = false;
  const listeners = new Set<() => void>();
  const server = await serveControl({
    port: 0,
    state: () => ({ on }),
    actionSchema: z.strictObject({ do: z.literal('switch'), on: z.boolean() }),
    act(action) {
      on = action.on;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    files: async (path) =>
      path === '/paper/1.png' ? { contentType: 'image/png', bytes: Uint8Array.of(1, 2, 3) } : undefined,
  });
  cleanUps.push(server.close);
  return { server, listeners, url: `http://127.0.0.1:${server.port}` };
}

function post(url: string, body: string): Promise<Response> {
  return fetch(`${url}/do`, { method: 'POST', body });
}

test('a developer switches, sees the state and follows every change', async () => {
  const { url } = await createLamp();
  expect(await (await fetch(`${url}/state`)).json()).toEqual({ on: false });
  const events = await fetch(`${url}/events`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('data: {"on":false}\n\n');
  expect((await post(url, '{"do":"switch","on":true}')).status).toBe(204);
  expect((await reader?.read())?.value).toBe('data: {"on":true}\n\n');
  expect(await (await fetch(`${url}/state`)).json()).toEqual({ on: true });
  await reader?.cancel();
});

test('what is not understood changes nothing', async () => {
  const { url } = await createLamp();
  const bodies = [
    '',
    'nonsense',
    '{"do":"switch"}',
    '{"do":"switch","on":true,"by":"me"}',
    '[1]',
    'x'.repeat(65 * 1024),
  ];
  const statuses = await Promise.all(bodies.map(async (body) => (await post(url, body)).status));
  expect(statuses).toEqual([400, 400, 400, 400, 400, 413]);
  const others = [
    await fetch(`${url}/state`, { method: 'DELETE' }),
    await fetch(`${url}/do`),
    await fetch(`${url}/paper/2.png`),
  ];
  expect(others.map((response) => response.status)).toEqual([405, 405, 404]);
  expect(await (await fetch(`${url}/state`)).json()).toEqual({ on: false });
});

test('a picture of the paper is served as it is', async () => {
  const { url } = await createLamp();
  const response = await fetch(`${url}/paper/1.png`);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
});

test('a page from elsewhere and a name that only points here are refused, this machine under its names is not', async () => {
  const { server } = await createLamp();
  const asked = [
    { host: `127.0.0.1:${server.port}` },
    { host: `localhost:${server.port}`, origin: 'http://localhost:7070' },
    { host: `[::1]:${server.port}` },
    { host: 'evil.example' },
    { host: `127.0.0.1.evil.example:${server.port}` },
    { host: `127.0.0.1:${server.port}`, origin: 'https://evil.example' },
    { host: `127.0.0.1:${server.port}`, origin: 'null' },
  ];
  const statuses: (number | undefined)[] = [];
  for (const headers of asked) statuses.push(await statusWith(server, headers));
  expect(statuses).toEqual([200, 200, 200, 403, 403, 403, 403]);
});

test('a follower that goes away in the middle, or an action that breaks off, leaves nothing behind', async () => {
  const { server, listeners, url } = await createLamp();
  const follower = connect(server.port, '127.0.0.1');
  follower.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(follower, 'data');
  expect(listeners.size).toBe(1);
  follower.resetAndDestroy();
  while (listeners.size > 0) await new Promise((resolve) => setImmediate(resolve));

  const halfAction = connect(server.port, '127.0.0.1');
  halfAction.write('POST /do HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"do":');
  await once(halfAction, 'connect');
  halfAction.resetAndDestroy();
  expect((await fetch(`${url}/state`)).status).toBe(200);
});

function statusWith(server: OnLoopback, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: server.port, path: '/state', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject);
    asking.end();
  });
}
