import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedScanner, startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import {
  type SimulatedMonitor,
  type SimulatedMonitorSettings,
  startSimulatedMonitor,
} from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { type SyntheticCard, syntheticCards } from '#drivers/identity-documents/synthetic-cards.simulator.ts';
import {
  type PrinterSimulatorSettings,
  type SimulatedPrinter,
  startSimulatedPrinter,
} from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import type { Kiosk } from '../kiosk.ts';
import type { World } from '../world.ts';
import type { PageDriver } from './page-driver.ts';
import { openPageOf, startKiosk } from './start-kiosk.ts';

/** A whole kiosk on the bench: two scanners, a printer and a hospital on real sockets, and a page without a screen. */
export interface KioskBench {
  readonly dataDir: string;
  readonly scanners: readonly [SimulatedScanner, SimulatedScanner];
  readonly printer: SimulatedPrinter;
  /** An A&D TM-2657, unless another one was asked for. */
  readonly monitor: SimulatedMonitor;
  readonly his: HisSimulator;
  kiosk(): Kiosk;
  page(): PageDriver;
  /** The next snapshot of that page (or the present one) that fits. */
  shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** These bytes come from a scanner, the first one when none is named. */
  send(bytes: Uint8Array, from?: 0 | 1): Promise<unknown>;
  /** A synthetic card, or what a card's code says, before the first scanner. */
  scan(card: string | Uint8Array): Promise<unknown>;
  /** Another page takes over. */
  openPage(): Promise<PageDriver>;
  /** With another clock, another kernel. */
  restart(changes?: Pick<World, 'clock'> & Partial<Pick<World, 'askKernel'>>): Promise<void>;
  /** The kiosk alone; its store can be opened by somebody else. */
  stop(): Promise<void>;
  /** Resolves when such a line has been written. */
  logged(event: LogEventId): Promise<void>;
  close(): Promise<void>;
}

/** A reader of chip cards for the bench: what the site file says of it, and how the process starts that holds PC/SC. */
export interface BenchCardReader {
  readonly reader: string;
  readonly cscaDir: string;
  readonly spawnPcsc?: SpawnPcsc;
}

/** Systems of the hospital beside the simulated one, as the site file would name them. */
export interface BenchHospital {
  readonly endpoints: readonly unknown[];
  readonly environment: Readonly<Record<string, string>>;
  /** Its hub, and what this kiosk is called there. */
  readonly hub?: { readonly url: string; readonly keyFile: string; readonly documentKeyFile: string };
  readonly kioskId?: string;
}

/** A printer with habits of its own, and what the site file says of it. */
export interface BenchPrinter {
  readonly simulated?: Partial<PrinterSimulatorSettings>;
  readonly settings?: Readonly<Record<string, string | boolean>>;
}

/** Other devices that measure, how it is measured, and the time of kiosk and monitor. */
export interface BenchMeasuring {
  /** Entries of the site file's `devices`. */
  readonly devices?: readonly unknown[];
  /** The section `measuring` of its site file. */
  readonly measuring?: Readonly<Record<string, unknown>>;
  readonly clock?: Clock;
}

