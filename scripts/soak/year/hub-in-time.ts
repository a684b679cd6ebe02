/**
 * For `npm run soak -- year`: a whole hub as a process of its own, of which alone the wall clock is told. Arguments: its hub file, and the
 * moment at which it starts, epoch ms. Each message `{ at }` says what time it is; `{ ask: 'held' }` is answered by `{ held }`: MB of the heap
 * after everything was collected. stdout: one line, `{"port":…}`.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hubFile } from '#config/settings/hub-file.ts';
import { openHub } from '#kiosk/hub/program/open-hub.ts';
import { keepSmall } from '#kiosk/hub/small-footprint.ts';
import { createToldTime, wallClock } from './told-time.ts';

const [file = '', startAt = '0'] = process.argv.slice(2);
const settings = hubFile.parse(JSON.parse(readFileSync(file, 'utf8')));
const time = createToldTime(Number(startAt));
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
process.on('message', (told: { readonly at: number } | { readonly ask: 'held' }) => {
  if ('at' in told) return time.tell(told.at);
  collect();
  process.send?.({ held: process.memoryUsage().heapUsed / 1e6 });
});
// Nobody looks at a page.
const pageDir = join(settings.dataDir, 'pages');
mkdirSync(join(pageDir, 'assets'), { recursive: true });

const hub = await openHub({
  ...{ settings, clock: wallClock(time), randomBytes, pageDir, version: '0.1.0' },
  workingDirectory: process.cwd(),
  stderr: { write: () => true },
  // The one person signs in every evening of the year.
  cost: { memory: 8_192, passes: 1, parallelism: 1 },
});
if (!hub.ok) throw new Error(hub.problem.kind);
void hub.value.stands.then(keepSmall);
process.stdout.write(`${JSON.stringify({ port: Number(new URL(hub.value.url).port) })}\n`);
process.once('SIGTERM', async () => {
  await hub.value.close('SIGTERM');
  process.exit(0);
});
