import './small-footprint.ts';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { usage } from './program/arguments.ts';
import { openHub } from './program/open-hub.ts';
import { readHubOrStop } from './program/read-hub-or-stop.ts';
import { englishOf } from './program/start-problem.ts';
import { keepSmall } from './small-footprint.ts';

/*
 * The hub of one hospital: `npm run hub -- --site hub.json`. Start reading here.
 *
 *   hub.json ──► program/open-hub.ts, which puts together
 *                  log/          the events of the days                     (SQLite or PostgreSQL)
 *                  deciding/     who decides: the day in memory, acts committed together
 *                  queue/        what becomes of an act                     (pure)
 *                  server/       what kiosks, counters, boards and systems of the hospital ask and are told
 *                  voice/        clips of what is spoken
 *                people and their sign-in are kiosk/staff and kiosk/web
 *
 * stdout carries one line: {"ready":true,"url":"…"}. Everything else goes to stderr and <dataDir>/logs/hub.log.
 */
const pageDir = fileURLToPath(new URL('../../dist/ui', import.meta.url));
const packageFile = new URL('../../package.json', import.meta.url);

const { values } = readCommandLine(usage.hub, {
  options: { site: { type: 'string' }, 'clock-is-right': { type: 'boolean' } },
});
const settings = readHubOrStop(values.site ?? stop(2, usage.hub));
if (!existsSync(pageDir)) stop(2, 'The pages are not built yet. Run: npm run build');

const hub = await openHub({
  settings,
  clock: machineClock,
  sinceBoot: () => uptime() * 1_000,
  isClockRight: values['clock-is-right'] === true,
  randomBytes,
  pageDir,
  workingDirectory: process.cwd(),
  stderr: process.stderr,
  version: JSON.parse(readFileSync(packageFile, 'utf8')).version,
});
if (!hub.ok) stop(1, englishOf(hub.problem, settings));
process.on('uncaughtException', (error) => {
  hub.value.noteCrash(error);
  process.exit(1);
});
process.stdout.write(`${JSON.stringify({ ready: true, url: hub.value.url })}\n`);
void hub.value.stands.then(keepSmall);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await hub.value.close(signal);
    process.exit(0);
  });
}
