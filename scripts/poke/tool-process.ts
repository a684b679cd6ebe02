import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** One of the technician's tools as a program of its own, for tests. */
export interface ToolProcess {
  /** Every line of stdout so far that is JSON. */
  events(): readonly Readonly<Record<string, unknown>>[];
  /** Resolves with the first event that fits; rejects when the program ends without it. */
  until(fits: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  interrupt(): void;
  /** Resolves when it ended by itself or was interrupted. */
  ended(): Promise<{ readonly code: number | null; readonly complaint: string }>;
}

export function startTool(name: string, ...args: readonly string[]): ToolProcess {
  const program = resolve(import.meta.dirname, `../${name}.ts`);
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const events: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  let hasEnded = false;
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line));
    for (const look of listeners) look();
  });
  const closed = once(child, 'close').then(([code]) => {
    hasEnded = true;
    for (const look of listeners) look();
    return { code: code as number | null, complaint };
  });

  return {
    events: () => events,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find((event) => Object.entries(fits).every(([key, value]) => event[key] === value));
          if (found === undefined && !hasEnded) return;
          listeners.delete(look);
          if (found) resolve(found);
          else
            reject(new Error(`${name} ended without ${JSON.stringify(fits)}: ${JSON.stringify(events)} ${complaint}`));
        };
        listeners.add(look);
        look();
      }),
    interrupt: () => void child.kill('SIGINT'),
    ended: () => closed,
  };
}

/** A site file with these devices, and where it stands. */
export function siteWith(devices: readonly object[]): {
  readonly directory: string;
  readonly site: string;
  remove(): void;
} {
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-tools-'));
  const site = join(directory, 'site.json');
  writeFileSync(
    site,
    JSON.stringify({ extends: resolve(import.meta.dirname, '../../config/sites/demo.json'), devices }),
  );
  return { directory, site, remove: () => rmSync(directory, { recursive: true }) };
}
