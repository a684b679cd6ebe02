import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, test } from 'vitest';
import { listenToWires } from '#backend-client/connection/wire-notes.ts';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import type { HisMode, HttpMode } from '#backend-client/hospital-kit/simulator/words.ts';
import { delays } from '#config/agreements/delays.ts';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { PageDriver } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startKiosk } from './bench/start-kiosk.ts';
import type { Health } from './health.ts';
import type { Kiosk } from './kiosk.ts';

/** A whole kiosk and a hospital on real sockets; twenty minutes pass in a moment. */

const minuteMs = 60_000;
const by = 'Trần Thị Thử';
let clock: HandCrankedClock;
let dataDir: string;
let his: HisSimulator;
let kiosk: Kiosk;
let page: PageDriver;

beforeEach(async () => {
  clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-outage-'));
  his = await startHisSimulator({ mllpPort: 0, webPort: 0, clock });
  stopListening = listenToWires(({ way }) => {
    if (way === 'out') requests += 1;
  });
});
afterEach(async () => {
  stopListening();
  page.close();
  await kiosk.close('SIGTERM');
  await his.close();
  rmSync(dataDir, { recursive: true });
});

type Protocol = 'mllp' | 'fhir' | 'webhook';

async function open(protocol: Protocol, id = 'his'): Promise<void> {
  const address = {
    mllp: { protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort },
    fhir: { protocol: 'fhir-r4', baseUrl: his.fhirUrl },
    webhook: { protocol: 'webhook', url: his.webhookUrl, secretVariable: 'SECRET' },
  }[protocol];
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    hospital: [{ id, simulated: true, ...address }],
  });
  kiosk = await startKiosk(site, { clock, environment: { SECRET: simulatedSecret } });
  page = await openPageOf(kiosk);
}

/** On a page of its own: under a cranked clock an open one counts as silent before it could answer. */
async function checkIn(): Promise<void> {
  page.close();
  page = await openPageOf(kiosk);
  assert.ok((await page.until(({ screen }) => screen.show === 'attract')).ok);
  await page.tap('start-without-papers', {});
  assert.ok((await page.until(({ screen }) => screen.show === 'choose-service')).ok);
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  assert.ok((await page.until((snapshot) => ticketOf(snapshot) !== undefined)).ok);
  clock.advance(delays.chooseAgainMs);
  assert.ok((await page.until((snapshot) => ticketOf(snapshot)?.paper === 'not-printed')).ok);
  await page.tap('finish', {});
}

/** In small steps, with the network's turns in between. */
async function pass(ms: number, stepMs = 1_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    for (let turns = 0; turns < 8; turns += 1) await nextTurn();
    clock.advance(stepMs);
  }
  for (let turns = 0; turns < 20; turns += 1) await nextTurn();
}

async function health(): Promise<Health> {
  const answer = await fetch(`http://127.0.0.1:${kiosk.port}/healthz`);
  return (await answer.json()) as Health;
}

/** Whatever went out, also what FHIR asks about a patient before anything is written. */
let requests = 0;
let stopListening = () => {};

const outages: readonly (readonly [Protocol, string, HisMode | HttpMode])[] = [
  ['webhook', '503', { kind: 'status', status: 503 }],
  ['webhook', '500', { kind: 'status', status: 500 }],
  ['fhir', '503', { kind: 'status', status: 503 }],
  ['fhir', '500', { kind: 'status', status: 500 }],
  ['mllp', 'AR', { kind: 'refuse-ar' }],
  ['mllp', 'AE and ERR-3 206', { kind: 'record-locked' }],
];

