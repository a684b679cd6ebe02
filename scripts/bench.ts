/**
 * `npm run bench -- drivers`: how fast the drivers' pure parts are; `npm run bench -- hospital`: registrations on disk and
 * over MLLP, and how long anything waits with a hundred thousand visits stored. Each beside named peers that are measured in the
 * same run; `npm run bench -- ui`: how much a page loads and how long a patient waits for the next screen, beside limits of our own (needs
 * Debian's chromium); `npm run bench -- taps`: how many taps and screens a synthetic year's patients need; `npm run bench -- blood-pressure`: how many people the protocol tells the truth,
 * beside one reading; `npm run bench -- hub`: how many acts a second a hub decides on PostgreSQL and how soon a call is answered, beside bare
 * PostgreSQL; `npm run bench -- start`: how soon a host is ready and how much memory it holds, beside a bare server. One table of
 * text; takes a minute or two.
 */
import { cpus } from 'node:os';
import { sayHelp } from '#config/agreements/command-line.ts';
import { tableOf } from './bench/table.ts';

const usage =
  'Usage: npm run bench -- drivers, or: -- hospital, or: -- ui, or: -- taps, or: -- blood-pressure, or: -- hub, or: -- start';
sayHelp(usage);

/** Seven rounds; a round of each contender takes this long. */
const rounds = { count: 7, roundMs: 350 };

const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;

// Each loads only what it measures: memory is measured, too, and another one's browser counts as ours.
switch (process.argv[2]) {
  case 'drivers': {
    const { benchTickets } = await import('./bench/tickets.ts');
    const { benchDocuments } = await import('./bench/documents.ts');
    const { benchFraming } = await import('./bench/framing.ts');
    const sections = [await benchTickets(rounds), await benchDocuments(rounds), await benchFraming(rounds)];
    console.log(`${machine}; per second of processor time, the middle of ${rounds.count} rounds\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'hospital': {
    const { benchStore } = await import('./bench/hospital-store.ts');
    const { benchMllp } = await import('./bench/hospital-mllp.ts');
    const { benchPauses } = await import('./bench/hospital-pauses.ts');
    const say = (line: string) => console.error(line);
    const sections = [await benchStore(rounds), await benchMllp(rounds), await benchPauses(100_000, say)];
    console.log(`${machine}; the middle of ${rounds.count} rounds; over MLLP per second of processor time\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'ui': {
    const { benchUi } = await import('./bench/ui.ts');
    const sections = await benchUi((line) => console.error(line));
    console.log(`${machine}\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'taps': {
    const { benchTaps } = await import('./bench/taps.ts');
    console.log(`${machine}\n`);
    console.log(tableOf(benchTaps()));
    break;
  }
  case 'blood-pressure': {
    const { benchBloodPressure } = await import('./bench/blood-pressure.ts');
    const { sections, isKept } = await benchBloodPressure({ people: 400_000, stored: 300, seed: 20_261_130 });
    console.log(tableOf(sections));
    process.exit(isKept ? 0 : 1);
    break;
  }
  case 'hub': {
    const { benchDecisions } = await import('./bench/hub-decisions.ts');
    const { benchHubProgram } = await import('./bench/hub-program.ts');
    const say = (line: string) => console.error(line);
    const sections = [...(await benchDecisions({ count: 7, roundMs: 1_500 }, say)), await benchHubProgram(say)];
    console.log(`${machine}; the middle of 7 rounds\n`);
    console.log(tableOf(sections));
    break;
  }
  case 'start': {
    const { benchStart } = await import('./bench/start.ts');
    const section = await benchStart((line) => console.error(line));
    console.log(`${machine}\n`);
    console.log(tableOf([section]));
    break;
  }
  default:
    console.error(usage);
    process.exit(2);
}
