/** The console's pages `/overview` and `/hospital` in Chromium, on a real console: what they show, and what reaches the host. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { nobody } from '#backend-client/contract/synthetic-people.ts';
import {
  createStoreBench,
  dayMs,
  lan,
  request,
  type StoreBench,
  storedVisit,
} from '#backend-client/store/store.bench.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { ControlId } from '#config/agreements/ids.ts';
import { languages } from '#config/agreements/language.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok } from '#config/agreements/result.ts';
import { fhirEndpoint } from '#config/settings/hospital-settings.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { AskedSystem } from '#kiosk/bridge/console/hospital-words.ts';
import type { KioskOverview } from '#kiosk/bridge/console/overview-words.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { linksThatLeadNowhere } from '#kiosk/ui/console/overview/follow-links.bench.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import { type CheckInDownloads, createCheckInDownloads } from './check-in-downloads.ts';
import type { Upkeep } from './upkeep.ts';

const at = Date.UTC(2026, 10, 25, 1, 12, 5);
const busy: Omit<UpkeepState, 'checkInDays'> = {
  kioskId: 'kiosk-1',
  siteName: 'Trung tâm Y tế Thử Nghiệm',
  version: '0.1.0',
  test: true,
  timeZone: 'Asia/Ho_Chi_Minh',
  outOfService: false,
  storage: { freeBytes: 312_000_000, condition: 'low' },
  store: 'ok',
  tickets: 'verified',
  devices: [
    { id: 'scanner', kind: 'barcode-scanner', condition: 'ready', hints: [] },
    { id: 'printer', kind: 'ticket-printer', condition: 'no-paper', hints: [] },
    { id: 'bp', kind: 'blood-pressure-monitor', condition: 'absent', hints: [] },
  ],
  endpoints: [
    {
      id: 'his',
      protocol: 'hl7v2-mllp',
      capabilities: ['registrations', 'readings', 'arrivals'],
      circuit: 'open',
      reason: 'not-connected',
      cure: 'not-connected',
      since: at,
      queued: 412,
      oldestMinutes: 31,
      stands: true,
      namedAnother: 0,
      delayed: undefined,
    },
    {
      id: 'fhir',
      protocol: 'fhir-r4',
      capabilities: ['registrations', 'patient-look-up'],
      circuit: 'closed',
      reason: undefined,
      cure: undefined,
      since: undefined,
      queued: 1,
      oldestMinutes: 0,
      stands: false,
      namedAnother: 2,
      delayed: { count: 1, reason: 'http-server-error-5xx', cure: 'not-now' },
    },
  ],
  time: {
    now: at,
    today: '2026-11-25',
    trust: 'unconfirmed',
    why: 'ahead',
    machineClock: at,
    lastMoment: at - 40 * 24 * 3_600_000,
    sources: [{ source: 'hospital 10.0.0.5', at: at - 39 * 24 * 3_600_000, says: 'contradicts' }],
    leavable: ['2026-11-25'],
  },
  window: {
    page: 'lost',
    silentSeconds: 95,
    lastTapAt: Date.UTC(2026, 10, 25, 1, 9, 0),
    restarts: 3,
    lastRestart: 'page-crashed',
  },
  expired: [{ ticketNumber: 'A017', day: '2026-10-14', endpointId: 'his', expiredOn: '2026-11-14' }],
  letterGroups: [
    { endpointId: 'his', state: 'refused', reason: 'hospital-error-ae', count: 12, whoActs: 'his' },
    { endpointId: 'fhir', state: 'unsure', reason: 'no-answer', count: 2, whoActs: 'desk' },
  ],
  stranded: [{ endpointId: 'old-his', count: 3, since: at, tickets: ['A001', 'A002', 'A003'] }],
  letters: [
    {
      messageId: 41,
      endpointId: 'his',
      fact: 'registration',
      controlId: 'C0NTR0L1D00000000041' as ControlId,
      ticketNumber: 'UA003',
      state: 'refused',
      reason: 'hospital-error-ae',
      attempts: 1,
      since: at,
      held: 2,
      whoActs: 'his',
    },
    {
      messageId: 42,
      endpointId: 'rest',
      fact: 'reading',
      controlId: 'C0NTR0L1D00000000042' as ControlId,
      ticketNumber: 'A012',
      state: 'unsure',
      reason: 'no-answer',
      attempts: 3,
      since: at,
      held: 0,
      whoActs: 'desk',
    },
  ],
  alerts: [
    {
      alertId: '0123456789ABCDEFGHJK',
      kind: 'help-wanted',
      raisedAt: at,
      escalation: 2,
      state: 'delivered',
      by: undefined,
    },
    {
      alertId: '0123456789ABCDEFGHJM',
      kind: 'emergency',
      raisedAt: at,
      escalation: 0,
      state: 'acknowledged',
      by: 'Trần Thị Thử',
    },
  ],
};

const overview: KioskOverview = {
  byStaff: false,
  today: { visits: 57, printed: 52, unproven: 2, notPrinted: 3, readings: 14, screened: 0, isolated: 0 },
  paper: { tickets: 120, left: 80 },
  siteFile: { runs: 'last-good', mistakes: 2 },
  systems: [],
  inVain: [],
};

const fhir = fhirEndpoint.parse({ id: 'fhir', protocol: 'fhir-r4', baseUrl: 'http://127.0.0.1:9/fhir' });
const askedFhir: AskedSystem = {
  found: undefined,
  reason: undefined,
  tookMs: 12,
  lines: [
    { way: 'out', address: 'GET http://127.0.0.1:9/fhir/metadata', status: undefined, text: '', leftOut: 0 },
    {
      way: 'in',
      address: 'GET http://127.0.0.1:9/fhir/metadata',
      status: 200,
      text: '{\n  "resourceType": "CapabilityStatement"\n}',
      leftOut: 3,
    },
  ],
};

const owner = 'Chủ máy';

describe.skipIf(skipReason)(`overview and hospital${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const acts: { readonly wish: UpkeepAct; readonly by: string }[] = [];
  let pageDir: string;
  let browser: Browser;
  let console: ConsoleBench;
  let bench: StoreBench;
  let store: Store;
  let checkIn: CheckInDownloads;
  let queued = 412;

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
    bench = createStoreBench();
    store = bench.open({ renderers: [], endpoints: [] });
    storedVisit(store, request(lan));
    storedVisit(store, request(nobody));
    bench.clock.advance(dayMs);
    storedVisit(store, request(lan));
    checkIn = createCheckInDownloads({ store, site: () => syntheticSite.site, clock: bench.clock, log: () => {} });
    const upkeep: Upkeep = {
      state: () => ({
        ...busy,
        endpoints: busy.endpoints.map((each) => (each.id === 'his' ? { ...each, queued } : each)),
        checkInDays: checkIn.days(),
      }),
      act: (wish, by) => {
        acts.push({ wish, by });
        return true;
      },
      checkIn,
    };
    console = await openConsoleBench({
      clock: machineClock,
      rooms: () => ({
        upkeep,
        overview: () => overview,
        site: { ...syntheticSite, hospital: [fhir] },
        askSystem: async () => ok(askedFhir),
      }),
      pageDir,
    });
  });

  afterAll(async () => {
    await browser?.close();
    await console?.close();
    store?.close();
    bench?.remove();
    rmSync(pageDir, { recursive: true });
  });

  async function open(look: 'light' | 'dark' = 'light'): Promise<{ page: Page; troubles: string[] }> {
    acts.length = 0;
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: look });
    const troubles: string[] = [];
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.goto(console.console.newOpeningUrl());
    await page.locator('main[data-page=overview] h2').first().waitFor();
    return { page, troubles };
  }

  test.each(languages)(
    'a sentence that leads anywhere ends at its control, with the focus there (%s)',
    async (language) => {
      const { page } = await open();
      if (language === 'en') await page.locator('.switches button').first().click();
      await page.locator(`html[lang=${language}]`).waitFor();
      // This kiosk has no device and no site file behind it.
      const { followed, nowhere } = await linksThatLeadNowhere(page, /^(settings|test-device|replace-device|put-back)/);
      await page.close();
      assert.deepEqual(nowhere, []);
      for (const name of [
        'take-call 0123456789ABCDEFGHJK',
        'move-stranded old-his',
        'take-expired',
        'look-at-window',
        'look-at-time',
      ])
        assert.ok(followed.includes(name), name);
    },
  );

  test.each(['light', 'dark'] as const)(
    'show what needs a person, and each button does what it says, in the name of whoever is signed in (%s)',
    async (look) => {
      const { page, troubles } = await open(look);
      assert.equal(await page.locator('.who', { hasText: owner }).isVisible(), true, 'who is signed in stands there');
      for (const words of [
        'Hết giấy',
        'Thay cuộn giấy.',
        'Máy đo huyết áp',
        'Đăng ký, Chỉ số đo, Đến theo hẹn',
        'Bản thử',
      ])
        await page.getByText(words, { exact: true }).first().waitFor();
      assert.deepEqual(
        await headings(page),
        [
          'Người bệnh không dùng được ki-ốt',
          'Hôm nay',
          'Máy',
          'Gọi người hỗ trợ 1',
          'Hệ thống của bệnh viện 2',
          'Thiết bị 2',
          'Thời gian 1',
          'Cửa sổ của người bệnh 1',
        ],
        'a number says how much waits for somebody',
      );
      assert.deepEqual(
        await page.locator('[data-trouble]').evaluateAll((all) => all.map((each) => each.getAttribute('data-trouble'))),
        [
          'window',
          'call 0123456789ABCDEFGHJK',
          'printer printer',
          'monitor bp',
          'site-file',
          'time',
          'system his',
          'for-the-desk',
          'letters his refused hospital-error-ae',
          'letters fhir unsure no-answer',
          'delayed fhir',
          'stranded old-his',
          'disk-low',
          'named-another fhir',
        ],
        'the first thing to do stands first',
      );
      await page.getByText('còn khoảng 80 phiếu (ước theo cuộn trước) · đã in 120 phiếu từ lần lắp giấy').waitFor();
      assert.equal(await page.locator('[data-count=visits]').textContent(), 'Lượt khám57');
      await page.getByRole('button', { name: 'Thử ngay: his' }).press('Enter');
      await page.getByRole('button', { name: 'Tôi đến ngay' }).click();
      await page.getByText('chưa xác nhận', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Đồng hồ sai: rời khỏi ngày đó' }).click();

      await page.getByRole('link', { name: 'Bệnh viện', exact: true }).click();
      await page.getByText('Bệnh viện từ chối').first().waitFor();
      assert.equal(new URL(page.url()).pathname, '/hospital');
      assert.deepEqual(await headings(page), [
        'Hệ thống của bệnh viện 2',
        'Tin cần người xử lý 2',
        'Đã xóa trước khi bệnh viện nhận được 1',
        'Tin của hệ thống không còn trong tệp cấu hình 1',
        'Danh sách cho quầy',
        'Lịch sử và thử',
        'Kiểm tra tương thích',
        'Bảng check-in',
      ]);
      const letter = page.getByRole('row', { name: 'UA003' });
      await letter.getByRole('button', { name: 'Soạn lại rồi gửi' }).click();
      await letter.getByRole('button', { name: 'Đã nhập tay' }).click();
      await page.getByRole('row', { name: 'A012' }).getByRole('button', { name: 'Gửi lại' }).click();
      await page.getByRole('button', { name: 'Gửi lại tất cả: his' }).click();
      await page.getByRole('button', { name: 'Đã nhập tay: cả 12' }).click();
      await page.getByRole('button', { name: 'Chuyển sang fhir' }).click();
      await page.getByRole('button', { name: 'Tôi đã đưa danh sách cho quầy' }).click();
      await page.getByRole('button', { name: 'Hỏi thử: fhir' }).press('Enter');
      await page.locator('[data-outcome=answered]').getByText('Có trả lời sau 12 ms.').waitFor();
      await page.getByText('"resourceType": "CapabilityStatement"').waitFor();
      await page.waitForLoadState('networkidle');
      await page.close();
      assert.deepEqual(
        acts.map(({ wish }) => wish),
        [
          { do: 'try-now', endpointId: 'his' },
          { do: 'acknowledge-alert', alertId: '0123456789ABCDEFGHJK' },
          { do: 'leave-day', day: '2026-11-25' },
          { do: 'render-anew', messageId: 41 },
          { do: 'settle-by-hand', messageId: 41 },
          { do: 'send-again', messageId: 42 },
          { do: 'send-all-again', endpointId: 'his' },
          {
            do: 'decide-all',
            endpointId: 'his',
            state: 'refused',
            reason: 'hospital-error-ae',
            decision: 'settle-by-hand',
          },
          { do: 'move-all', endpointId: 'old-his', to: 'fhir' },
          { do: 'take-expired', count: 1 },
        ],
      );
      assert.deepEqual(new Set(acts.map(({ by }) => by)), new Set([owner]));
      assert.deepEqual(troubles, []);
    },
  );

  test.each(['light', 'dark'] as const)(
    'read the same in English, and axe finds nothing in either (%s)',
    async (look) => {
      const { page, troubles } = await open(look);
      const session = await page.context().newCDPSession(page);
      await session.send('Page.setBypassCSP', { enabled: true });
      const said: Record<string, readonly string[]> = {};
      for (const language of ['vi', 'en']) {
        for (const path of ['/overview', '/hospital']) {
          await page.goto(`${console.console.origin}${path}`);
          await page.locator('main h2').first().waitFor();
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          said[`${language} ${path}`] = await headings(page);
          await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
          const violations = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
            return (await axe.run()).violations.map(({ id }) => id);
          });
          assert.deepEqual(violations, [], `${language} ${path}`);
        }
        await page.getByRole('button', { name: language === 'vi' ? 'English' : 'Tiếng Việt' }).click();
      }
      await page.close();
      assert.deepEqual(said['en /overview'], [
        'Patients cannot use the kiosk',
        'Today',
        'Machine',
        'Calls for a person 1',
        'Systems of the hospital 2',
        'Devices 2',
        'Time 1',
        "The patient's window 1",
      ]);
      assert.equal(said['en /hospital']?.length, said['vi /hospital']?.length);
      assert.deepEqual(troubles, []);
    },
  );

  test('whoever opens the console in a browser and is not signed in is asked for name and PIN, without an error', async () => {
    const page = await browser.newPage();
    const troubles: string[] = [];
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    await page.goto(`${console.console.origin}/hospital`);
    await page.locator('input[name=pin]').waitFor();
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    await page.waitForLoadState('networkidle');
    await page.close();
    assert.deepEqual(troubles, []);
  });

  test('the check-in file of a day is saved, and what a person must complete is asked for once and read', async () => {
    const { page } = await open();
    let reports = 0;
    page.on('request', (asked) => {
      if (asked.url().endsWith('/check-in/report')) reports += 1;
    });
    await page.getByRole('link', { name: 'Bệnh viện', exact: true }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải về: 2026-11-21' }).press('Enter');
    const download = await saved;
    assert.equal(download.suggestedFilename(), 'check-in-27005-2026-11-21.xml');
    const text = readFileSync(await download.path(), 'utf8');
    assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 2);
    await page.getByText('2 trên 2 lượt khám ngày 2026-11-21').waitFor();
    await page.getByText('Cần bổ sung trước khi ký (2 trên 2):').click();
    await page.getByText('A001: MA_THE_BHYT, MA_DKBD, GT_THE_TU, MA_DOITUONG_KCB còn trống').waitFor();
    for (const next of [413, 414]) {
      queued = next;
      await page.getByText(`${next} tin chờ`).waitFor();
    }
    assert.equal(reports, 1, 'a page that is only looked at asks for nothing, so that it signs itself out');

    const savedToday = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải phần đã có: 2026-11-22' }).click();
    assert.match((await savedToday).suggestedFilename(), /-not-whole-until-0800\.xml$/);
    await page.getByText('Chưa hết ngày: lượt khám đến sau không có trong tệp.').waitFor();
    await page.close();
  });
});

async function headings(page: Page): Promise<readonly string[]> {
  return (await page.getByRole('heading', { level: 2 }).allTextContents()).map((heading) => heading.trim());
}
