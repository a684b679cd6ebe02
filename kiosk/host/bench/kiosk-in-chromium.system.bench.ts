/** For tests: a whole kiosk in Chromium, its devices simulated on real wires. Steps by what stands on the screen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { ScreenName } from '#kiosk/bridge/words.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import type { Kiosk } from '../kiosk.ts';
import { scanOf } from './kiosk-bench.simulator.ts';
import { startKiosk } from './start-kiosk.ts';

export interface KioskInChromium {
  readonly kiosk: Kiosk;
  readonly page: Page;
  readonly printer: SimulatedPrinter;
  /** All log lines so far. */
  log(): string;
  /** A synthetic card by its id, or what a code says, before the scanner. */
  scan(card: string | Uint8Array): Promise<unknown>;
  on(screen: ScreenName): Promise<void>;
  /** The first button of this name, as soon as a finger is heard there. */
  press(name: string | RegExp): Promise<void>;
  /** The same by keyboard: a finger in the same place waits a moment after a change of screen, a key does not. */
  enter(name: string | RegExp): Promise<void>;
  /** Keys of the keyboard on the screen. */
  keys(each: readonly string[]): Promise<void>;
  reads(words: string | RegExp): Promise<void>;
  words(): Promise<string>;
  /** On the ticket. */
  number(): Promise<string>;
  /** Leaves the last screen, in either language. */
  done(): Promise<void>;
}

/** A device on a socket of this machine, as the site file names it. */
export interface WiredDevice {
  readonly id: string;
  readonly kind: string;
  readonly driver: string;
  readonly wirePort: number;
}

/** What stands around the kiosk beside one scanner and one printer. */
export interface Surroundings {
  /** Default: `check-in`. */
  readonly stations?: SiteFile['kiosk']['stations'];
  readonly devices?: readonly WiredDevice[];
  /** Entries of the site file's section `hospital`. */
  readonly hospital?: readonly unknown[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Further sections of the site file. */
  readonly site?: Readonly<Record<string, unknown>>;
  readonly clock?: Clock;
  /** Whatever the tests opened for it; closed after the kiosk. */
  readonly opened?: readonly { close(): Promise<unknown> }[];
}

/** Tests of one kiosk, one after the other; without Chromium they are skipped. */
export function describeInChromium(
  subject: string,
  surroundings: () => Surroundings | Promise<Surroundings>,
  tests: (bench: KioskInChromium) => void,
): void {
  describe.skipIf(skipReason)(`${subject}${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
    const lines: string[] = [];
    const closing: (() => unknown)[] = [];
    let kiosk: Kiosk;
    let page: Page;
    let scanner: SimulatedScanner;
    let printer: SimulatedPrinter;

    beforeAll(async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-chromium-'));
      closing.push(() => rmSync(dataDir, { recursive: true }));
      const around = await surroundings();
      closing.push(...(around.opened ?? []).map((each) => () => each.close()));
      let pageDir: string;
      let browser: Browser;
      [pageDir, scanner, printer, browser] = await Promise.all([
        buildPages(),
        startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
        startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 }),
        openBrowser(),
      ]);
      closing.push(
        () => rmSync(pageDir, { recursive: true }),
        () => Promise.all([scanner.close(), printer.close()]),
      );
      const site = siteFile.parse({
        ...syntheticSite,
        ...around.site,
        kiosk: { ...syntheticSite.kiosk, dataDir, stations: around.stations ?? ['check-in'] },
        devices: [
          { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', wirePort: scanner.wirePort },
          { id: 'printer', kind: 'ticket-printer', driver: 'escpos', wirePort: printer.wirePort },
          ...(around.devices ?? []),
        ].map(({ wirePort, ...device }) => ({
          ...device,
          simulated: true,
          transport: { kind: 'tcp', host: '127.0.0.1', port: wirePort },
        })),
        hospital: around.hospital ?? [],
      });
      kiosk = await startKiosk(site, {
        pageDir,
        clock: around.clock ?? machineClock,
        environment: around.environment ?? {},
        stderr: { write: (line) => void lines.push(line) },
      });
      closing.push(
        () => kiosk.close('SIGTERM'),
        () => browser.close(),
      );
      page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
      page.setDefaultTimeout(20_000);
      await page.goto(kiosk.newLaunchUrl());
      await on('attract');
    });

    afterAll(async () => {
      for (const close of closing.toReversed()) await close();
    });

    const on = (screen: ScreenName) => page.locator(`[data-screen="${screen}"]`).waitFor();
    const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
    const press = (name: string | RegExp) => button(name).click();

    tests({
      get kiosk() {
        return kiosk;
      },
      get page() {
        return page;
      },
      get printer() {
        return printer;
      },
      log: () => lines.join(''),
      scan: (card) => {
        const bytes = typeof card === 'string' ? scanOf(card) : card;
        return scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
      },
      on,
      press,
      async enter(name) {
        await page.locator('.kiosk:not([data-shielded])').waitFor();
        await button(name).press('Enter');
      },
      async keys(each) {
        for (const key of each) await page.locator(`.keys [data-key="${key}"]`).click();
      },
      reads: (words) => page.getByText(words).first().waitFor(),
      words: () => page.locator('main').innerText(),
      number: () => page.locator('[data-ticket-number]').innerText(),
      async done() {
        await press(/^(Xong|Done)$/);
        await on('attract');
      },
    });
  });
}
