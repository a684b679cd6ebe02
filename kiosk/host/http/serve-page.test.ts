import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import { createLaunchPass, launchTokenLifeMs } from './launch-pass.ts';
import { openLaunchSocket } from './launch-socket.ts';
import type { LoopbackServer } from './loopback-server.ts';
import { servePage } from './serve-page.ts';

const clock = createHandCrankedClock();
const passWith = (cookieKey: Uint8Array) => createLaunchPass({ cookieKey, randomBytes, clock });
const pass = passWith(randomBytes(32));
let pageDir: string;
let server: LoopbackServer;
let received: string[];

beforeEach(async () => {
  pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-page-'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>kiosk</title>');
  received = [];
  const opened = await servePage({
    listen: { host: '127.0.0.1', port: 0 },
    cookieName: 'tiep-don-kiosk-1',
    pageDir,
    pass,
    connectPage: (link) => {
      link.send('welcome');
      return { receive: (text) => void received.push(text), disconnected: () => undefined };
    },
    health: () => ({ status: 'ok' }),
    metrics: async () => ({ contentType: 'text/plain', text: 'tiepdon_in_service 1\n' }),
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  server = opened.value;
});

afterEach(async () => {
  await server.close();
  rmSync(pageDir, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** node:http rather than fetch: a test of the Host header must be able to set it. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).on('error', reject);
  });
}

async function openPage(): Promise<{
  readonly launchPath: string;
  readonly cookie: string;
  readonly launched: Answer;
}> {
  const url = new URL(server.newLaunchUrl());
  const launched = await ask(url.pathname + url.search);
  const [setCookie = ''] = launched.headers['set-cookie'] ?? [];
  return { launchPath: url.pathname + url.search, cookie: setCookie.split(';')[0] ?? '', launched };
}

function socketOutcome(headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/bridge`, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(`refused ${response.statusCode}`));
    socket.on('message', (data) => {
      socket.close();
      resolve(String(data));
    });
    socket.on('error', () => undefined);
  });
}

describe('the patient page (loopback is not trust)', () => {
  test('opens once with a launch address, which leaves a cookie that no script can read and a clean URL', async () => {
    const { launched, launchPath, cookie } = await openPage();
    expect([launched.status, launched.headers.location]).toEqual([303, '/']);
    expect(String(launched.headers['set-cookie'])).toMatch(
      /^tiep-don-kiosk-1-\d+=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await ask(launchPath)).status).toBe(403);
    const page = await ask('/', { cookie });
    expect([page.status, page.body]).toEqual([200, '<!doctype html><title>kiosk</title>']);
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  test('may load nothing from elsewhere, run nothing inline, and open no window, dialog or download', async () => {
    const { cookie } = await openPage();
    const { headers } = await ask('/', { cookie });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none';sandbox allow-scripts allow-same-origin",
    );
    expect([headers['x-content-type-options'], headers['referrer-policy']]).toEqual(['nosniff', 'no-referrer']);
  });

  test.each([
    ['without a cookie', '/', {}, 403],
    ['with a forged cookie', '/', { cookie: 'tiep-don-kiosk-1=a.b' }, 403],
    ['with a wrong token', '/?token=guess', {}, 403],
    ['under a foreign host name (DNS rebinding)', '/healthz', { host: 'evil.example' }, 421],
    ["from another page's script", '/healthz', { origin: 'http://evil.example' }, 403],
    ['for a file outside the page', '/..%2f..%2fetc/passwd', {}, 403],
  ] as const)('is refused %s', async (_name, path, headers, status) => {
    expect((await ask(path, headers)).status).toBe(status);
  });

  test('gives health and metrics to this machine without a cookie', async () => {
    expect(JSON.parse((await ask('/healthz')).body)).toEqual({ status: 'ok' });
    expect((await ask('/metrics', { host: `localhost:${server.port}` })).body).toBe('tiepdon_in_service 1\n');
  });

  test('links its WebSocket only with the cookie and from its own origin', async () => {
    const { cookie } = await openPage();
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await socketOutcome({ cookie, origin })).toBe('welcome');
    expect(await socketOutcome({ cookie })).toBe('refused 403');
    expect(await socketOutcome({ cookie, origin: 'http://evil.example' })).toBe('refused 403');
    expect(await socketOutcome({ origin })).toBe('refused 403');
  });

  test('on a busy port is one named problem', async () => {
    const second = await servePage({
      listen: { host: '127.0.0.1', port: server.port },
      cookieName: 'tiep-don-kiosk-2',
      pageDir,
      pass,
      connectPage: () => ({ receive: () => undefined, disconnected: () => undefined }),
      health: () => ({}),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
    });
    expect(second).toEqual({ ok: false, problem: { kind: 'port-busy' } });
  });
});

test('a page that is open survives a restart of the host: the cookie is valid under the same key only', () => {
  const key = randomBytes(32);
  const cookie = passWith(key).newCookie();
  expect(passWith(key).isValidCookie(cookie)).toBe(true);
  expect(passWith(randomBytes(32)).isValidCookie(cookie)).toBe(false);
});

test("a restarted window gets a fresh launch address through a socket that only the kiosk's user may open", async () => {
  const path = join(pageDir, 'launch.sock');
  const socket = await openLaunchSocket(path, { newLaunchUrl: server.newLaunchUrl, onWindowOpening: () => {} });
  const line = await new Promise<string>((resolve) => {
    let text = '';
    connect(path)
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('end', () => resolve(text));
  });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const url = new URL(line.trim());
  expect((await ask(url.pathname + url.search)).status).toBe(303);
  await socket?.close();
  const parts = { newLaunchUrl: server.newLaunchUrl, onWindowOpening: () => {} };
  expect(await openLaunchSocket(join('/', 'long'.repeat(40)), parts)).toBeUndefined();
});

test('an address that nobody opened within a minute is dead, whoever found it', async () => {
  const { pathname, search } = new URL(server.newLaunchUrl());
  const later = new URL(server.newLaunchUrl());
  clock.advance(launchTokenLifeMs);
  expect((await ask(pathname + search)).status).toBe(303);
  clock.advance(1);
  expect((await ask(later.pathname + later.search)).status).toBe(403);
});

test('the owner of the window says why it opens it, and whoever says anything else or nothing gets an address too', async () => {
  const path = join(pageDir, 'launch.sock');
  const openings: WindowOpening[] = [];
  const socket = await openLaunchSocket(path, {
    newLaunchUrl: server.newLaunchUrl,
    onWindowOpening: (why) => openings.push(why),
  });
  const said = ['window page-crashed\n', 'window gone-fishing\n', `${'x'.repeat(9000)}\n`, 'window page-left', ''];
  const answers: string[] = [];
  for (const line of said) {
    answers.push(
      await new Promise<string>((resolve) => {
        let text = '';
        const caller = connect(path).on('data', (chunk) => {
          text += chunk;
        });
        caller.on('close', () => resolve(text));
        caller.on('error', () => {});
        if (line) caller.write(line);
      }),
    );
  }
  await socket?.close();
  expect(openings).toEqual(['page-crashed']);
  expect(answers.map((answer) => URL.parse(answer.trim())?.searchParams.get('token')?.length)).toEqual(
    said.map(() => 43),
  );
});
