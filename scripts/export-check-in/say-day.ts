import type { CheckInDay } from '#backend-client/check-in-columns/check-in-day.ts';
import { sayIn } from '#config/strings/messages.ts';
import { checkInWords } from '#kiosk/ui/console/upkeep/check-in-words.ts';

interface Circumstances {
  readonly day: string;
  readonly out: string;
  /** The business day is still going on. */
  readonly isToday: boolean;
  readonly isDemo: boolean;
}

/** What is said about a written file, in the words of the console. */
export function daySentences(
  written: CheckInDay,
  { day, out, isToday, isDemo }: Circumstances,
): { readonly stdout: string; readonly stderr: string } {
  const report = { ...written, isOver: !isToday };
  const { inFile, notInFile, toComplete, careful } = checkInWords(report, { day, isDemo, say: sayIn('en') });
  const rows = toComplete ? [toComplete.title, ...toComplete.rows.map((row) => `  ${row}`)] : [];
  return {
    stdout: inFile === undefined ? '' : `${out}: ${inFile}\n`,
    stderr: [...notInFile, ...rows, ...careful].map((line) => `${line}\n`).join(''),
  };
}
