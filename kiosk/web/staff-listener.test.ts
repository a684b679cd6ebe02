import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { connect, type LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok, problem } from '#config/agreements/result.ts';
import { ownCertificate } from './certificate.ts';
import type { Route } from './routes.ts';
import { createSessions, type Sessions, type SignedInPerson } from './sessions.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { openStaffListener, type StaffListener, type StaffListenerParts } from './staff-listener.ts';

type Role = 'technician' | 'supervisor';
const lan: SignedInPerson<Role> = { kind: 'person', id: 'a1', name: 'Lan Thử', roles: ['technician'] };
const boss: SignedInPerson<Role> = { kind: 'person', id: 'b2', name: 'Minh Thử', roles: ['supervisor'] };

let clock: HandCrankedClock;
let sessions: Sessions<Role>;
let listener: StaffListener;
let folder: string;
let bugs: unknown[];
let heard: string[];
let isSetUp: boolean;

const routes = (): readonly Route<Role>[] => [
  ...signInRoutes<Role>({
    signIn: async ({ name, secret }) => {
      const person = [lan, boss].find((each) => each.name === name);
      return person && secret === '271828' ? ok(person) : problem({ kind: 'wrong' });
    },
    offerSetUpCode: (typed) => (isSetUp && typed === 'ABCD-1234' ? ok(undefined) : problem({ kind: 'wrong' })),
  }),
  { kind: 'file', access: 'anybody', path: '/sign-in', folder, file: 'sign-in.html' },
  { kind: 'files', access: 'anybody', folder: join(folder, 'assets'), under: '/assets/' },
  { kind: 'files', access: 'technician', folder: join(folder, 'inside'), under: '/inside/' },
  { kind: 'file', access: 'technician', path: '/overview', folder, file: 'overview.html' },
  {
    kind: 'answer',
    access: 'set-up',
    method: 'POST',
    path: '/api/first-person',
    handle: () => ({ did: 'first person' }),
  },
  {
    kind: 'answer',
    access: 'technician',
    method: 'GET',
    path: '/api/state',
    isPolling: true,
    handle: ({ who }) => ({ secret: 'state', of: who.name }),
  },
  { kind: 'answer', access: 'technician', method: 'GET', path: '/api/look', handle: () => ({ secret: 'look' }) },
  {
    kind: 'answer',
    access: 'technician',
    method: 'POST',
    path: '/api/act',
    handle: ({ body, reply }) => {
      heard.push(JSON.stringify(body));
      return reply.code(204).send();
    },
  },
  {
    kind: 'answer',
    access: 'supervisor',
    method: 'DELETE',
    path: '/api/people/:id',
    handle: ({ params, reply }) => {
      heard.push(`deleted ${params.id}`);
      return reply.code(204).send();
    },
  },
  {
    kind: 'answer',
    access: 'technician',
    method: 'GET',
    path: '/api/bug',
    handle: () => {
      throw new Error('what stands in a bug');
    },
  },
  {
    kind: 'socket',
    access: 'technician',
    path: '/live',
    connect: (link, who) => {
      link.send(`welcome ${who.name}`);
      return { receive: (text) => heard.push(text), disconnected: () => heard.push('gone') };
    },
  },
];

