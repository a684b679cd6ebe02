import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { encodeCccd } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { startKiosk } from '#kiosk/host/bench/start-kiosk.ts';
import { speedSwitches } from '#kiosk/shell-electron/speed-switches.ts';
import { openBrowser } from '#kiosk/ui/built-page.ts';
import { buildPages } from '../start/build-pages.ts';
import { firstScriptBytes } from './first-scripts.ts';
import type { Section } from './table.ts';

/** What a patient may wait for the next screen on the glass, in 95 of 100 times, from the tap and from the card under the scanner. */
const longestMs = { tap: 50, scan: 30 } as const;
/** On a processor that is four times as slow. */
const slowed = { by: 4, timesAsLong: 3 } as const;
/** JavaScript before the first screen, compressed. */
const mostFirstBytes = 70_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
/** So many that one disturbance of the machine is no twentieth of them. */
const visits = 60;

/** Between a page at rest and the next card. */
const msUntilSomebodyComes = 700;

/** The taps of a check-in; each is followed by the screen that it must bring. */
const taps = [
  { name: '"that is me" → choosing a service', button: '[data-primary]', brings: 'choose-service' },
  { name: 'choosing a service → the number', button: '[data-choice="noi"]', brings: 'take-ticket' },
  // Before the paper is there, "done" waits for it.
  { name: '"done" → the kiosk at rest', button: '[data-primary]', brings: 'attract', after: '[data-paper="printed"]' },
] as const satisfies readonly Tap[];

interface Tap {
  readonly name: string;
  readonly button: string;
  readonly brings: string;
  /** What the patient waits for before tapping. */
  readonly after?: string;
}

/**
 * A whole kiosk on this machine: scanner and printer on their wires, the host with its store on disk, and the built page in
 * Chromium at 1080 × 1920, drawn by the processor, with the switches of a kiosk's window that concern speed (`speed-switches.ts`).
 * From the tap as the browser stamps it to the frame that shows the next screen's heading (Element Timing, W3C), without the
 * screen's own delay.
 */
export async function benchUi(say: (line: string) => void): Promise<readonly Section[]> {
  await buildPages(root, (name, did) => say(`The ${name} ${did}.`));
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-screens-'));
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  const wire = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });
  const simulated = true;
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    devices: [
      { id: 's', kind: 'barcode-scanner', driver: 'serial', simulated, transport: wire(scanner.wirePort) },
      { id: 'p', kind: 'ticket-printer', driver: 'escpos', simulated, transport: wire(printer.wirePort) },
    ],
  });
  const kiosk = await startKiosk(site, { pageDir: join(root, 'dist/ui'), workingDirectory: root });
  const browser = await openBrowser(speedSwitches.map((each) => `--${each.switch}=${each.value}`));
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.addInitScript({ content: noteScreens });
    await page.goto(kiosk.newLaunchUrl());
    await page.locator('[data-screen="attract"]').waitFor();
    const full = await visitsAt(page, scanner, 0);
    const fresh = await firstScansOf(page, scanner, 3 * visits);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowed.by });
    const slow = await visitsAt(page, scanner, visits);
    const bytes = firstScriptBytes(join(root, 'dist/ui/index.html'));
    return [
      { title: 'the page', rows: [{ what: 'JavaScript for the first screen', speed: limitedBytes(bytes) }] },
      sectionOf(`from scan or tap to the next screen on the glass, ${visits} visits`, full, 1),
      sectionOf(`in a fresh document, which is what most patients meet, ${visits} visits`, fresh, 1),
      sectionOf(`the same with the page's processor ${slowed.by} times as slow`, slow, slowed.timesAsLong),
    ];
  } finally {
    await browser.close();
    await kiosk.close('SIGTERM');
    await Promise.all([scanner.close(), printer.close()]);
    rmSync(dataDir, { recursive: true });
  }
}

type Times = readonly { readonly name: string; readonly from: keyof typeof longestMs; readonly ms: number[] }[];

async function visitsAt(page: Page, scanner: SimulatedScanner, first: number): Promise<Times> {
  const scans = { name: 'card under the scanner → "is that you?"', from: 'scan' as const, ms: [] as number[] };
  const times = taps.map(({ name }) => ({ name, from: 'tap' as const, ms: [] as number[] }));
  for (let visit = first; visit < first + visits; visit += 1) {
    scans.ms.push(await timeOfScan(page, scanner, cardOf(visit)));
    for (const [at, each] of taps.entries()) times[at]?.ms.push(await timeOf(each, page));
  }
  return [scans, ...times];
}

