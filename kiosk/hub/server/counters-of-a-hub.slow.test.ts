/** Counters and a hospital's system on a whole hub: its listener, its decider, its SQLite. */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { hubFile } from '#config/settings/hub-file.ts';
import type { PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { openLogStore } from '../log/open-log-store.ts';
import { type HubBench, openHubBench } from '../program/hub.bench.ts';
import { createKioskKey, hashOfKey } from './kiosk-keys.ts';
import { type SystemEvent, systemEvent } from './system-wire.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function hub(more: object = {}, clock: Clock = machineClock): Promise<HubBench> {
  const bench = await openHubBench(more, clock);
  cleanUps.push(() => bench.close());
  for (const [name, role] of [
    ['Chi', 'supervisor'],
    ['Lan', 'counter'],
    ['Minh', 'counter'],
  ] as const)
    await bench.person(name, role);
  return bench;
}

const anId = () => createActId(randomBytes) as string;

/** As the page of a counter asks. */
function counterOf(bench: HubBench, headers: Record<string, string>, counter = 'p101') {
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${bench.url}/api/counter/${counter}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  return {
    post,
    act: (act: PageAct, { actId = anId(), seen = null as string | null, agoMs = 0 } = {}) =>
      post('act', { actId, act, seen, agoMs }),
  };
}

test('the same act that comes twice is done once, and answered alike', async () => {
  const bench = await hub();
  const { act } = counterOf(bench, await bench.signIn('Lan'));
  assert.equal((await act({ kind: 'sit-down', force: false })).status, 200);
  const actId = anId();
  const wish = { kind: 'quick-issue', serviceCode: 'noi', as: 'ordinary' } as const;
  const [once_, twice] = [await act(wish, { actId }), await act(wish, { actId, agoMs: 90_000 })];
  assert.equal(once_.body.is, 'done');
  assert.match(once_.body.number, /^A\d+$/);
  assert.deepEqual(twice.body, once_.body);
});

test('an act of before midnight that comes again just after it is answered as it was then', async () => {
  const clock = createHandCrankedClock(Date.UTC(2026, 10, 30, 16, 59, 30));
  const bench = await hub({}, clock);
  const { act } = counterOf(bench, await bench.signIn('Lan'));
  await act({ kind: 'sit-down', force: false });
  const actId = anId();
  const wish = { kind: 'quick-issue', serviceCode: 'noi', as: 'ordinary' } as const;
  const before = await act(wish, { actId });
  assert.equal(before.body.is, 'done');
  clock.advance(60_000);
  await act({ kind: 'resume' });
  assert.deepEqual((await act(wish, { actId, agoMs: 60_000 })).body, before.body);
});

test('what comes too late, or meets somebody else than the page showed, is given back', async () => {
  const bench = await hub();
  const { act } = counterOf(bench, await bench.signIn('Lan'));
  await act({ kind: 'sit-down', force: false });
  await act({ kind: 'quick-issue', serviceCode: 'noi', as: 'ordinary' });
  assert.deepEqual((await act({ kind: 'call-next' }, { agoMs: 30_001 })).body, { is: 'refused', why: 'too-late' });
  assert.deepEqual((await act({ kind: 'call-next' }, { seen: anId() })).body, {
    is: 'refused',
    why: 'looks-different',
  });
  assert.equal((await act({ kind: 'call-next' })).body.is, 'done');
  assert.deepEqual((await act({ kind: 'finish' })).body, { is: 'refused', why: 'looks-different' });
});

test('one person sits at a counter; another one takes the place knowingly, and that is noted', async () => {
  const bench = await hub();
  const lan = counterOf(bench, await bench.signIn('Lan'));
  const minh = counterOf(bench, await bench.signIn('Minh'));
  await lan.act({ kind: 'sit-down', force: false });
  assert.equal((await minh.act({ kind: 'sit-down', force: false })).body.why, 'not-your-counter');
  assert.equal((await minh.act({ kind: 'sit-down', force: true })).status, 200);
  assert.equal((await lan.act({ kind: 'call-next' })).body.why, 'not-your-counter');
});

