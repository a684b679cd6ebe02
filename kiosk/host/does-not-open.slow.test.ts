import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#backend-client/store/database.ts';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type Language, languages } from '#config/agreements/language.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { openConsoleAt } from './bench/console-driver.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startHostOf } from './bench/start-kiosk.ts';
import type { Host } from './host.ts';
import { firstTryAgainMs, longestTryAgainMs } from './kiosk-keeper.ts';
import type { World } from './world.ts';

/** A whole host whose site file is right and whose kiosk cannot open: over real files and sockets. */

let dataDir: string;
let clock: HandCrankedClock;
let cleanUps: (() => unknown)[];
let events: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-does-not-open-'));
  clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  cleanUps = [() => rmSync(dataDir, { recursive: true })];
  events = [];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

const whole = {
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Bệnh viện Thử', desk: { vi: 'quầy 3', en: 'desk 3' } },
  kiosk: { id: 'kiosk-1', listen: { port: 0 }, dataDir: '.' },
  management: { listen: { port: 0 } },
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
};
const write = (site: object) => writeFileSync(join(dataDir, 'site.json'), JSON.stringify(site));
const inDir = (name: string) => join(dataDir, name);

async function start(world: Partial<World> = {}): Promise<Host> {
  const host = await startHostOf(dataDir, {
    clock,
    stderr: { write: (line: string) => events.push(JSON.parse(line).event) },
    ...world,
  });
  let isOpen = true;
  const close = async (signal: string) => {
    if (isOpen) await host.close(signal);
    isOpen = false;
  };
  cleanUps.push(() => close('SIGTERM'));
  return { ...host, close };
}

/** The kiosk has run here and somebody has a number of it. */
async function hasRun(): Promise<void> {
  write(whole);
  const host = await start();
  const page = await pageOf(host);
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  await page.shown((snapshot) => ticketOf(snapshot) !== undefined);
  await host.close('SIGTERM');
}

async function pageOf(host: Host): Promise<PageDriver> {
  const page = await openPageOf(host);
  cleanUps.push(() => page.close());
  return page;
}

async function busyPort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  cleanUps.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, server };
}

/** Patients are sent to the desk, the technician reads why, and a monitoring program, too. */
async function standsWith(host: Host, found: Partial<KioskProblem>): Promise<void> {
  assert.equal(host.kiosk(), undefined);
  const { screen: shown } = await (await pageOf(host)).shown(screen('out-of-service'));
  expect(shown).toMatchObject({ show: 'out-of-service', desk: 'quầy 3', doesNotOpen: found.kind });
  const owner = await openConsoleAt(host.newTechnicianUrl());
  expect(await owner.told('does-not-open')).toMatchObject(found);
  const health = await fetch(new URL('/healthz', host.newLaunchUrl()));
  expect(await health.json()).toMatchObject({ status: 'out-of-service', doesNotOpen: found });
}

