/** Everybody who has no card, at a whole kiosk in Chromium: simulated scanner, printer and hospital on real wires. Steps by accessible names. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { scanOf } from './bench/kiosk-bench.simulator.ts';
import { startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

describe.skipIf(skipReason)(`without a card${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-ways-'));
  let pageDir: string;
  let scanner: SimulatedScanner;
  let printer: SimulatedPrinter;
  let his: HisSimulator;
  let kiosk: Kiosk;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [pageDir, scanner, printer, his, browser] = await Promise.all([
      buildPages(),
      startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
      startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 }),
      startHisSimulator({ mllpPort: 0, webPort: 0 }),
      openBrowser(),
    ]);
    const wire = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });
    const site = siteFile.parse({
      ...syntheticSite,
      kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in'] },
      devices: [
        {
          id: 'scanner',
          kind: 'barcode-scanner',
          driver: 'serial',
          simulated: true,
          transport: wire(scanner.wirePort),
        },
        { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) },
      ],
      hospital: [{ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, simulated: true }],
      checkIn: { waysIn: { typedNumber: true, phone: true, passport: true, name: true } },
    });
    kiosk = await startKiosk(site, { pageDir });
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
    await page.goto(kiosk.newLaunchUrl());
  });

  afterAll(async () => {
    await browser?.close();
    await kiosk?.close('SIGTERM');
    await Promise.all([scanner?.close(), printer?.close(), his?.close()]);
    rmSync(dataDir, { recursive: true });
    rmSync(pageDir, { recursive: true });
  });

  /** Every screen that a patient has seen, in order. */
  let screens: string[] = [];
  const on = async (screen: string) => {
    await page.locator(`[data-screen="${screen}"]`).waitFor();
    screens.push(screen);
  };
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const keys = async (each: readonly string[]) => {
    for (const key of each) await page.locator(`.keys [data-key="${key}"]`).click();
  };
  const scan = (bytes: Uint8Array) => scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
  const begin = async () => {
    screens = [];
    await on('attract');
    await press('Cách khác, không cần quét thẻ');
    await on('choose-way-in');
  };
  const takeNumber = async () => {
    await on('choose-service');
    await page.locator('[data-choice="noi"]').click();
    await page.locator('[data-ticket-number]').waitFor();
    screens.push('ticket');
    const number = await page.locator('[data-ticket-number]').innerText();
    await page.locator('[data-primary]').click();
    return number;
  };

  test('name and birth year: seven screens to the number, and nothing of it stays', async () => {
    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await keys([...'trân', 'grave', 'space', ...'văn', 'space', ...'binh', 'grave']);
    await press('Tiếp tục');
    await on('when-born');
    await keys([...'1990']);
    await press('Tiếp tục');
    await on('confirm-identity');
    assert.match(await page.locator('main').innerText(), /Trần Văn Bình[\s\S]*1990/);
    await press('Đúng, là tôi');
    assert.match(await takeNumber(), /\d/);
    assert.ok(screens.length <= 8, screens.join(' → '));
    await on('attract');
    assert.doesNotMatch(await page.content(), /Bình|1990/);
  });

  test('a number: said back, corrected, and right', async () => {
    await begin();
    await press(/Nhập số trên giấy tờ/);
    await on('type-number');
    await keys([...'027148000124']);
    await press('Tiếp tục');
    await on('say-number-back');
    assert.match(await page.locator('main').innerText(), /027\s*148\s*000\s*124/);
    await press('Sửa lại');
    await on('type-number');
    await keys(['delete', '3']);
    await press('Tiếp tục');
    await on('say-number-back');
    await press('Đúng rồi');
    assert.match(await takeNumber(), /\d/);
  });

  test('a card on the phone that does not read is noted as shown; a phone number, or just a number', async () => {
    await begin();
    await press(/Thẻ trong điện thoại/);
    await on('show-to-scanner');
    await press('Máy không đọc được, đi tiếp');
    await on('who-are-you');
    await press('Chỉ lấy số');
    assert.match(await takeNumber(), /\d/);

    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await press('Dùng số điện thoại');
    await on('phone-number');
    await keys([...'0912000567']);
    await press('Tiếp tục');
    assert.match(await takeNumber(), /\d/);
    await on('attract');
  });

  test('a passport, typed: number and name', async () => {
    await begin();
    await press('English');
    await press(/Passport/);
    await on('show-to-scanner');
    await press('Type the passport number');
    await on('type-number');
    await keys([...'L898902C3']);
    await press('Continue');
    await on('say-number-back');
    await press('Yes, it is');
    await on('who-are-you');
    await keys([...'anna', 'space', ...'schmidt']);
    await press('Continue');
    await on('confirm-identity');
    assert.match(await page.locator('main').innerText(), /Anna Schmidt/);
    await page.locator('[data-primary]').click();
    assert.match(await takeNumber(), /\d/);
  });

  test('a card that turns up while one types is easier, and wins', async () => {
    await begin();
    await press(/Không mang giấy tờ/);
    await on('who-are-you');
    await keys([...'binh']);
    await scan(scanOf('old-person'));
    await on('confirm-identity');
    assert.doesNotMatch(await page.content(), /Binh/);
    await press('Không phải');
    await on('attract');
  });
});
