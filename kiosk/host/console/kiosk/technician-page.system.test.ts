/** The technician's page in Chromium, on the real server: what it shows, and what reaches the host. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
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
import { machineClock } from '#config/agreements/machine-clock.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { createLaunchPass, passLives } from '../http/launch-pass.ts';
import type { LoopbackServer } from '../http/loopback-server.ts';
import { type CheckInDownloads, createCheckInDownloads } from './check-in-downloads.ts';
import { serveTechnician } from './serve-technician.ts';

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

describe.skipIf(skipReason)(`the technician page${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const acts: UpkeepAct[] = [];
  let pageDir: string;
  let browser: Browser;
  let server: LoopbackServer;
  let bench: StoreBench;
  let store: Store;
  let checkIn: CheckInDownloads;

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    const configFile = fileURLToPath(new URL('../../ui/vite.config.ts', import.meta.url));
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
    checkIn = createCheckInDownloads({ store, site: syntheticSite.site, clock: bench.clock, log: () => {} });
    const served = await serveTechnician({
      listen: { host: '127.0.0.1', port: 0 },
      kioskId: 'kiosk-1',
      pageDir,
      pass: createLaunchPass({
        cookieKey: randomBytes(32),
        randomBytes,
        clock: machineClock,
        ...passLives.technician,
      }),
      clock: machineClock,
      state: () => ({ ...busy, checkInDays: checkIn.days() }),
      act: (act) => {
        acts.push(act);
        return true;
      },
      checkIn,
    });
    assert.ok(served.ok);
    server = served.value;
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    store?.close();
    bench?.remove();
    rmSync(pageDir, { recursive: true });
  });

  test.each(['light', 'dark'] as const)(
    'shows what needs a person and takes a decision with a name (%s)',
    async (look) => {
      acts.length = 0;
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: look });
      const troubles: string[] = [];
      page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
      page.on('pageerror', ({ message }) => troubles.push(message));
      await page.goto(server.newLaunchUrl());
      await page.getByText('Bệnh viện từ chối').first().waitFor();

      for (const words of ['Hết giấy', 'Thay cuộn giấy.', 'Máy đo huyết áp', 'Đăng ký, Chỉ số đo, Đến theo hẹn']) {
        await page.getByText(words, { exact: true }).waitFor();
      }
      const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
      assert.deepEqual(
        headings.map((heading) => heading.trim()),
        [
          'Gọi người hỗ trợ 1',
          'Tin cần người xử lý 2',
          'Đã xóa trước khi bệnh viện nhận được 1',
          'Thời gian 1',
          'Cửa sổ của người bệnh 1',
          'Tin của hệ thống không còn trong tệp cấu hình 1',
          'Hệ thống của bệnh viện 2',
          'Thiết bị 2',
          'Bảng check-in',
        ],
        'a number says how much waits for somebody',
      );
      const enabled = await page.locator('button:enabled').allTextContents();
      assert.deepEqual(enabled, ['English', 'In', 'Thử ngay', 'Thử ngay'], 'without a name nothing can be decided');
      await page.getByRole('button', { name: 'Thử ngay: his' }).press('Enter');
      await page.locator('input[name=by]').fill('115');
      assert.equal(await page.getByRole('button', { name: 'Tôi đến ngay' }).isDisabled(), true, 'a number is no name');
      await page.locator('input[name=by]').fill('Trần Thị Thử');
      await page.getByRole('button', { name: 'Tôi đến ngay' }).click();
      await page.getByRole('button', { name: 'Đã nhập tay', exact: true }).first().click();
      await page.getByRole('button', { name: 'Gửi lại tất cả: his' }).click();
      await page.getByRole('button', { name: 'Chuyển sang fhir' }).click();
      await page.getByText('chưa xác nhận', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Đồng hồ sai: rời khỏi ngày đó' }).click();
      await page.getByRole('button', { name: 'Tôi đã đưa danh sách cho quầy' }).click();
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('The hospital refused it').first().waitFor();

      const session = await page.context().newCDPSession(page);
      await session.send('Page.setBypassCSP', { enabled: true });
      await page.reload();
      await page.getByText('The hospital refused it').first().waitFor();
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      await page.close();
      assert.deepEqual(acts, [
        { do: 'try-now', endpointId: 'his' },
        { do: 'acknowledge-alert', alertId: '0123456789ABCDEFGHJK', by: 'Trần Thị Thử' },
        { do: 'settle-by-hand', messageId: 41, by: 'Trần Thị Thử' },
        { do: 'send-all-again', endpointId: 'his', by: 'Trần Thị Thử' },
        { do: 'move-all', endpointId: 'old-his', to: 'fhir', by: 'Trần Thị Thử' },
        { do: 'leave-day', day: '2026-11-25', by: 'Trần Thị Thử' },
        { do: 'take-expired', count: 1, by: 'Trần Thị Thử' },
      ]);
      assert.deepEqual({ troubles, violations }, { troubles: [], violations: [] });
    },
  );

  test('saves the check-in file of a day and reads what a person must complete', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.newLaunchUrl());
    const button = page.getByRole('button', { name: 'Tải về: 2026-11-21' });
    await button.waitFor();
    assert.ok(await button.isDisabled());
    await page.locator('input[name=by]').fill('Trần Thị Thử');
    const saved = page.waitForEvent('download');
    await button.press('Enter');
    const download = await saved;
    assert.equal(download.suggestedFilename(), 'check-in-27005-2026-11-21.xml');
    const text = readFileSync(await download.path(), 'utf8');
    assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 2);
    await page.getByText('2 trên 2 lượt khám ngày 2026-11-21').waitFor();
    await page.getByText('Cần bổ sung trước khi ký (2 trên 2):').click();
    await page.getByText('A001: MA_THE_BHYT, MA_DKBD, GT_THE_TU, MA_DOITUONG_KCB còn trống').waitFor();

    const savedToday = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải phần đã có: 2026-11-22' }).click();
    assert.match((await savedToday).suggestedFilename(), /-not-whole-until-0800\.xml$/);
    await page.getByText('Chưa hết ngày: lượt khám đến sau không có trong tệp.').waitFor();
    await page.close();
  });
});
