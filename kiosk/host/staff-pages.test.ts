import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { ok } from '#config/agreements/result.ts';
import { mayAct, type Role } from '#kiosk/staff/roles.ts';
import { openStaff, type Staff } from '#kiosk/staff/staff.ts';
import { createSessions } from '#kiosk/web/sessions.ts';
import { signInRoutes } from '#kiosk/web/sign-in-routes.ts';
import { openStaffListener, type StaffListener } from '#kiosk/web/staff-listener.ts';

/** People of kiosk/staff behind the listener of kiosk/web, over real sockets, as a host puts them together. */
let dataDir: string;
let staff: Staff;
let listener: StaffListener;
let masterKey: Uint8Array;
let clock = createHandCrankedClock(1_800_000_000_000);

async function start(): Promise<void> {
  const sessions = createSessions<Role>({ clock, randomBytes });
  staff = openStaff({
    dataDir,
    masterKey,
    clock,
    bootId: 'boot-1',
    randomBytes,
    onPersonChanged: (id) => sessions.endAllOf(id),
    cost: { memory: 8_192, passes: 1, parallelism: 1 },
  });
  const served = await openStaffListener<Role>({
    listen: { host: '127.0.0.1', port: 0 },
    cookieName: 'tiep-don-console-k1',
    sessions,
    mayAct,
    clock,
    onBug: (error) => {
      throw error;
    },
    routes: [
      ...signInRoutes<Role>({
        async signIn(wish) {
          const answer = await staff.signIn.signIn(wish);
          return answer.ok ? ok({ kind: 'person', ...answer.value }) : answer;
        },
      }),
      {
        kind: 'socket',
        access: 'technician',
        path: '/live',
        connect: (link) => {
          link.send('welcome');
          return { receive: () => undefined, disconnected: () => undefined };
        },
      },
    ],
  });
  if (!served.ok) throw new Error(served.problem.kind);
  listener = served.value;
}

async function stop(): Promise<void> {
  await listener.close();
  staff.close();
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-staff-pages-'));
  masterKey = randomBytes(32);
  clock = createHandCrankedClock(1_800_000_000_000);
  await start();
  await staff.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

function signIn(name: string, pin: string): Promise<Response> {
  return fetch(`${listener.origin}/api/sign-in`, {
    method: 'POST',
    headers: { origin: listener.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ name, pin }),
  });
}

test('whoever guesses gets five tries, then waits, twice as long each time, whatever they do to the kiosk', async () => {
  const guess = async () => {
    const answer = await signIn('Minh Thử', '314159');
    return { status: answer.status, ...((await answer.json()) as { kind: string; remainingMs?: number }) };
  };
  for (let each = 0; each < 5; each += 1) expect(await guess()).toEqual({ status: 401, kind: 'wrong' });
  expect(await guess()).toEqual({ status: 429, kind: 'locked-out', remainingMs: 30_000 });
  expect((await signIn('Minh Thử', '271828')).status).toBe(429);
  await stop();
  clock.leap(86_400_000);
  await start();
  expect(await guess()).toEqual({ status: 429, kind: 'locked-out', remainingMs: 30_000 });
  clock.advance(30_000);
  expect(await guess()).toEqual({ status: 401, kind: 'wrong' });
  expect(await guess()).toMatchObject({ status: 429, remainingMs: 60_000 });
  clock.advance(60_000);
  expect((await signIn('Minh Thử', '271828')).status).toBe(200);
});

test('a thousand guesses at once are five', async () => {
  const statuses: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('Minh Thử', '314159')));
    statuses.push(...answers.map(({ status }) => status));
  }
  expect(statuses.filter((status) => status === 401).length).toBe(5);
  expect(statuses.filter((status) => status === 200).length).toBe(0);
});

test('nobody learns from an answer whether a name is somebody’s', async () => {
  const told = async (name: string) => {
    const answer = await signIn(name, '314159');
    return [answer.status, await answer.text(), [...answer.headers.keys()].sort()];
  };
  expect(await told('Lan Thử')).toEqual(await told('Minh Thử'));
});

test('whose PIN or roles are changed is signed out at once, page and socket', async () => {
  const lan = await staff.people.add({ name: 'Lan Thử', roles: ['technician'], secret: '161803' });
  if (!lan.ok) throw new Error();
  const signed = await signIn('Lan Thử', '161803');
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const page = new WebSocket(`${listener.origin.replace('http', 'ws')}/live`, {
    headers: { cookie, origin: listener.origin },
  });
  await once(page, 'message');
  const closed = once(page, 'close');
  staff.people.setRoles(lan.value.id, ['technician', 'supervisor']);
  expect((await closed)[0]).toBe(4401);
  expect((await fetch(`${listener.origin}/api/me`, { headers: { cookie } })).status).toBe(401);
});
