/**
 * `npm run bench -- drivers`: how fast the drivers' pure parts are, beside named peers that are measured in the same run.
 * One table of text; takes half a minute.
 */
import { cpus } from 'node:os';
import { benchDocuments } from './bench/documents.ts';
import { benchFraming } from './bench/framing.ts';
import { tableOf } from './bench/table.ts';
import { benchTickets } from './bench/tickets.ts';

/** Seven rounds; a round of each contender takes this long. */
const rounds = { count: 7, roundMs: 350 };

switch (process.argv[2]) {
  case 'drivers': {
    const sections = [await benchTickets(rounds), await benchDocuments(rounds), await benchFraming(rounds)];
    const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
    console.log(`${machine}; per second of processor time, the middle of ${rounds.count} rounds\n`);
    console.log(tableOf(sections));
    break;
  }
  default:
    console.error('Say what to bench: npm run bench -- drivers');
    process.exit(2);
}
