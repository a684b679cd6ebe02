/**
 * `npm run devices [-- --json]`: what is plugged into this machine, what we think it is, and the entry to paste into the
 * site file. With `--json` one line, `{"devices":[…]}`. Opens nothing, so a kiosk may run beside it.
 */
import { sayHelp } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { listCardReaders } from '#drivers/card-reader/list-card-readers.ts';
import { findDevices } from '#drivers/discovery/find-devices.ts';
import { sayDevices } from './devices/say-devices.ts';

const usage = 'Usage: npm run devices [-- --json]';
sayHelp(usage);
const args = process.argv.slice(2);
if (args.some((arg) => arg !== '--json')) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const devices = await findDevices({ cardReaders: () => listCardReaders(machineClock, Math.random) });
process.stdout.write(`${args.length > 0 ? JSON.stringify({ devices }) : sayDevices(devices)}\n`);
process.exit(0);
