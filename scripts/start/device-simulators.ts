import { join } from 'node:path';
import { unreachable } from '#config/agreements/result.ts';
import type { DeviceSettings, VitalSignsSettings } from '#config/settings/device-settings.ts';
import type { SimulatedKind, VitalSignsKind } from '#kiosk/dev-dock/dock-words.ts';

/** The program that plays one device of a site file, and the dock's drawer for it. */
export interface DeviceSimulator {
  /** In the site file. */
  readonly id: string;
  readonly drawer: SimulatedKind;
  /** In the terminal and in the name of its log. */
  readonly name: string;
  readonly file: string;
  /** Its own options, beside the ports. */
  readonly args: readonly string[];
  /** Folder that it writes its country's certificate to. */
  readonly cscaDir?: string;
}

/** How long the simulated cuff works: long enough to see it, short enough to watch it. */
const measuringMs = 8000;
/** The simulated patient's rest goes by so much faster, as that of the full demo's site file is shorter: half a minute for five. */
const timeLapse = 10;

/** `undefined` for a device that nothing can play over its wire. */
export function simulatorOf(
  device: DeviceSettings,
  { vpcdPort, restSeconds }: { readonly vpcdPort: number | undefined; readonly restSeconds?: number | undefined },
): DeviceSimulator | undefined {
  const { id } = device;
  if (device.kind === 'card-reader')
    return vpcdPort === undefined ? undefined : chipCards(id, device.cscaDir, vpcdPort);
  if (!('transport' in device) || device.transport.kind !== 'tcp') return undefined;
  switch (device.kind) {
    case 'barcode-scanner':
      return {
        id,
        drawer: 'barcode-scanner',
        name: 'scanner',
        file: 'drivers/barcode-scanner/serial-scanner.simulator.ts',
        args: [],
      };
    case 'ticket-printer':
      return {
        id,
        drawer: 'ticket-printer',
        name: 'printer',
        file: 'drivers/ticket-printer/escpos-printer.simulator.ts',
        args: ['--paper-width', String(device.paperWidthMm), '--profile', device.profile],
      };
    case 'blood-pressure-monitor':
      return {
        id,
        drawer: 'blood-pressure-monitor',
        name: 'monitor',
        file: 'drivers/blood-pressure/pressure-monitor.simulator.ts',
        args: [
          ...['--driver', device.driver, '--measuring-ms', String(measuringMs)],
          // Where they are given time, rest does its work.
          ...['--patient', restSeconds === undefined ? 'calm' : 'white-coat', '--time-lapse', String(timeLapse)],
          ...['--rested-ms', String((restSeconds ?? 0) * 1_000)],
        ],
      };
    case 'vital-signs':
      return {
        id,
        ...(vitalSigns[device.driver] ?? { drawer: 'other-meter', name: device.driver }),
        file: 'drivers/vital-signs/vital-signs.simulator.ts',
        args: ['--device', device.driver],
      };
    default:
      return unreachable(device);
  }
}

const scale = { drawer: 'scale', name: 'scale' } as const;
const thermometer = { drawer: 'thermometer', name: 'thermometer' } as const;
const oximeter = { drawer: 'oximeter', name: 'oximeter' } as const;

/** Devices with a drawer of their own; every other one that measures has the drawer for whatever there is. */
const vitalSigns: Readonly<
  Partial<Record<VitalSignsSettings['driver'], { readonly drawer: VitalSignsKind; readonly name: string }>>
> = {
  'gtech-gl150': scale,
  'health-o-meter': scale,
  'nonin-format2': oximeter,
  'nonin-ascii': oximeter,
  'mcu-90615': thermometer,
  'text-thermometer': thermometer,
  'onetouch-ultra2': { drawer: 'glucose-meter', name: 'glucose meter' },
};

function chipCards(id: string, cscaDir: string | undefined, vpcdPort: number): DeviceSimulator {
  return {
    id,
    drawer: 'card-reader',
    name: 'chip card',
    file: 'drivers/card-reader/vpcd-card.simulator.ts',
    args: [
      ...['--vpcd-port', String(vpcdPort)],
      ...(cscaDir === undefined ? [] : ['--csca-file', join(cscaDir, 'synthetic.cer')]),
    ],
    ...(cscaDir === undefined ? {} : { cscaDir }),
  };
}
