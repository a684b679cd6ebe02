import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { buildPages } from '../start/build-pages.ts';
import { bundlePrograms } from '../start/bundle-programs.ts';
import { openBenchHub } from './hub-day.ts';
import { benchHubFile } from './hub-hospital.ts';
import type { Section } from './table.ts';

/** From the start of the process until it decides, with a full day to read; what it holds; and how much more after twenty such days. */
export const limits = { readyMs: 1_000, megabytes: 150, growth: 1.1 };

const root = fileURLToPath(new URL('../..', import.meta.url));
const visits = 10_000;
const days = 20;
const starts = 5;
const restMs = 10_000;

/** The hub as hospitals run it, on SQLite. */
export async function benchHubProgram(say: (line: string) => void): Promise<Section> {
  await buildPages(root, (name, did) => say(`The ${name} ${did}.`));
  await bundlePrograms(root, (name, did) => say(`${name} ${did}.`));
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  try {
    const dataDir = join(folder, 'day');
    const past = await openBenchHub(dataDir, machineClock);
    await past.livesADay(visits);
    await past.close();
    const siteFile = join(folder, 'hub.json');
    writeFileSync(siteFile, JSON.stringify({ ...benchHubFile(20), dataDir, listen: { port: 0 } }));
    const runs: Run[] = [];
    for (let start = 0; start < starts; start += 1) runs.push(await runOf(siteFile, start === starts - 1 ? restMs : 0));
    say(`Now ${days} days of ${visits} visits …`);
    const held = await livesDays(join(folder, 'days'));
    const decidesMs = middle(runs.map((run) => run.decidesMs));
    const atRest = runs.at(-1)?.megabytes ?? Number.NaN;
    const [early = Number.NaN, late = Number.NaN] = [Math.max(...held.slice(1, 6)), Math.max(...held.slice(-5))];
    const isKept =
      decidesMs <= limits.readyMs && Math.max(atRest, late) <= limits.megabytes && late / early <= limits.growth;
    return {
      title: `the bundle with a day of ${visits.toLocaleString('en')} visits on SQLite: decides after at most ${limits.readyMs} ms, holds at most ${limits.megabytes} MB, and no more after ${days} days: ${isKept ? 'kept' : 'NOT kept'}`,
      rows: [
        {
          what: `ready line, decides; the middle of ${starts} starts`,
          speed: `${middle(runs.map((run) => run.readyMs)).toFixed(0)}, ${decidesMs.toFixed(0)} ms`,
        },
        { what: 'resident at rest', speed: `${atRest.toFixed(0)} MB` },
        {
          what: `log and decider alone: most of days 2 to 6, of days ${days - 4} to ${days}`,
          speed: `${early.toFixed(0)}, ${late.toFixed(0)} MB`,
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly readyMs: number;
  readonly decidesMs: number;
  /** VmRSS of proc(5). */
  readonly megabytes: number;
}

async function runOf(siteFile: string, forMs: number): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/hub/main.js'), '--site', siteFile], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const readyMs = performance.now() - startedAt;
    const { url } = JSON.parse(line);
    // Not oftener: whoever asks is answered between two pieces of the day.
    while (!(await fetch(`${url}/healthz`)).ok) await sleep(20);
    const decidesMs = performance.now() - startedAt;
    await sleep(forMs);
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return { readyMs, decidesMs, megabytes: Number(kilobytes) / 1000 };
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function livesDays(dataDir: string): Promise<readonly number[]> {
  const program = fileURLToPath(new URL('./hub-days.ts', import.meta.url));
  const child = spawn(process.execPath, [program, dataDir, String(days), String(visits)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const held: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) held.push(JSON.parse(line).megabytes);
  return held;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
