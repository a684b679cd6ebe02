import { type Column, type ColumnName, type ColumnProblem, columnNames, columns } from './columns.ts';

/** NFC, one line, no character that XML 1.0 or a database would refuse. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029\uFFFE\uFFFF\s]+/gu, ' ')
    .trim();
}

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** At most `longest` UTF-16 units, never in the middle of a letter and its marks. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let end = 0;
  // A letter with hundreds of marks is no letter: what is looked at is bounded, too.
  for (const { index, segment } of graphemes.segment(text.slice(0, longest * 2))) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}

/** Makes each value fit its column, or leaves it out; says which did not fit as it was. */
export function fitColumns(values: Readonly<Record<ColumnName, string>>): {
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly problems: readonly ColumnProblem[];
} {
  const problems: ColumnProblem[] = [];
  const fitted = columnNames.map((column) => {
    const { text, problem } = fitColumn(values[column], columns[column]);
    if (problem !== undefined) problems.push({ column, problem });
    return [column, text] as const;
  });
  return { columns: Object.fromEntries(fitted) as Record<ColumnName, string>, problems };
}

function fitColumn(
  value: string,
  { kind, longest }: Column,
): { readonly text: string; readonly problem?: ColumnProblem['problem'] } {
  const text = plainText(value);
  if (kind === 'text') {
    const kept = cutText(text, longest);
    return kept === text ? { text } : { text: kept, problem: 'cut' };
  }
  if (text === '') return { text };
  if (text.length > longest) return { text: '', problem: 'too-long' };
  return /^[!-~]+$/.test(text) ? { text } : { text: '', problem: 'not-a-code' };
}
