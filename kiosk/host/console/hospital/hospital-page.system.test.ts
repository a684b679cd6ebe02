/** The hospital page in Chromium, on a whole host and a simulated hospital over real sockets: what is sent, and what is handed over. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { openWholeHost, type WholeHost } from '../devices/whole-host.bench.ts';

const faultsFile = fileURLToPath(new URL('../page-faults.browser.js', import.meta.url));
const sizes = [
  [1280, 800],
  [1920, 1080],
  [390, 844],
] as const;
/** Where pictures are laid, for whoever wants to look. */
const pictures = process.env.PICTURES;

describe.skipIf(skipReason)(`the hospital page${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let browser: Browser;
  let his: HisSimulator;
  let at: WholeHost;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    const pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    cleanUps.push(() => rmSync(pageDir, { recursive: true }));
    const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
    his = await startHisSimulator({ mllpPort: 0, webPort: 0, httpPort: 0 });
    cleanUps.push(() => his.close());
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
    cleanUps.push(() => browser.close());
    const capabilities = ['registrations', 'patient-look-up'];
    at = await openWholeHost([], pageDir, [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, capabilities, simulated: true },
      { id: 'fhir', protocol: 'fhir-r4', baseUrl: his.fhirUrl, capabilities, simulated: true },
    ]);
    cleanUps.push(() => at.close());
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function opened(width = 1280, height = 800, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(at.host.newTechnicianUrl());
    await page.locator('main[data-page=overview]').waitFor();
    await page.goto(`${at.origin}/hospital`);
    await page.locator('[data-conformance=his]').waitFor();
    return page;
  }

  async function faultsOf(page: Page, picture: string): Promise<readonly string[]> {
    if (pictures) await page.screenshot({ path: join(pictures, `${picture}.png`), fullPage: true });
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
    await page.addScriptTag({ path: faultsFile });
    return page.evaluate<string[]>('lookForFaults()');
  }

  test('a conformance run begins by keys alone, and only when the id of the system was typed', async () => {
    const page = await opened();
    const before = his.arrivals().length;
    await page.getByRole('button', { name: 'Kiểm tra tương thích: his' }).press('Enter');
    const send = page.getByRole('button', { name: 'Đây là hệ thống thử: gửi' });
    await page.keyboard.type('hi');
    await page.keyboard.press('Enter');
    assert.equal(await send.isDisabled(), true);
    assert.equal(his.arrivals().length, before, 'half an id sends nothing');
    assert.deepEqual(await faultsOf(page, 'conformance-type'), []);
    await page.keyboard.type('s');
    await page.keyboard.press('Enter');
    await page.locator('[data-run=nothing-wrong]').getByText('Xong: không có gì sai.').waitFor();
    assert.ok(his.arrivals().length > before);
    await page.getByRole('button', { name: 'Xem báo cáo: his' }).press('Enter');
    await page.locator('[data-report=his]').getByText('HL7 v2.5.1 (MLLP)').waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Tải bản in (HTML)' }).press('Enter');
    const download = await saved;
    assert.equal(download.suggestedFilename(), 'conformance-his.html');
    assert.match(readFileSync(await download.path(), 'utf8'), /THỬ NGHIỆM/);
    assert.deepEqual(await faultsOf(page, 'conformance-report'), []);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Done: nothing wrong.').waitFor();
    await page.context().close();
  });

  test.each(
    sizes.flatMap(([width, height]) => (['light', 'dark'] as const).map((look) => [width, height, look] as const)),
  )('with a report open it can be read at %d × %d in %s', async (width, height, look) => {
    const page = await opened(width, height, look);
    await page.getByRole('button', { name: 'Xem báo cáo: his' }).click();
    await page.locator('[data-report=his]').waitFor();
    assert.deepEqual(await faultsOf(page, `report-${width}-${look}`), []);
    await page.context().close();
  });
});