async function open(more: Partial<StaffListenerParts<Role>> = {}): Promise<StaffListener> {
  const opened = await openStaffListener<Role>({
    listen: { host: '127.0.0.1', port: 0 },
    cookieName: 'tiep-don-console-k1',
    sessions,
    mayAct: (held, needed) => held.includes(needed) || held.includes('supervisor'),
    routes: routes(),
    clock,
    onBug: (error) => bugs.push(error),
    ...more,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return opened.value;
}

beforeEach(async () => {
  clock = createHandCrankedClock();
  sessions = createSessions<Role>({ clock, randomBytes });
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-web-'));
  for (const name of ['assets', 'inside', 'secret']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'sign-in.html'), 'the form');
  writeFileSync(join(folder, 'overview.html'), 'secret overview');
  writeFileSync(join(folder, 'assets', 'page.js'), '1');
  writeFileSync(join(folder, 'assets', '.hidden'), 'secret dot');
  writeFileSync(join(folder, 'inside', 'plan.txt'), 'secret plan');
  writeFileSync(join(folder, 'secret', 'key.pem'), 'secret key');
  bugs = [];
  heard = [];
  isSetUp = false;
  listener = await open();
});

afterEach(async () => {
  await listener.close();
  rmSync(folder, { recursive: true });
});

interface Signed {
  readonly cookie: string;
  readonly token: string;
}

function ask(path: string, { method = 'GET', body, signed, headers = {} }: Asking = {}): Promise<Response> {
  return fetch(`${listener.origin}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(method === 'GET' ? {} : { origin: listener.origin }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(signed ? { cookie: signed.cookie, 'x-csrf-token': signed.token } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

interface Asking {
  readonly method?: string;
  readonly body?: unknown;
  readonly signed?: Signed;
  readonly headers?: Readonly<Record<string, string>>;
}

async function signedIn(name = lan.name, cookie = ''): Promise<Signed> {
  const answer = await ask('/api/sign-in', { method: 'POST', body: { name, pin: '271828' }, headers: { cookie } });
  expect(answer.status).toBe(200);
  const me = (await answer.json()) as { csrfToken: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', token: me.csrfToken };
}

/** What a program may write that is no browser: the first line and every header as given. */
async function raw(lines: readonly string[], body = ''): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: listener.port });
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  await once(socket, 'close');
  return text;
}

const host = () => `Host: 127.0.0.1:${listener.port}`;

describe('without a session', () => {
  test('nothing answers but what is there for anybody, whatever method and address a crawler tries', async () => {
    const paths = [
      '/',
      '/overview',
      '/api/me',
      '/api/state',
      '/api/look',
      '/api/act',
      '/api/people/1',
      '/api/first-person',
    ];
    const more = [
      '/inside/',
      '/inside/plan.txt',
      '/live',
      '/nowhere',
      '/api/',
      '/healthz',
      '/metrics',
      '/assets/../overview',
    ];
    for (const path of [...paths, ...more])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) {
        const answer = await ask(path, { method, headers: { origin: listener.origin } });
        const text = await answer.text();
        expect([answer.status, method, path, text.includes('secret')]).toEqual([401, method, path, false]);
      }
    expect(heard).toEqual([]);
  });

  test('whoever opens an address in a browser is sent to the sign-in page, and what exists looks like what does not', async () => {
    for (const path of ['/', '/overview', '/nowhere', '/api/state']) {
      const answer = await raw([`GET ${path} HTTP/1.1`, host(), 'Sec-Fetch-Mode: navigate', 'Connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 303 .*\r\nlocation: \/sign-in\r\n.*\r\n\r\n$/s);
    }
    expect(await (await ask('/sign-in')).text()).toBe('the form');
    expect((await ask('/assets/page.js')).status).toBe(200);
  });

  test('a socket is not opened', async () => {
    await expect(link({ cookie: '' })).rejects.toThrow('401');
    await expect(link({ cookie: `tiep-don-console-k1-${listener.port}=${'A'.repeat(43)}` })).rejects.toThrow('401');
    expect(heard).toEqual([]);
  });
});

function link({ cookie, origin = listener.origin }: { cookie: string; origin?: string }): Promise<WebSocket> {
  const page = new WebSocket(`${listener.origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } });
  return new Promise((resolve, reject) => {
    page.once('message', () => resolve(page));
    page.once('error', reject);
  });
}

