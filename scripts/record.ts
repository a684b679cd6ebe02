/**
 * `npm run record -- DEVICE --site FILE --out FILE [action] [--seconds N]`: does what `npm run poke` does and writes what
 * goes over the line to a file, masked while it is heard.
 *
 * `npm run record -- DEVICE --site FILE --out FILE --port N`: stands between a kiosk and the device. The kiosk's site file
 * names `{ "kind": "tcp", "host": "127.0.0.1", "port": N }` as the device's transport; this one names the device.
 *
 * Ends on Ctrl-C or after `--seconds`. Exit codes as of `poke`. A file in `drivers/<kind>/recordings` is a test.
 */
import { writeFileSync } from 'node:fs';
import { sayHelp, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { expectationOf, headOf, lineOf } from '#kiosk/host/device-lines/recording.ts';
import { readPokeArguments } from './poke/arguments.ts';
import { deviceOfSite } from './poke/device-of-site.ts';
import { endingOf, exitCodes } from './poke/ending.ts';
import { usualActions } from './poke/poked-device.ts';
import { sayJson, sayPlainly } from './poke/say.ts';
import { recordDevice } from './recording/record-device.ts';

const usage = 'Usage: npm run record -- DEVICE --site FILE --out FILE [action] [--seconds N] [--port N] [--json]';
sayHelp(usage);
const args = readPokeArguments(process.argv.slice(2));
if (!args.ok) stop(2, `${args.problem}\n${usage}`);
const { device, siteFile, out, port, seconds, json, show, can } = args.value;
if (out === undefined) stop(2, `Say where the recording goes.\n${usage}`);
const found = deviceOfSite(siteFile, device);
if (!found.ok) stop(2, found.problem);
const { site, settings } = found.value;

const action = args.value.action ?? usualActions[settings.kind];
const say = json ? sayJson(device, process.stdout) : sayPlainly(device, process.stdout, () => new Date());
const recorded = await recordDevice(
  { settings, action, seconds, ending: endingOf(process), port },
  { clock: machineClock, random: Math.random, tap: (open) => open, say, show, can, hospitalName: site.site.name },
);
if (!recorded.ok) stop(2, recorded.problem);
const { recording, outcome } = recorded.value;
const lines = [headOf(recording), ...recording.pieces.map(lineOf), ...recording.expect.map(expectationOf)];
writeFileSync(out, `${lines.join('\n')}\n`);
say({ event: 'recorded', file: out, pieces: recording.pieces.length, expect: recording.expect.length });
process.exit(exitCodes[outcome]);
