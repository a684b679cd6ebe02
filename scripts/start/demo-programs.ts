import { join } from 'node:path';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { DemoPlan } from './demo-plan.ts';
import { demoCounter } from './hub/demo-person.ts';
import type { Demo, DemoKiosk } from './prepare-demo.ts';
import type { Program } from './programs.ts';

/** The programs of one kiosk; all stand in the `root` folder. `of`: behind the names of a second one's. */
export function programsOf({ plan: { site, devices, ports, hub }, siteFile }: DemoKiosk, root: string, of: string) {
  return {
    simulators: devices.map(({ name, file, args, wirePort, controlPort }) => ({
      name: `${name} simulator${of}`,
      file,
      args: [...args, ...flag('wire-port', wirePort ?? 0), ...flag('control-port', controlPort)],
    })),
    host: { name: `kiosk host${of}`, file: 'kiosk/host/main.ts', args: flag('site', siteFile) },
    devDock: {
      name: `dev dock${of}`,
      file: 'kiosk/dev-dock/server.ts',
      args: [
        ...flag('port', ports.devDock),
        ...devices.flatMap(({ drawer, controlPort }) => flag('device', `${drawer}=${addressOf(controlPort)}`)),
        ...(hub ? flag('device', `hub=${addressOf(hub.controlPort)}`) : []),
        ...flag('kiosk-url', addressOf(ports.kiosk)),
        ...flag('hospital-url', addressOf(ports.hospitalWeb)),
        ...flag('launch-socket', launchSocketOf(site, root)),
      ],
    },
  } satisfies Record<string, Program | readonly Program[]>;
}

export function hospitalOf({ ports }: DemoPlan): Program {
  return {
    name: 'hospital simulator',
    file: 'backend-client/hospital-kit/simulator/main.ts',
    args: [
      ...flag('mllp-port', ports.hospitalMllp),
      ...flag('web-port', ports.hospitalWeb),
      ...flag('http-port', ports.hospitalHttp),
    ],
  };
}

/** The hub, with whoever cuts its lines and calls at its counter. */
export function hubOf({ kiosks, hub, logDir }: Demo): readonly Program[] {
  if (!hub) return [];
  const lines = kiosks.flatMap(({ plan }) =>
    plan.hub ? flag('kiosk', `${plan.site.kiosk.id}=${plan.hub.linePort},${plan.hub.controlPort}`) : [],
  );
  const args = [
    ...flag('site', hub.siteFile),
    ...flag('log-dir', logDir),
    ...flag('keys', hub.keys),
    ...flag('counter', demoCounter),
    ...lines,
  ];
  return [{ name: 'hub keeper', file: 'scripts/start/hub/hub-keeper.simulator.ts', args }];
}

export function addressOf(port: number): string {
  return `http://127.0.0.1:${port}/`;
}

/** Where a running host hands out fresh ways in, one line a connection. */
export function launchSocketOf({ kiosk }: DemoPlan['site'], root: string): string {
  return shortSocketPath(join(kiosk.dataDir, 'launch.sock'), root);
}

function flag(name: string, value: string | number): readonly string[] {
  return [`--${name}`, String(value)];
}
