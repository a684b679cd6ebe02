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
import {
  citizen,
  createStoreBench,
  deliver,
  hourMs,
  insured,
  lan,
  request,
  storedVisit,
} from '#backend-client/store/store.bench.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { calmEndpoint, calmKiosk, calmOverview } from '#kiosk/bridge/console/calm-kiosk.bench.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import { openWholeHost, type WholeHost } from '../devices/whole-host.bench.ts';
import type { Upkeep } from '../kiosk/upkeep.ts';

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
  let desk: ConsoleBench;
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
    const stored = createStoreBench();
    const store = stored.open();
    storedVisit(store, request(insured(lan, 'GD4270012345678')));
    deliver(store, 'refused');
    storedVisit(store, request(citizen(7)));
    stored.clock.advance(hourMs);
    const upkeep: Pick<Upkeep, 'state'> = { state: () => ({ ...calmKiosk, endpoints: [calmEndpoint] }) };
    const rooms = { site: syntheticSite, store, upkeep: upkeep as Upkeep, overview: () => calmOverview };
    desk = await openConsoleBench({ clock: machineClock, rooms: () => rooms, pageDir });
    cleanUps.push(
      () => stored.remove(),
      () => store.close(),
      () => desk.close(),
    );
    if (pictures) mkdirSync(pictures, { recursive: true });
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  async function opened(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(at.host.newTechnicianUrl());
    await page.locator('main[data-page=overview]').waitFor();
    await page.goto(`${at.origin}/hospital`);
    await page.locator('[data-conformance=his]').waitFor();
    return page;
  }

  async function openedDesk(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(desk.console.newOpeningUrl());
    await page.locator('main[data-page=overview]').waitFor();
    await page.goto(`${desk.console.origin}/hospital`);
    await page.locator('#desk').waitFor();
    return page;
  }

  async function faultsOf(page: Page, picture: string): Promise<readonly string[]> {
    if (pictures) await page.screenshot({ path: join(pictures, `${picture}.png`), fullPage: true });
    const isThere = await page.evaluate('typeof lookForFaults');
    if (isThere === 'undefined') {
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
      await page.addScriptTag({ path: faultsFile });
    }
    return page.evaluate<string[]>('lookForFaults()');
  }

  test('a conformance run begins by keys alone, and only when the id of the system was typed', async () => {
    const page = await opened();
    const before = his.arrivals().length;
    await page.getByRole('button', { name: 'Kiểm tra tương thích: his' }).press('Enter');
    const send = page.getByRole('button', { name: 'Đây là hệ thống thử: gửi' });
    await page.locator('input[name=system-id]:focus').waitFor();
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

  /** On every screen, in light and dark. */
  async function faultsEverywhere(page: Page, picture: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [width, height] of sizes)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        found.push(...(await faultsOf(page, `${picture}-${width}-${colorScheme}`)));
      }
    return found;
  }

  test('with a report open it can be read on every screen, in light and dark', { timeout: 60_000 }, async () => {
    const page = await opened();
    await page.getByRole('button', { name: 'Xem báo cáo: his' }).click();
    await page.locator('[data-report=his]').waitFor();
    assert.deepEqual(await faultsEverywhere(page, 'report'), []);
    await page.context().close();
  });

  test('a test registration is sent when the id was typed, and the look-up after it finds somebody, nobody says whom', async () => {
    const page = await opened();
    await page.getByRole('button', { name: 'Tra cứu thử: fhir' }).click();
    await page.locator('[data-outcome=answered]').getByText('Không có ai').waitFor();
    await page.getByRole('button', { name: 'Đăng ký thử: fhir' }).press('Enter');
    await page.locator('input[name=system-id]:focus').waitFor();
    await page.keyboard.type('fhir');
    await page.keyboard.press('Enter');
    await page.locator('[data-outcome=answered]').getByText('Bệnh viện đã nhận').waitFor();
    await page.locator('[data-outcome=answered]').getByText('HTEST').first().waitFor();
    assert.deepEqual(await faultsOf(page, 'test-registration'), []);
    await page.getByRole('button', { name: 'Tra cứu thử: fhir' }).click();
    await page.getByText('Tìm thấy một người; trang này không nói là ai.').waitFor();
    await page.context().close();
  });

  test('the overview says how the last self-test went, at once, and what to look at first leads to it', async () => {
    const page = await opened();
    await page.goto(`${at.origin}/overview`);
    const line = page.locator('[data-self-test]');
    await line.getByText('chưa chạy lần nào').waitFor();
    assert.ok((await at.call('readiness/test', {})).ok);
    await line.getByText(/ · đạt \d+\/\d+/).waitFor();
    await line.getByRole('link', { name: 'Màn hình người bệnh' }).press('Enter');
    await page.locator('main[data-page=readiness] [data-check=window]').waitFor();
    await page.context().close();
  });

  test('the list for the desk is made by keys, printed alone, saved as a file, and gone when it is closed', async () => {
    const page = await openedDesk();
    const addresses: string[] = [];
    page.on('request', (asked) => addresses.push(asked.url()));
    await page.getByRole('button', { name: 'Lập danh sách' }).press('Enter');
    const list = page.locator('.desk-list');
    await list.getByText('Nguyễn Thị Lan Thử').waitFor();
    assert.deepEqual(
      await list.locator('li').evaluateAll((all) => all.map((each) => each.getAttribute('data-state'))),
      ['refused', 'waiting'],
    );
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Lưu thành tệp để in' }).press('Enter');
    const download = await saved;
    assert.match(download.suggestedFilename(), /^desk-list-kiosk-1-\d{12}\.html$/);
    const file = readFileSync(await download.path(), 'utf8');
    for (const word of ['<meta charset="utf-8">', 'Nguyễn Thị Lan Thử', '027148000123', '15/08/1948', '000000000007'])
      assert.ok(file.includes(word), word);
    assert.ok(!file.includes('<script'));
    assert.doesNotMatch(addresses.filter((each) => !each.startsWith('blob:')).join(), /Lan|027148000123/);

    await page.emulateMedia({ media: 'print' });
    if (pictures) await page.screenshot({ path: join(pictures, 'desk-print.png'), fullPage: true });
    const onPaper = String(await page.evaluate('document.body.innerText'));
    assert.match(onPaper, /Nguyễn Thị Lan Thử/);
    for (const word of ['Lịch sử và thử', 'Lập danh sách', 'Đăng xuất']) assert.ok(!onPaper.includes(word), word);
    await page.emulateMedia({ media: null });
    await page.getByRole('button', { name: 'Đóng danh sách' }).press('Enter');
    await list.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('a technician is told who makes the list, and has no way to it', async () => {
    await desk.person('Giám Sát');
    const added = await desk.staff.people.add({ name: 'Kỹ Thuật', roles: ['technician'], secret: '271828' });
    assert.ok(added.ok);
    const technician = await desk.signIn('Kỹ Thuật', '271828');
    const [name = '', value = ''] = technician.cookie.split('=');
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addCookies([{ name, value, url: desk.console.origin }]);
    const page = await context.newPage();
    await page.goto(`${desk.console.origin}/hospital`);
    await page.getByText('Danh sách có tên người bệnh: chỉ giám sát lập được.').waitFor();
    assert.equal(await page.locator('#desk button').count(), 0);
    await context.close();
  });

  test('the list for the desk can be read in both languages on every screen', { timeout: 60_000 }, async () => {
    const page = await openedDesk();
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    for (const [make, other] of [
      ['Lập danh sách', 'English'],
      ['Make the list', 'Tiếng Việt'],
    ] as const) {
      await page.getByRole('button', { name: make }).click();
      await page.locator('.desk-list article').first().waitFor();
      assert.deepEqual(await faultsEverywhere(page, make), []);
      await page.getByRole('button', { name: other }).click();
    }
    await page.context().close();
  });
});
