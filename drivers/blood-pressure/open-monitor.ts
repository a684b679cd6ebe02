import { unreachable } from '#config/agreements/result.ts';
import type { TransportSettings } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '../contract/blood-pressure-monitor.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { inMs, type MeasuringParts } from '../measuring/measuring-device.ts';
import { openTransportFor } from '../transport/open-transport.ts';
import { createAccuniqBp500Monitor } from './accuniq-bp500/accuniq-bp500.ts';
import { createAndTm2657Monitor } from './and-tm2657/and-tm2657.ts';
import { createOmronHbp9020Monitor } from './omron-hbp9020/omron-hbp9020.ts';
import { createOmronHbp9030Monitor } from './omron-hbp9030/omron-hbp9030.ts';
import { createSuntechOemMonitor } from './suntech-oem/suntech-oem.ts';

/** From a site file's entry to the driver. */
export const pressureDrivers = [
  'and-tm2657',
  'omron-hbp9030',
  'omron-hbp9020',
  'accuniq-bp500',
  'suntech-oem',
] as const;

export type PressureDriver = (typeof pressureDrivers)[number];

type ByteTransport = Extract<TransportSettings, { kind: 'tcp' | 'serial' }>;
type SerialSettings = Extract<ByteTransport, { kind: 'serial' }>;

export interface PressureMonitorSettings {
  readonly id: string;
  readonly driver: PressureDriver;
  readonly transport: ByteTransport;
  readonly measureWithinSeconds?: number | undefined;
}

/** What the kiosk around it gives to every measuring device. */
export type MonitorSurroundings = Omit<MeasuringParts, 'id' | 'open' | 'measureWithinMs'>;

export function openBloodPressureMonitor(
  { id, driver, transport, measureWithinSeconds }: PressureMonitorSettings,
  surroundings: MonitorSurroundings,
): BloodPressureMonitor {
  const open = transportsToTry(driver, transport).map(
    (settings): OpenTransport => openTransportFor(settings, surroundings.clock),
  );
  return createMonitor(driver, { ...surroundings, id, open, measureWithinMs: inMs(measureWithinSeconds) });
}

export function createMonitor(driver: PressureDriver, parts: MeasuringParts): BloodPressureMonitor {
  switch (driver) {
    case 'and-tm2657':
      return createAndTm2657Monitor(parts);
    case 'omron-hbp9030':
      return createOmronHbp9030Monitor(parts);
    case 'omron-hbp9020':
      return createOmronHbp9020Monitor(parts);
    case 'accuniq-bp500':
      return createAccuniqBp500Monitor(parts);
    case 'suntech-oem':
      return createSuntechOemMonitor(parts);
    default:
      return unreachable(driver);
  }
}

/** What the site file says comes first, then the other settings that devices of this kind are found with. */
export function transportsToTry(driver: PressureDriver, transport: ByteTransport): readonly ByteTransport[] {
  if (transport.kind !== 'serial') return [transport];
  const others = settingsInTheField[driver].map((settings) => ({ ...transport, ...settings }));
  return [transport, ...others.filter((other) => !sameSettings(other, transport))];
}

type LineSettings = Pick<SerialSettings, 'baudRate' | 'dataBits' | 'parity' | 'stopBits'>;
const eightNone = { dataBits: 8, parity: 'none', stopBits: 1 } as const;

const settingsInTheField: Readonly<Record<PressureDriver, readonly LineSettings[]>> = {
  // 2,400 as delivered, 9,600 found too (CONFIRMED).
  'and-tm2657': [
    { ...eightNone, baudRate: 2_400 },
    { ...eightNone, baudRate: 9_600 },
  ],
  // USB-CDC: the speed says nothing. RS-232 at 9,600 (SINGLE).
  'omron-hbp9030': [{ ...eightNone, baudRate: 9_600 }],
  // One stop bit or two (SINGLE, and in conflict with itself).
  'omron-hbp9020': [
    { baudRate: 2_400, dataBits: 8, parity: 'even', stopBits: 1 },
    { baudRate: 2_400, dataBits: 8, parity: 'even', stopBits: 2 },
  ],
  // SINGLE, 19,200 in a comment only.
  'accuniq-bp500': [
    { ...eightNone, baudRate: 9_600 },
    { ...eightNone, baudRate: 19_200 },
  ],
  'suntech-oem': [{ ...eightNone, baudRate: 9_600 }],
};

function sameSettings(one: LineSettings, other: LineSettings): boolean {
  return (['baudRate', 'dataBits', 'parity', 'stopBits'] as const).every((name) => one[name] === other[name]);
}
