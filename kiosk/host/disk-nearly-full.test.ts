import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { lowBytes, tooLowBytes } from '#backend-client/store/free-space.ts';
import { delays } from '#config/agreements/delays.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { TechnicianState } from '#kiosk/bridge/technician-words.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { openPage, type PageDriver } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { type Kiosk, openKiosk } from './kiosk.ts';
import { syntheticSite } from './synthetic-site.ts';

/** A whole kiosk on a disk that fills: what the technician reads, what the patient sees, and what the store is afterwards. */

const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
let dataDir: string;
let freeBytes: number;
let lines: { readonly event: string; readonly condition?: string }[];
let kiosk: Kiosk;
let page: PageDriver;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-full-'));
  freeBytes = 5e9;
  lines = [];
  await start();
});

afterEach(async () => {
  page.close();
  await kiosk.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
});

async function start(): Promise<void> {
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, technician: { listen: { port: 0 } } },
  });
  const opened = await openKiosk(site, {
    clock,
    randomBytes,
    random: () => 0.5,
    pageDir: dataDir,
    workingDirectory: process.cwd(),
    credentialsDirectory: undefined,
    environment: {},
    version: '0.0.0-test',
    freeBytesOf: () => freeBytes,
    stderr: { write: (line: string) => lines.push(JSON.parse(line)) },
  });
  assert.ok(opened.ok);
  kiosk = opened.value;
  const driver = await openPage(kiosk.newLaunchUrl());
  assert.ok(driver.ok);
  page = driver.value;
}

async function shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  const snapshot = await page.until(fits);
  if (!snapshot.ok) throw new Error(`${snapshot.problem.kind} at ${snapshot.problem.lastScreen}`);
  return snapshot.value;
}
const screen = (name: Snapshot['screen']['show']) => (snapshot: Snapshot) => snapshot.screen.show === name;

/** Without papers, to the number or to whatever stands in its place. */
async function checkIn(whileChoosing = () => {}): Promise<string> {
  await shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await shown(screen('choose-service'));
  whileChoosing();
  await page.tap('choose-service', { serviceCode: 'noi' });
  const end = await shown((each) => ticketOf(each) !== undefined || each.screen.show === 'out-of-service');
  const number = ticketOf(end)?.number;
  if (number === undefined) return end.screen.show;
  await page.tap('finish', {});
  return number;
}

async function technicianPage(): Promise<TechnicianState> {
  const launch = new URL(kiosk.newTechnicianUrl());
  const launched = await fetch(launch, { redirect: 'manual' });
  const cookie = launched.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const events = await fetch(`${launch.origin}/events`, { headers: { cookie } });
  assert.ok(events.body);
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.endsWith('\n\n')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return JSON.parse(text.slice('data: '.length));
}

/** The disk is looked at anew once a second, and by a resting kiosk and the log's watch once a minute. */
function fill(left: number): void {
  freeBytes = left;
  clock.advance(delays.storeCheckMs);
}

test('a disk that fills is told to the technician early, then ends the service before it can harm anything, and room brings it back', async () => {
  const seen: unknown[] = [];
  const note = async (number: string) => {
    const { storage, outOfService } = await technicianPage();
    seen.push([number, storage.condition, outOfService]);
  };
  await note(await checkIn());
  fill(lowBytes - 1);
  await note(await checkIn());
  const inService = lines.length;
  fill(tooLowBytes - 1);
  await note((await shown(screen('out-of-service'))).screen.show);
  clock.advance(delays.storeProbeMs);
  await note((await shown(() => true)).screen.show);
  fill(lowBytes);
  await note(await checkIn());

  assert.deepEqual(seen, [
    ['A001', 'ok', false],
    ['A002', 'low', false],
    ['out-of-service', 'too-low', true],
    ['out-of-service', 'too-low', true],
    ['A003', 'ok', false],
  ]);
  assert.deepEqual(
    lines.filter(({ event }) => event === 'storage-changed').map(({ condition }) => condition),
    ['low', 'too-low', 'ok'],
  );
  assert.deepEqual(
    lines.slice(inService).flatMap(({ event }) => (event.startsWith('store-') ? [event] : [])),
    ['store-refuses', 'store-recovered'],
  );
});

test('a disk that fills while somebody chooses ends the service at their visit', async () => {
  const end = await checkIn(() => {
    freeBytes = tooLowBytes - 1;
    clock.advance(1_000);
  });
  assert.equal(end, 'out-of-service');
});

test('a kiosk that starts on a full disk lets nobody begin', async () => {
  page.close();
  await kiosk.close('SIGTERM');
  freeBytes = tooLowBytes - 1;
  await start();
  await shown(screen('out-of-service'));
});

test('an out-of-service kiosk says where to go, and the technician reads to make room', async () => {
  fill(tooLowBytes - 1);
  const { screen: current } = await shown(screen('out-of-service'));
  const state = await technicianPage();
  assert.equal(current.show === 'out-of-service' && typeof current.desk, 'string');
  const free = `${Math.floor(state.storage.freeBytes / 1e6)} MB`;
  assert.deepEqual(
    [sayIn('vi')('technician.storage.tooLow', { free }), sayIn('en')('technician.storage.tooLow', { free })],
    [
      'Ổ đĩa quá đầy, còn 49 MB: ki-ốt không nhận người bệnh.',
      'The disk is too full, 49 MB left: the kiosk takes no patients.',
    ],
  );
});
