/** `npm run host -- --site FILE`: builds the patient page when it is due, in a process of its own, then becomes the host. */
import { sayHelp } from '#config/agreements/command-line.ts';
import { readArguments, usage } from '#kiosk/host/arguments.ts';
import { buildPagesApart } from './start/build-pages-apart.ts';

sayHelp(usage);
if (!readArguments(process.argv.slice(2)).ok) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
buildPagesApart();
await import('#kiosk/host/main.ts');
