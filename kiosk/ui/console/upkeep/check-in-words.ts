import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { CheckInReport } from '#kiosk/bridge/console/upkeep-words.ts';

/** What is said about a day's check-in file, on the page and by the program. Visits are named by ticket number; nobody is. Pure. */

interface Circumstances {
  readonly day: string;
  readonly isDemo: boolean;
  readonly say: Say;
}

export interface CheckInWords {
  /** How much is in the file; `undefined` when there is no file. */
  readonly inFile: string | undefined;
  /** What is not, and why. */
  readonly notInFile: readonly string[];
  readonly toComplete: { readonly title: string; readonly rows: readonly string[] } | undefined;
  /** What else to know before it is used. */
  readonly careful: readonly string[];
}

export function checkInWords(report: CheckInReport, { day, isDemo, say }: Circumstances): CheckInWords {
  const { visits, rows, withdrawn, erased, unreadable, incomplete, isOver } = report;
  const sentence = (word: 'inFile' | 'noVisit' | 'nothingLeft') =>
    say(`technician.checkIn.${word}`, { rows, visits, day });
  return {
    inFile: rows > 0 ? sentence('inFile') : undefined,
    notInFile: [
      ...(rows > 0 ? [] : [sentence(visits === 0 ? 'noVisit' : 'nothingLeft')]),
      ...(withdrawn.length > 0 ? [say('technician.checkIn.withdrawn', { numbers: listed(withdrawn) })] : []),
      ...(erased.length > 0 ? [say('technician.checkIn.erased', { numbers: listed(erased) })] : []),
      ...(unreadable.length > 0 ? [say('technician.checkIn.unreadable', { numbers: listed(unreadable) })] : []),
    ],
    toComplete:
      incomplete.length > 0
        ? {
            title: say('technician.checkIn.toComplete', { incomplete: incomplete.length, rows }),
            rows: incomplete.map((row) => rowSentence(row, say)),
          }
        : undefined,
    careful: [
      ...(rows > 0 && !isOver ? [say('technician.checkIn.later')] : []),
      ...(rows > 0 && isDemo ? [say('technician.checkIn.demo')] : []),
    ],
  };
}

function listed(ticketNumbers: readonly string[]): string {
  return `${ticketNumbers.join(', ')} (${ticketNumbers.length})`;
}

function rowSentence({ ticketNumber, missing, problems }: CheckInReport['incomplete'][number], say: Say): string {
  const said = problems.map(({ column, problem }) => say(problemWords[problem], { column }));
  const misfits = new Set(problems.map(({ column }) => column));
  const columns = missing.filter((column) => !misfits.has(column)).join(', ');
  return `${ticketNumber}: ${[...(columns ? [say('technician.checkIn.empty', { columns })] : []), ...said].join('; ')}`;
}

const problemWords = {
  cut: 'technician.checkIn.problems.cut',
  'too-long': 'technician.checkIn.problems.tooLong',
  'not-a-code': 'technician.checkIn.problems.notACode',
  'hour-wanted': 'technician.checkIn.problems.hourWanted',
} as const satisfies Readonly<Record<CheckInReport['incomplete'][number]['problems'][number]['problem'], MessageKey>>;