describe('signed in', () => {
  test('a person sees and does what their role allows, and no more', async () => {
    const technician = await signedIn();
    expect(await (await ask('/api/state', { signed: technician })).json()).toEqual({ secret: 'state', of: lan.name });
    expect((await ask('/api/act', { method: 'POST', body: { do: 1 }, signed: technician })).status).toBe(204);
    expect((await ask('/api/people/7', { method: 'DELETE', signed: technician })).status).toBe(403);
    expect((await ask('/api/first-person', { method: 'POST', signed: technician })).status).toBe(403);
    expect((await ask('/nowhere', { signed: technician })).status).toBe(404);
    const supervisor = await signedIn(boss.name);
    expect((await ask('/api/people/7', { method: 'DELETE', signed: supervisor })).status).toBe(204);
    expect(heard).toEqual(['{"do":1}', 'deleted 7']);
  });

  test('whoever typed the set-up code may set up and nothing else, until they are a person', async () => {
    isSetUp = true;
    expect((await ask('/api/set-up-code', { method: 'POST', body: { code: 'no' } })).status).toBe(401);
    const answer = await ask('/api/set-up-code', { method: 'POST', body: { code: 'ABCD-1234' } });
    const token = ((await answer.json()) as { csrfToken: string }).csrfToken;
    const setUp = { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', token };
    expect((await ask('/api/first-person', { method: 'POST', signed: setUp })).status).toBe(200);
    expect((await ask('/api/state', { signed: setUp })).status).toBe(403);
    await signedIn(boss.name, setUp.cookie);
    expect((await ask('/api/first-person', { method: 'POST', signed: setUp })).status).toBe(401);
  });

  test('the cookie is for this server alone, and no script reads it', async () => {
    const answer = await ask('/api/sign-in', { method: 'POST', body: { name: lan.name, pin: '271828' } });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^tiep-don-console-k1-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('an id that somebody has planted in the browser is worth nothing after the sign-in, nor is the one before', async () => {
    const planted = `tiep-don-console-k1-${listener.port}=${'x'.repeat(43)}`;
    const mine = await signedIn(lan.name, planted);
    expect(mine.cookie).not.toBe(planted);
    expect((await ask('/api/me', { headers: { cookie: planted } })).status).toBe(401);
    const again = await signedIn(boss.name, mine.cookie);
    expect((await ask('/api/me', { signed: mine })).status).toBe(401);
    expect((await ask('/api/me', { signed: again })).status).toBe(200);
  });

  test('signing out ends the page and its sockets at once', async () => {
    const signed = await signedIn();
    const page = await link(signed);
    const closed = once(page, 'close');
    expect((await ask('/api/sign-out', { method: 'POST', signed })).status).toBe(204);
    expect((await closed)[0]).toBe(4401);
    expect((await ask('/api/me', { signed })).status).toBe(401);
    await expect(link(signed)).rejects.toThrow('401');
  });

  test('a page that only asks by itself is signed out after fifteen minutes, and one that is used after twelve hours', async () => {
    const signed = await signedIn();
    const page = await link(signed);
    const closed = once(page, 'close');
    // Slower than a link's pings, so that its answers have time to come.
    for (let past = 0; past < 14 * 60_000; past += 10_000) {
      clock.advance(10_000);
      expect((await ask('/api/state', { signed })).status).toBe(200);
    }
    page.send('still here?');
    for (let past = 0; past < 60_000; past += 10_000) {
      clock.advance(10_000);
      await ask('/sign-in');
    }
    expect((await closed)[0]).toBe(4401);
    expect((await ask('/api/state', { signed })).status).toBe(401);

    const busy = await signedIn();
    let lasted = 0;
    while ((await ask('/api/look', { signed: busy })).status === 200 && lasted < 100) {
      clock.advance(10 * 60_000);
      lasted += 1;
    }
    expect(lasted).toBe(72);
  });

  test('a clock that somebody sets lengthens no session', async () => {
    const signed = await signedIn();
    clock.leap(-86_400_000);
    clock.advance(15 * 60_000);
    expect((await ask('/api/me', { signed })).status).toBe(401);
  });

  test('whose rights were changed is out everywhere, and others stay', async () => {
    const [first, second, other] = [await signedIn(), await signedIn(), await signedIn(boss.name)];
    expect(sessions.endAllOf(lan.id)).toBe(2);
    const states = await Promise.all([first, second, other].map((signed) => ask('/api/me', { signed })));
    expect(states.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  test('whoever is signed out while their act is on its way does nothing with it', async () => {
    const signed = await signedIn();
    const body = '{"do":1}';
    const socket = connect({ host: '127.0.0.1', port: listener.port });
    socket.write(
      [
        'POST /api/act HTTP/1.1',
        host(),
        `Origin: ${listener.origin}`,
        `Cookie: ${signed.cookie}`,
        `X-Csrf-Token: ${signed.token}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        'Connection: close',
        '',
        body.slice(0, 3),
      ].join('\r\n'),
    );
    // The door has let it in by now: what comes later on another socket has been answered.
    await ask('/api/look', { signed });
    await ask('/api/look', { signed });
    expect(sessions.endAllOf(lan.id)).toBe(1);
    socket.write(body.slice(3));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /);
    expect(heard).toEqual([]);
    socket.destroy();
  });

  test('whatever a cookie says, it opens nothing that it was not given for, and breaks nothing', async () => {
    const signed = await signedIn();
    const [name = '', id = ''] = signed.cookie.split('=');
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'AZaz09-_=;, "\\%') }),
      fc.nat({ max: 42 }).map((at) => id.slice(0, at)),
      fc.constantFrom(`${id}x`, id.toLowerCase(), `${id}.${id}`, encodeURIComponent(`${id}=`)),
    );
    const made = fc.oneof(
      value.map((each) => `${name}=${each}`),
      value.map((each) => `${name.toUpperCase()}=${id}; x=${each}`),
      value.map((each) => `other=${each}`),
    );
    await fc.assert(
      fc.asyncProperty(made, async (cookie) => {
        fc.pre(!cookie.includes(`${name}=${id};`) && cookie !== signed.cookie);
        expect((await ask('/api/state', { headers: { cookie } })).status).toBe(401);
      }),
      { numRuns: 150 },
    );
    expect((await ask('/api/state', { signed })).status).toBe(200);
    expect(bugs).toEqual([]);
  });

  test('a bug in a handler is noted, and tells the other end nothing', async () => {
    const answer = await ask('/api/bug', { signed: await signedIn() });
    expect([answer.status, await answer.text()]).toEqual([500, 'A bug. It has been noted.\n']);
    expect(bugs).toHaveLength(1);
  });
});

describe('what another page makes a browser do', () => {
  test.each([
    ['no Origin', {}],
    ['another Origin', { origin: 'http://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['our name with TLS', () => ({ origin: listener.origin.replace('http', 'https') })],
    ['another name of ours', () => ({ origin: `http://localhost:${listener.port}` })],
  ])('a change with %s is refused, with cookie and token', async (_name, given) => {
    const signed = await signedIn();
    const headers = typeof given === 'function' ? given() : given;
    const answer = await fetch(`${listener.origin}/api/act`, {
      method: 'POST',
      headers: { ...headers, cookie: signed.cookie, 'x-csrf-token': signed.token, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([answer.status, heard]).toEqual([403, []]);
    await expect(link({ cookie: signed.cookie, origin: 'http://evil.example' })).rejects.toThrow('403');
  });

  test('a change without the page’s token, or with that of another session, is refused', async () => {
    const signed = await signedIn();
    const other = await signedIn(boss.name);
    for (const token of ['', 'x', other.token, signed.token.slice(1)])
      expect((await ask('/api/act', { method: 'POST', body: {}, signed: { ...signed, token } })).status).toBe(403);
    expect(heard).toEqual([]);
  });

  test('a form’s text, or its fields, are read by nobody', async () => {
    const signed = await signedIn();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const asking = { method: 'POST', body: '{"do":1}', signed, headers: { 'content-type': type } };
      expect((await ask('/api/act', asking)).status).toBe(415);
    }
    expect(heard).toEqual([]);
  });

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.', '', 'kiosk-3.local:443'])(
    'a request for the host "%s" is answered with nothing of ours',
    async (name) => {
      const answer = await raw(['GET /sign-in HTTP/1.1', `Host: ${name}`, 'Connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 4/);
      expect(answer).not.toContain('the form');
    },
  );

  test('two hosts, or none, are refused', async () => {
    for (const lines of [[host(), host()], [host(), 'hOsT: evil.example'], []]) {
      const answer = await raw(['GET /sign-in HTTP/1.1', ...lines, 'Connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 4/);
      expect(answer).not.toContain('the form');
    }
  });
});

describe('what a program sends that is no browser', () => {
  test.each([
    '/assets/../secret/key.pem',
    '/assets/%2e%2e/secret/key.pem',
    '/assets/..%2fsecret%2fkey.pem',
    '/assets/%2e%2e%2f%2e%2e%2fetc/passwd',
    '/assets/..\\secret\\key.pem',
    '/assets//secret/key.pem',
    '/assets/%00/key.pem',
    '/assets/.hidden',
    '//etc/passwd',
    '/assets/%c0%ae%c0%ae/secret/key.pem',
    'http://evil.example/overview',
  ])('%s leads nowhere', async (path) => {
    const answer = await raw([`GET ${path} HTTP/1.1`, host(), 'Connection: close']);
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    expect(answer).not.toMatch(/secret |root:/);
  });

  test('a body that is too long is refused before anybody reads it', async () => {
    const signed = await signedIn();
    const long = JSON.stringify({ text: 'x'.repeat(20_000) });
    expect((await ask('/api/act', { method: 'POST', body: long, signed })).status).toBe(413);
    const name = 'x'.repeat(5_000);
    expect((await ask('/api/sign-in', { method: 'POST', body: { name, pin: '1' } })).status).toBe(413);
    expect((await ask('/api/act', { method: 'POST', body: '{"__proto__":{"a":1}}', signed })).status).toBe(400);
    expect(heard).toEqual([]);
  });

  test('a message that is too long closes its link', async () => {
    const page = await link(await signedIn());
    const closed = once(page, 'close');
    page.send('x'.repeat(70_000));
    expect((await closed)[0]).toBe(1009);
    expect(heard).toEqual(['gone']);
  });

  test('an address that is no link gives none, to whoever asks for one', async () => {
    const { cookie } = await signedIn();
    for (const path of ['/api/state', '/overview', '/nowhere', '/sign-in', '/inside/plan.txt']) {
      const page = new WebSocket(`${listener.origin.replace('http', 'ws')}${path}`, {
        headers: { cookie, origin: listener.origin },
      });
      const said: string[] = [];
      page.on('message', (data) => said.push(String(data)));
      page.on('error', () => undefined);
      await new Promise((closed) => page.once('close', closed));
      expect([path, said]).toEqual([path, []]);
    }
  });

  test('no session has more than eight links', async () => {
    const signed = await signedIn();
    for (let each = 0; each < 8; each += 1) await link(signed);
    const page = new WebSocket(`${listener.origin.replace('http', 'ws')}/live`, {
      headers: { cookie: signed.cookie, origin: listener.origin },
    });
    expect((await once(page, 'close'))[0]).toBe(4429);
  });

  test('a link whose other end is dead is closed', async () => {
    const page = await link(await signedIn());
    page.pause();
    clock.advance(15_000);
    clock.advance(15_000);
    page.resume();
    await once(page, 'close');
  });

  test('what is refused says nothing of what stands behind it, and every answer has the strict headers', async () => {
    for (const path of ['/sign-in', '/overview', '/nowhere']) {
      const { headers } = await ask(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('permissions-policy')).toContain('camera=()');
    }
  });
});

describe('with TLS', () => {
  test('the page is served under the kiosk’s own certificate, and the cookie is bound to it', async () => {
    const made = await ownCertificate({
      dataDir: folder,
      hosts: ['localhost', '127.0.0.1', 'kiosk-3.local'],
      randomBytes,
    });
    if (!made.ok) throw new Error(made.problem.kind);
    await listener.close();
    listener = await open({ tls: made.value, allowedHosts: ['kiosk-3.local'] });
    const called = (name: string) => tlsAsk(name, made.value.certificate);
    expect(await called('kiosk-3.local')).toMatchObject({ status: 200, text: 'the form' });
    expect(await called('127.0.0.1')).toMatchObject({ status: 200 });
    expect(await called('localhost')).toMatchObject({ status: 200 });
    const posted = await tlsAsk('kiosk-3.local', made.value.certificate, { name: lan.name, pin: '271828' });
    expect(posted.status).toBe(200);
    expect(posted.cookie).toMatch(
      /^__Host-tiep-don-console-k1-\d+=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const page = new WebSocket(`wss://kiosk-3.local:${listener.port}/live`, {
      ca: made.value.certificate,
      lookup: here,
      headers: { cookie: posted.cookie.split(';')[0], origin: `https://kiosk-3.local:${listener.port}` },
    });
    expect(String((await once(page, 'message'))[0])).toBe(`welcome ${lan.name}`);
    expect(sessions.list()).toHaveLength(1);
    // Sockets without end, with a handshake and without: the page that is linked stays, and whoever comes last is served.
    for (let each = 0; each < 60; each += 1) {
      const plain = connect({ host: '127.0.0.1', port: listener.port });
      plain.on('error', () => undefined);
      const secured = tlsConnect({ host: '127.0.0.1', port: listener.port, rejectUnauthorized: false });
      secured.on('error', () => undefined);
      await once(plain, 'connect');
    }
    expect(await called('kiosk-3.local')).toMatchObject({ status: 200 });
    expect(page.readyState).toBe(WebSocket.OPEN);
    page.terminate();
  });

  test('whoever speaks plain HTTP, or an old TLS, is not served', async () => {
    const made = await ownCertificate({ dataDir: folder, hosts: ['127.0.0.1'], randomBytes });
    if (!made.ok) throw new Error(made.problem.kind);
    await listener.close();
    listener = await open({ tls: made.value });
    expect(await raw(['GET /sign-in HTTP/1.1', host(), 'Connection: close'])).not.toContain('the form');
    const old = tlsConnect({
      port: listener.port,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
    });
    await expect(once(old, 'secureConnect')).rejects.toThrow();
  });
});

const here: LookupFunction = (_name, options, found) =>
  options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);

function tlsAsk(
  name: string,
  ca: string,
  body?: unknown,
): Promise<{ readonly status: number | undefined; readonly text: string; readonly cookie: string }> {
  return new Promise((resolve, reject) => {
    const asked = httpsRequest(
      {
        host: name,
        port: listener.port,
        path: body ? '/api/sign-in' : '/sign-in',
        method: body ? 'POST' : 'GET',
        ca,
        agent: false,
        // Whatever it is called, it is this machine.
        lookup: here,
        headers: body ? { origin: `https://${name}:${listener.port}`, 'content-type': 'application/json' } : {},
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode, text, cookie: answer.headers['set-cookie']?.[0] ?? '' }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body ? JSON.stringify(body) : undefined);
  });
}
