import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { type DockServer, type DockSettings, openDockServer } from './dock-server.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const scannerState = { kind: 'barcode-scanner', pluggedIn: true, connections: 1, cards: [] };

interface ControlPort {
  readonly url: URL;
  readonly done: string[];
  readonly eventStreams: Set<ServerResponse>;
}

/** Speaks the control protocol of drivers/contract/simulator.ts and remembers what it was told. */
async function openControlPort(): Promise<ControlPort> {
  const done: string[] = [];
  const eventStreams = new Set<ServerResponse>();
  const server = createServer(async (asked, answer) => {
    if (asked.url === '/do') {
      let body = '';
      for await (const part of asked) body += part;
      done.push(body);
      answer.writeHead(body.includes('gone') ? 400 : 204).end();
    } else if (asked.url === '/events') {
      answer.writeHead(200, { 'content-type': 'text/html', 'x-own': 'header' });
      answer.write(`data: ${JSON.stringify(scannerState)}\n\n`);
      eventStreams.add(answer);
      answer.on('close', () => eventStreams.delete(answer));
    } else if (asked.url === '/paper/1.png') {
      answer.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.from([0x89, 0x50]));
    } else {
      answer.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), done, eventStreams };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dock-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function openDock(settings: Partial<DockSettings>): Promise<DockServer> {
  const pageDir = temporaryFolder();
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html>the dock');
  const dock = await openDockServer({
    port: 0,
    simulators: {},
    kioskUrl: undefined,
    hospitalUrl: undefined,
    launchSocket: undefined,
    pageDir,
    ...settings,
  });
  cleanUps.push(() => dock.close());
  return dock;
}

function post(dock: DockServer, path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, dock.url), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', origin: dock.url.origin, ...headers },
  });
}

test('a scan in the dock reaches the scanner word for word, the scanner says what it does not understand, and what is no action is refused', async () => {
  const scanner = await openControlPort();
  const dock = await openDock({ simulators: { 'barcode-scanner': scanner.url } });
  const bodies = ['{"do":"scan","cardId":"old"}', '{"do":"scan","cardId":"gone"}', '"unplug"', '{"do":'];
  const statuses: number[] = [];
  for (const body of bodies) statuses.push((await post(dock, '/api/devices/barcode-scanner/do', body)).status);
  statuses.push((await post(dock, '/api/devices/ticket-printer/do', '{"do":"unplug"}')).status);
  statuses.push((await post(dock, '/api/devices/constructor/do', '{"do":"unplug"}')).status);
  statuses.push((await post(dock, '/api/devices/barcode-scanner/do', 'x'.repeat(100_000))).status);

  assert.deepEqual(statuses, [204, 400, 400, 400, 404, 404, 413]);
  assert.deepEqual(scanner.done, bodies.slice(0, 2));
});

test('states arrive as events, and when the page goes away the simulator is let go', async () => {
  const scanner = await openControlPort();
  const dock = await openDock({ simulators: { 'barcode-scanner': scanner.url } });
  const page = new AbortController();

  const answer = await fetch(new URL('/api/devices/barcode-scanner/events', dock.url), { signal: page.signal });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  const [stream] = scanner.eventStreams;
  assert.ok(stream && value);
  const gone = once(stream, 'close');
  page.abort();
  await gone;

  assert.deepEqual(
    { type: answer.headers.get('content-type'), own: answer.headers.get('x-own'), said: Buffer.from(value).toString() },
    { type: 'text/event-stream', own: null, said: `data: ${JSON.stringify(scannerState)}\n\n` },
  );
});

test('a ticket is a picture whatever the simulator calls it, and no path reaches anything else of the simulator', async () => {
  const printer = await openControlPort();
  const dock = await openDock({ simulators: { 'ticket-printer': printer.url } });
  const paths = ['/paper/1.png', '/paper/2.png', '/paper/..%2Fdo.png', '/paper/1e3.png', '/paper/-1.png'];
  const answers = await Promise.all(paths.map((path) => fetch(new URL(path, dock.url))));
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers.get('content-type')?.split(';')[0]]),
    [
      [200, 'image/png'],
      [404, 'application/json'],
      [404, 'application/json'],
      [404, 'application/json'],
      [404, 'application/json'],
    ],
  );
});

