import { isAbsolute, join, relative } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { DeviceKind } from '#drivers/contract/device.ts';

/** Ports of the demo that no site file names. The wires stand in config/sites/demo.json. */
export const demoPorts = {
  devDock: 7071,
  scannerControl: 7082,
  printerControl: 7084,
  hospitalWeb: 7086,
  monitorControl: 7088,
} as const;

/** Every port of a demo, and the programs behind them. */
export interface DemoPlan {
  readonly site: SiteFile;
  readonly paperWidthMm: 58 | 80;
  readonly monitorDriver: string;
  readonly ports: DemoPorts;
}

export interface DemoPorts {
  readonly kiosk: number;
  readonly devDock: number;
  readonly scannerWire: number;
  readonly scannerControl: number;
  readonly printerWire: number;
  readonly printerControl: number;
  readonly hospitalMllp: number;
  readonly hospitalWeb: number;
  readonly monitorWire: number;
  readonly monitorControl: number;
}

export const portNames: { readonly [Name in keyof DemoPorts]: string } = {
  kiosk: 'kiosk page',
  devDock: 'dev dock',
  scannerWire: 'scanner',
  scannerControl: 'scanner control',
  printerWire: 'printer',
  printerControl: 'printer control',
  hospitalMllp: 'hospital HL7',
  hospitalWeb: 'hospital page',
  monitorWire: 'blood-pressure monitor',
  monitorControl: 'blood-pressure monitor control',
};

/** Finds the simulators' wires in the demo's site file. The problem is a sentence for the terminal. */
export function planDemo(site: SiteFile): Result<DemoPlan, string> {
  const scanner = site.devices.find((device) => device.kind === 'barcode-scanner' && device.driver === 'serial');
  const printer = site.devices.find((device) => device.kind === 'ticket-printer');
  const monitor = site.devices.find((device) => device.kind === 'blood-pressure-monitor');
  const hospital = site.hospital.find((each) => each.protocol === 'hl7v2-mllp');
  if (scanner?.transport.kind !== 'tcp' || printer?.transport.kind !== 'tcp' || !hospital) {
    return problem('The demo needs a scanner and a printer on tcp and an hl7v2-mllp hospital in its site file.');
  }
  if (monitor?.transport.kind !== 'tcp') {
    return problem('The demo needs a blood-pressure monitor on tcp in its site file.');
  }
  return ok({
    site,
    paperWidthMm: printer.paperWidthMm,
    monitorDriver: monitor.driver,
    ports: {
      kiosk: site.kiosk.listen.port,
      devDock: demoPorts.devDock,
      scannerWire: scanner.transport.port,
      scannerControl: demoPorts.scannerControl,
      printerWire: printer.transport.port,
      printerControl: demoPorts.printerControl,
      hospitalMllp: hospital.port,
      hospitalWeb: demoPorts.hospitalWeb,
      monitorWire: monitor.transport.port,
      monitorControl: demoPorts.monitorControl,
    },
  });
}

/** The same demo on other ports and with a data directory of its own, so that several can run at once. */
export function withPorts({ site, ...plan }: DemoPlan, ports: DemoPorts, dataDir: string): DemoPlan {
  const wires: Partial<Record<DeviceKind, number>> = {
    'barcode-scanner': ports.scannerWire,
    'ticket-printer': ports.printerWire,
    'blood-pressure-monitor': ports.monitorWire,
  };
  return {
    ...plan,
    ports,
    site: {
      ...site,
      kiosk: { ...site.kiosk, listen: { ...site.kiosk.listen, port: ports.kiosk }, dataDir },
      devices: site.devices.map((device) => {
        const port = wires[device.kind];
        if (port === undefined || !('transport' in device) || device.transport.kind !== 'tcp') return device;
        return { ...device, transport: { ...device.transport, port } } as typeof device;
      }),
      hospital: site.hospital.map((endpoint) =>
        endpoint.protocol === 'hl7v2-mllp' ? { ...endpoint, port: ports.hospitalMllp } : endpoint,
      ),
    },
  };
}

/** A path as somebody in the project's folder would type it. */
export function shortPath(root: string, path: string): string {
  const short = relative(root, path);
  return short.startsWith('..') || isAbsolute(short) ? path : join(short);
}
