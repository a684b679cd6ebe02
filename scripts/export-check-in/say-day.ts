import type { CheckInDay, IncompleteRow } from '#backend-client/check-in-columns/check-in-day.ts';

interface Circumstances {
  readonly day: string;
  readonly out: string;
  /** The business day is still going on. */
  readonly isToday: boolean;
  readonly isDemo: boolean;
}

/** What is said about a written file. Visits are named by ticket number; nobody is. */
export function daySentences(
  { visits, rows, erased, unreadable, incomplete }: CheckInDay,
  { day, out, isToday, isDemo }: Circumstances,
): { readonly stdout: string; readonly stderr: string } {
  const told: string[] = [];
  if (visits === 0) told.push(`No visit is stored for ${day}. Nothing was written.`);
  else if (rows === 0)
    told.push(`Of the ${visits} visits of ${day} nothing can be read any more. Nothing was written.`);
  if (erased.length > 0) told.push(`Not in the file, because erased after their retention: ${listed(erased)}`);
  if (unreadable.length > 0) told.push(`Not in the file, because what is stored does not open: ${listed(unreadable)}`);
  if (incomplete.length > 0) {
    told.push(`To be completed before signing (${incomplete.length} of ${rows}):`, ...incomplete.map(rowSentence));
  }
  if (rows > 0 && isToday) told.push('The day is not over: visits that come later are not in the file.');
  if (rows > 0 && isDemo) told.push('This is a demo site: these people are no patients.');
  return {
    stdout: rows > 0 ? `${out}: ${rows} of ${visits} visits of ${day}\n` : '',
    stderr: told.map((line) => `${line}\n`).join(''),
  };
}

function listed(ticketNumbers: readonly string[]): string {
  return `${ticketNumbers.join(', ')} (${ticketNumbers.length})`;
}

function rowSentence({ ticketNumber, missing, problems }: IncompleteRow): string {
  const said = problems.map(({ column, problem }) => `${column} ${words[problem]}`);
  const misfits = new Set(problems.map(({ column }) => column));
  const empty = missing.filter((column) => !misfits.has(column));
  return `  ${ticketNumber}: ${[...(empty.length > 0 ? [`${empty.join(', ')} empty`] : []), ...said].join('; ')}`;
}

const words = {
  cut: 'cut to its length',
  'too-long': 'left out, too long',
  'not-a-code': 'left out, not a code',
} as const;
