import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { CounterSnapshot } from '#kiosk/bridge/hub/counter-words.ts';
import { hastyClock } from '#kiosk/host/bench/hasty-clock.ts';
import { type KioskBench, openKioskBench } from '#kiosk/host/bench/kiosk-bench.simulator.ts';
import { screen } from '#kiosk/host/bench/page-driver.ts';
import { ticketOf } from '#kiosk/host/bench/patient.ts';
import { type HubBench, openHubBench, smallHub } from '#kiosk/hub/program/hub.bench.ts';

/** A real hub, a kiosk that gives numbers and one that measures, on real sockets. The hub waits a tenth of the time for whom it has asked. */
const hubClock = hastyClock(10);
let hub: HubBench;
let lobby: KioskBench;
let chair: KioskBench;
const kiosks: KioskBench[] = [];
let keys: string;
let counter: Counter;

interface Counter {
  latest(): CounterSnapshot | undefined;
  act(act: object): Promise<unknown>;
  close(): void;
}

async function openHospital(comeWithinSeconds = 900): Promise<void> {
  keys = mkdtempSync(join(tmpdir(), 'tiep-don-keys-'));
  const ofHall = { place: 'hall', services: ['noi'] };
  const chairOfKiosk = { id: 'ghe-1', name: { vi: 'Ghế đo 1' }, ...ofHall, kiosk: 'kiosk-3', comeWithinSeconds };
  hub = await openHubBench({ profile: 'demo', counters: [...smallHub.counters, chairOfKiosk] }, hubClock);
  await hub.person('lan', 'counter');
  counter = await sitDownAt('p101');
  lobby = await kioskAt('kiosk-1', ['check-in']);
  await lobby.logged('hub-in-touch');
}

afterEach(async () => {
  counter.close();
  await Promise.all(kiosks.splice(0).map((kiosk) => kiosk.close()));
  await hub.close();
  rmSync(keys, { recursive: true });
});

async function kioskAt(kioskId: string, stations: ['check-in'] | ['vitals']): Promise<KioskBench> {
  const secret = (name: string, text: string) => {
    const path = join(keys, name);
    writeFileSync(path, `${text}\n`, { mode: 0o600 });
    return path;
  };
  const keyFile = secret(`${kioskId}.key`, await hub.enrol(kioskId));
  const documentKeyFile = secret(`${kioskId}.documents`, Buffer.alloc(32, 5).toString('base64url'));
  const atHub = { endpoints: [], environment: {}, kioskId, hub: { url: hub.url, keyFile, documentKeyFile } };
  const measuring = { restSeconds: 0, gapSeconds: 15, readings: 1, questions: false };
  const cuff = { driver: 'and-tm2657', measuringMs: 50 } as const;
  const kiosk = await openKioskBench(stations, undefined, atHub, cuff, {}, {}, {}, { measuring });
  kiosks.push(kiosk);
  return kiosk;
}

