/** The console's pages `/readiness` and `/logs`, and the patient's screen seen from afar, in Chromium on a whole host. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { openWholeHost, type WholeHost } from '../devices/whole-host.bench.ts';

const require = createRequire(import.meta.url);
const glasses = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const;
const looksOf = ({ width }: (typeof glasses)[number]) =>
  width === 1920
    ? ([['light', 'vi']] as const)
    : ([
        ['light', 'vi'],
        ['dark', 'en'],
      ] as const);
/** Pictures for whoever wants to look at them. */
const pictures = process.env.CONSOLE_PICTURES;

const lookAtPage = `axe.run(document).then(({ violations }) => [
  ...violations.map(({ id, nodes }) => id + ': ' + nodes[0]?.target.join(' ')),
  ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the glass'] : []),
])`;

describe.skipIf(skipReason)(`readiness and logs${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  let host: WholeHost;
  let axe: string;

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-ready-'));
    const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
    await build({ configFile, logLevel: 'error', build: { outDir: pageDir } });
    browser = await openBrowser();
    axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    host = await openWholeHost(
      [
        {
          ...{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true },
          transport: { kind: 'tcp', host: '127.0.0.1', port: 9 },
        },
      ],
      pageDir,
    );
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    rmSync(pageDir, { recursive: true });
  });

  async function open(
    path: string,
    look: { language?: string; theme?: string; glass?: (typeof glasses)[number] } = {},
  ) {
    const context = await browser.newContext({ viewport: look.glass ?? glasses[0], acceptDownloads: true });
    const [name = '', value = ''] = host.cookie.split('=', 2);
    await context.addCookies([{ name, value: host.cookie.slice(name.length + 1) || value, url: host.origin }]);
    await context.addInitScript(
      ([language, theme]) => {
        localStorage.setItem('language', language ?? 'vi');
        localStorage.setItem('theme', theme ?? 'light');
      },
      [look.language ?? 'vi', look.theme ?? 'light'],
    );
    const page = await context.newPage();
    await page.goto(`${host.origin}${path}`);
    return page;
  }

  async function done(page: Page) {
    await page.context().close();
  }

  test('by keyboard alone a technician runs the self-test and reads what to do about the printer that is not there', async () => {
    const page = await open('/readiness');
    await page.locator('main[data-page="readiness"] [data-act="test"]').focus();
    await page.keyboard.press('Enter');
    const row = page.locator('[data-check="device"][data-outcome="fail"]');
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /printer/);
    await row.locator('a').focus();
    await page.keyboard.press('Enter');
    await page.locator('main[data-page="devices"]').waitFor();
    assert.equal(new URL(page.url()).pathname, '/devices/printer');
    await done(page);
  });

  test('maintenance begins and ends with one press, and says so', async () => {
    const page = await open('/readiness', { language: 'en' });
    const press = page.locator('[data-act="maintenance"]');
    await press.click();
    await page.locator('.strip[role="status"]', { hasText: 'maintenance' }).waitFor();
    await press.click();
    await page.locator('[data-act="maintenance"][aria-pressed="false"]').waitFor();
    await done(page);
  });

  test('the log is searched, an event explained, and followed live while something happens', async () => {
    const page = await open('/logs');
    await page.locator('.log-table tbody tr').first().waitFor();
    await page.locator('select[name="event"]').selectOption('kiosk-started');
    await page.locator('.log-filter button[type="submit"]').click();
    await page.waitForFunction("document.querySelectorAll('.log-table tbody tr').length === 1");
    await page.locator('[data-act="tail"]').click();
    await host.call('maintenance/begin', {});
    await page.locator('.log-table a', { hasText: 'staff-out-of-service' }).first().click();
    await page.locator('[data-event="staff-out-of-service"]', { hasText: 'Phục vụ trở lại' }).waitFor();
    await host.call('maintenance/end', {});
    await done(page);
  });

  test('the bundle is saved with one press', async () => {
    const page = await open('/logs');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-act="bundle"]').click()]);
    assert.match(download.suggestedFilename(), /^tiep-don-kiosk-1-.*\.tar\.gz$/);
    await done(page);
  });

  test("the patient's screen is drawn as it is, cannot be pressed, and nobody sees it without signing in", async () => {
    const page = await open('/patient-screen');
    await page.locator('[data-screen="attract"]').waitFor();
    assert.equal(await page.locator('#page').evaluate((root) => root.hasAttribute('inert')), true);
    if (pictures) await page.screenshot({ path: join(pictures, 'patient-screen.png') });
    await done(page);
    const stranger = await fetch(`${host.origin}/patient-screen`, { redirect: 'manual' });
    assert.equal(stranger.status, 401);
  });

  test.each(glasses)(
    'axe finds nothing and nothing is clipped at $width×$height, in light and dark',
    { timeout: 60_000 },
    async (glass) => {
      const troubles: string[] = [];
      for (const path of ['/readiness', '/logs', '/logs/store-refuses'])
        for (const [theme, language] of looksOf(glass)) {
          const page = await open(path, { language, theme, glass });
          await page.locator('main[data-page] table, main [data-event]').first().waitFor();
          await page.addScriptTag({ content: axe }).catch(() => page.evaluate(axe));
          const found = await page.evaluate<readonly string[]>(lookAtPage);
          troubles.push(...found.map((trouble) => `${path} ${theme} ${language}: ${trouble}`));
          if (pictures)
            await page.screenshot({
              path: join(pictures, `${path.slice(1).replace('/', '-')}-${language}-${theme}-${glass.width}.png`),
              fullPage: true,
            });
          await done(page);
        }
      assert.deepEqual(troubles, []);
    },
  );
});
