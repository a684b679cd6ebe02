/**
 * Emergency, screening and priority at a whole kiosk in Chromium: simulated scanner and printer, and a hospital that is called and told
 * over real sockets. Steps by accessible names.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { scanOf } from './bench/kiosk-bench.simulator.ts';
import { startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

describe.skipIf(skipReason)(`whoever needs care first${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-care-'));
  const lines: string[] = [];
  let pageDir: string;
  let scanner: SimulatedScanner;
  let printer: SimulatedPrinter;
  let receiver: ScriptedReceiver;
  let kiosk: Kiosk;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [pageDir, scanner, printer, receiver, browser] = await Promise.all([
      buildPages(),
      startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
      startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 }),
      openScriptedReceiver(({ method }) =>
        method === 'GET' ? { body: { acknowledgedBy: null } } : { status: 204, body: '' },
      ),
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
      hospital: [
        {
          id: 'rest',
          protocol: 'webhook',
          url: receiver.url,
          secretVariable: 'WEBHOOK_SECRET',
          simulated: true,
          capabilities: ['registrations', 'alerts'],
        },
      ],
      checkIn: {
        emergency: { directions: { vi: 'Đi theo vạch đỏ', en: 'Follow the red line' } },
        screening: { room: 'P.05', floor: { vi: 'Nhà B' }, directions: { vi: 'Ra cửa bên trái' } },
        priority: true,
      },
    });
    kiosk = await startKiosk(site, {
      pageDir,
      environment: { WEBHOOK_SECRET: testSecret },
      stderr: { write: (line) => void lines.push(line) },
    });
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
    await page.goto(kiosk.newLaunchUrl());
  });

  afterAll(async () => {
    await browser?.close();
    await kiosk?.close('SIGTERM');
    await Promise.all([scanner?.close(), printer?.close(), receiver?.close()]);
    rmSync(dataDir, { recursive: true });
    rmSync(pageDir, { recursive: true });
  });

  const on = (screen: string) => page.locator(`[data-screen="${screen}"]`).waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const words = () => page.locator('main').innerText();
  const arrive = async (card: string) => {
    await on('attract');
    await scanner.act({ do: 'send-bytes', base64: Buffer.from(scanOf(card)).toString('base64') });
    await on('confirm-identity');
    await press('Đúng, là tôi');
    await on('emergency-signs');
  };
  const chooseClinic = async () => {
    await on('choose-service');
    await page.locator('[data-choice="noi"]').click();
  };
  const number = () => page.locator('[data-ticket-number]').innerText();
  const done = async () => {
    await press('Xong');
    await on('attract');
  };
  /** What was posted to the hospital and fits. */
  const told = async (fits: (document: Readonly<Record<string, unknown>>) => boolean) => {
    for (;;) {
      const posted = receiver.heard.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
      const found = posted.find(fits);
      if (found) return found;
      await receiver.nextRequest();
    }
  };

  test('a sign of an emergency: sent there at once, somebody called, and a number on request in the priority lane', async () => {
    await arrive('new-card');
    assert.equal(await page.locator('[data-primary]').count(), 0);
    await press('Khó thở nhiều');
    await on('go-to-emergency');
    assert.match(await words(), /Cấp cứu ngay[\s\S]*Đi theo vạch đỏ[\s\S]*Đã báo nhân viên/);
    assert.doesNotMatch(await words(), /Khó thở/);
    const call = await told(({ kind }) => kind === 'emergency');
    assert.doesNotMatch(JSON.stringify(call), /breathe|sign/);
    await press('Tôi vẫn muốn lấy số');
    await on('screening');
    await press('Không có điều nào');
    await chooseClinic();
    await on('take-ticket');
    assert.match(await number(), /^UA/);
    assert.doesNotMatch(await words(), /thở|cấp cứu/i);
    const visit = await told(({ kind }) => kind === 'registration');
    assert.deepEqual(visit.visit.priority, { ground: 'emergency', certain: false });
    await done();
  }, 60_000);

  test('a screening: the number all the same, a mask, a room of one’s own, and somebody called to it', async () => {
    await arrive('old-person');
    await press('Không có dấu hiệu nào');
    await on('screening');
    await press('Sốt');
    await page.getByRole('button', { name: 'Sốt', pressed: true }).waitFor();
    await press('Xong');
    await chooseClinic();
    await on('go-to-isolation');
    assert.match(await words(), /khẩu trang và đến P\.05[\s\S]*Nhà B[\s\S]*Ra cửa bên trái/);
    assert.doesNotMatch(await words(), /Sốt|cách ly|nhiễm/i);
    const call = await told(({ kind }) => kind === 'isolation');
    assert.equal(call.ticketNumber, await number());
    assert.doesNotMatch(JSON.stringify(call), /fever|Sốt|0\d{11}/);
    await done();
  }, 60_000);

  test('a ground is asked with four equal answers, shown never again, and the number is in the priority lane', async () => {
    await arrive('no-old-number');
    await press('Không có dấu hiệu nào');
    await press('Không có điều nào');
    await chooseClinic();
    await on('priority');
    const sizes = await page
      .locator('.choice')
      .evaluateAll((all) => all.map((each) => `${each.clientWidth}×${each.clientHeight}`));
    assert.deepEqual([sizes.length, new Set(sizes).size], [4, 1]);
    await press('Đang mang thai');
    await on('take-ticket');
    assert.match(await number(), /^UA/);
    assert.match(await words(), /Ưu tiên/);
    assert.doesNotMatch(await page.content(), /mang thai|pregnan/i);
    await done();
  }, 60_000);

  test('nothing of it is in the log or in the metrics, and the day is counted without names', async () => {
    const metrics = await (await fetch(new URL('/metrics', kiosk.newLaunchUrl()))).text();
    assert.match(metrics, /tiepdon_screened_visits_today\{way="isolation"\} 1\n/);
    assert.match(metrics, /tiepdon_screened_visits_today\{way="ordinary"\} 2\n/);
    assert.doesNotMatch(metrics, /pregnan|breathe|fever/i);
    assert.doesNotMatch(lines.join(''), /pregnan|breathe|fever|mang thai|Khó thở/i);
  });
});
