/** A whole kiosk, its page and its scanner, at a whole hub. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { scanOf } from '#kiosk/host/bench/kiosk-bench.simulator.ts';
import { type PageDriver, screen } from '#kiosk/host/bench/page-driver.ts';
import { ticketOf } from '#kiosk/host/bench/patient.ts';
import { openPageOf, startHost } from '#kiosk/host/bench/start-kiosk.ts';
import type { Host } from '#kiosk/host/host.ts';
import { type HubBench, openHubBench, smallHub } from '#kiosk/hub/program/hub.bench.ts';

let dataDir: string;
let hub: HubBench;
let scanner: SimulatedScanner;
let host: Host | undefined;
let page: PageDriver;
let closePage = () => {};

const [noi, mat, desk] = syntheticSite.services;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-kiosk-of-hub-'));
  scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const free = await listenOnLoopback(createServer());
  await free.close();
  hub = await openHubBench({
    ...smallHub,
    profile: 'demo',
    listen: { host: '127.0.0.1', port: free.port },
    services: [
      { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'N', room: 'P.301', quota: 2 },
      { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: '205' },
      { code: 'tiep-don', hisCode: 'TD', name: { vi: 'Tiếp đón' }, prefix: 'T', room: 'Quầy 1' },
    ],
    places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi', 'mat', 'tiep-don'] }],
    counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi', 'mat', 'tiep-don'] }],
    kiosks: [],
  });
  writeFileSync(join(dataDir, 'hub.key'), await hub.enrol('kiosk-1'), { mode: 0o600 });
});

afterEach(async () => {
  await close();
  await hub.close();
  await scanner.close();
  rmSync(dataDir, { recursive: true });
});

async function close(): Promise<void> {
  if (!host) return;
  closePage();
  await host.close('SIGTERM');
  host = undefined;
}

async function openHost(): Promise<void> {
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    services: [noi, mat, desk],
    devices: [
      {
        ...{ id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated: true },
        transport: { kind: 'tcp', host: '127.0.0.1', port: scanner.wirePort },
      },
    ],
    hub: { url: hubUrl(), keyFile: join(dataDir, 'hub.key') },
  });
  host = await startHost({ site, dataDir });
}

async function openPage(): Promise<void> {
  const opened = host;
  assert.ok(opened);
  // A connection that was kept to the kiosk of before is tried first.
  page = await vi.waitFor(() => openPageOf(opened));
  closePage = page.close;
  await page.shown(screen('attract'));
}

let lastUrl = '';
function hubUrl(): string {
  lastUrl = hub.url || lastUrl;
  return lastUrl;
}

/** The kiosk was opened anew: its page connects again. */
async function openedAnew(before: unknown): Promise<void> {
  await vi.waitFor(() => assert.ok(host?.kiosk() && host.kiosk() !== before), { timeout: 20_000 });
  await openPage();
}

/** Ordinary and priority numbers of three services. */
const inStock = () =>
  vi.waitFor(async () => assert.ok((await metric(/acts_total\{act="lease",outcome="done"\} (\d+)/)) >= 6), {
    timeout: 20_000,
  });

async function choosing() {
  await page.tap('start-without-papers', {});
  const { screen: shown } = await page.shown(screen('choose-service'));
  assert.ok(shown.show === 'choose-service');
  return shown.services.map(({ code, room, notOpen }) => [code, room, notOpen?.is].join(' ').trim());
}

async function take(serviceCode: string | null): Promise<string> {
  await page.tap('answer', { answer: { serviceCode } });
  const shown = await page.shown((snapshot) => ticketOf(snapshot)?.paper === 'not-printed');
  await page.tap('finish', {});
  await page.shown(screen('attract'));
  return ticketOf(shown)?.number ?? '';
}

const scan = (bytes: Uint8Array) => scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });

async function metric(line: RegExp): Promise<number> {
  return Number(line.exec(await (await fetch(`${hub.url}/metrics`)).text())?.[1] ?? 0);
}

test('the site file counts until the hub has spoken; from then on its letters, room and quota, also when it is gone', async () => {
  hubUrl();
  await hub.stop();
  await openHost();
  await openPage();
  assert.deepEqual(await choosing(), ['noi 101', 'mat 205']);
  assert.match(await take('noi'), /^A-Z[0-9A-Z]{7}-01$/);
  const before = host?.kiosk();
  closePage();
  await hub.start();
  await openedAnew(before);
  await inStock();
  assert.deepEqual(await choosing(), ['noi P.301', 'mat 205']);
  assert.equal(await take('noi'), 'N001');
  await close();

  await hub.stop();
  await openHost();
  await openPage();
  assert.deepEqual((await choosing())[0], 'noi P.301 full', 'one of the two was given under the old letters');
  assert.match(await take('mat'), /^B\d{3}$/);
});

test('a patient gives up their number at the kiosk, with the card or the ticket, and the hub calls it no more', async () => {
  await openHost();
  await openedAnew(host?.kiosk());
  await inStock();
  await scan(scanOf('insured-cccd'));
  await page.shown(screen('confirm-identity'));
  await page.tap('confirm-identity', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'mat' } });
  const first = ticketOf(await page.shown((snapshot) => ticketOf(snapshot)?.paper === 'not-printed'));
  assert.ok(first && first.canGiveUp === undefined, 'a number that has just come is changed, or left');
  await page.tap('finish', {});
  const waits = /tiepdon_hub_waiting\{service="mat",lane="(?:ordinary|priority)"\} (\d+)/;
  await vi.waitFor(async () => assert.equal(await metric(waits), 1), { timeout: 10_000 });

  await page.shown(screen('attract'));
  await scan(scanOf('insured-cccd'));
  await page.shown(screen('confirm-identity'));
  await page.tap('show-number', {});
  await page.shown((snapshot) => ticketOf(snapshot)?.canGiveUp === true);
  await page.tap('give-up-number', {});
  await page.shown(screen('your-number'));
  await page.tap('keep-number', {});
  await page.shown((snapshot) => ticketOf(snapshot)?.number === first.number);
  await page.tap('finish', {});
  await page.shown(screen('attract'));

  await scan(Buffer.from(`${first.code}\r`));
  const { screen: yours } = await page.shown(screen('your-number'));
  assert.ok(yours.show === 'your-number' && yours.of.number === first.number);
  await page.tap('give-up-number', {});
  await page.shown(screen('give-up-surely'));
  await page.tap('give-up-number', {});
  await page.shown(screen('number-given-up'));
  await page.tap('finish', {});
  await vi.waitFor(async () => assert.equal(await metric(waits), 0), { timeout: 10_000 });

  await page.shown(screen('attract'));
  await scan(Buffer.from(`${first.code}\r`));
  await page.shown((snapshot: Snapshot) => snapshot.screen.show === 'scan-again');
});
