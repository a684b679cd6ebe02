/**
 * `npm start`: the whole demo on one machine. Builds the pages when they are due, starts the simulated devices, the
 * simulated hospital, the host and the dev dock, prints where they are, and stops all of them together.
 *
 * `--site FILE` takes another site file: whatever it marks as simulated gets a simulator and a drawer in the dock.
 * `--free-ports` takes free ports instead of the usual ones, `--no-window` opens none, `--vpcd-port` is for a pcscd whose
 * vpcd listens elsewhere.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { buildPages } from './start/build-pages.ts';
import { type DemoPlan, namedPorts, planDemo, shortPath, withPorts } from './start/demo-plan.ts';
import { endOfDemo } from './start/end-of-demo.ts';
import { isVpcdThere, sayNoChipCard, usualVpcdPort } from './start/find-vpcd.ts';
import { findFreePorts, sayBusyPorts } from './start/ports.ts';
import { createPrograms, type Program } from './start/programs.ts';
import {
  findWindowPrograms,
  type KioskWindow,
  noWindow,
  openWindow,
  sayNoPolicies,
  sayNoWindow,
  thisMachine,
} from './start/window.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = 'Usage: npm start [-- --site FILE] [--free-ports] [--no-window] [--vpcd-port N]';
const { values: wanted } = readCommandLine(usage, {
  options: {
    site: { type: 'string', default: join(root, 'config/sites/demo.json') },
    'free-ports': { type: 'boolean', default: false },
    'no-window': { type: 'boolean', default: false },
    'vpcd-port': { type: 'string', default: String(usualVpcdPort) },
  },
});
const demoSite = resolve(wanted.site);
// What the simulated hospital's webhook is signed with; the site file names the variable.
process.env.TIEP_DON_DEMO_SECRET ??= simulatedSecret;

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
  const vpcdPort = Number(wanted['vpcd-port']);
  const world = { vpcdPort: (await isVpcdThere(vpcdPort)) ? vpcdPort : undefined };
  const plan = planDemo(site.value, world);
  if (!plan.ok) return plan;
  const named = namedPorts(plan.value);
  if (!wanted['free-ports'] && process.env.TIEPDON_FREE_PORTS !== '1') {
    const busy = await sayBusyPorts(named);
    if (busy !== undefined) return problem(busy);
    const siteFile = plan.value.leftOut.length === 0 ? demoSite : writeSite(plan.value, join(root, 'data/demo'));
    return ok({ plan: plan.value, siteFile, logDir: join(root, 'data/logs') });
  }
  const ports = await findFreePorts(named.length);
  const folder = join(root, 'data', `demo-${ports[0]}`);
  const moved = withPorts(plan.value, ports, folder, world);
  return ok({ plan: moved, siteFile: writeSite(moved, folder), logDir: join(folder, 'logs') });
}

function writeSite({ site }: DemoPlan, folder: string): string {
  const file = join(folder, 'site.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(site, null, 2)}\n`);
  return file;
}

async function run({ plan, siteFile, logDir }: Demo): Promise<void> {
  const ending = endOfDemo();
  const programs = createPrograms({ root, logDir, onDied: (says) => ending.fail(says) });
  ending.onKill(programs.killAll);
  const { simulators, host, devDock } = programsOf(plan, siteFile);
  if (plan.leftOut.length > 0) console.log(`  ${sayNoChipCard}`);
  for (const { cscaDir } of plan.devices) if (cscaDir) mkdirSync(cscaDir, { recursive: true });
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
      sayAddresses(plan, logDir, String(kiosk.ready.technicianUrl));
      ending.onStop(showWindow({ plan, siteFile, logDir }).close);
    }
  }
  process.exitCode = await ending.ended;
}

function programsOf({ site, devices, ports }: DemoPlan, siteFile: string) {
  const flag = (name: string, value: string | number) => [`--${name}`, String(value)];
  return {
    simulators: [
      ...devices.map(({ name, file, args, wirePort, controlPort }) => ({
        name: `${name} simulator`,
        file,
        args: [...args, ...flag('wire-port', wirePort ?? 0), ...flag('control-port', controlPort)],
      })),
      {
        name: 'hospital simulator',
        file: 'backend-client/hospital-kit/simulator/main.ts',
        args: [
          ...flag('mllp-port', ports.hospitalMllp),
          ...flag('web-port', ports.hospitalWeb),
          ...flag('http-port', ports.hospitalHttp),
        ],
      },
    ],
    host: { name: 'kiosk host', file: 'kiosk/host/main.ts', args: flag('site', siteFile) },
    devDock: {
      name: 'dev dock',
      file: 'kiosk/dev-dock/server.ts',
      args: [
        ...flag('port', ports.devDock),
        ...devices.flatMap(({ drawer, controlPort }) => flag('device', `${drawer}=${addressOf(controlPort)}`)),
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

function sayAddresses({ ports, site }: DemoPlan, logDir: string, technicianUrl: string): void {
  const { dataDir } = site.kiosk;
  console.log(`
  Kiosk      ${addressOf(ports.devDock)}open-kiosk
  Dev dock   ${addressOf(ports.devDock)}
  Hospital   ${addressOf(ports.hospitalWeb)}
  Console    ${technicianUrl}

  The kiosk address opens ${addressOf(ports.kiosk)} with a fresh one-time token; without one that page stays shut.
  The console's address opens it once, without a PIN. Another one: npm run technician-url -- --data-dir ${shortPath(root, dataDir)}
  Scan a card in the dev dock and watch. Logs are in ${shortPath(root, logDir)}. Ctrl-C stops everything.
`);
}

function showWindow({ plan, logDir }: Demo): KioskWindow {
  if (wanted['no-window']) return noWindow;
  const say = (sentence: string) => console.log(`  ${sentence}`);
  const found = findWindowPrograms(root, thisMachine);
  if (!found.ok) {
    say(sayNoWindow(found.problem));
    return noWindow;
  }
  if (found.value[0]?.kind === 'browser') say(sayNoPolicies);
  const settings = {
    root,
    node: process.execPath,
    launchSocket: launchSocketOf(plan.site),
    privateDir: shortSocketPath(join(logDir, '../window'), root),
    isRoot: process.getuid?.() === 0,
  };
  return openWindow(found.value, settings, say);
}

function progress(name: string, did: string): void {
  console.log(`  ${name.padEnd(24)} ${did}`);
}
