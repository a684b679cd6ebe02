import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BarcodeScannerSettings, DeviceSettings } from '#config/settings/site-file.ts';
import { createKeyboardScanner, type KeyboardScanner } from '#drivers/barcode-scanner/keyboard-scanner.ts';
import { openHidPosScanner } from '#drivers/barcode-scanner/open-hid-pos-scanner.ts';
import { createSerialScanner } from '#drivers/barcode-scanner/serial-scanner.ts';
import { openBloodPressureMonitor } from '#drivers/blood-pressure/open-monitor.ts';
import type { CscaFolder } from '#drivers/card-reader/emrtd/passive-authentication/csca-folder.ts';
import { createPcscEmrtdReader } from '#drivers/card-reader/pcsc-emrtd.ts';
import type { BarcodeScanner } from '#drivers/contract/barcode-scanner.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import type { CardReader } from '#drivers/contract/card-reader.ts';
import type { Device, DeviceCondition, DeviceHint } from '#drivers/contract/device.ts';
import type { TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import type { VitalSignsDevice } from '#drivers/contract/vital-signs.ts';
import type { MeasuringSurroundings } from '#drivers/measuring/parts-of-settings.ts';
import { createEscposPrinter } from '#drivers/ticket-printer/escpos-printer.ts';
import { lineSpeedOf } from '#drivers/ticket-printer/line-speed.ts';
import { openTransportFor } from '#drivers/transport/open-transport.ts';
import { type SpawnPcsc, spawnPcscChild } from '#drivers/transport/pcsc-process.ts';
import { openVitalSignsDevice } from '#drivers/vital-signs/open-vital-signs-device.ts';
import type { DeviceTap } from './device-lines/device-lines.ts';
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
  /** The first one of the site file. */
  readonly monitor: BloodPressureMonitor | undefined;
  /** Everything that measures, the monitor included. */
  readonly measuring: readonly (BloodPressureMonitor | VitalSignsDevice)[];
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
    keyboardScanner: all.find((device) => 'type' in device),
    monitor: all.find((device) => device.kind === 'blood-pressure-monitor'),
    measuring: all.filter((device) => device.kind === 'blood-pressure-monitor' || device.kind === 'vital-signs'),
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
  | VitalSignsDevice;

/** Begins to look for one device, as the kiosk does for each of its own. */
export function openDevice(settings: DeviceSettings, world: DeviceWorld): AnyDevice {
  const tap = tapOf(settings, world);
  switch (settings.kind) {
    case 'barcode-scanner':
      return openScanner(settings, world);
    case 'ticket-printer': {
      const { transport, ...printer } = settings;
      const open = tap.line(openTransportFor(transport, world.clock));
      return createEscposPrinter({ ...printer, open, speed: lineSpeedOf(transport), ...world });
    }
    case 'blood-pressure-monitor':
      return openBloodPressureMonitor(settings, measuringWorld(settings, world));
    case 'card-reader':
      return createPcscEmrtdReader({
        id: settings.id,
        reader: settings.transport.reader,
        cscaDir: settings.cscaDir,
        onTrust: (folder) => logTrust(settings.id, folder, world.log),
        ...world,
        spawnPcsc: tap.pcsc(world.spawnPcsc ?? spawnPcscChild),
      });
    case 'vital-signs':
      return openVitalSignsDevice(settings, measuringWorld(settings, world));
    default:
      return unreachable(settings);
  }
}

const untapped: DeviceTap = { line: (open) => open, pcsc: (spawn) => spawn };

function tapOf(settings: DeviceSettings, world: DeviceWorld): DeviceTap {
  return world.tap?.(settings) ?? untapped;
}

function measuringWorld(settings: DeviceSettings, world: DeviceWorld): MeasuringSurroundings {
  const { id } = settings;
  const { clock, random, timeZone, work } = world;
  return {
    tap: tapOf(settings, world).line,
    clock,
    random,
    timeZone,
    worksOnFromBefore: work.isWorking(id),
    onWorking: (works) => work.note(id, works),
  };
}

function openScanner(settings: BarcodeScannerSettings, world: DeviceWorld): BarcodeScanner | KeyboardScanner {
  switch (settings.driver) {
    case 'serial':
      return createSerialScanner({
        id: settings.id,
        open: tapOf(settings, world).line(openTransportFor(settings.transport, world.clock)),
        recognise: recogniseCode,
        ...world,
      });
    case 'hid-pos': {
      const { clock, random } = world;
      return openHidPosScanner(settings, {
        clock,
        random,
        recognise: recogniseCode,
        tap: tapOf(settings, world).line,
      });
    }
    case 'keyboard':
      return createKeyboardScanner({ id: settings.id, recognise: recogniseCode, ...world });
    default:
      return unreachable(settings);
  }
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
