import { officialOccupation } from '#config/catalogues/occupations.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import { phoneSaid } from '../questionnaire/answered-questions.ts';
import { cutText, plainText } from './column-text.ts';

/**
 * What patients said of people, occupation, present address and phone (Circular 38/2024/TT-BYT), as a file beside the day's check-in
 * file: the check-in table (XML0) has no column for any of it, and what its DU_PHONG is for is UNKNOWN, so nothing is put there. The
 * columns are called as the claims files call them (XML1, XML13 of QĐ 4750), and MA_LK leads to the row of the check-in file.
 *
 * CSV (RFC 4180), UTF-8 with a byte order mark, so that a spreadsheet reads Vietnamese; one line for each visit in which something was
 * said. MA_NGHE_NGHIEP stands only where it is certain from the patient's word, which is NGHE_NGHIEP.
 */
export const particularsColumns = [
  'MA_LK',
  'MA_DANTOC',
  'MA_NGHE_NGHIEP',
  'NGHE_NGHIEP',
  'DIA_CHI',
  'DIEN_THOAI',
] as const;

const head = `\ufeff${particularsColumns.join(',')}\r\n`;

/** Piece by piece, as the check-in file; all pieces are empty when nobody was asked. Returns how many lines. */
export function* particularsFile(visits: Iterable<VisitOfDay>): Generator<string, number> {
  let lines = 0;
  for (const visit of visits) {
    const line = visit.is === 'kept' ? lineOf(visit.facts.visit.visitId, visit.facts.answers) : undefined;
    if (line !== undefined) lines += 1;
    yield line === undefined ? '' : `${lines === 1 ? head : ''}${line}`;
  }
  return lines;
}

type Answers = Extract<VisitOfDay, { is: 'kept' }>['facts']['answers'];

function lineOf(visitId: string, answers: Answers): string | undefined {
  const { ethnicity, occupation, address } = answers?.particulars ?? {};
  const cells = [
    ethnicity,
    occupation === undefined ? undefined : officialOccupation(occupation),
    occupation,
    address === undefined ? undefined : cutText(plainText(address), 255),
    phoneSaid(answers),
  ];
  if (cells.every((cell) => cell === undefined || cell === '')) return undefined;
  return `${[visitId, ...cells].map(cellOf).join(',')}\r\n`;
}

/** Quoted, and never what a spreadsheet would take for a formula (law 8). */
function cellOf(text: string | undefined): string {
  const safe = /^[=@\t]|^[+-](?!\d)/.test(text ?? '') ? `'${text}` : (text ?? '');
  return `"${safe.replaceAll('"', '""')}"`;
}