test.each(outages)(
  '%s: twenty minutes of %s: every number is given, nothing is for the desk, one request a minute, and all is delivered',
  async (protocol, _, mode) => {
    await open(protocol);
    if (protocol === 'mllp') his.setMode(mode as HisMode);
    else his.setHttpMode(protocol, mode as HttpMode);
    for (let patient = 0; patient < 5; patient += 1) await checkIn();
    await pass(2 * minuteMs);
    requests = 0;
    await pass(18 * minuteMs);
    const asked = requests;
    const during = await health();
    const metrics = await (await fetch(`http://127.0.0.1:${kiosk.port}/metrics`)).text();
    his.setMode({ kind: 'answer' });
    if (protocol !== 'mllp') his.setHttpMode(protocol, { kind: 'answer' });
    await pass(3 * minuteMs);
    const after = await health();
    assert.ok(asked > 5 && asked <= 18, `${asked} requests in eighteen minutes`);
    assert.partialDeepStrictEqual(during.outbox, {
      queued: 5,
      refused: 0,
      unsure: 0,
      systems: [{ id: 'his', waiting: 5, oldestMinutes: 20, stands: true, inSiteFile: true }],
    });
    assert.match(metrics, /tiepdon_outbox_oldest_waiting_minutes\{system="his"\} 20/);
    assert.match(metrics, /tiepdon_outbox_system_stands\{system="his"\} 1/);
    assert.partialDeepStrictEqual(after.outbox, { queued: 0, refused: 0, unsure: 0 });
    assert.deepEqual(after.outbox.systems, [
      { id: 'his', waiting: 0, oldestMinutes: 0, stands: false, inSiteFile: true },
    ]);
    const kept = his.arrivals().filter(({ kind, answer }) => kind === 'registration' && /^(AA|HTTP 200)$/.test(answer));
    assert.equal(kept.length, 5);
  },
);

test('a system that stands calls the technician once, and the call ends by itself when it goes on', async () => {
  await open('webhook');
  his.setHttpMode('webhook', { kind: 'status', status: 503 });
  await checkIn();
  await pass(40 * minuteMs, 2_000);
  const { upkeep } = kiosk.rooms;
  const standing = upkeep.state();
  his.setHttpMode('webhook', { kind: 'answer' });
  await pass(3 * minuteMs);
  const after = upkeep.state();
  assert.deepEqual(
    standing.alerts.map(({ kind, escalation }) => [kind, escalation]),
    [['hospital-standing', 0]],
  );
  assert.deepEqual([standing.endpoints[0]?.stands, standing.endpoints[0]?.oldestMinutes], [true, 40]);
  assert.deepEqual([after.endpoints[0]?.stands, after.alerts.filter(({ state }) => state === 'raised')], [false, []]);
});

test('whoever mends a receiver that refused a whole morning sends all again with one act', async () => {
  await open('webhook');
  his.setHttpMode('webhook', { kind: 'status', status: 422 });
  for (let patient = 0; patient < 5; patient += 1) await checkIn();
  await pass(5_000);
  const { upkeep } = kiosk.rooms;
  const { letterGroups } = upkeep.state();
  his.setHttpMode('webhook', { kind: 'answer' });
  const done = upkeep.act({ do: 'send-all-again', endpointId: 'his' }, by);
  await pass(5_000);
  assert.deepEqual(
    letterGroups.map(({ endpointId, state, reason, count }) => [endpointId, state, reason, count]),
    [['his', 'refused', 'http-content-refused', 5]],
  );
  assert.equal(done, true);
  assert.partialDeepStrictEqual((await health()).outbox, { queued: 0, refused: 0, unsure: 0 });
});

test('a system that was renamed in the site file strands nobody: what waited is listed, and moved by name', async () => {
  await open('webhook', 'his');
  his.setHttpMode('webhook', { kind: 'status', status: 503 });
  for (let patient = 0; patient < 3; patient += 1) await checkIn();
  await pass(5_000);
  page.close();
  await kiosk.close('SIGTERM');
  his.setHttpMode('webhook', { kind: 'answer' });
  await open('webhook', 'his-main');
  const { upkeep } = kiosk.rooms;
  const { stranded } = upkeep.state();
  const before = await health();
  const moved = upkeep.act({ do: 'move-all', endpointId: 'his', to: 'his-main' }, by);
  await pass(5_000);
  assert.deepEqual(
    stranded.map(({ endpointId, count, tickets }) => [endpointId, count, tickets]),
    [['his', 3, ['A001', 'A002', 'A003']]],
  );
  assert.deepEqual(
    before.outbox.systems.map(({ id, inSiteFile }) => [id, inSiteFile]),
    [
      ['his-main', true],
      ['his', false],
    ],
  );
  assert.deepEqual([moved, upkeep.state().stranded], [true, []]);
  assert.partialDeepStrictEqual((await health()).outbox, { queued: 0, refused: 0, unsure: 0 });
  const kept = his.arrivals().filter(({ answer }) => answer === 'HTTP 200');
  assert.deepEqual(new Set(kept.map(({ facts }) => facts.ticket)), new Set(['A001', 'A002', 'A003']));
});
