/** Signing in at the hub and the page of all kiosks, in Chromium on a whole hub. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { type HubBench, openHubBench, pin } from '../program/hub.bench.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Where pictures are laid, for whoever wants to look. */
const pictures = process.env.PICTURES;

describe.skipIf(skipReason)(`the kiosks of a hospital${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let browser: Browser;
  let hub: HubBench;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    const [pageDir, opened] = await Promise.all([buildPages(), openBrowser()]);
    browser = opened;
    hub = await openHubBench({ profile: 'demo' }, machineClock, pageDir);
    cleanUps.push(
      () => rmSync(pageDir, { recursive: true }),
      () => browser.close(),
      () => hub.close(),
    );
    assert.deepEqual(await hub.person('Lan', 'counter'), { done: 'added' });
    for (const [kioskId, status] of [
      ['kiosk-1', 'ok'],
      ['kiosk-2', 'degraded'],
      ['kiosk-3', 'out-of-service'],
    ]) {
      const key = await hub.enrol(String(kioskId));
      const condition = { status, devicesWanting: status === 'ok' ? 0 : 1, storage: 'ok' };
      assert.equal((await hub.ask(key, 'contact', { version: 1, program: '0.1.0', condition })).status, 200);
    }
    await hub.enrol('kiosk-4');
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${hub.url}${path}`);
    return page;
  }

  async function look(page: Page, name: string): Promise<void> {
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    await page.addScriptTag({ path: axeFile });
    const violations = await page.evaluate(async () => {
      const found = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
      ).axe.run();
      return found.violations.map(({ id }) => id);
    });
    assert.deepEqual([name, violations], [name, []]);
  }

  /** One that has its key and has never spoken is seen at the next look. */
  async function everyKiosk(page: Page): Promise<void> {
    await page.locator('[data-kiosk="kiosk-4"]').waitFor();
  }

  async function signIn(page: Page, secret = pin): Promise<void> {
    await page.fill('input[name=name]', 'Lan');
    await page.fill('input[name=pin]', secret);
    await page.press('input[name=pin]', 'Enter');
  }

  test('whoever opens the page signs in, by keys alone, and is led on to it', async () => {
    const page = await open('/fleet');
    await page.waitForURL(/\/sign-in\?to=%2Ffleet$/);
    assert.equal(await page.locator('button[type=submit]').count(), 1);
    await look(page, 'sign-in');
    await signIn(page, '314159');
    await page.locator('.refusal:not(:empty)').waitFor();
    await signIn(page);
    await page.waitForURL(/\/fleet$/);
    await page.locator('[data-kiosk]').first().waitFor();
    await page.context().close();
  });

  test('whoever needs somebody most stands first, in Vietnamese and in English', async () => {
    const page = await open('/sign-in?to=https://evil.example/&x');
    await signIn(page);
    await page.waitForURL(/\/counter$/);
    await page.goto(`${hub.url}/fleet`);
    await everyKiosk(page);
    const order = await page
      .locator('[data-kiosk]')
      .evaluateAll((rows) => rows.map((row) => `${row.getAttribute('data-kiosk')} ${row.getAttribute('data-need')}`));
    assert.deepEqual(order.slice(0, 2), ['kiosk-3 out-of-service', 'kiosk-2 degraded']);
    assert.equal(await page.locator('[data-kiosk]').count(), 4);
    await page.getByText('Ngừng phục vụ').waitFor();
    await look(page, 'fleet-vi');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Out of service').waitFor();
    await look(page, 'fleet-en');
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'fleet-en-phone');
    await page.context().close();
  });

  test('a page that has lost its hub says since when, and keeps showing what it knew', async () => {
    const page = await open('/sign-in?to=/fleet');
    await signIn(page);
    await everyKiosk(page);
    await hub.stop();
    await page.getByText('Mất đường dây').waitFor();
    assert.equal(await page.locator('[data-kiosk]').count(), 4);
    await page.context().close();
  });
});
