import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delays } from '#config/agreements/delays.ts';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { KioskRooms } from '../console/kiosk-rooms.ts';
import type { Kiosk } from '../kiosk.ts';
import { type PageDriver, screen } from './page-driver.ts';
import { ticketOf } from './patient.ts';
import { openPageOf, startKiosk } from './start-kiosk.ts';

/** For tests: a whole kiosk without devices whose disk can be filled, emptied and broken, and a hand on the clock. */
export interface KioskOnADisk {
  readonly dataDir: string;
  readonly clock: HandCrankedClock;
  /** What the file system says from now on. */
  setFreeBytes(bytes: number): void;
  readonly lines: readonly { readonly event: string; readonly condition?: string; readonly reason?: string }[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The screen that fits, as soon as it is shown. */
  shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** A finger on what is shown. */
  tap: PageDriver['tap'];
  /** Without papers, to the number or to whatever stands in its place. */
  checkIn(whileChoosing?: () => void): Promise<string>;
  /** What the console shows of it. */
  upkeep(): UpkeepState;
  /** `GET` on the patient page's listener. */
  ask(path: '/healthz' | '/metrics'): Promise<Response>;
  rooms(): KioskRooms;
  /** Somebody saves the site file with another desk. */
  moveDesk(desk: string): void;
  close(): Promise<void>;
}

export async function openKioskOnADisk(): Promise<KioskOnADisk> {
  const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-disk-'));
  const lines: KioskOnADisk['lines'][number][] = [];
  let freeBytes = 5e9;
  let running: { readonly kiosk: Kiosk; readonly page: PageDriver } | undefined;
  await start();
  return {
    dataDir,
    clock,
    setFreeBytes: (bytes) => {
      freeBytes = bytes;
    },
    lines,
    start,
    stop,
    shown,
    tap: (command, input) => current().page.tap(command, input),
    checkIn,
    upkeep: () => current().kiosk.rooms.upkeep.state(),
    ask: (path) => fetch(`http://127.0.0.1:${current().kiosk.port}${path}`),
    rooms: () => current().kiosk.rooms,
    moveDesk(desk) {
      const site = siteOf(dataDir);
      current().kiosk.takeOver({ ...site, site: { ...site.site, desk: { vi: desk } } });
    },
    async close() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };

  async function start(): Promise<void> {
    const site = siteOf(dataDir);
    const stderr = { write: (line: string) => lines.push(JSON.parse(line)) };
    const kiosk = await startKiosk(site, { clock, pageDir: tmpdir(), freeBytesOf: () => freeBytes, stderr });
    running = { kiosk, page: await openPageOf(kiosk) };
  }

  async function stop(): Promise<void> {
    if (!running) return;
    running.page.close();
    await running.kiosk.close('SIGTERM');
    running = undefined;
  }

  function current() {
    if (!running) throw new Error('the kiosk is stopped');
    return running;
  }

  /** A cranked clock makes an open page silent before it could answer: then another one takes its place. */
  async function shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
    let snapshot = await current().page.until(fits);
    if (!snapshot.ok && snapshot.problem.kind === 'host-gone') {
      const { kiosk } = current();
      running = { kiosk, page: await openPageOf(kiosk) };
      snapshot = await running.page.until(fits);
    }
    if (!snapshot.ok) throw new Error(`${snapshot.problem.kind} at ${snapshot.problem.lastScreen}`);
    return snapshot.value;
  }

  async function checkIn(whileChoosing = () => {}): Promise<string> {
    await shown(screen('attract'));
    await current().page.tap('start-without-papers', {});
    await shown(screen('choose-service'));
    whileChoosing();
    await current().page.tap('answer', { answer: { serviceCode: 'noi' } });
    const end = await shown((each) => ticketOf(each) !== undefined || each.screen.show === 'out-of-service');
    const number = ticketOf(end)?.number;
    if (number === undefined) return end.screen.show;
    clock.advance(delays.chooseAgainMs);
    await shown((each) => ticketOf(each)?.paper !== 'printing');
    await current().page.tap('finish', {});
    return number;
  }
}

function siteOf(dataDir: string): SiteFile {
  return siteFile.parse({ ...syntheticSite, kiosk: { ...syntheticSite.kiosk, dataDir } });
}