test('a simulator that is not there is a 502, not a hanging page', async () => {
  const nobody = new URL('http://127.0.0.1:9');
  const dock = await openDock({ simulators: { 'barcode-scanner': nobody, 'ticket-printer': nobody } });
  const answers = await Promise.all([
    fetch(new URL('/api/devices/barcode-scanner/state', dock.url)),
    fetch(new URL('/paper/1.png', dock.url)),
    post(dock, '/api/devices/ticket-printer/do', '{"do":"unplug"}'),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [502, 502, 502],
  );
});

test('pages from elsewhere are refused: by another name of this machine, by a foreign form, by a link to the kiosk', async () => {
  const scanner = await openControlPort();
  const dock = await openDock({
    simulators: { 'barcode-scanner': scanner.url },
    kioskUrl: new URL('http://127.0.0.1:7070/'),
  });
  const unplug = '{"do":"unplug"}';
  const path = '/api/devices/barcode-scanner/do';
  assert.deepEqual(
    [
      await statusWithHost(dock, 'kiosk.example:80'),
      (await post(dock, path, unplug, { origin: 'http://evil.example' })).status,
      (
        await fetch(new URL(path, dock.url), {
          method: 'POST',
          body: unplug,
          headers: { 'content-type': 'application/json' },
        })
      ).status,
      (await post(dock, path, unplug, { 'content-type': 'text/plain' })).status,
      (
        await fetch(new URL('/open-kiosk', dock.url), {
          headers: { 'sec-fetch-site': 'cross-site' },
          redirect: 'manual',
        })
      ).status,
    ],
    [421, 403, 403, 400, 403],
  );
  assert.deepEqual(scanner.done, []);
});

function statusWithHost(dock: DockServer, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(dock.url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('the page comes with a policy that lets nothing in but its own files', async () => {
  const dock = await openDock({ hospitalUrl: new URL('http://127.0.0.1:7086/') });
  const page = await fetch(dock.url);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.deepEqual(
    {
      status: page.status,
      text: await page.text(),
      strict: /^default-src 'none';/.test(policy),
      loose: /unsafe|data:|https?:|\*/.test(policy),
    },
    { status: 200, text: '<!doctype html>the dock', strict: true, loose: false },
  );
  assert.deepEqual(await (await fetch(new URL('/api/dock', dock.url))).json(), {
    kinds: [],
    hospitalUrl: 'http://127.0.0.1:7086/',
  });
});

async function openLaunchSocket(line: string): Promise<string> {
  const path = join(temporaryFolder(), 'launch.sock');
  let tokens = 0;
  const server = createSocketServer((socket) => {
    // Who asks may hang up before all is said.
    socket.on('error', () => undefined);
    tokens += 1;
    socket.end(line.replace('#', String(tokens)));
  });
  server.listen(path);
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return path;
}

test('"open kiosk" goes to a fresh window each time, says when no host runs, and goes nowhere but to this machine', async () => {
  const opened = async (launchSocket: string) => {
    const dock = await openDock({ launchSocket });
    const answers = [];
    for (let time = 0; time < 2; time += 1) {
      const { status, headers } = await fetch(new URL('/open-kiosk', dock.url), { redirect: 'manual' });
      answers.push([status, headers.get('location')]);
    }
    return answers;
  };
  assert.deepEqual(
    [
      await opened(await openLaunchSocket('http://127.0.0.1:7070/?token=#\n')),
      await opened(await openLaunchSocket('https://evil.example/?token=#\n')),
      await opened(join(temporaryFolder(), 'nobody.sock')),
    ],
    [
      [
        [303, 'http://127.0.0.1:7070/?token=1'],
        [303, 'http://127.0.0.1:7070/?token=2'],
      ],
      [
        [503, null],
        [503, null],
      ],
      [
        [503, null],
        [503, null],
      ],
    ],
  );
});
