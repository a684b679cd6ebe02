/** `npm run host -- --site FILE`: builds the patient page when it is due, in a process of its own, then becomes the host. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sayHelp } from '#config/agreements/command-line.ts';
import { readArguments, usage } from '#kiosk/host/arguments.ts';

sayHelp(usage);
if (!readArguments(process.argv.slice(2)).ok) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const build = fileURLToPath(new URL('./build.ts', import.meta.url));
const { status } = spawnSync(process.execPath, [build, '--pages', '--quiet'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
await import('#kiosk/host/main.ts');
