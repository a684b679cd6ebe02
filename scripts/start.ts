/**
 * `npm start`: the whole demo on one machine. Builds the pages when they are due, starts the simulated devices, the
 * simulated hospital, the hub, the host and the dev dock, prints where they are, and stops all of them together.
 *
 * `--site FILE` takes another site file: whatever it marks as simulated gets a simulator and a drawer in the dock.
 * `--two-kiosks` starts a second kiosk at the same hub, `--no-hub` leaves the kiosk alone.
 * `--free-ports` takes free ports instead of the usual ones, `--no-window` opens none, `--vpcd-port` is for a pcscd whose
 * vpcd listens elsewhere.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { readCommandLine } from '#config/agreements/command-line.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { buildPages } from './start/build-pages.ts';
import { hospitalOf, hubOf, launchSocketOf, programsOf } from './start/demo-programs.ts';
import { endOfDemo } from './start/end-of-demo.ts';
import { sayNoChipCard, usualVpcdPort } from './start/find-vpcd.ts';
import { sayNoHub } from './start/hub/demo-hub.ts';
import { type Demo, type DemoKiosk, prepareDemo } from './start/prepare-demo.ts';
import { createPrograms, type Program } from './start/programs.ts';
import { sayAddresses } from './start/say-addresses.ts';
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
const usage =
  'Usage: npm start [-- --site FILE] [--two-kiosks] [--no-hub] [--free-ports] [--no-window] [--vpcd-port N]';
const { values: wanted } = readCommandLine(usage, {
  options: {
    site: { type: 'string', default: join(root, 'config/sites/demo.json') },
    'two-kiosks': { type: 'boolean', default: false },
    'no-hub': { type: 'boolean', default: false },
    'free-ports': { type: 'boolean', default: false },
    'no-window': { type: 'boolean', default: false },
    'vpcd-port': { type: 'string', default: String(usualVpcdPort) },
  },
});
// What the simulated hospital's webhook is signed with; the site file names the variable.
process.env.TIEP_DON_DEMO_SECRET ??= simulatedSecret;

console.log('Tiếp Đón: a reception kiosk with simulated devices and a simulated hospital\n');
const demo = await prepareDemo(root, {
  siteFile: resolve(wanted.site),
  vpcdPort: Number(wanted['vpcd-port']),
  withHub: !wanted['no-hub'],
  twoKiosks: wanted['two-kiosks'],
  freePorts: wanted['free-ports'] || process.env.TIEPDON_FREE_PORTS === '1',
});
if (demo.ok) await run(demo.value);
else {
  console.error(demo.problem);
  process.exitCode = 1;
}

async function run(demo: Demo): Promise<void> {
  const { kiosks, logDir } = demo;
  const ending = endOfDemo();
  const programs = createPrograms({ root, logDir, onDied: (says) => ending.fail(says) });
  ending.onKill(programs.killAll);
  const [first] = kiosks;
  if (first.plan.leftOut.length > 0) console.log(`  ${sayNoChipCard}`);
  if (!demo.hub && !wanted['no-hub']) console.log(`  ${sayNoHub}`);
  for (const { cscaDir } of first.plan.devices) if (cscaDir) mkdirSync(cscaDir, { recursive: true });
  const parts = kiosks.map((kiosk, at) => programsOf(kiosk, root, at === 0 ? '' : ` ${at + 1}`));
  const hosts: readonly Program[] = parts.map(({ host }) => host);
  const start = async (program: Program) => {
    const started = await programs.start(program);
    if (!started.ok) return ending.fail(started.problem);
    progress(program.name, 'is ready');
    ending.stopLater({ hasWorkToFinish: hosts.includes(program), stop: started.value.stop });
    return started.value;
  };
  const startAll = (all: readonly Program[]) => Promise.all(all.map(start));

  // The simulators need no page; they come up while Vite works.
  const simulatorsStarted = startAll([...parts.flatMap(({ simulators }) => simulators), hospitalOf(first.plan)]);
  await buildPages(root, progress).catch((error: unknown) =>
    ending.fail(`A page could not be built: ${String(error)}`),
  );
  await simulatorsStarted;
  // The kiosks' keys are made with it.
  if (!ending.isEnding()) await startAll(hubOf(demo));
  if (!ending.isEnding()) {
    const [started] = await Promise.all([startAll(hosts), startAll(parts.map(({ devDock }) => devDock))]);
    if (!ending.isEnding()) {
      const technicianUrls = started.map((host) => String(host?.ready.technicianUrl));
      console.log(sayAddresses(demo, technicianUrls, root));
      ending.onStop(showWindow(first, logDir).close);
    }
  }
  process.exitCode = await ending.ended;
}

function showWindow({ plan }: DemoKiosk, logDir: string): KioskWindow {
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
    launchSocket: launchSocketOf(plan.site, root),
    privateDir: shortSocketPath(join(logDir, '../window'), root),
    isRoot: process.getuid?.() === 0,
  };
  return openWindow(found.value, settings, say);
}

function progress(name: string, did: string): void {
  console.log(`  ${name.padEnd(24)} ${did}`);
}
