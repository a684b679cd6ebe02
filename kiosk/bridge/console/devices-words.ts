import type { LogEventId, LogFields } from '#config/agreements/log-events.ts';
import type { DeviceSettings } from '#config/settings/device-settings.ts';
import type { SetUpMaker } from '#drivers/contract/barcode-scanner.ts';
import type { Genuineness } from '#drivers/contract/card-reader.ts';
import type { DeviceKind } from '#drivers/contract/device.ts';
import type { Printed, PrintProblem } from '#drivers/contract/ticket-printer.ts';
import type { DeviceOnPage } from './upkeep-words.ts';

export type { SetUpMaker };

/** Names of drivers, as the site file has them. */
export type DriverOnPage = DeviceSettings['driver'];
export type DeviceDraft = DeviceSettings;

/** Why a draft is no device yet: the first field that does not fit. */
export type DraftMistake =
  | 'mistaken-host'
  | 'mistaken-port'
  | 'mistaken-path'
  | 'mistaken-baudRate'
  | 'mistaken-vendorId'
  | 'mistaken-productId'
  | 'mistaken-reader'
  | 'mistaken-id'
  | 'mistaken';

export type SaveRefusal = 'no-such-device' | 'id-taken' | 'changed-meanwhile' | 'not-writable' | 'site-mistaken';

export type DevicesCalls = {
  /** What is plugged in; opens nothing, takes up to some seconds. */
  'devices/find': {
    readonly asks: object;
    readonly answers: { readonly found: readonly FoundOnPage[] };
    readonly problem: 'searching';
  };
  /**
   * Opens a device outside of the kiosk, by its real driver; the kiosk lets go of whatever it has on the same port. One at a time.
   * `settings` are an entry of the site file, of which nothing that has a default needs to be given.
   */
  'bench/open': {
    readonly asks: { readonly purpose: BenchPurpose; readonly settings: Readonly<Record<string, unknown>> };
    readonly answers: undefined;
    readonly problem: DraftMistake | 'busy-with-a-patient' | 'somebody-tests' | 'no-such-device' | 'no-line';
  };
  /** The same for a device that the kiosk has, as it is set. */
  'bench/open-own': {
    readonly asks: { readonly id: string };
    readonly answers: undefined;
    readonly problem: 'busy-with-a-patient' | 'somebody-tests' | 'no-such-device' | 'no-line';
  };
  'bench/test': {
    readonly asks: TestWish;
    readonly answers: undefined;
    readonly problem: 'not-open' | 'another-test-runs' | 'not-ready' | 'not-for-this-device';
  };
  /** Of a walk: this step is left out. */
  'bench/skip': { readonly asks: object; readonly answers: undefined; readonly problem: 'not-open' };
  'bench/stop-test': { readonly asks: object; readonly answers: undefined; readonly problem: 'not-open' };
  /** What a scanner that pretends to be a keyboard has typed into the page. */
  'bench/typed': {
    readonly asks: { readonly text: string };
    readonly answers: undefined;
    readonly problem: 'not-open';
  };
  /** The scanner is told over its own line to end each code with CR, while it scans the test code. */
  'bench/set-up-scanner': {
    readonly asks: { readonly maker: SetUpMaker };
    readonly answers: undefined;
    readonly problem: 'not-open' | 'not-for-this-device';
  };
  'bench/close': { readonly asks: object; readonly answers: undefined; readonly problem: 'not-open' };
  /** The device on the bench becomes one of the kiosk's, under this id; the bench closes. */
  'devices/save': {
    readonly asks: { readonly id: string; readonly why: string };
    readonly answers: undefined;
    readonly problem: SaveRefusal | 'not-open' | 'mistaken-id';
  };
  'devices/remove': {
    readonly asks: { readonly id: string; readonly why: string };
    readonly answers: undefined;
    readonly problem: SaveRefusal;
  };
  /** Of the kiosk's device, or of `bench`. */
  'devices/record': {
    readonly asks: { readonly id: string; readonly on: boolean };
    readonly answers: undefined;
    readonly problem: 'no-such-device' | 'no-line' | 'recording-already' | 'nothing-recorded';
  };
};

