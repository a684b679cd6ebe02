import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, test } from 'vitest';
import { type DockServer, openDockServer } from './dock-server.ts';

const root = resolve(import.meta.dirname, '../..');
const pageDir = mkdtempSync(join(tmpdir(), 'dock-page-'));
const vitalSigns = 'drivers/vital-signs/vital-signs.simulator.ts';
const simulators: ChildProcess[] = [];
let browser: Browser;
let dock: DockServer;
let wirePort = 0;
let printerWirePort = 0;
let monitorWirePort = 0;
let scaleWirePort = 0;
let oximeterWirePort = 0;
/** Stands where vpcd listens: a connection is a card on the reader. */
const vpcd = createServer((card) => card.on('error', () => {}));

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
  vpcd.listen(0, '127.0.0.1');
  await once(vpcd, 'listening');
  const chip = await startSimulator(
    'drivers/card-reader/vpcd-card.simulator.ts',
    ...['--vpcd-port', String((vpcd.address() as AddressInfo).port)],
  );
  const [scale, oximeter, glucoseMeter] = [
    await startSimulator(vitalSigns, '--device', 'gtech-gl150'),
    await startSimulator(vitalSigns, '--device', 'nonin-ascii'),
    await startSimulator(vitalSigns, '--device', 'onetouch-ultra2'),
  ];
  scaleWirePort = scale.wirePort;
  oximeterWirePort = oximeter.wirePort;
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
      'card-reader': new URL(`http://127.0.0.1:${chip.controlPort}`),
      scale: new URL(`http://127.0.0.1:${scale.controlPort}`),
      oximeter: new URL(`http://127.0.0.1:${oximeter.controlPort}`),
      'glucose-meter': new URL(`http://127.0.0.1:${glucoseMeter.controlPort}`),
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
  vpcd.close();
  rmSync(pageDir, { recursive: true });
});

async function openPage(
  colorScheme: 'light' | 'dark',
  locale = 'en-US',
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const viewport = { width: 1440, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, locale, reducedMotion: 'reduce' });
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

