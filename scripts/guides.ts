/**
 * `npm run guides`: the pictures of the guides in scripts/guides/, and of the README. A real host in an empty data folder, simulated devices on
 * its wires, and a technician (Chromium) who sets it up as the guides say; then a real hub, counters that call, and a board. Needs Debian's
 * Chromium. Run it after these pages have changed, and look at what has changed in the pictures.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { sayHelp, stop } from '#config/agreements/command-line.ts';
import type { Language } from '#config/agreements/language.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { openMorning } from './guides/morning.ts';
import { takeReadmePicture } from './guides/readme-picture.ts';
import { smallPng } from './guides/small-png.ts';
import { addDevice, beginSetUp, fillSettings, saveSettings, turnTo } from './guides/technician.ts';
import { buildPages } from './start/build-pages.ts';
import { createPrograms } from './start/programs.ts';

sayHelp('Usage: npm run guides');
if (skipReason) stop(1, skipReason);
const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'scripts/guides/pictures');
const folder = mkdtempSync(join(tmpdir(), 'tiep-don-guides-'));
const programs = createPrograms({ root, logDir: join(folder, 'logs'), onDied: (says) => stop(1, says) });
process.once('exit', () => {
  programs.killAll();
  rmSync(folder, { recursive: true, force: true });
});

await buildPages(root, (page, did) => console.log(`  ${page.padEnd(24)} ${did}`));
const wires = {
  scanner: await simulator('barcode-scanner/serial-scanner.simulator.ts'),
  printer: await simulator('ticket-printer/escpos-printer.simulator.ts', '--paper-width', '80'),
  monitor: await simulator('blood-pressure/pressure-monitor.simulator.ts', '--driver', 'and-tm2657'),
};
const host = await start('host', 'kiosk/host/main.ts', '--data-dir', join(folder, 'kiosk'));
// As the window of a board is opened: without the switch it asks for a finger before it may sound.
const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
const view = {
  viewport: { width: 1280, height: 800 },
  timezoneId: 'Asia/Ho_Chi_Minh',
  colorScheme: 'light',
  reducedMotion: 'reduce',
} as const;

const kiosk = await browser.newPage(view);
await kiosk.clock.setFixedTime('2026-11-30T08:30:00+07:00');
await kiosk.goto(String(host.url));
const code = (await kiosk.locator('[data-set-up-code]').innerText()).trim();
// Code and ports are others at each run; the picture is always the same.
for (const [place, text] of [
  ['[data-set-up-code]', 'K7PM-4XQD'],
  ['.set-up-address', 'http://127.0.0.1:7071/sign-in'],
] as const)
  await kiosk.locator(place).evaluate((element, shown) => {
    element.textContent = shown;
  }, text);
await take(kiosk, 'set-up');

const console_ = await browser.newPage(view);
await beginSetUp(console_, String(host.technicianUrl), code);
await turnTo(console_, 'settings');
await fillSettings(console_, {
  profile: 'demo',
  'site.name': 'Bệnh viện Đa khoa Sao Mai',
  'site.kioskPlace': 'Sảnh A, cạnh cửa chính',
});
// What is wrong is asked for when nobody types for a moment.
await console_.locator('[data-mistake="site.name"]').first().waitFor({ state: 'detached' });
await takeBoth(console_, 'settings');
await fillSettings(console_, { 'site.facilityCode': '27005' });
await fillSettings(console_, {
  'services[0].code': 'noi',
  'services[0].hisCode': 'K01',
  'services[0].name.vi': 'Khám Nội',
  'services[0].prefix': 'A',
  'services[0].room': '101',
});
await saveSettings(console_);
await kiosk.locator('[data-screen=attract]').waitFor();
for (const [kind, driver, port] of [
  ['barcode-scanner', 'serial', wires.scanner],
  ['blood-pressure-monitor', 'and-tm2657', wires.monitor],
] as const)
  await addDevice(console_, { kind, driver, port });
await addDevice(console_, {
  kind: 'ticket-printer',
  driver: 'escpos',
  port: wires.printer,
  isTestedByItself: true,
  onTested: () => takeBoth(console_, 'wizard'),
});
await turnTo(console_, 'overview');
await console_.locator('[data-fit]').waitFor();
await takeBoth(console_, 'overview');

const morning = await openMorning(browser, root, join(root, 'dist/ui'));
await take(morning.board, 'board');
await takeInBoth(morning.counter, 'counter');
writeFileSync(join(root, 'kiosk/kiosk.png'), await takeReadmePicture(browser, morning));
console.log('  kiosk/kiosk.png');

await morning.close();
await browser.close();
process.exit(0);

/** A page of the hub keeps its language. Ends in Vietnamese. */
async function takeInBoth(page: Page, name: string): Promise<void> {
  for (const language of ['en', 'vi'] as const satisfies readonly Language[]) {
    await page.evaluate(`localStorage.setItem('language', '${language}')`);
    await page.reload();
    await page.locator('.counter').waitFor();
    await take(page, `${name}.${language}`);
  }
}

/** Its wire's port. */
async function simulator(file: string, ...args: readonly string[]): Promise<number> {
  const ports = ['--wire-port', '0', '--control-port', '0'];
  const ready = await start(file.split('/')[0] ?? file, `drivers/${file}`, ...ports, ...args);
  return Number(ready.wirePort);
}

async function start(name: string, file: string, ...args: readonly string[]) {
  const started = await programs.start({ name, file, args });
  return started.ok ? started.value.ready : stop(1, started.problem);
}

/** In both languages; the page stays in Vietnamese. */
async function takeBoth(page: Page, name: string): Promise<void> {
  for (const language of ['vi', 'en'] as const satisfies readonly Language[]) {
    await take(page, `${name}.${language}`);
    await page.locator('.switches button').first().click();
  }
}

async function take(page: Page, name: string): Promise<void> {
  const png = await smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  writeFileSync(join(pictures, `${name}.png`), png);
  console.log(`  ${name.padEnd(24)} ${Math.round(png.length / 1000)} kB`);
}
