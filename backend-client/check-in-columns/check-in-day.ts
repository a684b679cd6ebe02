import type { VisitOfDay } from '../contract/visit-of-day.ts';
import { type CheckInSite, checkInFrom } from './check-in.ts';
import { checkInXmlFoot, checkInXmlHead, checkInXmlRecord } from './check-in-xml.ts';
import type { CheckInColumns, ColumnName, ColumnProblem } from './columns.ts';

/** What a person should know about a day's check-in file. Names visits by ticket number, and nobody. */
export interface CheckInDay {
  /** Visits of the day, in the file or not. */
  readonly visits: number;
  /** Rows of the file. */
  readonly rows: number;
  /** Not in the file: numbers that a visit has given up for another one, under which it stands. */
  readonly withdrawn: readonly string[];
  /** Not in the file: past their retention. */
  readonly erased: readonly string[];
  /** Not in the file: what is stored of them does not open. */
  readonly unreadable: readonly string[];
  /** Rows of the file that a person completes before signing. */
  readonly incomplete: readonly IncompleteRow[];
}

export interface IncompleteRow {
  readonly ticketNumber: string;
  /** Empty columns of those in `neededFromKiosk`. */
  readonly missing: readonly ColumnName[];
  /** What did not fit as it was. */
  readonly problems: readonly ColumnProblem[];
}

/**
 * Columns that a kiosk knows of somebody who shows a citizen card and an insurance card. The others are the hospital's, or
 * rightly empty: GT_THE_DEN of an open-ended card, MA_BN of somebody whom the hospital does not know yet.
 */
export const neededFromKiosk = [
  'HO_TEN',
  'SO_CCCD',
  'NGAY_SINH',
  'MA_THE_BHYT',
  'MA_DKBD',
  'GT_THE_TU',
  'MA_DOITUONG_KCB',
  'MA_CSKCB',
] as const satisfies readonly ColumnName[];

/**
 * The check-in file of a day, piece by piece: a day of any size needs the memory of one visit, and of the ticket numbers
 * that have something to be said about them. A piece may be empty: whoever has other work can do it between any two visits.
 * Without a row all pieces are empty: a file that says that nobody came would be a lie about visits that were erased.
 */
export function* checkInFile(visits: Iterable<VisitOfDay>, site: CheckInSite): Generator<string, CheckInDay> {
  const left = { withdrawn: [] as string[], erased: [] as string[], unreadable: [] as string[] };
  const incomplete: IncompleteRow[] = [];
  let rows = 0;
  for (const visit of visits) {
    const { ticketNumber } = visit;
    if (visit.is !== 'kept') {
      left[visit.is].push(ticketNumber);
      yield '';
      continue;
    }
    const { columns, problems } = checkInFrom(visit.facts, site);
    const missing = missingIn(columns);
    if (missing.length + problems.length > 0) incomplete.push({ ticketNumber, missing, problems });
    rows += 1;
    yield `${rows === 1 ? checkInXmlHead : ''}${checkInXmlRecord(columns, rows)}`;
  }
  if (rows > 0) yield checkInXmlFoot;
  return { visits: rows + left.erased.length + left.unreadable.length, rows, ...left, incomplete };
}

/** Visits read at a time by whoever has other work. */
const batchSize = 100;

/** The next pieces together; with the last of them, what is to be said about the day. Throws what SQLite throws. */
export function nextBatch(pieces: Generator<string, CheckInDay>): CheckInBatch {
  let text = '';
  for (let piece = 0; piece < batchSize; piece += 1) {
    const next = pieces.next();
    if (next.done) return { text, day: next.value };
    text += next.value;
  }
  return { text, day: undefined };
}

export interface CheckInBatch {
  readonly text: string;
  readonly day: CheckInDay | undefined;
}

function missingIn(columns: CheckInColumns): readonly ColumnName[] {
  return neededFromKiosk.filter((name) => columns[name] === '');
}
