import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { askHub } from '#kiosk/hub/program/hub-socket.ts';

/** One of the hospital's hubs, as a program of its own with a data folder of its own. */
export interface HubProcess {
  readonly host: string;
  /** Its own address, past every line. */
  readonly url: string;
  readonly dataDir: string;
  start(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** As `npm run hub-person` does it. */
  addPerson(person: { readonly name: string; readonly pin: string }): Promise<void>;
  /** Every line that it has written to its log. */
  log(): readonly HubLogLine[];
  /** What its voice process was told to say, in order. */
  said(): readonly string[];
}

/** `time` is ISO 8601. */
export type HubLogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly time: string };

interface Needs {
  readonly folder: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Of the hub file, beside where it listens and keeps its data. */
  readonly settings: object;
}

const program = fileURLToPath(new URL('../../../kiosk/hub/main.ts', import.meta.url));
const endWithParent = new URL('../../start/end-with-parent.ts', import.meta.url).href;

export function createHubProcess({ folder, name, host, port, settings }: Needs): HubProcess {
  const dataDir = join(folder, name);
  const siteFile = join(folder, `${name}.json`);
  const voice = recordedVoice(join(folder, `${name}-bin`));
  writeFileSync(siteFile, JSON.stringify({ ...settings, listen: { host, port }, dataDir }));
  let running: ChildProcess | undefined;

  return {
    host,
    url: `http://${host}:${port}`,
    dataDir,
    async start() {
      const child = spawn(process.execPath, ['--import', endWithParent, program, '--site', siteFile], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, PATH: `${voice.folder}:${process.env.PATH}` },
      });
      running = child;
      const said: string[] = [];
      if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => void said.push(line));
      const ended = once(child, 'exit').then(() => undefined);
      const first = child.stdout ? once(createInterface({ input: child.stdout }), 'line') : ended;
      if ((await Promise.race([first, ended])) === undefined)
        throw new Error(`The hub did not start:\n${said.slice(-12).join('\n')}`);
    },
    signal: (signal) => void running?.kill(signal),
    async end(signal) {
      const child = running;
      running = undefined;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    async addPerson({ name: who, pin }) {
      const place = { dataDir, workingDirectory: process.cwd() };
      const asked = await askHub(place, { do: 'set', name: who, role: 'counter', secret: pin });
      if (!asked?.ok || !('done' in asked.value)) throw new Error(`${who} was not added: ${JSON.stringify(asked)}`);
    },
    log: () => linesOf(join(dataDir, 'logs', 'hub.log')),
    said: voice.said,
  };
}

function linesOf(file: string): readonly HubLogLine[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const read = parsedJson(line) as HubLogLine | undefined;
      return read?.event === undefined ? [] : [read];
    });
}

/**
 * espeak-ng itself behind a recorder: a line for each time it is called. It speaks three times as fast as in a hall, so that a place with
 * three busy counters is spoken for in minutes.
 */
function recordedVoice(folder: string): { readonly folder: string; said(): readonly string[] } {
  const record = join(folder, 'said');
  mkdirSync(folder, { recursive: true });
  writeFileSync(record, '');
  const script = `#!/bin/sh
text=$(cat)
printf '%s\\n' "$text" >> '${record}'
printf '%s\\n' "$text" | exec /usr/bin/espeak-ng "$@" -s 450
`;
  writeFileSync(join(folder, 'espeak-ng'), script, { mode: 0o755 });
  return {
    folder,
    said: () =>
      readFileSync(record, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
  };
}
