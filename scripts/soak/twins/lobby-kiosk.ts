import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { CommandContext, CommandName, Commands, Snapshot } from '#kiosk/bridge/words.ts';
import { openPageOf, startKiosk } from '#kiosk/host/bench/start-kiosk.ts';
import { createBreathingClock } from './breathing-clock.ts';

/** One line of the kiosk's log. */
export interface KioskLine {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A whole kiosk in a lobby, with a store on disk, devices and hospital on sockets, and a hand on its clock. */
export interface LobbyKiosk {
  /** Ms of kiosk time since it was opened. */
  now(): number;
  shown(): Snapshot;
  /** Resolves when the kiosk has seen the card. */
  scan(card: Uint8Array): Promise<void>;
  /** Whether it was heard. */
  tap<Name extends CommandName>(command: Name, input: Omit<Commands[Name], keyof CommandContext>): Promise<boolean>;
  /** Time passes, `sliceMs` at most at once, so that what falls due is seen. */
  pass(ms: number): Promise<void>;
  /** Until the printer has said what became of the paper. */
  paperKnown(): Promise<void>;
  setPaper(paper: 'ok' | 'out'): Promise<void>;
  readonly his: HisSimulator;
  close(): Promise<void>;
}

export interface LobbyWatch {
  readonly onSnapshot: (snapshot: Snapshot) => void;
  readonly onLine: (line: KioskLine) => void;
}

/** The screen is looked at so often, also when nothing new is shown. */
export const sliceMs = 2_000;
const scanSeen = ['card-read', 'card-not-read'];

export async function openLobbyKiosk({ onSnapshot, onLine }: LobbyWatch): Promise<LobbyKiosk> {
  const clock = createBreathingClock(Date.UTC(2026, 10, 21, 1));
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-twins-'));
  const scanner = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  const his = await startHisSimulator({ mllpPort: 0, webPort: 0, keepArrivals: 20_000, clock });
  const wire = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });
  const simulated = true;
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    devices: [
      { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', simulated, transport: wire(scanner.wirePort) },
      { id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated, transport: wire(printer.wirePort) },
    ],
    hospital: [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: his.mllpPort, ackTimeoutMs: 30_000, simulated },
      {
        id: 'staff',
        protocol: 'webhook',
        url: his.webhookUrl,
        secretVariable: 'SECRET',
        capabilities: ['alerts', 'patient-look-up', 'appointment-look-up'],
        simulated,
      },
    ],
  });
  let scans = 0;
  const kiosk = await startKiosk(site, {
    clock,
    environment: { SECRET: simulatedSecret },
    stderr: {
      write(text: string) {
        const line: KioskLine = JSON.parse(text);
        if (scanSeen.includes(line.event)) scans += 1;
        onLine(line);
      },
    },
  });
  let latest: Snapshot | undefined;
  const page = await openPageOf(kiosk, {
    clock,
    onSnapshot(snapshot) {
      latest = snapshot;
      onSnapshot(snapshot);
    },
  });
  const isReady = () => latest?.screen.show === 'attract' && latest.screen.scanner === 'ready';
  for (let tries = 0; tries < 1_000 && !isReady(); tries++) {
    await clock.pass(100);
  }
  if (!isReady()) throw new Error('the scanner was not found');

  /** Everything that was said before has arrived: the host answers in order. */
  async function settle(): Promise<void> {
    await setImmediate();
    await page.tapAs({ session: 'nobody', screen: 'attract' }, 'finish', {});
  }

  function shown(): Snapshot {
    if (!latest) throw new Error('nothing is shown');
    return latest;
  }

  return {
    now: () => clock.monotonic(),
    shown,
    his,
    async scan(card) {
      const seen = scans;
      await scanner.act({ do: 'send-bytes', base64: Buffer.from(card).toString('base64') });
      for (let tries = 0; tries < 1_000 && scans === seen; tries++) await setImmediate();
      await settle();
    },
    async tap(command, input) {
      const heard = await page.tap(command, input);
      await settle();
      return heard.ok;
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= sliceMs) {
        await clock.pass(Math.min(left, sliceMs));
        onSnapshot(shown());
      }
      await settle();
    },
    async paperKnown() {
      const isPrinting = () => {
        const { screen } = shown();
        return 'ticket' in screen && screen.ticket.paper === 'printing';
      };
      for (let tries = 0; tries < 2_000 && isPrinting(); tries++) {
        await setTimeout(1);
        await settle();
      }
    },
    setPaper: (paper) => printer.act({ do: 'set-paper', paper }),
    async close() {
      page.close();
      await kiosk.close('SIGTERM');
      await Promise.all([scanner.close(), printer.close(), his.close()]);
      rmSync(dataDir, { recursive: true });
    },
  };
}
