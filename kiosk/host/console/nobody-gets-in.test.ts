import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, test } from 'vitest';
import WebSocket from 'ws';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { CallName } from '#kiosk/bridge/console/calls.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import { actorOf } from '#kiosk/staff/staff.ts';
import { type ConsoleBench, openConsoleBench } from '../bench/console-bench.ts';
import type { ConsoleDriver } from '../bench/console-driver.ts';

/** A crawler that knows every route of the console, for everybody who may not ask it. */

let bench: ConsoleBench;
let origin: string;
/** Nobody, whoever typed the set-up code, a technician; each with their cookie and token. */
const asked: Record<'nobody' | 'setUp' | 'technician', Readonly<Record<string, string>>> = {
  nobody: {},
  setUp: {},
  technician: {},
};

beforeAll(async () => {
  bench = await openConsoleBench({ clock: createHandCrankedClock(Date.UTC(2026, 10, 21, 1)) });
  ({ origin } = bench.console);
  const pin = '271828';
  assert.ok((await bench.staff.people.add({ name: 'Giám Sát', roles: ['supervisor'], secret: pin })).ok);
  assert.ok((await bench.staff.people.add({ name: 'Kỹ Thuật', roles: ['technician'], secret: pin })).ok);
  asked.technician = await headersOf(await bench.signIn('Kỹ Thuật', pin));
});
afterAll(() => bench.close());

async function headersOf(driver: ConsoleDriver): Promise<Readonly<Record<string, string>>> {
  return { cookie: driver.cookie, 'x-csrf-token': String((await driver.me()).body?.csrfToken) };
}

interface Target {
  readonly method: string;
  readonly path: string;
  readonly access: string;
  readonly kind: string;
  /** Of a body. */
  readonly mostBytes: number;
}

function targets(): readonly Target[] {
  return bench.console.routes.map((route) => ({
    kind: route.kind,
    access: route.access,
    method: route.kind === 'answer' ? route.method : 'GET',
    path: (route.kind === 'files' ? `${route.under}x.js` : route.path).replace(/:\w+/g, 'x'),
    mostBytes: (route.kind === 'answer' ? route.bodyLimit : undefined) ?? 16_384,
  }));
}

function ask({ method, path }: Pick<Target, 'method' | 'path'>, more: Readonly<Record<string, string>>) {
  return fetch(`${origin}${path}`, {
    method,
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/json', ...more },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{}' }),
  });
}

/** The code with which the socket was refused or closed; it is never open. */
async function socketAnswer(path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers: { origin, ...headers } });
  const answer = await Promise.race([
    once(socket, 'unexpected-response').then(([, { statusCode }]) => Number(statusCode)),
    once(socket, 'open').then(() => undefined),
  ]);
  socket.on('error', () => {});
  socket.terminate();
  return answer;
}

