import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { benchOf, type HubBench, smallHub } from './hub.bench.ts';

/** The real program as a process of its own, so that it can be killed, stopped, and told another time. */
export interface HubProcess extends HubBench {
  /** The lines of its log that say this. */
  said(event: string): readonly Readonly<Record<string, unknown>>[];
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL; `stop` is its graceful end. */
  kill(): Promise<void>;
  /** `/healthz`. */
  health(): Promise<Readonly<Record<string, unknown>>>;
}

export interface HubProcessOptions {
  /** Of hub.json, beside a small hospital's. */
  readonly more?: object;
  /** Another name for the folder of two hubs that are one after the other. */
  readonly dataDir?: string;
  /** A program and its flags that run the hub. */
  readonly under?: readonly string[];
  /** Of Node's own. */
  readonly flags?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const pageDir = fileURLToPath(new URL('../../../dist/ui', import.meta.url));

export async function openHubProcess(options: HubProcessOptions = {}): Promise<HubProcess> {
  const { more = {}, under = [], flags = [], environment = process.env, clock = machineClock } = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  const siteFile = join(dataDir, 'hub.json');
  writeFileSync(siteFile, JSON.stringify({ ...smallHub, dataDir, ...more }));
  // The program looks whether its pages are built.
  mkdirSync(pageDir, { recursive: true });
  const log: string[] = [];
  let child: ChildProcess | undefined;

  const bench = await benchOf({
    ...{ settings: hubFile.parse({ ...smallHub, dataDir, ...more }), clock, log },
    async start() {
      const [program = process.execPath, ...wrapping] = [...under, process.execPath];
      const started = spawn(program, [...wrapping, ...flags, main, '--site', siteFile], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: environment,
      });
      child = started;
      createInterface({ input: started.stderr }).on('line', (line) => log.push(line));
      const ended = once(started, 'exit');
      const [line] = await Promise.race([
        once(createInterface({ input: started.stdout }), 'line') as Promise<[string]>,
        ended.then(() => []),
      ]);
      if (line === undefined) throw new Error(`The hub did not start:\n${log.slice(-20).join('\n')}`);
      return {
        url: String(JSON.parse(line).url),
        async stop() {
          started.kill('SIGTERM');
          await ended;
        },
      };
    },
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  });
  const signal = (which: NodeJS.Signals) => void child?.kill(which);
  return Object.assign(bench, {
    said: (event: string) =>
      log.flatMap((line): Readonly<Record<string, unknown>>[] => {
        // Beside its log a program may say something by itself, such as a warning of Node's.
        const said = line.startsWith('{') ? JSON.parse(line) : {};
        return said.event === event ? [said] : [];
      }),
    signal,
    async kill() {
      signal('SIGKILL');
      // It has ended already when it is asked to.
      await bench.stop();
    },
    health: async () => (await fetch(`${bench.url}/healthz`)).json() as Promise<Readonly<Record<string, unknown>>>,
  });
}
