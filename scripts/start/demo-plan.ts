import { isAbsolute, join, relative } from 'node:path';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeviceSettings, SiteFile } from '#config/settings/site-file.ts';
import type { SimulatedKind } from '#kiosk/dev-dock/dock-words.ts';
import { type DeviceSimulator, simulatorOf } from './device-simulators.ts';

/** Ports of the demo that no site file names. The wires stand in config/sites/demo.json. */
export const demoPorts = { devDock: 7071, hospitalWeb: 7086, hospitalHttp: 7089 } as const;
const hubLinePort = 7101;

const controlPorts: Readonly<Record<SimulatedKind, number>> = {
  'barcode-scanner': 7082,
  'ticket-printer': 7084,
  'blood-pressure-monitor': 7088,
  'card-reader': 7090,
  scale: 7092,
  oximeter: 7094,
  'glucose-meter': 7096,
  'other-meter': 7098,
  thermometer: 7080,
  hub: 7102,
};

/** Every port of a demo, and the programs behind them. */
export interface DemoPlan {
  /** As the host gets it. */
  readonly site: SiteFile;
  readonly ports: DemoPorts;
  readonly devices: readonly DemoDevice[];
  /** `undefined`: the kiosk is alone. */
  readonly hub: DemoHub | undefined;
  /** Chip-card readers of the site file that nobody can hold a card to here; the demo goes on without them. */
  readonly leftOut: readonly string[];
}

export interface DemoPorts {
  readonly kiosk: number;
  readonly devDock: number;
  readonly hospitalMllp: number;
  readonly hospitalWeb: number;
  /** FHIR and webhook. */
  readonly hospitalHttp: number;
}

/** Where this kiosk's hub is, and its line to it. The hub's other settings stand in `demo-hub.ts`. */
export interface DemoHub {
  /** Of the hub itself: one for all kiosks. */
  readonly port: number;
  readonly linePort: number;
  readonly controlPort: number;
}

export interface DemoDevice extends DeviceSimulator {
  /** Where the device is reached; a chip card's wire is not the demo's. */
  readonly wirePort: number | undefined;
  readonly controlPort: number;
}

/** What this machine has beside the demo. */
export interface DemoWorld {
  /** Where vpcd listens for a chip card; `undefined` when no pcscd with vpcd runs. */
  readonly vpcdPort: number | undefined;
  /** The hub's own port; without it the kiosk is alone. */
  readonly hubPort?: number | undefined;
}

/** Finds a simulator and a drawer for every simulated device of the site file. The problem is a sentence for the terminal. */
export function planDemo(read: SiteFile, world: DemoWorld): Result<DemoPlan, string> {
  const hospital = read.hospital.find((each) => each.protocol === 'hl7v2-mllp');
  if (!hospital) return problem('The demo needs an hl7v2-mllp hospital in its site file.');
  const leftOut = read.devices.filter((device) => device.kind === 'card-reader' && device.simulated && !world.vpcdPort);
  const site = { ...read, devices: read.devices.filter((device) => !leftOut.includes(device)) };
  const devices = devicesOf(site.devices, { ...world, restSeconds: site.measuring?.restSeconds });
  if (!devices.ok) return devices;
  return ok({
    site,
    devices: devices.value,
    leftOut: leftOut.map(({ id }) => id),
    ports: { ...demoPorts, kiosk: site.kiosk.listen.port, hospitalMllp: hospital.port },
    hub:
      world.hubPort === undefined
        ? undefined
        : { port: world.hubPort, linePort: hubLinePort, controlPort: controlPorts.hub },
  });
}

function devicesOf(
  settings: readonly DeviceSettings[],
  world: Parameters<typeof simulatorOf>[1],
): Result<readonly DemoDevice[], string> {
  const devices: DemoDevice[] = [];
  for (const each of settings.filter(({ simulated }) => simulated)) {
    const simulator = simulatorOf(each, world);
    if (!simulator) {
      return problem(`The demo has no simulator for "${each.id}": it simulates devices on tcp, and chip cards.`);
    }
    if (devices.some(({ drawer }) => drawer === simulator.drawer)) {
      return problem(`The dev dock has one drawer of each kind; "${each.id}" would be a second ${simulator.name}.`);
    }
    devices.push({ ...simulator, wirePort: wireOf(each), controlPort: controlPorts[simulator.drawer] });
  }
  return ok(devices);
}

function wireOf(device: DeviceSettings): number | undefined {
  return 'transport' in device && device.transport.kind === 'tcp' ? device.transport.port : undefined;
}

type NamedPort = { readonly name: string; readonly port: number };

