import { readdirSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { profileHeader } from '#backend-client/hub-link/wire.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { openLogStore } from '../log/open-log-store.ts';
import { type HubBench, openHubBench, pin, smallHub } from './hub.bench.ts';
import { openHub } from './open-hub.ts';

let hub: HubBench;
let kiosk1: string;
let kiosk2: string;
const day = businessDayAt(Date.now(), 'Asia/Ho_Chi_Minh');
let acts = 0;
const newId = () => {
  acts += 1;
  return String(acts).padStart(20, '0');
};
const mac = (letter: string) => letter.repeat(43);
const contact = { version: 1, program: '0.1.0', condition: { status: 'ok' } };

const enter = (visitId: string, sequence: number, more: object = {}) => ({
  kind: 'enter',
  actId: newId(),
  visitId: visitId.padStart(20, '0'),
  day,
  number: { series: 'A', sequence, text: `A${String(sequence).padStart(3, '0')}` },
  serviceCode: 'noi',
  lane: 'ordinary',
  isLaneToBeConfirmed: false,
  givenAt: Date.now(),
  ...more,
});

/** What is looked at of any answer. */
interface Answer {
  readonly outcomes: readonly { readonly is: string }[];
  readonly numbers: readonly object[];
  readonly services: readonly object[];
  readonly mark: string;
  readonly is: string;
}

async function told(key: string, path: string, body: object) {
  const answer = await hub.ask(key, path, { version: 1, ...body });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

const facts = (key: string, ...list: object[]) => told(key, 'facts', { facts: list });

describe('a hub with two kiosks', () => {
  beforeEach(async () => {
    hub = await openHubBench();
    kiosk1 = await hub.enrol('kiosk-1');
    kiosk2 = await hub.enrol('kiosk-2');
  });
  afterEach(() => hub.close());

  test('a kiosk hears its mark, the day, the time and what the hub says of the services', async () => {
    const { status, body } = await told(kiosk2, 'contact', { ...contact });
    expect(status).toBe(200);
    expect(body).toMatchObject({ day, mark: 'K2', wantsLeases: false });
    expect(body.services[0]).toMatchObject({ code: 'noi', prefix: 'A', priorityPrefix: 'UA', quotaLeft: 500 });
  });

  test('two kiosks get blocks that never meet, and the same question the same block', async () => {
    const wish = { actId: newId(), day, series: 'A', count: 20 };
    const first = await told(kiosk1, 'lease', wish);
    const again = await told(kiosk1, 'lease', wish);
    const second = await told(kiosk2, 'lease', { ...wish, actId: newId() });
    expect(first.body).toMatchObject({ is: 'leased', first: 1, last: 20 });
    expect(again.body).toMatchObject({ first: 1, last: 20 });
    expect(second.body).toMatchObject({ is: 'leased', first: 21, last: 40 });
  });

  test('a hub that waits for its place refuses no block: the kiosk asks again, and the one that it was given is still its own', async () => {
    const wish = { actId: newId(), day, series: 'A', count: 20 };
    await told(kiosk1, 'lease', wish);
    await hub.stop();
    const store = await openLogStore({
      settings: { database: { kind: 'sqlite' }, dataDir: hub.dataDir },
      clock: machineClock,
    });
    expect((await store.takePlace(new AbortController().signal)).ok).toBe(true);
    await hub.start();
    const asked = { ...wish, ledger: 'as-before' };
    expect(await told(kiosk1, 'lease', asked)).toMatchObject({ status: 503, body: { kind: 'not-deciding' } });
    await store.close();
    await vi.waitFor(async () => expect((await told(kiosk1, 'lease', wish)).status).toBe(200), {
      timeout: 15_000,
      interval: 100,
    });
    expect((await told(kiosk1, 'lease', wish)).body).toMatchObject({ is: 'leased', first: 1, last: 20 });
  });

  test('what a kiosk tells is done in order and once, however often it comes', async () => {
    await told(kiosk1, 'lease', { actId: newId(), day, series: 'A', count: 20 });
    const list = [enter('A1', 1), enter('A2', 2), { kind: 'give-up', actId: newId(), visitId: 'A1'.padStart(20, '0') }];
    const once = await facts(kiosk1, ...list);
    const twice = await facts(kiosk1, ...list);
    expect(once.body.outcomes).toEqual([{ is: 'done' }, { is: 'done' }, { is: 'done' }]);
    expect(twice.body.outcomes).toEqual(once.body.outcomes);
    expect(await waiting()).toEqual(1);
  });

  test("a card that was shown at one kiosk has its number at the other, and a given-up one is nobody's", async () => {
    await told(kiosk1, 'lease', { actId: newId(), day, series: 'A', count: 20 });
    const visitId = 'B1'.padStart(20, '0');
    const later = { kind: 'know-documents', actId: newId(), visitId, day, documents: [mac('y')], documentKey: 'k' };
    const { body } = await facts(kiosk1, enter('B1', 1, { documents: [mac('x')] }), later);
    expect(body.outcomes).toEqual([{ is: 'done' }, { is: 'done' }]);
    for (const letter of ['x', 'y']) {
      const known = await told(kiosk2, 'has-number', { day, documents: [mac(letter)] });
      expect(known.body.numbers).toMatchObject([{ visitId, number: { text: 'A001' }, kioskId: 'kiosk-1' }]);
    }
    expect((await told(kiosk2, 'has-number', { day, documents: [mac('z')] })).body.numbers).toEqual([]);
    await facts(kiosk1, { kind: 'give-up', actId: newId(), visitId });
    expect((await told(kiosk2, 'has-number', { day, documents: [mac('x')] })).body.numbers).toEqual([]);
  });

  test('the key of one kiosk does nothing to the visits, leases, cards and calls of another', async () => {
    await told(kiosk1, 'lease', { actId: newId(), day, series: 'A', count: 20 });
    await facts(kiosk1, enter('C1', 1));
    const visitId = 'C1'.padStart(20, '0');
    const others = await facts(
      kiosk2,
      { kind: 'give-up', actId: newId(), visitId },
      { ...enter('C1', 1), kind: 'change-service', number: { series: 'A', sequence: 2, text: 'A002' } },
      { kind: 'know-documents', actId: newId(), visitId, day, documents: [mac('x')], documentKey: 'k' },
      { kind: 'void-numbers', actId: newId(), day, series: 'A', first: 5, last: 9 },
    );
    expect(others.body.outcomes.map(({ is }) => is)).toEqual(Array(4).fill('refused'));
    const alertId = newId();
    await told(kiosk1, 'calls', { alertId, kind: 'help-wanted', place: 'Sảnh', raisedAt: 1, escalation: 0 });
    await told(kiosk2, 'calls/end', { alertId, ended: 'by-staff', endedBy: 'kiosk' });
    await hub.person('lan', 'counter');
    const headers = await hub.signIn('lan');
    const comes = { method: 'POST', headers, body: JSON.stringify({ alertId }) };
    // It still rings, and who comes is told to the kiosk that called.
    expect((await fetch(`${hub.url}/api/counter/p101/answer`, comes)).ok).toBe(true);
    expect(await (await hub.ask(kiosk1, `calls/${alertId}`)).json()).toEqual({ acknowledgedBy: 'lan' });
    expect(await (await hub.ask(kiosk2, `calls/${alertId}`)).json()).toEqual({});
  });

  test('a kiosk of a demo is refused whatever it asks, and nothing of it is in the queue of a hospital', async () => {
    const questions = [
      ['contact', contact],
      ['lease', { version: 1, actId: newId(), day, series: 'A', count: 20 }],
      ['facts', { version: 1, facts: [enter('A1', 1)] }],
      ['has-number', { version: 1, day, documents: [mac('x')] }],
      ['report-leases', { version: 1, actId: newId(), day, leases: [] }],
      ['calls', { alertId: newId(), kind: 'help-wanted', place: 'Sảnh', raisedAt: 1, escalation: 0 }],
      ['calls/end', { alertId: newId(), ended: 'by-staff', endedBy: 'kiosk' }],
      [`calls/${newId()}`, undefined],
    ] as const;
    for (const [path, body] of questions) {
      const refused = await hub.ask(kiosk1, path, body, { [profileHeader]: 'demo' });
      expect([refused.status, await refused.json()], path).toEqual([409, { kind: 'profile' }]);
      expect((await hub.ask(kiosk2, path, body, { [profileHeader]: 'production' })).status, path).toBe(200);
    }
    expect(await waiting()).toBe(1);
  });

  test('whoever shows no key, a wrong one or a revoked one is told so, and a revoked one soon', async () => {
    expect((await hub.ask(undefined, 'contact', contact)).status).toBe(401);
    const wrong = await hub.ask('x'.repeat(43), 'contact', contact);
    expect([wrong.status, await wrong.json()]).toEqual([401, { kind: 'key-unknown' }]);
    await hub.revoke('kiosk-2');
    const revoked = await hub.ask(kiosk2, 'contact', contact);
    expect([revoked.status, await revoked.json()]).toEqual([401, { kind: 'key-revoked' }]);
    expect(hub.log.filter((line) => line.includes('kiosk-key-refused')).length).toBe(2);
  });

  test('a new key for a kiosk ends the old one, and its mark stays', async () => {
    const next = await hub.enrol('kiosk-2');
    expect((await told(next, 'contact', contact)).body.mark).toBe('K2');
    expect((await hub.ask(kiosk2, 'contact', contact)).status).toBe(401);
  });

  test('guessing a key is slowed, also after a restart; a kiosk with the right one goes on', async () => {
    expect((await told(kiosk1, 'contact', contact)).status).toBe(200);
    for (let guess = 0; guess < 10; guess += 1) await hub.ask(String(guess).repeat(43), 'contact', contact);
    const slowed = await hub.ask('z'.repeat(43), 'contact', contact);
    expect([slowed.status, Number(slowed.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await told(kiosk1, 'contact', contact)).status).toBe(200);
    await hub.stop();
    await hub.start();
    expect((await hub.ask('z'.repeat(43), 'contact', contact)).status).toBe(429);
  });

  test('a page of elsewhere cannot make a browser ask as a kiosk, nor a name that points here', async () => {
    const fromPage = await hub.ask(kiosk1, 'contact', contact, { origin: 'https://evil.example' });
    const fromOwnPage = await hub.ask(kiosk1, 'contact', contact, { origin: hub.url });
    expect([fromPage.status, fromOwnPage.status]).toEqual([403, 403]);
    const headers = { host: 'evil.example', authorization: `Bearer ${kiosk1}` };
    expect((await opened(`${hub.url}/kiosk/v1/contact`, headers, 'POST')).statusCode).toBe(421);
  });

  test("a kiosk's key opens no page, and nobody acts without having signed in or from another page", async () => {
    const withKey = { authorization: `Bearer ${kiosk1}` };
    for (const path of ['/api/fleet', '/api/counters', '/api/me'])
      expect((await fetch(`${hub.url}${path}`, { headers: withKey })).status, path).toBe(401);
    await hub.person('lan', 'counter');
    const { cookie = '', ...lan } = await hub.signIn('lan');
    const act = (headers: Record<string, string>) =>
      fetch(`${hub.url}/api/sign-out`, { method: 'POST', headers, body: '{}' }).then(({ status }) => status);
    expect(await act({ origin: hub.url })).toBe(401);
    expect(await act({ cookie, origin: hub.url })).toBe(403);
    expect(await act({ ...lan, cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await act({ ...lan, cookie })).toBe(204);
  });

  test('too much is refused, and what is not understood is never a bug', { timeout: 60_000 }, async () => {
    const large = await hub.ask(kiosk1, 'facts', `{"version":1,"facts":["${'x'.repeat(1_100_000)}"]}`);
    expect(large.status).toBe(413);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('facts', 'lease', 'has-number', 'report-leases', 'contact', 'calls', 'calls/end'),
        fc.json(),
        async (path, body) => {
          const { status } = await hub.ask(kiosk1, path, body);
          expect([200, 400, 409, 413]).toContain(status);
        },
      ),
      { numRuns: 40 },
    );
    expect(hub.log.filter((line) => line.includes('bug-in-answer'))).toEqual([]);
  });

  test('SQL and HTML in any text are refused or stay what they are', async () => {
    const hostile = `'); drop table hub_event; --<script>alert(1)</script>`;
    const list = [
      enter(hostile, 1),
      enter('D1', 1, { serviceCode: hostile }),
      enter('D2', 2, { number: { series: hostile, sequence: 2, text: hostile } }),
      enter('D3', 3, { documents: [hostile] }),
    ];
    for (const each of list) expect((await facts(kiosk1, each)).status).toBe(400);
    const said = await told(kiosk1, 'contact', {
      ...contact,
      program: hostile.slice(0, 40),
      condition: { note: hostile },
    });
    expect(said.status).toBe(200);
    await hub.person('boss', 'supervisor');
    const fleet = await fetch(`${hub.url}/api/fleet`, { headers: await hub.signIn('boss') });
    expect(fleet.headers.get('content-type')).toContain('application/json');
    expect((await told(kiosk1, 'lease', { actId: newId(), day, series: 'A', count: 2 })).body.is).toBe('leased');
  });

  test('neither the log nor the metrics name a number, a card or a person', async () => {
    await told(kiosk1, 'lease', { actId: newId(), day, series: 'A', count: 20 });
    await facts(kiosk1, enter('E1', 7, { documents: [mac('q')] }));
    await hub.person('Nguyễn Thị Lan', 'counter');
    await hub.signIn('Nguyễn Thị Lan');
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    const health = await (await fetch(`${hub.url}/healthz`)).text();
    for (const text of [metrics, health, hub.log.join('')]) {
      for (const secret of ['A007', mac('q'), 'Lan', pin, kiosk1]) expect(text).not.toContain(secret);
    }
    expect(metrics).toMatch(/tiepdon_hub_acts_total\{act="enter",outcome="done"\} 1/);
    expect(metrics).toMatch(/tiepdon_hub_waiting\{service="noi",lane="ordinary"\} 1/);
    const kept = readdirSync(hub.dataDir, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name)).toString('latin1'))
      .join('');
    expect(kept).not.toContain(kiosk1);
    expect(kept).not.toContain(pin);
  });

  test('the PIN of somebody who is changed while the hub runs counts at once, and they are signed out', async () => {
    expect(await hub.person('lan', 'counter')).toEqual({ done: 'added' });
    const lan = await hub.signIn('lan');
    expect(await hub.person('lan', 'counter', '314159')).toEqual({ done: 'changed' });
    expect((await fetch(`${hub.url}/api/me`, { headers: lan })).status).toBe(401);
    await expect(hub.signIn('lan')).rejects.toThrow('401');
    await hub.signIn('lan', '314159');
    expect(await hub.person('minh', 'counter', '111111')).toEqual({ refused: 'one-digit' });
  });

  test('whoever calls numbers sees the fleet; whoever is not signed in is led to sign in and back', async () => {
    const led = await opened(`${hub.url}/fleet`, { accept: 'text/html' });
    expect([led.statusCode, led.headers.location]).toEqual([303, '/sign-in?to=%2Ffleet']);
    await hub.person('lan', 'counter');
    const lan = await hub.signIn('lan');
    await told(kiosk1, 'contact', { ...contact, condition: { status: 'degraded', devicesWanting: 1 } });
    const fleet = (await (await fetch(`${hub.url}/api/fleet`, { headers: lan })).json()) as { kiosks: object[] };
    // Whoever needs somebody most is first; the other one, which has said nothing, is seen at the next look.
    expect(fleet.kiosks[0]).toMatchObject({
      kioskId: 'kiosk-1',
      need: 'degraded',
      place: { vi: 'Sảnh' },
      condition: { devicesWanting: 1 },
    });
    const start = await fetch(`${hub.url}/`, { redirect: 'manual', headers: lan });
    expect(start.headers.get('location')).toBe('/counter');
  });

  test('a second hub of the same data folder does not start', async () => {
    const second = await openHub({
      settings: hubFile.parse({ ...smallHub, dataDir: hub.dataDir }),
      clock: { now: Date.now, monotonic: () => 0, after: () => () => {} },
      randomBytes: (size) => new Uint8Array(size),
      pageDir: hub.dataDir,
      workingDirectory: process.cwd(),
      stderr: { write: () => true },
      version: '0.1.0',
    });
    expect(second).toEqual({ ok: false, problem: { kind: 'another-hub' } });
  });
});

/** As a browser opens it: `fetch` says of itself that it is a script. */
function opened(url: string, headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => resolve(answer.resume()))
      .once('error', reject)
      .end();
  });
}