test('nobody acts without a session, from another page, with more than an act, or beyond their role', async () => {
  const bench = await hub();
  const signedIn = await bench.signIn('Lan');
  const lan = counterOf(bench, signedIn);
  assert.equal((await counterOf(bench, { origin: bench.url }).act({ kind: 'call-next' })).status, 401);
  assert.equal(
    (await counterOf(bench, { ...signedIn, origin: 'http://elsewhere.example' }).act({ kind: 'call-next' })).status,
    403,
  );
  const { 'x-csrf-token': _token, ...without } = signedIn;
  assert.equal((await counterOf(bench, without).act({ kind: 'call-next' })).status, 403);
  assert.equal(
    (await lan.post('act', { actId: anId(), act: { kind: 'park', reason: '<b>viêm gan</b>' }, seen: null, agoMs: 0 }))
      .status,
    400,
  );
  assert.equal((await lan.post('act', { actId: "';--", act: { kind: 'finish' }, seen: null, agoMs: 0 })).status, 400);
  assert.equal((await lan.post('act', { act: 'x'.repeat(5_000) })).status, 413);
  assert.equal((await lan.act({ kind: 'close-day', day: '2026-11-30' })).body.why, 'not-allowed');
});

test('a system of the hospital calls by its key, is told what happened in order and signed, and cancels a visit', async () => {
  const secret = 'a secret of thirty-two characters';
  const heard: SystemEvent[] = [];
  const ear = new EventEmitter();
  let refusals = 2;
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (refusals-- > 0) return response.writeHead(503).end();
    const { t, v1 } =
      /^t=(?<t>\d+),v1=(?<v1>[0-9a-f]{64})$/.exec(String(request.headers['tiepdon-signature']))?.groups ?? {};
    assert.equal(v1, createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex'));
    // As every receiver does: what came before under this id was taken.
    // Nothing but what the published document says.
    const event = systemEvent.strict().parse(JSON.parse(body.toString()));
    if (!heard.some(({ id }) => id === event.id)) heard.push(event);
    response.writeHead(204).end();
    ear.emit('heard');
  });
  const { port, close } = await listenOnLoopback(receiver);
  cleanUps.push(close);
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-secret-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
  const systems = [{ id: 'his-1', eventsUrl: `http://127.0.0.1:${port}/events`, secretFile }];
  const bench = await hub({ systems });
  const store = await openLogStore({
    settings: { database: { kind: 'sqlite' }, dataDir: bench.dataDir } as Pick<
      ReturnType<typeof hubFile.parse>,
      'database' | 'dataDir'
    >,
    clock: machineClock,
  });
  cleanUps.push(() => store.close());
  const key = createKioskKey(randomBytes);
  assert.ok((await store.systems.put('his-1', hashOfKey(key))).ok);
  const ask = (path: string, body: object, shown = key) =>
    fetch(`${bench.url}/system/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shown}` },
      body: JSON.stringify(body),
    });
  const act = async (wanted: PageAct) => {
    const answer = await ask('act', { actId: anId(), counter: 'p101', act: wanted });
    return (await answer.json()) as { readonly visitId?: string; readonly number?: string };
  };
  assert.equal((await ask('act', {}, createKioskKey(randomBytes))).status, 401);
  assert.equal((await ask('act', { actId: anId(), counter: 'p101', act: { kind: 'end-recovery' } })).status, 400);
  const first = await act({ kind: 'quick-issue', serviceCode: 'noi', as: 'ordinary' });
  const second = await act({ kind: 'quick-issue', serviceCode: 'noi', as: 'ordinary' });
  const called = await act({ kind: 'call-next' });
  assert.equal(called.number, first.number);
  const gone = await ask('visit-cancelled', { actId: anId(), visitId: second.visitId });
  assert.equal(gone.status, 200);
  while (heard.length < 2) await once(ear, 'heard');
  await bench.stop();
  await bench.start();
  await act({ kind: 'finish' });
  while (heard.length < 3) await once(ear, 'heard');
  assert.deepEqual(
    heard.map(({ kind, number }) => `${kind} ${number}`),
    [`called ${first.number}`, `withdrawn ${second.number}`, `finished ${first.number}`],
  );
  assert.equal(new Set(heard.map(({ id }) => id)).size, 3);
});
