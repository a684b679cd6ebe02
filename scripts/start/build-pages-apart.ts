import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** When it is due, in a process of its own: what builds them would stay in the memory of whoever serves them. */
export function buildPagesApart(): void {
  const build = fileURLToPath(new URL('../build.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [build, '--pages', '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
