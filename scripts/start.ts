/**
 * `npm start`: the whole demo on one machine. Builds the pages when they are due, starts the simulated devices, the
 * simulated hospital, the host and the dev dock, prints where they are, and stops all of them together.
 *
 * `--free-ports` takes free ports instead of the usual ones, `--no-window` opens none.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { readSiteFile, sayMistakes } from '#config/settings/read-site-file.ts';
import { buildPages } from './start/build-pages.ts';
import { type DemoPlan, planDemo, shortPath, withPorts } from './start/demo-plan.ts';
import { endOfDemo } from './start/end-of-demo.ts';
import { findFreePorts, sayBusyPorts } from './start/ports.ts';
import { createPrograms, type Program } from './start/programs.ts';
import {
  findWindowPrograms,
  type KioskWindow,
  noWindow,
  openWindow,
  sayNoWindow,
  thisMachine,
} from './start/window.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** How long the simulated cuff works: long enough to see it, short enough to watch it. */
const measuringMs = 8000;
const demoSite = join(root, 'config/sites/demo.json');
const { values: wanted } = parseArgs({
  options: { 'free-ports': { type: 'boolean', default: false }, 'no-window': { type: 'boolean', default: false } },
});

/** A demo that is ready to be started: its plan, and where its files are. */
interface Demo {
  readonly plan: DemoPlan;
  readonly siteFile: string;
  readonly logDir: string;
}

console.log('Tiếp Đón: a reception kiosk with simulated devices and a simulated hospital\n');
const demo = await prepare();
if (demo.ok) await run(demo.value);
else {
  console.error(demo.problem);
  process.exitCode = 1;
}

async function prepare(): Promise<Result<Demo, string>> {
  const site = readSiteFile(demoSite);
  if (!site.ok) return problem(sayMistakes(demoSite, site.problem));
  const plan = planDemo(site.value);
  if (!plan.ok) return plan;
  if (!wanted['free-ports'] && process.env.TIEPDON_FREE_PORTS !== '1') {
    const busy = await sayBusyPorts(plan.value.ports);
    return busy === undefined
      ? ok({ plan: plan.value, siteFile: demoSite, logDir: join(root, 'data/logs') })
      : problem(busy);
  }
  const ports = await findFreePorts();
  const folder = join(root, 'data', `demo-${ports.kiosk}`);
  const siteFile = join(folder, 'site.json');
  const moved = withPorts(plan.value, ports, join(folder, 'kiosk'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(siteFile, `${JSON.stringify(moved.site, null, 2)}\n`);
  return ok({ plan: moved, siteFile, logDir: join(folder, 'logs') });
}

async function run({ plan, siteFile, logDir }: Demo): Promise<void> {
  const ending = endOfDemo();
  const programs = createPrograms({ root, logDir, onDied: (says) => ending.fail(says) });
  ending.onKill(programs.killAll);
  const { simulators, host, devDock } = programsOf(plan, siteFile);
  const start = async (program: Program) => {
    const started = await programs.start(program);
    if (!started.ok) return ending.fail(started.problem);
    progress(program.name, 'is ready');
    ending.stopLater({ hasWorkToFinish: program === host, stop: started.value.stop });
    return started.value;
  };

  // The simulators need no page; they come up while Vite works.
  const simulatorsStarted = simulators.map(start);
  await buildPages(root, progress).catch((error: unknown) =>
    ending.fail(`A page could not be built: ${String(error)}`),
  );
  await Promise.all(simulatorsStarted);
  if (!ending.isEnding()) {
    const [kiosk] = await Promise.all([start(host), start(devDock)]);
    if (kiosk && !ending.isEnding()) {
      sayAddresses(plan, logDir);
      ending.onStop(showWindow({ plan, siteFile, logDir }, String(kiosk.ready.url)).close);
    }
  }
  process.exitCode = await ending.ended;
}

function programsOf({ site, paperWidthMm, monitorDriver, ports }: DemoPlan, siteFile: string) {
  const flag = (name: string, value: string | number) => [`--${name}`, String(value)];
  return {
    simulators: [
      {
        name: 'scanner simulator',
        file: 'drivers/barcode-scanner/serial-scanner.simulator.ts',
        args: [...flag('wire-port', ports.scannerWire), ...flag('control-port', ports.scannerControl)],
      },
      {
        name: 'printer simulator',
        file: 'drivers/ticket-printer/escpos-printer.simulator.ts',
        args: [
          ...flag('wire-port', ports.printerWire),
          ...flag('control-port', ports.printerControl),
          ...flag('paper-width', paperWidthMm),
        ],
      },
      {
        name: 'monitor simulator',
        file: 'drivers/blood-pressure/pressure-monitor.simulator.ts',
        args: [
          ...flag('driver', monitorDriver),
          ...flag('wire-port', ports.monitorWire),
          ...flag('control-port', ports.monitorControl),
          ...flag('measuring-ms', measuringMs),
        ],
      },
      {
        name: 'hospital simulator',
        file: 'backend-client/his-simulator/main.ts',
        args: [...flag('mllp-port', ports.hospitalMllp), ...flag('web-port', ports.hospitalWeb)],
      },
    ],
    host: { name: 'kiosk host', file: 'kiosk/host/main.ts', args: flag('site', siteFile) },
    devDock: {
      name: 'dev dock',
      file: 'kiosk/dev-dock/server.ts',
      args: [
        ...flag('port', ports.devDock),
        ...flag('scanner', addressOf(ports.scannerControl)),
        ...flag('printer', addressOf(ports.printerControl)),
        ...flag('monitor', addressOf(ports.monitorControl)),
        ...flag('kiosk-url', addressOf(ports.kiosk)),
        ...flag('hospital-url', addressOf(ports.hospitalWeb)),
        ...flag('launch-socket', launchSocketOf(site)),
      ],
    },
  } satisfies Record<string, Program | readonly Program[]>;
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}/`;
}

/** Where a running host hands out fresh ways in, one line a connection. All programs stand in the root folder. */
function launchSocketOf({ kiosk }: DemoPlan['site']): string {
  return shortSocketPath(join(kiosk.dataDir, 'launch.sock'), root);
}

function sayAddresses({ ports }: DemoPlan, logDir: string): void {
  console.log(`
  Kiosk      ${addressOf(ports.devDock)}open-kiosk
  Dev dock   ${addressOf(ports.devDock)}
  Hospital   ${addressOf(ports.hospitalWeb)}

  The kiosk address opens ${addressOf(ports.kiosk)} with a fresh one-time token; without one that page stays shut.
  Scan a card in the dev dock and watch. Logs are in ${shortPath(root, logDir)}. Ctrl-C stops everything.
`);
}

function showWindow({ plan, logDir }: Demo, launchUrl: string): KioskWindow {
  if (wanted['no-window']) return noWindow;
  const say = (sentence: string) => console.log(`  ${sentence}`);
  const found = findWindowPrograms(root, thisMachine);
  if (!found.ok) {
    say(sayNoWindow(found.problem));
    return noWindow;
  }
  const settings = {
    root,
    launchUrl,
    launchSocket: launchSocketOf(plan.site),
    // One for each demo: a browser that finds its folder in use hands the window to the other demo's browser.
    browserDataDir: join(logDir, '../browser'),
    isRoot: process.getuid?.() === 0,
  };
  return openWindow(found.value, settings, say);
}

function progress(name: string, did: string): void {
  console.log(`  ${name.padEnd(20)} ${did}`);
}
