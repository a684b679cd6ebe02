/** Every page of the console in Chromium, on a whole host: read by everybody, on every screen, in light and dark, by keys alone. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { pageNames } from '#kiosk/ui/console/page-names.ts';
import { openWholeHost, type WholeHost, wire } from './devices/whole-host.bench.ts';

const faultsFile = fileURLToPath(new URL('page-faults.browser.js', import.meta.url));
const sizes = [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const;
/** What a page opens, and how: each is looked at like a page. */
const openings: readonly (readonly [string, (typeof pageNames)[number], (page: Page) => Promise<unknown>])[] = [
  ['somebody new', 'people', (page) => page.locator('[data-act=add]').click()],
  ['the pin of the corner', 'people', (page) => page.locator('[data-act=set-lobby-pin]').click()],
  ['a new device', 'devices', (page) => page.locator('[data-add]').click()],
  ['one device', 'devices', (page) => page.locator('a[href="/devices/scanner"]').click()],
  ['an event', 'logs', (page) => page.locator('main td a').first().click()],
  [
    'the difference before saving',
    'settings',
    async (page) => {
      await page.locator('[data-field="site.name"]').fill('Bệnh viện Khác');
      await page.locator('[data-review]:enabled').click();
      await page.locator('[data-save]').waitFor();
    },
  ],
];
/** Where pictures are laid, for whoever wants to look. */
const pictures = process.env.PICTURES;

describe.skipIf(skipReason)(`every page of the console${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  let at: WholeHost;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    cleanUps.push(() => rmSync(pageDir, { recursive: true }));
    const configFile = fileURLToPath(new URL('../../ui/vite.config.ts', import.meta.url));
    const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
    cleanUps.push(() => scanner.close());
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
    cleanUps.push(() => browser.close());
    const device = { kind: 'barcode-scanner', driver: 'serial', simulated: true };
    at = await openWholeHost([{ id: 'scanner', ...device, transport: wire(scanner.wirePort) }], pageDir);
    cleanUps.push(() => at.close());
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function signedIn(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(at.host.newTechnicianUrl());
    await page.locator('main[data-page=overview]').waitFor();
    return page;
  }

  test.each(
    sizes.flatMap(([width, height]) => (['light', 'dark'] as const).map((look) => [width, height, look] as const)),
  )(
    'can be read at %d × %d in %s: axe finds nothing, nothing is wider than the screen',
    async (width, height, look) => {
      const page = await signedIn(width, height, look);
      const found: string[] = [];
      const states = [...pageNames.map((name) => [name, name, async () => {}] as const), ...openings];
      for (const [name, pageName, open] of states) {
        await page.goto(`${at.origin}/${pageName}`);
        await page.locator(`main[data-page=${pageName}]`).waitFor();
        await page.waitForLoadState('networkidle');
        await page.waitForFunction('document.querySelector("main")?.innerText.length > 60');
        await open(page);
        if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}-${look}.png`) });
        await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
        await page.addScriptTag({ path: faultsFile });
        found.push(...(await page.evaluate<string[]>('lookForFaults()')).map((fault) => `${name}: ${fault}`));
      }
      await page.context().close();
      assert.deepEqual(found, []);
    },
  );

  test('is reached by keys alone, and everything on it that can be done has the focus once', async () => {
    const page = await signedIn(1280, 800, 'light');
    for (const name of pageNames) {
      await page.locator(`nav a[href="/${name}"]`).focus();
      await page.keyboard.press('Enter');
      await page.locator(`main[data-page=${name}]`).waitFor();
      await page.waitForFunction('document.querySelector("main")?.innerText.length > 60');
      await page.addScriptTag({ path: faultsFile });
      assert.deepEqual(await notReachedByKeys(page), [], name);
    }
    await page.context().close();
  });
});

/** Tab through the whole page; what can be pressed or filled in and never had the focus. */
async function notReachedByKeys(page: Page): Promise<readonly string[]> {
  const count = Number(await page.evaluate('markControls()'));
  for (let tabs = 0; tabs < count + 40; tabs += 1) await page.keyboard.press('Tab');
  return page.evaluate('controlsNeverFocused()');
}