export type DevicesTopics = {
  readonly devices: DevicesState;
  /** `about`: the device's id. */
  readonly device: DeviceLive;
  /** `null`: nothing is on the bench. */
  readonly bench: BenchState;
};

export type BenchPurpose =
  | { readonly do: 'add' }
  | { readonly do: 'replace'; readonly id: string }
  | { readonly do: 'check'; readonly id: string };

export interface FoundOnPage {
  readonly bus: 'serial' | 'hid' | 'usb-printer' | 'pcsc';
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  /** By the catalogue, or as it names itself. */
  readonly model?: string | undefined;
  readonly advice?: 'switch-scanner-mode' | undefined;
  /** Of the device that the kiosk has there. */
  readonly usedBy?: string | undefined;
  /** What it seems to be. */
  readonly seems?: { readonly kind: DeviceKind; readonly driver: DriverOnPage; readonly profile?: string } | undefined;
  /** For the site file. */
  readonly transport: Readonly<Record<string, string | number>> & { readonly kind: string };
}

export interface DevicesState {
  readonly hasKiosk: boolean;
  readonly devices: readonly DeviceInList[];
  readonly bench: { readonly by: string; readonly purpose: BenchPurpose } | undefined;
}

export interface DeviceInList extends DeviceOnPage {
  /** Its entry in the site file. */
  readonly settings: DeviceDraft;
  readonly driver: DriverOnPage;
  readonly simulated: boolean;
  /** `/dev/ttyUSB0`, `192.168.1.9:9100`. */
  readonly place: string;
  /** On the bench: the kiosk goes without it meanwhile. */
  readonly isLent: boolean;
}

export interface DeviceLive {
  readonly device: DeviceInList;
  /** Newest first. */
  readonly events: readonly DeviceEventOnPage[];
  readonly line: LineOnPage | undefined;
}

/** What the log has to say of a device. */
export type DeviceEventName = {
  [Id in LogEventId]: 'deviceId' extends keyof LogFields<Id> ? Id : never;
}[LogEventId];

export interface DeviceEventOnPage {
  /** Epoch ms. */
  readonly at: number;
  readonly event: DeviceEventName;
  /** Words of closed lists and numbers. */
  readonly says: string;
}

export interface LineOnPage {
  readonly figures: {
    readonly bytesFromDevice: number;
    readonly bytesToDevice: number;
    readonly readsFromDevice: number;
    readonly opened: number;
    readonly lost: number;
    /** Epoch ms. */
    readonly lastHeardAt?: number | undefined;
  };
  readonly isRecording: boolean;
  /** Oldest first; personal data masked. */
  readonly pieces: readonly PieceOnPage[];
}

export interface PieceOnPage {
  readonly order: number;
  /** Epoch ms. */
  readonly at: number;
  readonly from: 'device' | 'host';
  /** Of its first bytes, `1b 40`. */
  readonly hex: string;
  readonly text: string;
  /** Of the whole piece, in bytes. */
  readonly length: number;
}

export interface BenchState {
  readonly by: string;
  readonly purpose: BenchPurpose;
  readonly settings: DeviceDraft;
  readonly place: string;
  /** Devices of the kiosk that are let go of meanwhile. */
  readonly lends: readonly string[];
  readonly device: DeviceOnPage;
  readonly line: LineOnPage;
  readonly tests: readonly TestName[];
  readonly test: TestState | undefined;
  /** A test of this device went well since it was opened. */
  readonly passed: boolean;
}

export const testNames = ['print', 'walk', 'scan', 'read-card', 'measure', 'probe-line'] as const;
export type TestName = (typeof testNames)[number];

export type TestWish =
  | { readonly test: Exclude<TestName, 'read-card'> }
  /** The last six digits of the number on the card; never kept. */
  | { readonly test: 'read-card'; readonly can: string };

