/**
 * `npm run poke -- DEVICE --site FILE [action] [--json] [--seconds N] [--can NNNNNN] [--show]`: talks to one device of a
 * site file, with the driver that the kiosk uses. The kiosk must not hold the device at the same time.
 *
 * | device        | actions, the first one when none is named                                        |
 * | scanner       | listen, status, raw                                                              |
 * | printer       | status, test-print, raw                                                          |
 * | monitor       | measure, status, raw                                                             |
 * | vital signs   | measure, status, raw                                                             |
 * | chip card     | status, read --can NNNNNN                                                        |
 *
 * Numbers, names and addresses of people are masked unless `--show` is given. Exit code: 0 done, 1 the device refused or
 * failed, 2 the command or the site file is wrong, 3 the device was not reached.
 */
import { sayHelp, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readPokeArguments } from './poke/arguments.ts';
import { deviceOfSite } from './poke/device-of-site.ts';
import { endingOf, exitCodes } from './poke/ending.ts';
import { usualActions } from './poke/poked-device.ts';
import { runPoke } from './poke/run-poke.ts';
import { sayJson, sayPlainly } from './poke/say.ts';

const usage = 'Usage: npm run poke -- DEVICE --site FILE [action] [--json] [--seconds N] [--can NNNNNN] [--show]';
sayHelp(usage);
const args = readPokeArguments(process.argv.slice(2));
if (!args.ok) stop(2, `${args.problem}\n${usage}`);
const found = deviceOfSite(args.value.siteFile, args.value.device);
if (!found.ok) stop(2, found.problem);

const { device, seconds, json, show, can } = args.value;
const { site, settings } = found.value;
const action = args.value.action ?? usualActions[settings.kind];
const say = json ? sayJson(device, process.stdout) : sayPlainly(device, process.stdout, () => new Date());
const outcome = await runPoke(
  { settings, action, seconds, ending: endingOf(process) },
  { clock: machineClock, random: Math.random, tap: (open) => open, say, show, can, hospitalName: site.site.name },
);
if (!outcome.ok) stop(2, outcome.problem);
process.exit(exitCodes[outcome.value]);
