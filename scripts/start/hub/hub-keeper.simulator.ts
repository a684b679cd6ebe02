/**
 * Whoever keeps the demo's hub: `--site hub.json --log-dir DIR --keys DIR --counter p101 --kiosk kiosk-1=7101,7102`, one `--kiosk` for each
 * with the port of its line and of its control port. Runs the real hub, enrols the kiosks and the person of the demo, and for the dev dock
 * cuts lines, kills the hub, starts it again, and calls at the counter. Prints one JSON line when the hub is ready, ends on SIGTERM and takes
 * the hub with it.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readHubFile } from '#config/settings/read-hub-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import type { PluggableListener } from '#drivers/simulator-control/pluggable-listener.ts';
import { serveControl } from '#drivers/simulator-control/serve-control.ts';
import {
  type HubActOutcome,
  type HubProgram,
  type HubSimulatorAction,
  type HubSimulatorState,
  hubCounterActs,
} from '#kiosk/dev-dock/hub-words.ts';
import { createPrograms, type RunningProgram } from '../programs.ts';
import { createCounterHand } from './counter-hand.ts';
import { enrolAll } from './enrol.ts';
import { openKioskLine } from './kiosk-line.ts';

const usage =
  'Usage: hub-keeper.simulator.ts --site FILE --log-dir DIR --keys DIR --counter ID --kiosk ID=LINE,CONTROL [--kiosk …]';
const { values } = readCommandLine(usage, {
  options: {
    site: { type: 'string', default: '' },
    'log-dir': { type: 'string', default: '' },
    keys: { type: 'string', default: '' },
    counter: { type: 'string', default: '' },
    kiosk: { type: 'string', multiple: true, default: [] },
  },
});
const shownWaiting = 8;
const patienceMs = 1_500;
const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('counter'), act: z.enum(hubCounterActs) }),
  z.strictObject({ do: z.enum(['kill', 'start', 'unplug', 'plug-in']) }),
]) satisfies z.ZodType<HubSimulatorAction>;

const read = readHubFile(values.site);
if (!read.ok) stop(1, sayMistakes(values.site, read.problem, 'hub'));
const settings = read.value;
if (settings.profile !== 'demo') stop(1, `${values.site} is no hub of a demo: everybody knows the PIN of its counter.`);
const kiosks = values.kiosk.map((each) => {
  const [, id = '', line, control] = /^([\w.-]+)=(\d+),(\d+)$/.exec(each) ?? stop(2, usage);
  return { id, keyFile: join(values.keys, `hub-${id}.key`), linePort: Number(line), controlPort: Number(control) };
});
const hubUrl = new URL(`http://127.0.0.1:${settings.listen.port}/`);
const place = settings.counters.find(({ id }) => id === values.counter)?.place;

const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of [...listeners]) listener();
};
let program: HubProgram = 'gone';
let running: RunningProgram | undefined;
let lastAct: HubActOutcome | undefined;
/** The person of the demo may sign in. */
let isOpen = false;
const programs = createPrograms({ root: process.cwd(), logDir: values['log-dir'], onDied: gone });
const hand = createCounterHand({ hub: hubUrl, counter: values.counter, clock: machineClock, onChange: changed });

const refused = await start();
if (refused !== undefined) stop(1, refused);
if (!(await isDeciding())) stop(1, 'The hub does not decide: see its log, hub.log.');
const enrolled = await enrolAll({ settings, kiosks, documentKeyFile: join(values.keys, 'documents.key') });
if (!enrolled.ok) stop(1, enrolled.problem);
hand.come();
isOpen = true;
const controls = await Promise.all(kiosks.map(openControl));
process.stdout.write(`${JSON.stringify({ ready: true, url: hubUrl.href })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);

/** The sentence for the log when it does not start. */
async function start(): Promise<string | undefined> {
  if (program !== 'gone') return undefined;
  program = 'starting';
  changed();
  const started = await programs.start({ name: 'hub', file: 'kiosk/hub/main.ts', args: ['--site', values.site] });
  running = started.ok ? started.value : undefined;
  program = started.ok ? 'running' : 'gone';
  if (started.ok && isOpen) hand.come();
  changed();
  return started.ok ? undefined : started.problem;
}

async function isDeciding(): Promise<boolean> {
  for (let looked = 0; looked < 50; looked++) {
    const answer = await fetch(new URL('healthz', hubUrl));
    await answer.arrayBuffer();
    if (answer.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function gone(says: string): void {
  process.stderr.write(`${says}\n`);
  running = undefined;
  program = 'gone';
  hand.leave();
  changed();
}

async function openControl({ linePort, controlPort }: (typeof kiosks)[number]) {
  const line = await openKioskLine(linePort, hubUrl);
  const control = await serveControl({
    port: controlPort,
    state: () => stateOf(line),
    actionSchema,
    act: (action) => act(action, line),
    onChange(listener) {
      listeners.add(listener);
      const unsubscribe = line.onChange(listener);
      return () => {
        listeners.delete(listener);
        unsubscribe();
      };
    },
  });
  return { line, control };
}

function stateOf(line: PluggableListener): HubSimulatorState {
  const told = hand.snapshot();
  return {
    kind: 'hub',
    program,
    pluggedIn: line.pluggedIn(),
    connections: line.connections().size,
    counter: told && {
      name: told.counter.name,
      serving: told.serving?.number,
      waiting: told.waiting.slice(0, shownWaiting).map(({ number }) => number),
      waitingCount: told.waitingCount,
    },
    lastAct,
    counterUrl: new URL(`counter/${values.counter}`, hubUrl).href,
    boardUrl: new URL(`board/${place}`, hubUrl).href,
  };
}

async function act(action: HubSimulatorAction, line: PluggableListener): Promise<void> {
  switch (action.do) {
    case 'counter': {
      const refused = await hand.act(action.act);
      lastAct = {
        nth: (lastAct?.nth ?? 0) + 1,
        act: action.act,
        ...(refused === undefined ? {} : { refused }),
      };
      return changed();
    }
    case 'kill':
      return programs.killAll();
    case 'start': {
      const problem = await start();
      if (problem !== undefined) process.stderr.write(`${problem}\n`);
      return;
    }
    case 'unplug':
      return line.unplug();
    case 'plug-in':
      return line.plugIn();
  }
}

async function end(): Promise<void> {
  hand.leave();
  await Promise.all(
    controls.map(({ line, control }) => {
      line.unplug();
      return control.close();
    }),
  );
  await running?.stop(patienceMs);
  programs.killAll();
}