/** Each test begins as it is asked for, and is over when `ended` says how: for good, or until it is asked for again. */
export type TestState = PrintTest | WalkTest | ScanTest | CardTest | MeasureTest | ProbeTest;

/** `lost`: the device went away in the middle; `stopped`: by hand. */
export type TestEnd = 'well' | 'failed' | 'lost' | 'timed-out' | 'stopped';

interface AnyTest {
  readonly ended: TestEnd | undefined;
}

export interface PrintTest extends AnyTest {
  readonly test: 'print';
  readonly printed?: Printed | undefined;
  readonly refused?: PrintProblem['kind'] | undefined;
}

export const walkSteps = ['take-paper-out', 'put-paper-in', 'open-cover', 'close-cover', 'cut'] as const;
export type WalkStep = (typeof walkSteps)[number];

export interface WalkTest extends AnyTest {
  readonly test: 'walk';
  /** `now`: the printer's own status is awaited. */
  readonly steps: readonly { readonly step: WalkStep; readonly stands: 'to-come' | 'now' | 'seen' | 'skipped' }[];
}

export interface ScanTest extends AnyTest {
  readonly test: 'scan';
  /** What the QR says that is to be scanned. */
  readonly code: string;
  /** Newest first. */
  readonly scans: readonly TestScan[];
  /** It takes commands over its line; `undefined`: it cannot, being no serial scanner. */
  readonly setUp?: ScannerSetUp | undefined;
}

/** `asked`: it has a second to answer. `silent`: it did not, so it is another make, or set to another speed. */
export interface ScannerSetUp {
  readonly maker?: SetUpMaker | undefined;
  readonly stands: 'not-asked' | 'asked' | 'taken' | 'refused' | 'silent';
}

/** What came of the test code, and what the scanner did to it. Of any other code nothing is told. */
export type TestScan =
  | { readonly kind: 'other-code' }
  /** No text at all: speed, parity. */
  | { readonly kind: 'garbled' }
  | {
      readonly kind: 'test-code';
      /** With control characters by their names: `[STX]`. */
      readonly prefix: string;
      readonly suffix: string;
      readonly ending: 'CR' | 'LF' | 'CR LF' | 'TAB' | 'ETX' | 'EOT' | 'NUL' | 'none';
      readonly letters: TestLetters;
    };

/**
 * How the letters came: `whole`; `wrong-code-page`, which spoils Vietnamese letters; `typing-method`, when Telex or VNI was on at the
 * keyboard; `keyboard-layout`, when the machine has another keyboard than the scanner thinks; `letters-lost`, when signs are missing.
 */
export type TestLetters = 'whole' | 'wrong-code-page' | 'typing-method' | 'keyboard-layout' | 'letters-lost';

export interface CardTest extends AnyTest {
  readonly test: 'read-card';
  readonly stands: 'waiting-for-card' | 'reading' | 'read' | 'not-read';
  /** Why the card did not read. */
  readonly reason?: string | undefined;
  readonly verdict?: Genuineness['verdict'] | undefined;
  readonly verdictReason?: string | undefined;
  readonly access?: 'pace' | 'bac' | 'none' | undefined;
  readonly tookMs?: number | undefined;
}

export interface MeasureTest extends AnyTest {
  readonly test: 'measure';
  readonly stands: 'waiting-for-device' | 'waiting-for-button' | 'waiting-for-empty-sensor' | 'measuring' | 'over';
  readonly cuffMmHg?: number | undefined;
  /** Of a phantom: shown here, and stored nowhere. */
  readonly result?: readonly { readonly of: string; readonly value: number; readonly unit: string }[] | undefined;
  readonly reason?: string | undefined;
  readonly deviceError?: string | undefined;
}

export interface ProbeTest extends AnyTest {
  readonly test: 'probe-line';
  readonly tries: readonly LineTry[];
}

export interface LineTry {
  /** `9600 8N1`. */
  readonly line: string;
  readonly stands: 'to-come' | 'now' | 'silent' | 'not-understood' | 'understood' | 'not-opened';
}
