/** The device wizard in Chromium, on a whole host: what a technician sees and does, with keys alone, in light and dark. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { testCode } from './test-code.ts';
import { openWholeHost, showCode, type WholeHost, wire } from './whole-host.bench.ts';

describe.skipIf(skipReason)(`the devices page${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  const cleanUps: (() => unknown)[] = [];

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(pageDir, { recursive: true });
  });
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  });

  async function simulators() {
    const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
    const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
    const monitor = await startSimulatedMonitor({
      ...{ driver: 'and-tm2657' as const, measuringMs: 400, wirePort: 0, controlPort: 0 },
    });
    cleanUps.push(
      () => scanner.close(),
      () => printer.close(),
      () => monitor.close(),
    );
    return { scanner, printer, monitor };
  }

  async function hostWith(devices: readonly object[]): Promise<WholeHost> {
    const at = await openWholeHost(devices, pageDir);
    cleanUps.push(() => at.close());
    return at;
  }

  /** axe is a script that the pages themselves would never load. */
  async function signedIn(at: WholeHost, colorScheme: 'light' | 'dark' = 'light', bypassCSP = false) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, bypassCSP });
    const troubles: string[] = [];
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.goto(at.host.newTechnicianUrl());
    await page.locator('main[data-page=overview]').waitFor();
    cleanUps.push(() => page.close());
    return { page, troubles };
  }

  /** Tab until the focus is on it, then the key; nothing is clicked. */
  async function press(page: Page, selector: string, key = 'Enter'): Promise<void> {
    await page.locator(selector).waitFor();
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if ((await page.locator(selector).and(page.locator(':focus')).count()) > 0) return page.keyboard.press(key);
      await page.keyboard.press('Tab');
    }
    throw new Error(`${selector} is not reached by keys`);
  }

  async function type(page: Page, selector: string, text: string): Promise<void> {
    await press(page, selector, 'End');
    await page.keyboard.type(text);
  }

  async function axe(page: Page): Promise<readonly string[]> {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await page.addScriptTag({ path: source });
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
      return (await axe.run()).violations.map(({ id }) => id);
    });
  }

  test('find, test, name, save: a scanner is added with keys alone, and the kiosk goes on with it', async () => {
    const { scanner, printer } = await simulators();
    const at = await hostWith([
      { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) },
    ]);
    const { page, troubles } = await signedIn(at);
    await press(page, 'nav a[href="/devices"]');
    await press(page, '[data-add]');
    await press(page, '[data-found=tcp][data-kind=barcode-scanner]');
    await type(page, 'input[name=host]', '127.0.0.1');
    await type(page, 'input[name=port]', String(scanner.wirePort));
    assert.equal(await page.locator('select[name=driver]').inputValue(), 'serial');
    await press(page, 'summary', 'Enter');
    await press(page, 'input[name=simulated]', 'Space');
    await press(page, '[data-open]');
    await page.locator('.test-code svg').waitFor();
    await showCode(scanner, `]Q1${testCode}\r`);
    await page.locator('[data-letters=whole]').waitFor();
    await page.getByText(']Q1', { exact: true }).waitFor();
    assert.equal(await page.locator('input[name=id]').inputValue(), 'scanner');
    await press(page, '[data-save]');
    await page.locator('[data-device=scanner] [data-condition=ready]').waitFor();
    assert.ok(page.url().endsWith('/devices'));
    assert.deepEqual(troubles, []);
  });

  test('a broken printer is replaced in three taps, also by an address that is typed, and what was set stays', async () => {
    const { printer } = await simulators();
    const another = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
    cleanUps.push(() => another.close());
    const entry = { kind: 'ticket-printer', driver: 'escpos', simulated: true, paperWidthMm: 58, qr: 'native' };
    const at = await hostWith([{ id: 'printer', ...entry, transport: wire(printer.wirePort) }]);
    const { page } = await signedIn(at);
    await page.goto(`${at.origin}/devices/printer`);
    await page.locator('[data-replace]').click();
    assert.equal(await page.locator('input[name=host]:focus').inputValue(), `127.0.0.1:${printer.wirePort}`);
    // The address that stands there is selected, and typed over.
    await page.keyboard.type(`127.0.0.1:${another.wirePort}\n`);
    await page.locator('[data-test-state=well]').waitFor();
    await page.locator('[data-save]').click();
    await page.getByText(`127.0.0.1:${another.wirePort}`).waitFor();
    await page.locator('[data-condition=ready]').waitFor();
    const site: { readonly devices: readonly object[] } = JSON.parse(
      readFileSync(join(at.dataDir, 'site.json'), 'utf8'),
    );
    assert.deepEqual(site.devices, [{ id: 'printer', ...entry, transport: wire(another.wirePort) }]);
  });

  test.each(['light', 'dark'] as const)('every step can be read by everybody (%s)', async (look) => {
    const { scanner, printer, monitor } = await simulators();
    const at = await hostWith([
      { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated: true, transport: wire(scanner.wirePort) },
      { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true, transport: wire(printer.wirePort) },
      {
        ...{ id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', simulated: true },
        transport: wire(monitor.wirePort),
      },
    ]);
    const { page, troubles } = await signedIn(at, look, true);
    const violations: string[] = [];
    const look_ = async (place: string) => violations.push(...(await axe(page)).map((id) => `${place}: ${id}`));

    await page.goto(`${at.origin}/devices`);
    await page.locator('[data-device=bp] [data-condition=ready]').waitFor();
    await look_('list');
    await page.goto(`${at.origin}/devices/scanner`);
    await page.locator('.wire').waitFor();
    await showCode(scanner, `${testCode}\r`);
    await page.locator('.wire .device').first().waitFor();
    await page.locator('[data-record]').click();
    await page.locator('[data-remove]').click();
    await look_('live');
    await page.goto(`${at.origin}/devices/~add`);
    await page.locator('[data-look-again]:enabled').waitFor();
    await page.locator('[data-found=path]').click();
    await page.locator('select[name=driver]').selectOption('escpos');
    await page.locator('summary').click();
    await look_('find');
    for (const [id, begins, shows] of [
      ['printer', 'walk', '[data-stands=now]'],
      ['bp', 'measure', '[data-test-state=well]'],
      ['scanner', 'scan', '.test-code'],
    ] as const) {
      await page.goto(`${at.origin}/devices/${id}`);
      await page.locator('[data-test]').click();
      await page.locator('[data-bench-condition=ready]').waitFor();
      await page.locator(`[data-begin=${begins}]`).click();
      await page.locator(shows).first().waitFor();
      await look_(begins);
      await page.locator('[data-leave]').click();
      await page.locator('[data-test]').waitFor();
    }
    assert.deepEqual({ troubles, violations }, { troubles: [], violations: [] });
  });

  test('on a phone the place of a device breaks at its signs, and no number is torn', async () => {
    const at = await hostWith([
      {
        ...{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true },
        transport: { kind: 'tcp', host: '192.168.100.200', port: 49_152 },
      },
      {
        ...{ id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated: true },
        transport: {
          kind: 'serial',
          path: '/dev/serial/by-id/usb-Zebra_Technologies_DS9308-12345678901234567890-if00',
        },
      },
    ]);
    const { page } = await signedIn(at);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${at.origin}/devices`);
    await page.locator('[data-device=scanner]').waitFor();
    const torn = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('.place')].flatMap((place) =>
      [...place.childNodes].flatMap((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return node.textContent && new Set([...range.getClientRects()].map(({ top }) => top)).size > 1 ? [node.textContent] : [];
      }),
    )`);
    assert.deepEqual(torn, []);
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0);
  });

  test('the cable is pulled on the bench: the page says so, and goes on when it is back', async () => {
    const { printer } = await simulators();
    const entry = { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true };
    const at = await hostWith([{ ...entry, transport: wire(printer.wirePort) }]);
    const { page } = await signedIn(at);
    await page.goto(`${at.origin}/devices/printer`);
    await page.locator('[data-test]').click();
    await page.locator('[data-bench-condition=ready]').waitFor();
    await page.locator('[data-begin=walk]').click();
    await page.locator('[data-walk=take-paper-out][data-stands=now]').waitFor();
    await printer.act({ do: 'unplug' });
    await page.locator('[data-test-state=lost]').waitFor();
    await page.getByText('Mất thiết bị giữa chừng').waitFor();
    assert.equal(await page.locator('[data-begin=walk]').isDisabled(), true);
    await printer.act({ do: 'plug-in' });
    await page.locator('[data-begin=walk]:enabled').waitFor();
    await page.locator('[data-leave]').click();
    await page.locator('[data-condition=ready]').waitFor();
  });
});
