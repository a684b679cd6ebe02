import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, test } from 'vitest';
import { type DockServer, openDockServer } from './dock-server.ts';

const root = resolve(import.meta.dirname, '../..');
const pageDir = mkdtempSync(join(tmpdir(), 'dock-page-'));
const simulators: ChildProcess[] = [];
let browser: Browser;
let dock: DockServer;
let wirePort = 0;
let printerWirePort = 0;
let monitorWirePort = 0;

async function startSimulator(
  file: string,
  ...args: readonly string[]
): Promise<{ readonly wirePort: number; readonly controlPort: number }> {
  const simulator = spawn(process.execPath, [file, '--wire-port', '0', '--control-port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  simulators.push(simulator);
  const [line] = await once(simulator.stdout, 'data');
  return JSON.parse(String(line));
}

beforeAll(async () => {
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: pageDir, emptyOutDir: true },
  });
  const scanner = await startSimulator('drivers/barcode-scanner/serial-scanner.simulator.ts');
  const printer = await startSimulator('drivers/ticket-printer/escpos-printer.simulator.ts', '--paper-width', '80');
  const monitor = await startSimulator(
    'drivers/blood-pressure/pressure-monitor.simulator.ts',
    ...['--driver', 'and-tm2657', '--measuring-ms', '4000'],
  );
  wirePort = scanner.wirePort;
  printerWirePort = printer.wirePort;
  monitorWirePort = monitor.wirePort;
  dock = await openDockServer({
    port: 0,
    pageDir,
    simulators: {
      'barcode-scanner': new URL(`http://127.0.0.1:${scanner.controlPort}`),
      'ticket-printer': new URL(`http://127.0.0.1:${printer.controlPort}`),
      'blood-pressure-monitor': new URL(`http://127.0.0.1:${monitor.controlPort}`),
    },
    kioskUrl: new URL('http://127.0.0.1:7070/'),
    hospitalUrl: new URL('http://127.0.0.1:7086/'),
    launchSocket: undefined,
  });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser?.close();
  await dock?.close();
  for (const simulator of simulators) simulator.kill('SIGTERM');
  rmSync(pageDir, { recursive: true });
});

async function openPage(
  colorScheme: 'light' | 'dark',
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(dock.url.href);
  await page.locator('[data-card]').first().waitFor();
  await page.getByText('Unplugged').waitFor({ state: 'hidden' });
  return { page, complaints };
}

test('a key scans a card onto the wire, another pulls the printer out, and the page needs nothing that its policy forbids', async () => {
  const wire = connect(wirePort, '127.0.0.1');
  await once(wire, 'connect');
  const { page, complaints } = await openPage('light');
  await page.getByText('The host is on the wire').waitFor();
  const [bytes] = await Promise.all([once(wire, 'data'), page.keyboard.press('1')]);
  await page.keyboard.press('u');
  const printer = page.getByRole('region', { name: 'Ticket printer' }).getByRole('status');
  await printer.getByText('Unplugged').waitFor();
  await page.keyboard.press('u');
  await printer.getByText('Plugged in, no host on the wire').waitFor();
  const shortcuts = await page.locator('[aria-keyshortcuts]').evaluateAll((controls) => {
    return controls.map((control) => control.getAttribute('aria-keyshortcuts'));
  });
  await page.close();
  wire.destroy();

  const [first] = bytes as readonly Buffer[];
  assert.deepEqual(
    {
      card: /^\d{12}\|.*[\r\n]$/s.test(first?.toString() ?? ''),
      complaints,
      twice: shortcuts.length - new Set(shortcuts).size,
    },
    { card: true, complaints: [], twice: 0 },
  );
  assert.ok(shortcuts.length > 15);
});

test('each ticket that is cut is drawn at once, and earlier ones can be looked at again', async () => {
  const { page, complaints } = await openPage('dark');
  const wire = connect(printerWirePort, '127.0.0.1');
  // ESC @, one row of eight dots (GS v 0), full cut (GS V 0).
  const ticket = Buffer.from([0x1b, 0x40, 0x1d, 0x76, 0x30, 0, 1, 0, 1, 0, 0xff, 0x1d, 0x56, 0]);
  wire.write(ticket);
  await page.locator('img[data-ticket="1"]').waitFor();
  wire.write(ticket);
  await page.locator('img[data-ticket="2"]').waitFor();
  await page.getByTitle('Ticket 1').click();
  await page.locator('img[data-ticket="1"]').waitFor();
  const width = await page.evaluate<number>(`(async () => {
    const image = document.querySelector('img[data-ticket="1"]');
    await image.decode();
    return image.naturalWidth;
  })()`);
  await page.close();
  wire.destroy();
  assert.deepEqual({ wide: width >= 8, complaints }, { wide: true, complaints: [] });
});

test('the button on the monitor fills its cuff, the pressure is seen, and the chosen result leaves on the wire', async () => {
  const wire = connect(monitorWirePort, '127.0.0.1');
  await once(wire, 'connect');
  let heard = '';
  wire.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  const { page, complaints } = await openPage('light');
  const monitor = page.getByRole('region', { name: 'Blood-pressure monitor' });
  await monitor.getByText('The host is on the wire').waitFor();
  await page.keyboard.press('d');
  await monitor.getByRole('button', { name: 'Crisis', pressed: true }).waitFor();
  await page.keyboard.press('b');
  await monitor.locator('[data-cuff="working"]').waitFor();
  await monitor.locator('.reading', { hasText: /[1-9]/ }).waitFor();
  await monitor.locator('[data-cuff="empty"]').waitFor();
  await monitor.getByText('1 result sent').waitFor();
  await page.close();
  wire.destroy();
  assert.deepEqual({ record: /\x1eS212\x1e.*\x1eD128\x1e/.test(heard), complaints }, { record: true, complaints: [] });
});

test('at the size of a laptop the whole dock is in sight', async () => {
  const { page } = await openPage('light');
  await page.locator('[data-cuff]').waitFor();
  await page.keyboard.press('z');
  await page.getByText('it keeps one').waitFor();
  const hidden = await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
  await page.close();
  assert.equal(hidden, 0);
});

test.each(['light', 'dark'] as const)('the dock can be read and used by everybody, in the %s', async (colorScheme) => {
  const { page } = await openPage(colorScheme);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await page.locator('[data-card]').first().waitFor();
  await page.addScriptTag({
    content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  });
  const violations = await page.evaluate<readonly string[]>(`
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
  await page.close();
  assert.deepEqual(violations, []);
});
