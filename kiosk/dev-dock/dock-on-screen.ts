import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { openDockServer } from './dock-server.ts';
import type { SimulatedKind } from './dock-words.ts';

/** The built dock in a browser, on simulators that run as programs of their own. */
export interface DockOnScreen {
  /** Ports of the devices' wires, and of the kiosk's line to its hub; a chip card's is `vpcd`. */
  readonly wirePorts: Readonly<Record<KindOnScreen, number>>;
  /** Stands where vpcd listens: a connection is a card on the reader. */
  readonly vpcd: Server;
  /** Of the kiosk whose line to the hub this is. */
  readonly hubKey: string;
  openPage(colorScheme: 'light' | 'dark', locale?: string): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  /** Whatever stood in the browser's console. */
  readonly complaints: readonly string[];
}

const root = resolve(import.meta.dirname, '../..');
const vitalSigns = 'drivers/vital-signs/vital-signs.simulator.ts';

export async function openDockOnScreen(): Promise<DockOnScreen> {
  const pageDir = mkdtempSync(join(tmpdir(), 'dock-page-'));
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: pageDir, emptyOutDir: true },
  });
  const vpcd = createServer((card) => card.on('error', () => {})).listen(0, '127.0.0.1');
  await once(vpcd, 'listening');
  const vpcdPort = String((vpcd.address() as AddressInfo).port);
  const folder = mkdtempSync(join(tmpdir(), 'dock-hub-'));
  const simulators = {
    'barcode-scanner': await startSimulator('drivers/barcode-scanner/serial-scanner.simulator.ts'),
    'card-reader': await startSimulator('drivers/card-reader/vpcd-card.simulator.ts', '--vpcd-port', vpcdPort),
    'ticket-printer': await startSimulator('drivers/ticket-printer/escpos-printer.simulator.ts', '--paper-width', '80'),
    'blood-pressure-monitor': await startSimulator(
      'drivers/blood-pressure/pressure-monitor.simulator.ts',
      ...['--driver', 'and-tm2657', '--measuring-ms', '4000'],
    ),
    scale: await startSimulator(vitalSigns, '--device', 'gtech-gl150'),
    oximeter: await startSimulator(vitalSigns, '--device', 'nonin-ascii'),
    'glucose-meter': await startSimulator(vitalSigns, '--device', 'onetouch-ultra2'),
    thermometer: await startSimulator(vitalSigns, '--device', 'mcu-90615'),
    hub: await startHub(folder),
  } satisfies Record<KindOnScreen, RunningSimulator>;
  const dock = await openDockServer({
    port: 0,
    pageDir,
    simulators: ofEach(simulators, ({ controlPort }) => new URL(`http://127.0.0.1:${controlPort}`)),
    kioskUrl: new URL('http://127.0.0.1:7070/'),
    hospitalUrl: new URL('http://127.0.0.1:7086/'),
    launchSocket: undefined,
  });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  return {
    wirePorts: ofEach(simulators, ({ wirePort }) => wirePort),
    vpcd,
    hubKey: readFileSync(join(folder, `hub-${kioskOfHub}.key`), 'utf8').trim(),
    openPage: (colorScheme, locale = 'en-US') => openPage(browser, dock.url, colorScheme, locale),
    async close() {
      await browser.close();
      await dock.close();
      await Promise.all(Object.values(simulators).map(end));
      vpcd.close();
      for (const made of [pageDir, folder]) rmSync(made, { recursive: true });
    },
  };
}

/** A table holds three vital signs: the drawer for whatever has none of its own takes the place of one of them. */
type KindOnScreen = Exclude<SimulatedKind, 'other-meter'>;

interface RunningSimulator {
  readonly program: ChildProcess;
  readonly wirePort: number;
  readonly controlPort: number;
}

async function startSimulator(file: string, ...args: readonly string[]): Promise<RunningSimulator> {
  const program = spawn(process.execPath, [file, '--wire-port', '0', '--control-port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(program.stdout, 'data');
  return { program, ...JSON.parse(String(line)) };
}

const kioskOfHub = 'kiosk-1';

/** The hub of the demo, whole, with whoever keeps it; `folder` is its own. */
async function startHub(folder: string): Promise<RunningSimulator> {
  const [port, wirePort, controlPort] = await freePorts();
  const settings = JSON.parse(readFileSync(join(root, 'config/sites/hub-demo.json'), 'utf8'));
  const site = join(folder, 'hub.json');
  const own = { listen: { host: '127.0.0.1', port }, dataDir: join(folder, 'data'), kiosks: [{ id: kioskOfHub }] };
  writeFileSync(site, JSON.stringify({ ...settings, ...own }));
  const program = spawn(
    process.execPath,
    [
      'scripts/start/hub/hub-keeper.simulator.ts',
      ...['--site', site, '--log-dir', folder, '--keys', folder, '--counter', 'p101'],
      ...['--kiosk', `${kioskOfHub}=${wirePort},${controlPort}`],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(program.stdout, 'data');
  return { program, wirePort, controlPort };
}

async function freePorts(): Promise<readonly [number, number, number]> {
  const port = async () => {
    const { port, close } = await listenOnLoopback(createServer());
    await close();
    return port;
  };
  return [await port(), await port(), await port()];
}

async function end({ program }: RunningSimulator): Promise<void> {
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}

function ofEach<From, To>(
  from: Readonly<Record<KindOnScreen, From>>,
  of: (each: From) => To,
): Record<KindOnScreen, To> {
  return Object.fromEntries(Object.entries(from).map(([kind, each]) => [kind, of(each)])) as Record<KindOnScreen, To>;
}

async function openPage(
  browser: Browser,
  url: URL,
  colorScheme: 'light' | 'dark',
  locale: string,
): Promise<OpenedPage> {
  const viewport = { width: 1440, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, locale, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url.href);
  await page.locator('[data-card]').first().waitFor();
  await page.locator('.lamp.bad').first().waitFor({ state: 'hidden' });
  return { page, complaints };
}