async function waiting(): Promise<number> {
  const metrics = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(/tiepdon_hub_waiting\{service="noi",lane="ordinary"\} (\d+)/.exec(metrics)?.[1]);
}

describe('a hub whose database is not there', () => {
  test('is ready, says one sentence of what to do, lets people sign in, and tells kiosks to come again', async () => {
    // A port that was free a moment ago.
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => taken.once('listening', listening));
    const { port } = taken.address() as { port: number };
    await new Promise((closed) => taken.close(closed));
    hub = await openHubBench({ database: { kind: 'postgresql', url: `postgres://hub@127.0.0.1:${port}/hub` } });
    await hub.person('lan', 'counter');
    const lan = await hub.signIn('lan');
    expect((await fetch(`${hub.url}/api/me`, { headers: lan })).status).toBe(200);
    const health = await fetch(`${hub.url}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([
      503,
      { status: 'waiting', waitingFor: 'not-reachable' },
    ]);
    const asked = await hub.ask('k'.repeat(43), 'contact', contact);
    expect([asked.status, await asked.json()]).toEqual([503, { kind: 'not-deciding' }]);
    const sentences = hub.log.filter((line) => line.includes('database-not-reachable'));
    expect(sentences.length).toBe(1);
    expect(sentences[0]).toContain('Start PostgreSQL there');
    await hub.close();
  });
});
