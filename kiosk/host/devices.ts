import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { KeyboardScanner } from '#drivers/barcode-scanner/keyboard-scanner.ts';
import { openBarcodeScanner } from '#drivers/barcode-scanner/open-barcode-scanner.ts';
import { openBloodPressureMonitor } from '#drivers/blood-pressure/open-monitor.ts';
import type { CscaFolder } from '#drivers/card-reader/emrtd/passive-authentication/csca-folder.ts';
import { openCardReader } from '#drivers/card-reader/open-card-reader.ts';
import type { BarcodeScanner } from '#drivers/contract/barcode-scanner.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import type { CardReader } from '#drivers/contract/card-reader.ts';
import type { Device, DeviceCondition, DeviceHint } from '#drivers/contract/device.ts';
import type { PatientCodeForm } from '#drivers/contract/patient-code-form.ts';
import type { TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import type { TypingDevice, VitalSignsDevice } from '#drivers/contract/vital-signs.ts';
import type { MeasuringSurroundings } from '#drivers/measuring/parts-of-settings.ts';
import { openTicketPrinter } from '#drivers/ticket-printer/open-ticket-printer.ts';
import { type SpawnPcsc, spawnPcscChild } from '#drivers/transport/pcsc-process.ts';
import { openVitalSignsDevice } from '#drivers/vital-signs/open-vital-signs-device.ts';
import type { DeviceTap } from './device-lines/device-lines.ts';
import { measuredThing } from './measured-things.ts';
import { recogniseCode } from './scans.ts';
import type { WorkNotes } from './work-notes.ts';

/** The devices of one kiosk, by what they are. A kiosk without any still gives numbers on the screen. */
export interface Devices {
  readonly all: readonly Device[];
  readonly scanners: readonly BarcodeScanner[];
  /** The first one of the site file. */
  readonly printer: TicketPrinter | undefined;
  /** The scanner that types into the page. */
  readonly keyboardScanner: KeyboardScanner | undefined;
  /** Whatever else types into it: a thermometer. */
  readonly typing: readonly TypingDevice[];
  /** Everything that measures, in the order of the site file. */
  readonly measuring: readonly (BloodPressureMonitor | VitalSignsDevice)[];
  /** Those of them that measure temperature. */
  readonly thermometers: readonly VitalSignsDevice[];
  /** The first one of the site file. */
  readonly cardReader: CardReader | undefined;
  close(): Promise<void>;
}

export interface DeviceWorld {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  /** Of the facility, to judge devices' clocks by. */
  readonly timeZone: string;
  /** Which devices may work for somebody, across restarts. */
  readonly work: WorkNotes;
  /** How the process starts that holds PC/SC. Default: by the Node that runs the kiosk. */
  readonly spawnPcsc?: SpawnPcsc;
  /** Stands between each driver and its line. */
  readonly tap?: ((settings: DeviceSettings) => DeviceTap) | undefined;
  /** How the hospital's own patient card looks, where it has one. */
  readonly patientCode?: PatientCodeForm | undefined;
}

/** Begins to look for every device of the site file; each is found, lost and found again by itself. */
export function openDevices(settings: readonly DeviceSettings[], world: DeviceWorld): Devices {
  const all = settings.map((each) => openDevice(each, world));
  for (const device of all) {
    device.onCondition((condition) => logCondition(device, condition, world.log));
    device.onHint((hint, stands) => logHint(device, hint, stands, world.log));
  }
  return {
    all,
    scanners: all.filter((device) => device.kind === 'barcode-scanner'),
    printer: all.find((device) => device.kind === 'ticket-printer'),
    keyboardScanner: all.find((device) => device.kind === 'barcode-scanner' && 'type' in device),
    typing: all.filter((device) => device.kind === 'vital-signs' && 'type' in device),
    measuring: all.filter((device) => device.kind === 'blood-pressure-monitor' || device.kind === 'vital-signs'),
    thermometers: all
      .filter((device) => device.kind === 'vital-signs')
      .filter((device) => measuredThing(device) === 'thermometer'),
    cardReader: all.find((device) => device.kind === 'card-reader'),
    close: async () => {
      await Promise.all(all.map((device) => device.close()));
    },
  };
}

export type AnyDevice =
  | BarcodeScanner
  | KeyboardScanner
  | TicketPrinter
  | BloodPressureMonitor
  | CardReader
  | VitalSignsDevice
  | TypingDevice;

/** Begins to look for one device, as the kiosk does for each of its own. */
export function openDevice(settings: DeviceSettings, world: DeviceWorld): AnyDevice {
  const tap = world.tap?.(settings) ?? untapped;
  switch (settings.kind) {
    case 'barcode-scanner':
      return openBarcodeScanner(settings, {
        ...world,
        recognise: (code) => recogniseCode(code, world.patientCode),
        tap: tap.line,
      });
    case 'ticket-printer':
      return openTicketPrinter(settings, { ...world, tap: tap.line });
    case 'blood-pressure-monitor':
      return openBloodPressureMonitor(settings, measuringWorld(settings, world, tap));
    case 'card-reader':
      return openCardReader(settings, {
        ...world,
        onTrust: (folder) => logTrust(settings.id, folder, world.log),
        spawnPcsc: tap.pcsc(world.spawnPcsc ?? spawnPcscChild),
      });
    case 'vital-signs':
      return openVitalSignsDevice(settings, measuringWorld(settings, world, tap));
    default:
      return unreachable(settings);
  }
}

const untapped: DeviceTap = { line: (open) => open, pcsc: (spawn) => spawn };

function measuringWorld({ id }: DeviceSettings, world: DeviceWorld, tap: DeviceTap): MeasuringSurroundings {
  const { clock, random, timeZone, work } = world;
  return {
    tap: tap.line,
    clock,
    random,
    timeZone,
    worksOnFromBefore: work.isWorking(id),
    onWorking: (works) => work.note(id, works),
  };
}

function logCondition(device: Device, condition: DeviceCondition, log: Log): void {
  const { id, kind } = device;
  if (condition === 'absent' || condition === 'no-answer')
    log('device-lost', { deviceId: id, kind, reason: device.whyAbsent() ?? condition });
  else log('device-condition', { deviceId: id, kind, condition });
}

/** File names, as many as a line of a log bears. */
const mostNames = 10;

function logTrust(deviceId: string, folder: CscaFolder, log: Log): void {
  const listed = (names: readonly string[]) =>
    names.slice(0, mostNames).join(', ') + (names.length > mostNames ? ', …' : '');
  log('csca-folder-read', {
    deviceId,
    standing: folder.standing,
    certificates: folder.certificates.length,
    unreadable: listed(folder.unreadable),
    notCscas: listed(folder.notCscas),
    expired: listed(folder.expired),
  });
}

function logHint({ id, kind }: Device, hint: DeviceHint, stands: boolean, log: Log): void {
  log(stands ? 'device-hint' : 'device-hint-gone', { deviceId: id, kind, hint });
}
