import type { MessageKey } from '#config/strings/messages.ts';
import type { DriverOnPage, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';

export type Bus = FoundOnPage['bus'] | 'tcp' | 'keyboard';

export interface DriverWords {
  readonly kind: DeviceOnPage['kind'];
  readonly over: readonly Bus[];
  /** As it stands on the device. */
  readonly words: MessageKey;
  /** What it is called when nobody says otherwise. */
  readonly id: string;
}

const line: readonly Bus[] = ['serial', 'tcp'];

/** What each driver is for, and what it can be plugged into. */
export const drivers = {
  serial: { kind: 'barcode-scanner', over: line, words: 'console.devices.drivers.serial', id: 'scanner' },
  'hid-pos': { kind: 'barcode-scanner', over: ['hid'], words: 'console.devices.drivers.hidPos', id: 'scanner' },
  keyboard: { kind: 'barcode-scanner', over: ['keyboard'], words: 'console.devices.drivers.keyboard', id: 'scanner' },
  escpos: {
    kind: 'ticket-printer',
    over: ['usb-printer', 'tcp', 'serial'],
    words: 'console.devices.drivers.escpos',
    id: 'printer',
  },
  'pcsc-emrtd': { kind: 'card-reader', over: ['pcsc'], words: 'console.devices.drivers.pcscEmrtd', id: 'reader' },
  'and-tm2657': {
    kind: 'blood-pressure-monitor',
    over: line,
    words: 'console.devices.drivers.andTm2657',
    id: 'bp',
  },
  'omron-hbp9030': {
    kind: 'blood-pressure-monitor',
    over: line,
    words: 'console.devices.drivers.omronHbp9030',
    id: 'bp',
  },
  'omron-hbp9020': {
    kind: 'blood-pressure-monitor',
    over: line,
    words: 'console.devices.drivers.omronHbp9020',
    id: 'bp',
  },
  'accuniq-bp500': {
    kind: 'blood-pressure-monitor',
    over: line,
    words: 'console.devices.drivers.accuniqBp500',
    id: 'bp',
  },
  'suntech-oem': {
    kind: 'blood-pressure-monitor',
    over: line,
    words: 'console.devices.drivers.suntechOem',
    id: 'bp',
  },
  'gtech-gl150': { kind: 'vital-signs', over: line, words: 'console.devices.drivers.gtechGl150', id: 'scale' },
  'health-o-meter': { kind: 'vital-signs', over: line, words: 'console.devices.drivers.healthOMeter', id: 'scale' },
  'nonin-format2': { kind: 'vital-signs', over: line, words: 'console.devices.drivers.noninFormat2', id: 'oximeter' },
  'nonin-ascii': { kind: 'vital-signs', over: line, words: 'console.devices.drivers.noninAscii', id: 'oximeter' },
  'onetouch-ultra2': {
    kind: 'vital-signs',
    over: line,
    words: 'console.devices.drivers.onetouchUltra2',
    id: 'glucose',
  },
  'mcu-90615': { kind: 'vital-signs', over: line, words: 'console.devices.drivers.mcu90615', id: 'thermometer' },
  'text-thermometer': {
    kind: 'vital-signs',
    over: [...line, 'keyboard'],
    words: 'console.devices.drivers.textThermometer',
    id: 'thermometer',
  },
} as const satisfies Readonly<Record<DriverOnPage, DriverWords>>;

export function isDriver(name: string): name is DriverOnPage {
  return Object.hasOwn(drivers, name);
}

/** Those that fit what something is plugged into, of one kind when it replaces one. */
export function driversFor(bus: Bus, kind: DeviceOnPage['kind'] | undefined): readonly DriverOnPage[] {
  return Object.keys(drivers)
    .filter(isDriver)
    .filter((name) => {
      const words: DriverWords = drivers[name];
      return words.over.includes(bus) && (kind === undefined || words.kind === kind);
    });
}

/** Of which something can be plugged in so. */
export function kindsOver(bus: Bus): readonly DeviceOnPage['kind'][] {
  return [...new Set(driversFor(bus, undefined).map((name) => drivers[name].kind))];
}
