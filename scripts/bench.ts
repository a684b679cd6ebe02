/**
 * `npm run bench -- drivers`: how fast the drivers' pure parts are; `npm run bench -- hospital`: registrations on disk and
 * over MLLP, and how long anything waits with a hundred thousand visits stored. Each beside named peers that are measured in the
 * same run; `npm run bench -- screens`: how long a patient waits for the next screen, beside a limit of our own (needs Debian's
 * chromium); `npm run bench -- start`: how soon a host is ready and how much memory it holds, beside a bare server. One table of
 * text; takes a minute or two.
 */
import { cpus } from 'node:os';
import { sayHelp } from '#config/agreements/command-line.ts';
import { benchDocuments } from './bench/documents.ts';
import { benchFraming } from './bench/framing.ts';
import { benchMllp } from './bench/hospital-mllp.ts';
import { benchPauses } from './bench/hospital-pauses.ts';
import { benchStore } from './bench/hospital-store.ts';
import { benchScreens } from './bench/screens.ts';
import { benchStart } from './bench/start.ts';
import { tableOf } from './bench/table.ts';
import { benchTickets } from './bench/tickets.ts';

const usage = 'Usage: npm run bench -- drivers, or: -- hospital, or: -- screens, or: -- start';
sayHelp(usage);

/** Seven rounds; a round of each contender takes this long. */
const rounds = { count: 7, roundMs: 350 };

const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;

switch (process.argv[2]) {
  case 'drivers': {
    const sections = [await benchTickets(rounds), await benchDocuments(rounds), await benchFraming(rounds)];
    console.log(`${machine}; per second of processor time, the middle of ${rounds.count} rounds\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'hospital': {
    const say = (line: string) => console.error(line);
    const sections = [await benchStore(rounds), await benchMllp(rounds), await benchPauses(100_000, say)];
    console.log(`${machine}; the middle of ${rounds.count} rounds; over MLLP per second of processor time\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'screens': {
    const section = await benchScreens((line) => console.error(line));
    console.log(`${machine}\n`);
    console.log(tableOf([section]));
    break;
  }
  case 'start': {
    const section = await benchStart((line) => console.error(line));
    console.log(`${machine}\n`);
    console.log(tableOf([section]));
    break;
  }
  default:
    console.error(usage);
    process.exit(2);
}
