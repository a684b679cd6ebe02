import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** One page, or Electron's program around it, that Vite builds, and everything that its build reads. */
interface Page {
  readonly name: string;
  readonly config: string;
  readonly built: string;
  readonly sources: readonly string[];
}

export const pages: readonly Page[] = [
  {
    name: 'patient page',
    config: 'kiosk/ui/vite.config.ts',
    built: 'dist/ui/index.html',
    sources: ['kiosk/ui', 'kiosk/questions', 'kiosk/bridge', 'config', 'package-lock.json'],
  },
  {
    name: 'dev dock page',
    config: 'kiosk/dev-dock/vite.config.ts',
    built: 'dist/dev-dock/index.html',
    sources: ['kiosk/dev-dock', 'kiosk/ui/parts', 'kiosk/ui/styles', 'package-lock.json'],
  },
  {
    name: 'Electron window',
    config: 'kiosk/shell-electron/vite.config.ts',
    built: 'dist/shell-electron/main.js',
    sources: ['kiosk/shell-electron', 'package-lock.json'],
  },
];

/** Builds what is missing or older than its sources, and says so. */
export async function buildPages(root: string, say: (name: string, did: string) => void): Promise<void> {
  for (const page of pages) {
    if (!isDue(root, page)) {
      say(page.name, 'is up to date');
      continue;
    }
    say(page.name, 'is being built');
    const startedAt = performance.now();
    await build({ configFile: join(root, page.config), logLevel: 'error' });
    say(page.name, `is built, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

export function isDue(root: string, { built, sources }: Page): boolean {
  const builtAt = modifiedAt(join(root, built));
  return builtAt === undefined || sources.some((source) => newestIn(join(root, source)) > builtAt);
}

function newestIn(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