/** `asked`: the section `checkIn` of its site file. */
export async function openKioskBench(
  stations: SiteFile['kiosk']['stations'] = ['check-in'],
  cardReader?: BenchCardReader,
  more: BenchHospital = { endpoints: [], environment: {} },
  cuff: Pick<SimulatedMonitorSettings, 'driver' | 'measuringMs'> = { driver: 'and-tm2657', measuringMs: 50 },
  paper: BenchPrinter = {},
  house: Partial<SiteFile['site']> = {},
  asked: Readonly<Record<string, unknown>> = {},
  measured: BenchMeasuring = {},
): Promise<KioskBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-kiosk-'));
  const scanners = [
    await startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
    await startSimulatedScanner({ wirePort: 0, controlPort: 0 }),
  ] as const;
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80, ...paper.simulated });
  const monitor = await startSimulatedMonitor({
    ...{ ...cuff, wirePort: 0, controlPort: 0 },
    ...(measured.clock ? { clock: measured.clock } : {}),
  });
  const his = await startHisSimulator({ mllpPort: 0, webPort: 0 });
  const wire = (port: number) => ({ kind: 'tcp' as const, host: '127.0.0.1', port });
  const site: SiteFile = siteFile.parse({
    ...syntheticSite,
    site: { ...syntheticSite.site, ...house },
    checkIn: asked,
    ...(measured.measuring ? { measuring: measured.measuring } : {}),
    kiosk: { ...syntheticSite.kiosk, ...(more.kioskId === undefined ? {} : { id: more.kioskId }), dataDir, stations },
    ...(more.hub ? { hub: more.hub } : {}),
    devices: [
      ...scanners.map(({ wirePort }, index) => ({
        id: `scanner-${index + 1}`,
        kind: 'barcode-scanner',
        driver: 'serial',
        simulated: true,
        transport: wire(wirePort),
      })),
      {
        ...{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true },
        ...paper.settings,
        transport: wire(printer.wirePort),
      },
      {
        id: 'bp',
        kind: 'blood-pressure-monitor',
        driver: cuff.driver,
        simulated: true,
        transport: wire(monitor.wirePort),
      },
      ...(measured.devices ?? []),
      ...(cardReader ? [cardReaderSettings(cardReader)] : []),
    ],
    hospital: [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, ackTimeoutMs: 300, simulated: true },
      ...more.endpoints,
    ],
  });

  const lines = new Set<string>();
  const listeners = new Set<() => void>();
  const stderr = {
    write(line: string) {
      lines.add(JSON.parse(line).event);
      for (const listener of listeners) listener();
    },
  };
  let stopped = false;
  const world = {
    stderr,
    environment: more.environment,
    ...(measured.clock ? { clock: measured.clock } : {}),
    ...(cardReader?.spawnPcsc ? { spawnPcsc: cardReader.spawnPcsc } : {}),
  };
  let { kiosk, page } = await start(site, world);
  async function stop(): Promise<void> {
    if (stopped) return;
    stopped = true;
    page.close();
    await kiosk.close('SIGTERM');
  }

  const send = (bytes: Uint8Array, from: 0 | 1 = 0) =>
    scanners[from].act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });

  return {
    dataDir,
    scanners,
    printer,
    monitor,
    his,
    kiosk: () => kiosk,
    page: () => page,
    shown: (fits) => page.shown(fits),
    send,
    scan: (card) => send(typeof card === 'string' ? scanOf(card) : card),
    openPage: () => openPageOf(kiosk),
    async restart(changes) {
      page.close();
      await kiosk.close('SIGTERM');
      ({ kiosk, page } = await start(site, { ...world, ...changes }));
    },
    stop,
    logged: (event) =>
      new Promise((resolve) => {
        const look = () => {
          if (!lines.has(event)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    async close() {
      await stop();
      await Promise.all([...scanners.map((scanner) => scanner.close()), printer.close(), monitor.close(), his.close()]);
      rmSync(dataDir, { recursive: true });
    },
  };
}

function cardReaderSettings({ reader, cscaDir }: BenchCardReader) {
  const transport = { kind: 'pcsc', reader };
  return { id: 'cccd', kind: 'card-reader', driver: 'pcsc-emrtd', simulated: true, cscaDir, transport };
}

async function start(
  site: SiteFile,
  world: Pick<World, 'stderr' | 'environment' | 'spawnPcsc'> & Partial<Pick<World, 'clock' | 'askKernel'>>,
): Promise<{ readonly kiosk: Kiosk; readonly page: PageDriver }> {
  const kiosk = await startKiosk(site, world);
  const page = await openPageOf(kiosk);
  // Both scanners are found before anybody scans.
  await page.until(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  return { kiosk, page };
}

/** A synthetic card by its id, with the suffix that scanners are delivered with. */
export function scanOf(cardId: string): Uint8Array {
  const card: SyntheticCard | undefined = syntheticCards(new Date().getFullYear()).find(({ id }) => id === cardId);
  if (!card) throw new Error(`There is no synthetic card ${cardId}`);
  return Uint8Array.of(...card.bytes, 0x0d);
}