/** Lan, at her counter, with what her page is told. */
async function sitDownAt(id: string): Promise<Counter> {
  const headers = await hub.signIn('lan');
  let latest: CounterSnapshot | undefined;
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/live/counter/${id}`, { headers });
  socket.on('message', (data) => {
    const said = JSON.parse(String(data));
    if ('revision' in said) latest = said;
  });
  const act = async (asked: object) => {
    const actId = [...randomBytes(20)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
    const body = { actId, act: asked, seen: latest?.serving?.visitId ?? null, agoMs: 0 };
    const path = `${hub.url}/api/counter/${id}/act`;
    return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  await soon(() => latest).toBeDefined();
  expect(await act({ kind: 'sit-down', force: true })).toEqual({ is: 'done' });
  return { latest: () => latest, act, close: () => socket.close() };
}

/** Takes a number in the lobby; gives it, and what the ticket's QR says. */
async function checkIn(card: string): Promise<{ readonly number: string; readonly code: string }> {
  await lobby.shown(screen('attract'));
  await lobby.scan(card);
  await lobby.shown(screen('confirm-identity'));
  await lobby.page().tap('confirm-identity', {});
  await lobby.shown(screen('choose-service'));
  await lobby.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await lobby.shown(screen('take-ticket')));
  if (!ticket) throw new Error('no ticket');
  await lobby.page().tap('finish', {});
  await soon(() => waiting().map(({ number }) => number)).toContain(ticket.number);
  return ticket;
}

const soon = <Value>(what: () => Value) => expect.poll(what, { timeout: 15_000 });
const waiting = () => counter.latest()?.waiting ?? [];
const flagsOf = (number: string) => waiting().find((each) => each.number === number)?.flags;
const invites = (number: string) =>
  chair.shown(({ screen: at }) => at.show === 'attract' && at.invited?.number === number);

async function isMeasured(): Promise<void> {
  await chair.shown(screen('get-ready'));
  await chair.page().tap('start-measuring', {});
  await chair.shown(screen('show-reading'));
  await chair.page().tap('finish', {});
  await chair.shown(screen('attract'));
}

test('the hub asks whoever waits to the chair; one tap on the number, a reading, and they are called in their turn', async () => {
  await openHospital();
  const first = await checkIn('new-card');
  chair = await kioskAt('kiosk-3', ['vitals']);
  await invites(first.number);
  await soon(() => flagsOf(first.number)).toContain('at-chair');
  expect((await chair.page().tap('come-as-invited', { number: 'A999' })).ok).toBe(false);
  await chair.page().tap('come-as-invited', { number: first.number });
  await chair.shown(screen('get-ready'));
  const second = await checkIn('no-old-number');
  expect(await counter.act({ kind: 'call-next' })).toEqual({ is: 'done' });
  await soon(() => counter.latest()?.serving?.number).toBe(second.number);
  await isMeasured();
  await soon(() => flagsOf(first.number)).toEqual(['measured']);
  expect(await counter.act({ kind: 'call-next' })).toEqual({ is: 'done' });
  await soon(() => counter.latest()?.serving?.number).toBe(first.number);
}, 60_000);

test('whoever does not come is asked once; the chair asks the next one, and both wait as before', async () => {
  await openHospital(30);
  const first = await checkIn('new-card');
  const second = await checkIn('no-old-number');
  chair = await kioskAt('kiosk-3', ['vitals']);
  await invites(first.number);
  await invites(second.number);
  await chair.shown(({ screen: at }) => at.show === 'attract' && at.invited === undefined);
  await soon(() => waiting().map(({ number, flags }) => [number, flags])).toEqual([
    [first.number, []],
    [second.number, []],
  ]);
}, 60_000);

test('a card that has a number at another kiosk opens a measurement; one that has none is asked for a ticket', async () => {
  await openHospital();
  const { number } = await checkIn('new-card');
  chair = await kioskAt('kiosk-3', ['vitals']);
  await chair.scan('new-card');
  expect((await chair.shown(screen('get-ready'))).screen).toMatchObject({ number });
  await isMeasured();
  await soon(() => flagsOf(number)).toEqual(['measured']);
  await chair.scan('old-person');
  expect((await chair.shown(screen('scan-again'))).screen).toMatchObject({ why: 'ticket-wanted' });
}, 60_000);

test('readings in danger at the kiosk that measures bring a number of another kiosk before the others', async () => {
  await openHospital();
  const first = await checkIn('no-old-number');
  const second = await checkIn('new-card');
  chair = await kioskAt('kiosk-3', ['vitals']);
  await chair.monitor.act({ do: 'set-next-result', result: 'crisis' });
  await chair.scan(new TextEncoder().encode(`${second.code}\r`));
  await chair.shown(screen('get-ready'));
  await chair.page().tap('start-measuring', {});
  await chair.shown(screen('crisis'));
  await soon(() =>
    waiting().map(({ number, lane, flags }) => [number, lane, flags.includes('lane-to-be-confirmed')]),
  ).toEqual([
    [first.number, 'ordinary', false],
    [second.number, 'priority', true],
  ]);
}, 60_000);

test('without the hub the kiosk measures whoever brings a ticket', async () => {
  await openHospital();
  const { number, code } = await checkIn('new-card');
  chair = await kioskAt('kiosk-3', ['vitals']);
  await invites(number);
  await hub.stop();
  await chair.scan(new TextEncoder().encode(`${code}\r`));
  await isMeasured();
  await chair.shown(({ screen: at }) => at.show === 'attract' && at.invited === undefined);
}, 60_000);