test('a chip card is laid on the reader, told to be torn away, made slow, and taken off again by keys', async () => {
  const { page, complaints } = await openPage('light');
  await page.keyboard.press('.');
  const reader = page.getByRole('region', { name: 'Chip-card reader' });
  await reader.getByText('Nothing lies on the reader').waitFor();
  const [[card]] = (await Promise.all([once(vpcd, 'connection'), page.keyboard.press('a')])) as [[Socket], unknown];
  await reader.getByText('The reader has noticed the card').waitFor();
  await reader.locator('[data-chip="old-person"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('p');
  await reader.getByRole('button', { name: 'Slow', pressed: true }).waitFor();
  await page.keyboard.press('o');
  await page.keyboard.press('-');
  await reader.getByRole('button', { name: 'At once', pressed: true }).waitFor();
  // SELECT MF, twice: the second finds no card.
  const ended = once(card, 'close');
  card.resume();
  const command = Buffer.from('000700a4000c023f00', 'hex');
  card.write(command);
  await reader.getByText('1 answer, 10 wrong keys left').waitFor();
  card.write(command);
  await ended;
  await reader.getByText('Nothing lies on the reader').waitFor();
  await reader.getByRole('button', { name: 'Never', pressed: true }).waitFor();
  await page.keyboard.press('m');
  await reader.locator('[data-chip="other-can"][aria-pressed="true"]').waitFor();
  await page.keyboard.press('u');
  await reader.getByText('Nothing lies on the reader').waitFor();
  const told = await page.locator('.history li span').allTextContents();
  await page.close();
  const gone = 'The card is gone from the reader';
  const laid = 'Laid on the reader: Nguyễn Thị Ví Dụ, born 1948';
  assert.deepEqual({ told, complaints }, { told: [gone, laid, gone, laid], complaints: [] });
});

test('a person is weighed with the values that were put, and a spoilt record, silence and a pulled plug are seen', async () => {
  const wire = connect(scaleWirePort, '127.0.0.1');
  await once(wire, 'connect');
  let heard = '';
  wire.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  const { page, complaints } = await openPage('light');
  await page.keyboard.press('/');
  const scale = page.getByRole('region', { name: 'Scale and height rod' });
  await scale.getByText('The host is on the wire').waitFor();
  // Digits and letters in a field are no shortcuts.
  await scale.getByLabel('Weight').fill('61.25');
  await scale.getByLabel('Weight').press('Enter');
  await page.keyboard.press('a');
  await page.getByText('Person 1 was measured').waitFor();
  for (let turn = 0; turn < 4; turn++) await page.keyboard.press('d');
  await scale.getByText('breaks off').waitFor();
  await page.keyboard.press('a');
  await scale.getByText('comes whole').waitFor();
  await page.keyboard.press('f');
  await scale.getByText('measures, says nothing').waitFor();
  await page.keyboard.press('a');
  await page.getByText('Person 3 was measured').waitFor();
  const ended = once(wire, 'close');
  await page.keyboard.press('z');
  await ended;
  await scale.getByText('Unplugged').waitFor();
  await page.keyboard.press('z');
  await scale.getByText('Plugged in, no host on the wire').waitFor();
  await page.keyboard.press('f');
  await page.close();
  const record = '\x02158.5,61.25,F,102.5,024.4\x03';
  assert.deepEqual({ heard, complaints }, { heard: record + record.slice(0, 14), complaints: [] });
});

test('an oximeter holds on to a finger until it is taken out', async () => {
  const wire = connect(oximeterWirePort, '127.0.0.1');
  await once(wire, 'connect');
  const lineWith = async (text: string) => {
    for await (const line of wire.iterator({ destroyOnReturn: false })) if (String(line).includes(text)) return true;
    return false;
  };
  const { page } = await openPage('light');
  await page.keyboard.press('/');
  const oximeter = page.getByRole('region', { name: 'Pulse oximeter' });
  await oximeter.getByLabel('SpO2').fill('93');
  await oximeter.getByLabel('SpO2').press('Enter');
  await page.keyboard.press('c');
  await oximeter.getByText('a finger is in').waitFor();
  const withFinger = await lineWith('SPO2=093 HR=076');
  await page.keyboard.press('v');
  const without = await lineWith('SPO2=--- HR=---');
  await page.close();
  wire.destroy();
  assert.deepEqual([withFinger, without], [true, true]);
});

test.each(['desk', 'chip', 'vitals'])(
  'at the size of a laptop the whole dock is in sight, in both languages: the table of %s',
  async (table) => {
    for (const locale of ['en-US', 'vi-VN']) {
      const { page } = await openPage('light', locale);
      await page.locator(`[data-table="${table}"]`).click();
      await page.locator('.machines .drawer').first().waitFor();
      await page.locator('.machines .lamp.bad').waitFor({ state: 'hidden' });
      const hidden = await page.evaluate<number>('document.documentElement.scrollHeight - innerHeight');
      const shortcuts = await page.locator('[aria-keyshortcuts]').evaluateAll((controls) => {
        return controls.map((control) => control.getAttribute('aria-keyshortcuts'));
      });
      await page.close();
      assert.deepEqual({ hidden, twice: shortcuts.length - new Set(shortcuts).size }, { hidden: 0, twice: 0 });
    }
  },
);

test('the language is turned by a key, and is still the same after a reload', async () => {
  const { page, complaints } = await openPage('light');
  await page.keyboard.press(';');
  await page.getByRole('region', { name: 'Máy quét mã' }).waitFor();
  await page.reload();
  await page.getByText('CCCD đủ mọi trường. Từ 75 tuổi: ưu tiên.').waitFor();
  const language = await page.evaluate<string>('document.documentElement.lang');
  await page.close();
  assert.deepEqual({ language, complaints }, { language: 'vi', complaints: [] });
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
  const violations: string[] = [];
  for (const table of ['desk', 'chip', 'vitals']) {
    await page.locator(`[data-table="${table}"]`).click();
    await page.locator('.machines .lamp.bad').waitFor({ state: 'hidden' });
    const found = await page.evaluate<readonly string[]>(`
      axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
    violations.push(...found);
  }
  await page.close();
  assert.deepEqual(violations, []);
});
