import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { testCode } from '#kiosk/host/console/devices/test-code.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { buildPages } from './start/build-pages.ts';
import { createPrograms, type RunningProgram } from './start/programs.ts';

/** Somebody who has never seen it unpacks a kiosk: from an empty folder to a patient's ticket, without a text editor. */

const root = fileURLToPath(new URL('..', import.meta.url));
/** Of a person: each thing clicked, filled in or pressed, by forms alone. */
const mostInteractions = 40;
const mostMs = 90_000;

type Ports = Readonly<Record<'scanner' | 'printer' | 'monitor' | 'hospital', number>>;

/** What a technician would have written, who knows the schema by heart. */
const byHand = (port: Ports) => ({
  profile: 'production',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Thử Nghiệm' },
  kiosk: { id: 'kiosk-1', stations: ['check-in'], listen: {}, dataDir: '.' },
  management: { listen: { port: 7071 } },
  devices: [
    { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', transport: wire(port.scanner) },
    { id: 'printer', kind: 'ticket-printer', driver: 'escpos', transport: wire(port.printer) },
    { id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', transport: wire(port.monitor) },
  ],
  services: [{ code: 'kham-noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
  hospital: [{ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: port.hospital }],
});
const wire = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });

describe.skipIf(skipReason)(`unpacking a kiosk${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  const cleanUps: (() => unknown)[] = [];
  let folder: string;
  let browser: Browser;
  let host: RunningProgram;
  let hospital: HisSimulator;
  let scanner: Awaited<ReturnType<typeof startSimulatedScanner>>;
  let printer: Awaited<ReturnType<typeof startSimulatedPrinter>>;
  let monitor: Awaited<ReturnType<typeof startSimulatedMonitor>>;
  let interactions = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tiep-don-unpack-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    await buildPages(root, () => {});
    const anyPort = { wirePort: 0, controlPort: 0 };
    [browser, hospital, scanner, printer, monitor] = await Promise.all([
      openBrowser(),
      startHisSimulator({ mllpPort: 0, webPort: 0 }),
      startSimulatedScanner(anyPort),
      startSimulatedPrinter({ ...anyPort, paperWidthMm: 80 }),
      startSimulatedMonitor({ ...anyPort, driver: 'and-tm2657', measuringMs: 400 }),
    ]);
    for (const each of [browser, hospital, scanner, printer, monitor]) cleanUps.push(() => each.close());
    const programs = createPrograms({ root, logDir: join(folder, 'logs'), onDied: () => {} });
    const started = await programs.start({
      ...{ name: 'host', file: 'kiosk/host/main.ts', args: ['--data-dir', join(folder, 'kiosk')] },
    });
    assert.ok(started.ok, started.ok ? '' : started.problem);
    host = started.value;
    cleanUps.push(() => host.stop(10_000));
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  test('goes by forms alone, and its site file is as if written by hand', async () => {
    const startedAt = performance.now();
    assert.equal(host.ready.setUp, true);
    const patient = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await patient.goto(String(host.ready.url));
    const code = (await patient.locator('[data-set-up-code]').textContent()) ?? '';
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    const { click, fill, choose } = hands(page);

    interactions += 1;
    await page.goto(String(host.ready.technicianUrl));
    await fill('input[name=code]', code);
    await click('button[type=submit]');
    await fill('input[name=name]', 'Trần Thị Thử');
    await fill('input[name=pin]', '271828');
    await fill('input[name=again]', '271828');
    await click('button[type=submit]');

    await page.locator('main[data-page=devices]').waitFor();
    await addOverTcp('barcode-scanner', scanner.wirePort, async () => {
      await page.locator('.test-code svg').waitFor();
      await scanner.act({ do: 'send-bytes', base64: Buffer.from(`${testCode}\r`).toString('base64') });
      await page.locator('[data-letters=whole]').waitFor();
    });
    await addOverTcp('ticket-printer', printer.wirePort, () => page.locator('[data-test-state=well]').waitFor());
    await addOverTcp(
      'blood-pressure-monitor',
      monitor.wirePort,
      async () => {
        await click('[data-begin=measure]:enabled');
        await page.locator('[data-test-state=well]').waitFor();
      },
      'and-tm2657',
    );

    await click('nav a[href="/settings"]');
    await fill('[data-field="site.facilityCode"]', '27005');
    await fill('[data-field="site.name"]', 'Trung tâm Y tế Thử Nghiệm');
    await fill('[data-field="services[0].hisCode"]', 'K01');
    await fill('[data-field="services[0].name.vi"]', 'Khám Nội');
    await fill('[data-field="services[0].room"]', '101');
    await click('[data-add=hospital]');
    await choose('[data-field="hospital[0].protocol"]', 'hl7v2-mllp');
    await fill('[data-field="hospital[0].host"]', '127.0.0.1');
    await fill('[data-field="hospital[0].port"]', String(hospital.mllpPort));
    await click('[data-review]:enabled');
    await click('[data-save]');
    await patient.locator('[data-screen=attract]').waitFor();

    await click('nav a[href="/readiness"]');
    await click('[data-act=test]');
    await page.locator('table[data-outcome=pass]').waitFor();

    await scanner.act({ do: 'scan', cardId: 'old-person' });
    await patient.locator('[data-screen=confirm-identity] [data-primary]').click({ delay: 50 });
    await patient.locator('[data-choice=kham-noi]').click();
    const number = await patient.locator('[data-ticket-number]').textContent();
    await hospital.until((arrivals) => arrivals.length > 0);
    const ms = performance.now() - startedAt;

    const written = JSON.parse(readFileSync(join(folder, 'kiosk', 'site.json'), 'utf8'));
    process.stdout.write(`${JSON.stringify({ interactions, seconds: Math.round(ms / 100) / 10, number })}\n`);
    assert.deepEqual(
      written,
      byHand({
        ...{ scanner: scanner.wirePort, printer: printer.wirePort, monitor: monitor.wirePort },
        ...{ hospital: hospital.mllpPort },
      }),
    );
    assert.deepEqual(troubles, []);
    assert.ok(interactions <= mostInteractions, `${interactions} interactions`);
    assert.ok(ms < mostMs, `${ms} ms`);

    async function addOverTcp(kind: string, port: number, passes: () => Promise<void>, driver?: string): Promise<void> {
      await click('[data-add]');
      await click(`[data-found=tcp][data-kind=${kind}]`);
      await fill('input[name=host]', `127.0.0.1:${port}`);
      if (driver !== undefined) await choose('select[name=driver]', driver);
      await click('[data-open]');
      await passes();
      await click('[data-save]');
      await page.locator('[data-save]').waitFor({ state: 'detached' });
    }
  });

  function hands(page: Page) {
    const on = (selector: string) => {
      interactions += 1;
      return page.locator(selector).first();
    };
    return {
      click: (selector: string) => on(selector).click(),
      fill: (selector: string, text: string) => on(selector).fill(text),
      choose: async (selector: string, value: string) => void (await on(selector).selectOption(value)),
    };
  }
});
