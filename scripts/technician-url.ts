/**
 * `npm run technician-url -- --data-dir DIR` (or `--site FILE`): one more address that opens the console of a kiosk that runs.
 *
 * It opens the console once, within twelve hours, without a PIN. Only the user whom the kiosk runs as may ask:
 * `<dataDir>/technician.sock` has mode 0600.
 */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { stop } from '#config/agreements/command-line.ts';
import { unreachable } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import { askForUrl, type LaunchProblem } from '#kiosk/dev-dock/launch-link.ts';
import { readDataDir } from './data-dir.ts';

const usage = 'Usage: npm run technician-url -- --data-dir DIR | --site path/to/site.json';
const dataDir = readDataDir(usage);
const socket = join(dataDir, 'technician.sock');
if (isAnothers(socket)) stop(1, `${socket} belongs to another user. Ask as the user whom the kiosk runs as.`);
// Wherever the site file lets the console listen.
const isOfConsole = ({ protocol }: URL) => protocol === 'http:' || protocol === 'https:';
const asked = await askForUrl(shortSocketPath(socket, process.cwd()), isOfConsole);
if (!asked.ok) stop(1, sentenceOf(asked.problem));
process.stdout.write(`${asked.value.href}\n`);

function isAnothers(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

function sentenceOf({ kind }: LaunchProblem): string {
  switch (kind) {
    case 'no-host':
      return `No kiosk runs on ${dataDir}. Is it the kiosk's data folder (kiosk.dataDir of its site file)?`;
    case 'no-answer':
      return `The kiosk on ${dataDir} does not answer. Look at its service.`;
    case 'not-understood':
      return `What answers on ${socket} is no kiosk of this version.`;
    default:
      return unreachable(kind);
  }
}