async function runsAgain(host: Host): Promise<void> {
  for (let turn = 0; turn < 500 && !host.kiosk(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(host.kiosk());
  assert.equal(host.doesNotOpen(), undefined);
  const owner = await openConsoleAt(host.newTechnicianUrl());
  assert.equal(await owner.told('does-not-open'), null);
  await (await pageOf(host)).shown(screen('attract'));
}

async function save(host: Host, site: object): Promise<void> {
  const owner = await openConsoleAt(host.newTechnicianUrl());
  const { body } = await owner.call('settings/open', {});
  const saved = await owner.call('settings/save', {
    ...{ text: JSON.stringify(site), from: body?.from as string, why: 'thử' },
  });
  assert.equal(saved.status, 200);
}

describe('a kiosk that does not open', () => {
  test('because its port is busy opens by itself once it is free, and its devices are left in peace until then', async () => {
    const { port, server } = await busyPort();
    write({ ...whole, kiosk: { ...whole.kiosk, listen: { port } } });
    const host = await start();
    await standsWith(host, { kind: 'listen', why: 'port-busy', port });
    for (let each = 0; each < 5; each += 1) {
      clock.advance(longestTryAgainMs);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(
      events.filter((event) => event === 'kiosk-does-not-open').length,
      1,
      'the port is looked at, and no more',
    );
    await new Promise((closed) => server.close(closed));
    clock.advance(longestTryAgainMs);
    await runsAgain(host);
    assert.equal(new URL(host.newLaunchUrl()).port, String(port));
  });

  test('because a secret is missing opens at once when the technician saves a site without it', async () => {
    const hospital = [
      { id: 'rest', protocol: 'webhook', url: 'http://127.0.0.1:9/', secretFile: 'rest.secret', simulated: true },
    ];
    write({ ...whole, hospital });
    const host = await start();
    await standsWith(host, { kind: 'secret', why: 'not-readable', systemId: 'rest' });
    await save(host, whole);
    await runsAgain(host);
  });

  test('because a secret is missing stays on its page through each try, and opens by itself when the file is there', async () => {
    const hospital = [
      { id: 'rest', protocol: 'webhook', url: 'http://127.0.0.1:9/', secretFile: 'rest.secret', simulated: true },
    ];
    write({ ...whole, hospital });
    const host = await start();
    await standsWith(host, { kind: 'secret' });
    const opens = host.newLaunchUrl();
    clock.advance(firstTryAgainMs);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const page = await openPageOf({ newLaunchUrl: () => opens });
    await page.shown(screen('out-of-service'));
    page.close();
    writeFileSync(inDir('rest.secret'), 'x'.repeat(64), { mode: 0o600 });
    clock.advance(longestTryAgainMs);
    await runsAgain(host);
  });

  test('because another program holds the store opens by itself when that has gone', async () => {
    await hasRun();
    const other = openDatabase(inDir('store.sqlite'));
    assert.ok(other.ok);
    const host = await start();
    await standsWith(host, { kind: 'store', why: 'in-use' });
    other.value.close();
    clock.advance(longestTryAgainMs);
    await runsAgain(host);
  });

  test('because its store is damaged opens once the saved one is back, without a start', async () => {
    await hasRun();
    renameSync(inDir('store.sqlite'), inDir('saved'));
    writeFileSync(inDir('store.sqlite'), Buffer.alloc(8_192, 0x5a));
    const host = await start();
    await standsWith(host, { kind: 'store', why: 'not-a-store' });
    renameSync(inDir('saved'), inDir('store.sqlite'));
    clock.advance(longestTryAgainMs);
    await runsAgain(host);
  });

  const keys: readonly [string, () => void, KioskProblem['kind'], string][] = [
    ['is missing', () => rmSync(inDir('store.key')), 'store-key', 'missing'],
    [
      'is cut in half',
      () => writeFileSync(inDir('store.key'), readFileSync(inDir('store.key')).subarray(16)),
      'store-key',
      'wrong-length',
    ],
    ['can be read by others', () => chmodSync(inDir('store.key'), 0o644), 'store-key', 'readable-by-others'],
    ['is of another machine', () => writeFileSync(inDir('store.key'), Buffer.alloc(32, 7)), 'store', 'wrong-key'],
  ];
  test.each(keys)('because its master key %s opens once the right one is back', async (_, damage, kind, why) => {
    await hasRun();
    const right = readFileSync(inDir('store.key'));
    damage();
    const host = await start();
    await standsWith(host, { kind, why } as Partial<KioskProblem>);
    writeFileSync(inDir('store.key'), right);
    chmodSync(inDir('store.key'), 0o600);
    clock.advance(longestTryAgainMs);
    await runsAgain(host);
    await host.close('SIGTERM');
    const next = await start();
    await runsAgain(next);
  });

  test.each(languages)('says so to patients in %s, when they ask for it', async (language: Language) => {
    await hasRun();
    rmSync(inDir('store.key'));
    const page = await pageOf(await start());
    const inLanguage = (snapshot: Snapshot) =>
      snapshot.language === language && snapshot.screen.show === 'out-of-service';
    await page.shown(screen('out-of-service'));
    if (language !== 'vi') await page.tap('choose-language', { language });
    const { screen: shown } = await page.shown(inLanguage);
    const desk = language === 'vi' ? 'quầy 3' : 'desk 3';
    expect(shown).toMatchObject({ desk });
    await page.tap('call-for-help', {});
    const { overlay } = await page.shown((snapshot) => snapshot.overlay !== undefined);
    expect(overlay).toMatchObject({ show: 'help', desk });
  });
});

test('a second program on one data directory ends, and takes nothing away from the first', async () => {
  await hasRun();
  const host = await start();
  const before = readFileSync(inDir('staff/audit/audit-0000000001.jsonl'));
  await assert.rejects(start(), /Another kiosk program is running on/);
  assert.deepEqual(readFileSync(inDir('staff/audit/audit-0000000001.jsonl')), before);
  await (await pageOf(host)).shown(screen('attract'));
  assert.equal((await (await openConsoleAt(host.newTechnicianUrl())).me()).status, 200);
});

test('a bug while a kiosk opens is one try’s alone: the console stands, and what is saved next opens', async () => {
  write(whole);
  let isBroken = true;
  const freeBytesOf = () => {
    if (isBroken) throw new TypeError('a bug');
    return 5e9;
  };
  const host = await start({ freeBytesOf });
  await standsWith(host, { kind: 'bug' });
  assert.ok(events.includes('kiosk-crashed'));
  clock.advance(longestTryAgainMs);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(host.doesNotOpen()?.kind, 'bug', 'the store was let go of');
  isBroken = false;
  await save(host, { ...whole, standingAfterMinutes: 20 });
  await runsAgain(host);
  // And while it runs: whoever asks next begins anew.
  isBroken = true;
  await save(host, { ...whole, kiosk: { ...whole.kiosk, id: 'kiosk-2' } });
  for (let turn = 0; turn < 500 && host.kiosk(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  isBroken = false;
  await save(host, { ...whole, kiosk: { ...whole.kiosk, id: 'kiosk-3' } });
  await runsAgain(host);
});