/** After each visit the page is loaded anew (`fresh-document.ts`), and so a patient's card brings its first screen. */
async function firstScansOf(page: Page, scanner: SimulatedScanner, first: number): Promise<Times> {
  const ms: number[] = [];
  for (let visit = first; visit < first + visits; visit += 1) {
    await page.reload();
    await page.locator('[data-screen="attract"]').waitFor();
    await page.waitForTimeout(msUntilSomebodyComes);
    ms.push(await timeOfScan(page, scanner, cardOf(visit)));
    await page.locator('[data-settling], [data-shielded]').first().waitFor({ state: 'detached' });
    await page.locator('.actions button:not([data-primary])').click();
    await page.locator('[data-screen="attract"]').waitFor();
  }
  return [{ name: 'card under the scanner → "is that you?"', from: 'scan', ms }];
}

/** From before the first byte to the frame that shows the name; both programs read one clock. */
async function timeOfScan(page: Page, scanner: SimulatedScanner, card: Uint8Array): Promise<number> {
  await page.evaluate("awaitScreen('confirm-identity')");
  const sentAt = performance.timeOrigin + performance.now();
  await scanner.act({ do: 'send-bytes', base64: Buffer.from(card).toString('base64') });
  return Number(await page.evaluate('shownAt')) - sentAt;
}

function sectionOf(title: string, times: Times, timesAsLong: number): Section {
  const rows = times.map(({ name, from, ms }) => {
    const limit = longestMs[from] * timesAsLong;
    const kept = part(ms, 0.95) <= limit ? 'kept' : 'NOT kept';
    return { what: name, speed: `${spread(ms)} (at most ${limit}: ${kept})` };
  });
  return { title, rows };
}

function limitedBytes(bytes: number): string {
  const kept = bytes <= mostFirstBytes ? 'kept' : 'NOT kept';
  return `${(bytes / 1000).toFixed(1)} kB compressed (at most ${mostFirstBytes / 1000}: ${kept})`;
}

/** Somebody new each time: the same card would get the same number back. */
function cardOf(visit: number): Uint8Array {
  const number = `027190${String(visit).padStart(6, '0')}`;
  const fullName = `Nguyễn Thị Ví Dụ ${'abcdefghij'[visit % 10]}${'klmnopqrst'[Math.floor(visit / 10) % 10]}`;
  const card = { number, fullName, birth: '01011990', sex: 'Nữ', address: 'Xã Ví Dụ, Bắc Ninh', issued: '25052021' };
  return Uint8Array.of(...encodeCccd({ ...card, oldNumber: '' }), 0x0d);
}

async function timeOf({ button, brings, after }: Tap, page: Page): Promise<number> {
  if (after) await page.locator(after).waitFor();
  // Whoever taps has looked at the screen first.
  await page.locator('[data-settling], [data-shielded]').first().waitFor({ state: 'detached' });
  await page.evaluate(`awaitScreen('${brings}')`);
  await page.locator(button).click();
  return Number(await page.evaluate('tookMs'));
}

/** Runs in the page, before its own scripts. */
const noteScreens = `
  let awaited = '';
  let tappedAt = 0;
  let shown;
  document.addEventListener('click', ({ timeStamp }) => { tappedAt = timeStamp; }, { capture: true });
  new MutationObserver(() => {
    const heading = document.querySelector('[data-screen="' + awaited + '"] h1');
    if (heading && !heading.hasAttribute('elementtiming')) heading.setAttribute('elementtiming', awaited);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-screen'] });
  new PerformanceObserver((list) => {
    for (const { identifier, renderTime } of list.getEntries()) if (identifier === awaited) shown?.(renderTime);
  }).observe({ type: 'element' });
  window.awaitScreen = (screen) => {
    awaited = screen;
    const painted = new Promise((resolve) => { shown = resolve; });
    window.tookMs = painted.then((at) => at - tappedAt);
    window.shownAt = painted.then((at) => performance.timeOrigin + at);
  };
`;

function spread(times: readonly number[]): string {
  const [middle, most] = [part(times, 0.5), part(times, 0.95)].map((ms) => ms.toFixed(0));
  return `${middle} ms, 95 of 100 within ${most} ms`;
}

function part(times: readonly number[], share: number): number {
  const inOrder = [...times].sort((a, b) => a - b);
  return inOrder[Math.min(Math.floor(inOrder.length * share), inOrder.length - 1)] ?? Number.NaN;
}
