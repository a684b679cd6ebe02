import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, test } from 'vitest';
import { createWebServer } from './web-server.ts';
import type { HisEvent, HisState } from './words.ts';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const quiet: HisState = {
  mode: { kind: 'answer' },
  mllpPort: 7085,
  connections: 0,
  received: 0,
  once: false,
  httpPort: 3,
  fhir: { mode: { kind: 'answer' }, once: false, received: 0 },
  webhook: { mode: { kind: 'answer' }, once: false, received: 0 },
  repeated: 0,
  notUnderstood: 0,
};

/** The page's server before a hospital that notes what it is told to do. */
async function pageServer() {
  const told: unknown[] = [];
  const web = createWebServer({
    state: () => quiet,
    arrivals: () => [],
    alerts: () => [],
    people: () => [],
    acknowledge: () => false,
    setHttpMode: () => {},
    setMode: (mode) => told.push(mode),
    clear: () => told.push('clear'),
  });
  web.server.listen(0, '127.0.0.1');
  await once(web.server, 'listening');
  openThings.push(web.close);
  const address = web.server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { port: address.port, told, tell: web.tell };
}

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(port: number, { method = 'GET', path, headers = {}, body = '' }: Asked) {
  const asked = request({ host: '127.0.0.1', port, method, path, headers }).end(body);
  const [response] = await once(asked, 'response');
  return { status: response.statusCode as number, headers: response.headers, body: await text(response) };
}

test('the page needs nothing from outside and runs nothing that came in a message', async () => {
  const { port } = await pageServer();
  const page = await ask(port, { path: '/' });
  const font = await ask(port, { path: '/fonts/vietnamese-600.woff2' });
  assert.deepEqual([page.status, font.status, font.headers['content-type']], [200, 200, 'font/woff2']);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'; script-src 'self'/);
  assert.doesNotMatch(page.body, /<script(?![^>]*src=)|style="|https?:/);
  const scripts = new Set(['/page.ts']);
  for (const path of scripts) {
    const { status, headers, body } = await ask(port, { path });
    assert.deepEqual([path, status, headers['content-type']], [path, 200, 'text/javascript; charset=utf-8']);
    assert.doesNotMatch(body, /innerHTML|interface |: string|import type/);
    for (const [, imported] of body.matchAll(/from '\.(\/[^']+)'/g)) scripts.add(String(imported));
  }
  assert.equal(scripts.size, 7);
});

test('other names for this machine, other pages and unknown requests are refused', async () => {
  const { port, told } = await pageServer();
  const mode = '{"kind":"refuse-ae"}';
  const asked: readonly Asked[] = [
    { path: '/', headers: { host: `evil.example:${port}` } },
    { path: '/api/arrivals', headers: { host: `127.0.0.1.evil.example:${port}` } },
    { method: 'POST', path: '/api/mode', body: mode, headers: { origin: 'http://evil.example' } },
    { method: 'POST', path: '/api/clear', headers: { origin: 'null' } },
    { method: 'POST', path: '/api/mode', body: '{"kind":"explode"}' },
    { method: 'POST', path: '/api/mode', body: '{' },
    { method: 'POST', path: '/api/mode', body: `{"kind":"answer"${' '.repeat(2000)}}` },
    { path: '/../words.ts' },
    { path: '//' },
    { method: 'DELETE', path: '/api/arrivals' },
  ];
  const statuses = [];
  for (const one of asked) statuses.push((await ask(port, one)).status);
  assert.deepEqual(statuses, [403, 403, 403, 403, 400, 400, 400, 404, 404, 405]);
  assert.deepEqual(told, []);
  const own = await ask(port, {
    method: 'POST',
    path: '/api/mode',
    body: mode,
    headers: { origin: `http://127.0.0.1:${port}` },
  });
  assert.deepEqual([own.status, told], [204, [{ kind: 'refuse-ae' }]]);
});

test('an open page is told everything first, then each change, and everything again after clearing', async () => {
  const { port, told, tell } = await pageServer();
  const events = eventsFrom(await fetch(`http://127.0.0.1:${port}/events`));
  const heard = [(await events.next()).value];
  tell({ kind: 'state', state: { ...quiet, received: 1 } });
  heard.push((await events.next()).value);
  const cleared = await ask(port, { method: 'POST', path: '/api/clear' });
  heard.push((await events.next()).value);
  assert.deepEqual([cleared.status, told], [204, ['clear']]);
  assert.deepEqual(heard, [
    { kind: 'everything', state: quiet, arrivals: [], alerts: [] },
    { kind: 'state', state: { ...quiet, received: 1 } },
    { kind: 'everything', state: quiet, arrivals: [], alerts: [] },
  ]);
});

test('state and arrivals are there as JSON', async () => {
  const { port } = await pageServer();
  const [state, arrivals] = [await ask(port, { path: '/api/state' }), await ask(port, { path: '/api/arrivals' })];
  assert.deepEqual([JSON.parse(state.body), JSON.parse(arrivals.body)], [quiet, []]);
});

async function* eventsFrom(response: Response): AsyncGenerator<HisEvent> {
  assert.ok(response.body);
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part.slice('data: '.length)) as HisEvent;
  }
}
