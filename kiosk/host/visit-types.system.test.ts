/** Every visit type, in Chromium, on a whole kiosk: a patient who knows only what stands on the buttons. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { type SimulatedMonitor, startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { scanOf } from './bench/kiosk-bench.simulator.ts';
import { startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

const [medicine, eyes, desk] = syntheticSite.services;
const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

describe.skipIf(skipReason)(`visit types${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let dataDir: string;
  let scanner: SimulatedScanner;
  let monitor: SimulatedMonitor;
  let printer: SimulatedPrinter;
  let kiosk: Kiosk;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-visits-'));
    const pageDir = join(dataDir, 'page');
    const configFile = fileURLToPath(new URL('../ui/vite.config.ts', import.meta.url));
    [browser, scanner, monitor, printer] = await Promise.all([
      openBrowser(),
      startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
      startSimulatedMonitor({ driver: 'and-tm2657', measuringMs: 50, wirePort: 0, controlPort: 0 }),
      startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 }),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir } }),
    ]);
    // A Monday at noon in Vietnam.
    const offset = Date.parse('2026-11-30T12:00:00+07:00') - machineClock.now();
    kiosk = await startKiosk(siteOf(join(dataDir, 'data')), {
      pageDir,
      clock: { ...machineClock, now: () => machineClock.now() + offset },
    });
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(10_000);
    await page.goto(kiosk.newLaunchUrl());
    await page.getByRole('button', { name: 'Không mang giấy tờ' }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await kiosk?.close('SIGTERM');
    await Promise.all([scanner?.close(), monitor?.close(), printer?.close()]);
    rmSync(dataDir, { recursive: true });
  });

  function siteOf(folder: string) {
    const wire = (port: number) => ({ kind: 'tcp' as const, host: '127.0.0.1', port });
    return siteFile.parse({
      ...syntheticSite,
      kiosk: { ...syntheticSite.kiosk, dataDir: folder, stations: ['check-in', 'vitals'] },
      devices: [
        {
          id: 'scanner',
          kind: 'barcode-scanner',
          driver: 'serial',
          simulated: true,
          transport: wire(scanner.wirePort),
        },
        {
          id: 'printer',
          kind: 'ticket-printer',
          driver: 'escpos',
          simulated: true,
          transport: wire(printer.wirePort),
        },
        {
          id: 'bp',
          kind: 'blood-pressure-monitor',
          driver: 'and-tm2657',
          simulated: true,
          transport: wire(monitor.wirePort),
        },
      ],
      services: [
        { ...medicine, keywords: [{ vi: 'Đau bụng' }], preparation: 'fasting' },
        { ...eyes, keywords: [{ vi: 'Mờ mắt' }] },
        {
          ...{ code: 'da', hisCode: 'K10', name: { vi: 'Da liễu' }, prefix: 'C', room: '208', icon: 'skin' },
          hours: [
            { days: workdays, from: '07:00', to: '11:30' },
            { days: workdays, from: '13:30', to: '16:30' },
          ],
          otherwise: 'mat',
        },
        { code: 'kq', hisCode: 'KQ', name: { vi: 'Trả kết quả' }, prefix: 'K', room: 'Quầy 3', onlyFor: 'results' },
        { code: 'sh', hisCode: 'SH', name: { vi: 'Đo huyết áp' }, prefix: 'V', room: 'Quầy 2', onlyFor: 'vitals' },
        desk,
      ],
      checkIn: { purposes: ['insured', 'self-paid', 'follow-up', 'referral', 'results', 'vitals', 'unsure'] },
    });
  }

  /** From the card to the end: a button by what stands on it, or `sees …` for words that must be on the screen. */
  async function walk(card: string, steps: readonly string[]): Promise<void> {
    await page.locator('[data-screen="attract"]').waitFor();
    await scanner.act({ do: 'send-bytes', base64: Buffer.from(scanOf(card)).toString('base64') });
    for (const step of ['Đúng, là tôi', ...steps]) {
      const words = step.replace(/^sees /, '');
      if (words !== step) {
        await page.getByText(words).first().waitFor();
        continue;
      }
      await page.locator('.kiosk:not([data-shielded])').waitFor();
      // A key is heard as soon as the screen can have been read; a finger in the same place waits a moment longer.
      await page.getByRole('button', { name: words }).first().press('Enter');
    }
  }

  test.each([
    [
      'insured, found by what hurts',
      'insured-cccd',
      'Khám bảo hiểm y tế',
      'Tìm theo triệu chứng',
      'Mờ mắt',
      'Khám Mắt',
      'sees B001',
      'Xong',
    ],
    ['self-paid, fasting', 'no-old-number', 'Khám dịch vụ', 'Khám Nội', 'Chưa ăn gì', 'sees A001', 'Xong'],
    ['self-paid, has eaten', 'new-card', 'Khám dịch vụ', 'Khám Nội', 'Đã ăn hoặc uống', 'sees Quý khách đã ăn', 'Xong'],
    ['follow-up', 'year-only', 'Tái khám', 'Khám Mắt', 'sees Phòng 205', 'Xong'],
    ['with a letter of last week', 'long-name', 'Có giấy chuyển viện', '25/11', 'Khám Mắt', 'sees Phòng 205', 'Xong'],
    [
      'with a letter that is over',
      'insured-bhyt',
      ...['Có giấy chuyển viện', 'Trước những ngày này', 'Không ghi', 'Khám Mắt'],
      ...['sees Giấy chuyển viện có thể đã hết hạn', 'Xong'],
    ],
    ['for results alone', 'no-old-number', 'Chỉ lấy kết quả', 'sees K001', 'sees Quầy 3', 'Xong'],
    ['does not know', 'new-card', 'Tôi chưa biết', 'sees T001', 'Xong'],
    [
      'the skin clinic has its break',
      'long-name',
      ...['Khám dịch vụ', 'sees Mở lại lúc 13:30', 'Da liễu', 'sees Nơi này chưa nhận hoặc đã hết số'],
      ...['Tôi không biết chọn nơi nào', 'sees T002', 'Xong'],
    ],
  ])('%s', async (_name, card, ...steps) => {
    await walk(card, steps);
  });

  test('to be measured alone: from the number straight to the cuff', async () => {
    await walk('year-only', ['Chỉ đo huyết áp', 'sees V001', 'Xong', 'Bắt đầu đo']);
    await page.locator('[data-screen="show-reading"]').waitFor();
    await page.getByRole('button', { name: 'Xong' }).press('Enter');
    await page.locator('[data-screen="attract"]').waitFor();
    assert.equal(await page.getByText('V001').count(), 0);
  });
});