/** Every port that the demo's programs listen on, with what it is for. */
export function namedPorts(plan: DemoPlan): readonly NamedPort[] {
  const { ports, hub } = plan;
  return [
    { name: 'hospital HL7', port: ports.hospitalMllp },
    { name: 'hospital page', port: ports.hospitalWeb },
    { name: 'hospital FHIR and webhook', port: ports.hospitalHttp },
    ...(hub ? [{ name: 'hub', port: hub.port }] : []),
    ...kioskPorts(plan),
  ];
}

/** Those of one kiosk, which another one has for itself. */
export function kioskPorts({ ports, devices, hub }: DemoPlan): readonly NamedPort[] {
  return [
    { name: 'kiosk page', port: ports.kiosk },
    { name: 'dev dock', port: ports.devDock },
    ...devices.flatMap(({ name, wirePort, controlPort }) => [
      ...(wirePort === undefined ? [] : [{ name, port: wirePort }]),
      { name: `${name} control`, port: controlPort },
    ]),
    ...(hub
      ? [
          { name: 'line to the hub', port: hub.linePort },
          { name: 'hub control', port: hub.controlPort },
        ]
      : []),
  ];
}

/**
 * The same demo on other ports, with its files in a folder of its own, so that several can run at once. `free` has one port
 * for each of `namedPorts`.
 */
export function withPorts(plan: DemoPlan, free: readonly number[], folder: string, world: DemoWorld): DemoPlan {
  return movedTo(plan, { named: namedPorts(plan), free, folder, world });
}

/** Another kiosk of the same hospital, at the same hub. `free` has one port for each of `kioskPorts`. vpcd has one reader: it stays with the first. */
export function secondKiosk(plan: DemoPlan, free: readonly number[], folder: string): DemoPlan {
  const { site } = plan;
  const alone = {
    ...plan,
    site: {
      ...site,
      kiosk: { ...site.kiosk, id: 'kiosk-2' },
      devices: site.devices.filter(({ kind }) => kind !== 'card-reader'),
    },
    devices: plan.devices.filter(({ drawer }) => drawer !== 'card-reader'),
  };
  return movedTo(alone, { named: kioskPorts(alone), free, folder, world: { vpcdPort: undefined } });
}

interface Move {
  readonly named: readonly NamedPort[];
  /** One for each of them. */
  readonly free: readonly number[];
  readonly folder: string;
  readonly world: DemoWorld;
}

function movedTo(plan: DemoPlan, { named, free, folder, world }: Move): DemoPlan {
  const { site, hub } = plan;
  const moves = new Map(named.map(({ port }, at) => [port, free[at] ?? port]));
  const moved = (port: number) => moves.get(port) ?? port;
  const movedUrl = (text: string) => {
    const url = new URL(text);
    url.port = String(moved(Number(url.port)));
    return url.href;
  };
  const devices = site.devices.map((device) => {
    if (!device.simulated) return device;
    if (device.kind === 'card-reader') return device.cscaDir ? { ...device, cscaDir: join(folder, 'csca') } : device;
    if (!('transport' in device) || device.transport.kind !== 'tcp') return device;
    return { ...device, transport: { ...device.transport, port: moved(device.transport.port) } } as typeof device;
  });
  return {
    ...plan,
    site: {
      ...site,
      kiosk: {
        ...site.kiosk,
        listen: { ...site.kiosk.listen, port: moved(plan.ports.kiosk) },
        dataDir: join(folder, 'kiosk'),
      },
      devices,
      hospital: site.hospital.map((endpoint) => {
        switch (endpoint.protocol) {
          case 'hl7v2-mllp':
            return { ...endpoint, port: moved(endpoint.port) };
          case 'fhir-r4':
            return { ...endpoint, baseUrl: movedUrl(endpoint.baseUrl) };
          case 'webhook':
            return { ...endpoint, url: movedUrl(endpoint.url) };
          default:
            return unreachable(endpoint);
        }
      }),
    },
    ports: {
      kiosk: moved(plan.ports.kiosk),
      devDock: moved(plan.ports.devDock),
      hospitalMllp: moved(plan.ports.hospitalMllp),
      hospitalWeb: moved(plan.ports.hospitalWeb),
      hospitalHttp: moved(plan.ports.hospitalHttp),
    },
    hub: hub && {
      port: moved(hub.port),
      linePort: moved(hub.linePort),
      controlPort: moved(hub.controlPort),
    },
    devices: plan.devices.map((device) => {
      const settings = devices.find(({ id }) => id === device.id);
      return {
        ...device,
        ...(settings && simulatorOf(settings, world)),
        wirePort: device.wirePort === undefined ? undefined : moved(device.wirePort),
        controlPort: moved(device.controlPort),
      };
    }),
  };
}

/** A path as somebody in the project's folder would type it. */
export function shortPath(root: string, path: string): string {
  const short = relative(root, path);
  return short.startsWith('..') || isAbsolute(short) ? path : join(short);
}
