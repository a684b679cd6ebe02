import type { HisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { SimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import type { SimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import type { SimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import type { Hand } from '#kiosk/ui/console/upkeep/mending.ts';

/** What a movement brought to light, by the path of the field in the site file that it belongs into. */
export type Told = Readonly<Record<string, string | number>>;

/** The kiosk with all that stands around it, and nothing of the console. */
export interface FaultWorld {
  readonly clock: HandCrankedClock;
  readonly printer: SimulatedPrinter;
  readonly scanner: SimulatedScanner;
  readonly monitor: SimulatedMonitor;
  readonly his: HisSimulator;
  readonly dataDir: string;
  /** What the scanner makes of codes and their endings on its way out. */
  scannerSends(form: (bytes: Uint8Array) => Uint8Array): void;
  /** The same device, or one just like it, elsewhere; nobody listens where it was. */
  move(device: 'printer' | 'scanner'): Promise<{ readonly port: number }>;
  /** The true speed of the scanner's serial line. */
  setLineSpeed(baudRate: number): void;
  /** What the monitor's clock is ahead of the kiosk's, ms. */
  setMonitorClock(aheadMs: number): void;
  setFreeBytes(bytes: number): void;
  /** Whether the machine's clock is set by a time server. */
  setKernel(isSynchronised: boolean | undefined): void;
  /** The hospital's listeners go away or come back, MLLP on this port from now on. */
  hospitalStops(): Promise<void>;
  hospitalStarts(mllpPort?: number): Promise<{ readonly mllpPort: number }>;
  /** Of the TLS in front of the hospital's FHIR server. */
  showCertificate(which: 'valid' | 'expired'): void;
  /** The host ends and starts again with whatever lies in its folder. */
  restart(): Promise<void>;
  /** A patient comes to the kiosk, as far as they get. */
  patientTries(): Promise<PatientGot>;
  /** A patient sits down with the cuff. */
  cuffTries(): Promise<'values' | 'no-values'>;
  /** As the kiosk itself says it of a device. */
  device(id: string): { readonly condition: string; readonly hints: readonly string[] } | undefined;
}

export interface PatientGot {
  readonly number: boolean;
  readonly paper: boolean;
  /** The hospital has taken the registration. */
  readonly registered: boolean;
}

export interface InjectedFault {
  readonly name: string;
  /** Which of the hospital's systems this kiosk talks to. Default: MLLP. */
  readonly hospital?: 'mllp' | 'fhir-over-tls' | 'webhook';
  /** How the scanner is joined. Default: TCP. */
  readonly scannerOn?: 'tcp' | 'serial';
  /** What somebody has written into the site file, before the kiosk starts. */
  readonly site?: (site: SiteFile) => SiteFile;
  readonly inject: (world: FaultWorld) => Promise<void>;
  /** What truly heals it, for whoever reads the results. */
  readonly truth: string;
  /**
   * What these movements do to this world, beside what they always do: paper is paper. `about`: the device that the hand was at, if
   * the sentence named one.
   */
  readonly hands?: Readonly<
    Partial<Record<Hand, (world: FaultWorld, about: string | undefined) => Promise<Told | undefined>>>
  >;
  /** By the world, never by the console: a patient goes through, and this. Default: nothing more. */
  readonly isHealed?: (world: FaultWorld) => Promise<boolean>;
}
