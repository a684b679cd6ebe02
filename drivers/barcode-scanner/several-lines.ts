import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import type { Recognise } from './recognise-code.ts';
import { withoutAdditions } from './scanner-additions.ts';

/**
 * A document of several lines, of which a scanner ends each as if it were a code: the two or three lines of a passport's zone. Its
 * first lines are held until the last one is there; what only looked like a first line is a code after all, and comes before the next.
 *
 * Pure, and bounded: only what a document begins with is held, which is two lines at the most.
 */
export interface LinesStep {
  /** The lines so far, as text of one character for each byte. */
  readonly held: HeldLines | undefined;
  readonly codes: readonly string[];
}

export interface HeldLines {
  /** Without what the scanner put around each. */
  readonly lines: string;
  /** As it came, for when nothing becomes of it. */
  readonly asItCame: string;
}

export function addLine(
  held: HeldLines | undefined,
  line: string,
  recognise: Recognise,
  bytesOf: (text: string) => Uint8Array,
): LinesStep {
  const standing = (text: string) => readAndOverwrite(bytesOf(text), recognise);
  for (const candidate of mayBeLine(line) ? withoutAdditions(line) : []) {
    const lines = held ? `${held.lines}\n${candidate}` : candidate;
    const stands = standing(lines);
    if (stands === 'begins') return { held: { lines, asItCame: held ? `${held.asItCame}\n${line}` : line }, codes: [] };
    if (held && (stands === 'whole' || stands === 'readable')) return { held: undefined, codes: [lines] };
  }
  if (!held) return { held: undefined, codes: [line] };
  const alone = addLine(undefined, line, recognise, bytesOf);
  return { held: alone.held, codes: [held.asItCame, ...alone.codes] };
}

/** With all that is put around it; every other code is looked at once, by whoever reads it. */
function mayBeLine(line: string): boolean {
  return line.length >= 30 && line.length <= 80 && !line.includes('|');
}