describe('without a session', () => {
  test('every route of the table but those of the door is refused, whatever asks', async () => {
    const answers: string[] = [];
    const paths = new Set(targets().flatMap(({ access, path }) => (access === 'anybody' ? [] : [path])));
    for (const path of paths) {
      await Promise.all([
        ...['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].map(async (method) => {
          const { status } = await ask({ path, method }, {});
          if (status !== 401) answers.push(`${method} ${path}: ${status}`);
        }),
        fetch(`${origin}${path}`, { headers: { accept: 'text/html' }, redirect: 'manual' }).then(({ status }) => {
          if (![303, 401].includes(status)) answers.push(`open ${path}: ${status}`);
        }),
      ]);
    }
    assert.deepEqual(answers, []);
  });

  test('only the door is open to anybody, and it is as short as this', () => {
    const open = targets().flatMap(({ access, method, path }) => (access === 'anybody' ? [`${method} ${path}`] : []));
    assert.deepEqual(open.toSorted(), [
      'GET /api/door',
      'GET /assets/x.js',
      'GET /open',
      'GET /sign-in',
      'POST /api/set-up-code',
      'POST /api/sign-in',
    ]);
  });

  test('no socket opens, and a made-up session is none', async () => {
    const name = asked.technician.cookie?.split('=')[0];
    for (const { path } of targets().filter(({ kind }) => kind === 'socket'))
      for (const headers of [{}, { cookie: `${name}=` }, { cookie: `${name}=${'A'.repeat(43)}` }])
        assert.equal(await socketAnswer(path, headers), 401, path);
  });

  test.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/....//package.json',
    '/assets/%00',
    '/assets//etc/passwd',
    '//evil.example/overview',
    '/overview/../../etc/passwd',
    '/api/call/..%2fme',
  ])('%s leads nowhere', async (path) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nConnection: close\r\n\r\n`);
    let answer = '';
    for await (const piece of socket) answer += String(piece);
    assert.match(answer, /^HTTP\/1\.1 (303|40[0134])/);
    assert.doesNotMatch(answer, /root:|"dependencies"/);
  });
});

describe('a session', () => {
  test('of a technician makes no call of a supervisor', async () => {
    const supervisors = targets().filter(({ access }) => access === 'supervisor');
    assert.ok(supervisors.length > 5);
    for (const target of supervisors) assert.equal((await ask(target, asked.technician)).status, 403, target.path);
  });

  test('changes nothing for another page, another name of the machine, or without its token', async () => {
    const changes = targets().filter(
      ({ kind, method, access }) => kind === 'answer' && method !== 'GET' && access !== 'anybody',
    );
    const { cookie = '', 'x-csrf-token': token = '' } = asked.technician;
    const port = new URL(origin).port;
    for (const target of changes) {
      const statuses = await Promise.all(
        [
          { cookie },
          { cookie, 'x-csrf-token': 'x' },
          { cookie, 'x-csrf-token': token, origin: 'https://evil.example' },
          { cookie, 'x-csrf-token': token, origin: 'null' },
          { cookie, 'x-csrf-token': token, origin: `http://localhost:${port}` },
        ].map(async (headers) => (await ask(target, headers)).status),
      );
      assert.deepEqual(new Set(statuses), new Set([403]), target.path);
    }
    for (const { path } of targets().filter(({ kind }) => kind === 'socket'))
      assert.equal(await socketAnswer(path, { cookie, origin: 'https://evil.example' }), 403);
  });

  test('no call takes more than it says, or what it does not understand', async () => {
    for (const { path, mostBytes } of targets().filter(
      ({ access, path }) => access === 'technician' && path.startsWith('/api/call/'),
    )) {
      const headers = { origin, 'content-type': 'application/json', ...asked.technician };
      const send = async (body: string) => (await fetch(`${origin}${path}`, { method: 'POST', headers, body })).status;
      const nonsense = ['', '[', '[]', 'null', '"x"', '{"__proto__":{"a":1},"no-such-field":1}'];
      const statuses = await Promise.all([`{"text":"${'x'.repeat(mostBytes)}"}`, ...nonsense].map(send));
      assert.deepEqual(statuses, [413, ...nonsense.map(() => 400)], path);
    }
  });
});

test('whoever typed the set-up code makes the first person, signs out, and nothing else', async () => {
  const { sessions } = bench;
  const opened = sessions.open({ kind: 'set-up' });
  const name = asked.technician.cookie?.split('=')[0];
  const headers = { cookie: `${name}=${opened.cookie}`, 'x-csrf-token': opened.session.csrfToken };
  const may: string[] = [];
  for (const target of targets()) {
    if (target.access === 'anybody' || target.path === '/api/sign-out') continue;
    if (target.kind === 'socket') assert.equal(await socketAnswer(target.path, headers), 403);
    else if ((await ask(target, headers)).status !== 403) may.push(target.path);
  }
  assert.deepEqual(
    may.filter((path) => path.startsWith('/api/') || path.startsWith('/check-in')),
    ['/api/me', '/api/call/people/first'],
  );
});

test('each act that is done stands in the audit log with who did it', async () => {
  const owner = await bench.owner();
  const before = bench.staff.audit.latest(1)[0]?.n ?? 0;
  const acts: readonly (readonly [CallName, object])[] = [
    ['people/add', { name: 'Người Mới', roles: ['technician'], pin: '314159', own: { pin: '' } }],
    ['people/set-lobby-pin', { pin: '161803', own: { pin: '' } }],
  ];
  for (const [call, asks] of acts) assert.ok((await owner.call(call, asks as never)).status < 300, call);
  assert.deepEqual(
    bench.staff.audit
      .latest(10)
      .flatMap(({ n, act, by }) => (n > before && act !== 'signed-in' ? [[act, by?.name]] : []))
      .toSorted(),
    [
      ['lobby-pin-changed', actorOf(machineOwner)?.name],
      ['person-added', actorOf(machineOwner)?.name],
    ],
  );
});
