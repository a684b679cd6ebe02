import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { problem } from '#config/agreements/result.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { createLaunchPass, passLives } from '../http/launch-pass.ts';
import type { LoopbackServer } from '../http/loopback-server.ts';
import { serveTechnician } from './serve-technician.ts';

const calm: UpkeepState = {
  kioskId: 'kiosk-1',
  siteName: 'Trung tâm Y tế Thử Nghiệm',
  version: '0.0.0',
  test: true,
  timeZone: 'Asia/Ho_Chi_Minh',
  outOfService: false,
  storage: { freeBytes: 5e9, condition: 'ok' },
  store: 'ok',
  tickets: 'verified',
  devices: [],
  endpoints: [],
  letters: [],
  letterGroups: [],
  stranded: [],
  alerts: [],
  time: {
    now: 0,
    today: '2026-11-21',
    trust: 'confirmed',
    why: 'kernel',
    machineClock: 0,
    lastMoment: 0,
    sources: [],
    leavable: [],
  },
  window: { page: 'connected', silentSeconds: 0, lastTapAt: 0, restarts: 1, lastRestart: 'started' },
  expired: [],
  checkInDays: [],
};

let state: UpkeepState;
let acts: UpkeepAct[];
let isStillSo: boolean;
let server: LoopbackServer;
let pageDir: string;
const clock = createHandCrankedClock();

beforeEach(async () => {
  state = calm;
  acts = [];
  isStillSo = true;
  pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-technician-'));
  mkdirSync(join(pageDir, 'technician'));
  writeFileSync(join(pageDir, 'technician', 'index.html'), 'the page');
  const served = await serveTechnician({
    listen: { host: '127.0.0.1', port: 0 },
    kioskId: 'kiosk-1',
    pageDir,
    pass: createLaunchPass({
      cookieKey: new Uint8Array(32),
      randomBytes: (size) => new Uint8Array(size).fill(7),
      clock,
      ...passLives.technician,
    }),
    clock,
    state: () => state,
    act: (act) => {
      acts.push(act);
      return isStillSo;
    },
    checkIn: {
      ask: () => problem({ kind: 'unknown-day' }),
      open: () => problem({ kind: 'unknown-day' }),
      report: () => undefined,
    },
  });
  assert.ok(served.ok);
  server = served.value;
});

afterEach(async () => {
  await server.close();
  rmSync(pageDir, { recursive: true });
});

const origin = () => `http://127.0.0.1:${server.port}`;

async function launched(): Promise<string> {
  const answer = await fetch(server.newLaunchUrl(), { redirect: 'manual' });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function act(cookie: string, body: unknown, from = origin()): Promise<number> {
  return fetch(`${origin()}/api/act`, {
    method: 'POST',
    headers: { cookie, origin: from, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then(({ status }) => status);
}

test('the launch address opens the page once; without its cookie there is nothing to see or to do', async () => {
  const cookie = await launched();
  const page = await fetch(`${origin()}/`, { headers: { cookie } });
  assert.equal(await page.text(), 'the page');
  for (const path of ['/', '/events', '/technician/']) assert.equal((await fetch(`${origin()}${path}`)).status, 403);
  assert.equal(await act('', { do: 'send-again', messageId: 1, by: 'Lan' }), 403);
  assert.deepEqual(acts, []);
});

test('twelve hours after it was opened the page is nobody’s any more, and its stream ends', async () => {
  const cookie = await launched();
  const events = await fetch(`${origin()}/events`, { headers: { cookie } });
  clock.advance(12 * 3_600_000);
  assert.equal(await act(cookie, { do: 'send-again', messageId: 1, by: 'Lan' }), 204);
  clock.advance(1_000);
  assert.equal(await act(cookie, { do: 'send-again', messageId: 1, by: 'Lan' }), 403);
  // Ends by itself: nothing more is told to whoever sits there.
  assert.match(await events.text(), /^data: /);
  const later = await launched();
  assert.equal(await act(later, { do: 'send-again', messageId: 1, by: 'Lan' }), 204);
  const [nonce, madeAt, signature] = later.slice(later.indexOf('=') + 1).split('.');
  const name = later.slice(0, later.indexOf('=') + 1);
  const older = Number.parseInt(madeAt ?? '', 36) + 3_600_000;
  assert.equal(
    await act(`${name}${nonce}.${older.toString(36)}.${signature}`, { do: 'try-now', endpointId: 'his' }),
    403,
  );
});

test('a page sees the kiosk at once and again when something has changed, and only then', async () => {
  const cookie = await launched();
  const events = await fetch(`${origin()}/events`, { headers: { cookie } });
  assert.ok(events.body);
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse((await reader.read()).value?.slice('data: '.length) ?? '');
  assert.deepEqual(await next(), calm);
  clock.advance(5_000);
  state = { ...calm, outOfService: true };
  clock.advance(1_000);
  assert.deepEqual(await next(), state);
  await reader.cancel();
});

test('a decision needs a name, and one that comes too late is said to be so', async () => {
  const cookie = await launched();
  const decision = { do: 'settle-by-hand', messageId: 7, by: 'Trần Thị Thử' };
  assert.equal(await act(cookie, decision), 204);
  isStillSo = false;
  assert.equal(await act(cookie, decision), 409);
  assert.deepEqual(acts, [decision, decision]);
});

test('a system of the hospital is tried without a name, since nothing is decided', async () => {
  const cookie = await launched();
  assert.equal(await act(cookie, { do: 'try-now', endpointId: 'his' }), 204);
  isStillSo = false;
  assert.equal(await act(cookie, { do: 'try-now', endpointId: 'his' }), 409);
  assert.equal(acts.length, 2);
});

test.each([
  { do: 'try-now' },
  { do: 'try-now', endpointId: 'x'.repeat(65) },
  { do: 'settle-by-hand', messageId: 7, by: '' },
  { do: 'settle-by-hand', messageId: 7, by: 'x'.repeat(61) },
  { do: 'settle-by-hand', messageId: 7, by: '<b>Lan</b>' },
  { do: 'acknowledge-alert', alertId: '0123456789ABCDEFGHJK' },
  { do: 'acknowledge-alert', alertId: '0123456789ABCDEFGHJK', by: '115' },
  { do: 'acknowledge-alert', alertId: '0123456789ABCDEFGHJK', by: ' - . ' },
  { do: 'settle-by-hand', messageId: -1, by: 'Lan' },
  { do: 'acknowledge-alert', alertId: '../../etc', by: 'Lan' },
  { do: 'format-the-disk', by: 'Lan' },
  { do: 'send-again', messageId: 1, by: 'Lan', more: true },
])('%j is not understood', async (body) => {
  assert.equal(await act(await launched(), body), 400);
  assert.deepEqual(acts, []);
});

test('a decision from another page is refused', async () => {
  const status = await act(await launched(), { do: 'send-again', messageId: 1, by: 'Lan' }, 'http://evil.example');
  assert.equal(status, 403);
});
