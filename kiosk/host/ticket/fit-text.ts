import { cleanText, lettersOf } from './ticket-content.ts';
import { fontOf, inDrawnLetters, type TicketWeight } from './ticket-fonts.ts';

/** Width of a text in dots. */
export type MeasureText = (text: string, font: string) => number;

export interface TextStyle {
  readonly weight: TicketWeight;
  readonly sizePx: number;
  /** A text that does not fit is set smaller, down to this. */
  readonly minSizePx: number;
  /** From here on it is rather set smaller than broken into more lines; at the smallest size, lines are free. */
  readonly maxLines: number;
}

export interface FittedText {
  readonly lines: readonly string[];
  readonly weight: TicketWeight;
  readonly sizePx: number;
}

/** Breaks and shrinks a text until it fits: nothing is ever cut off. */
export function fitText(text: string, style: TextStyle, widthDots: number, measure: MeasureText): FittedText {
  const clean = inDrawnLetters(cleanText(text));
  for (let sizePx = style.sizePx; ; sizePx -= 2) {
    const font = fontOf(style.weight, sizePx);
    const fits = (part: string) => measure(part, font) <= widthDots;
    if (fits(clean)) return { lines: clean ? [clean] : [], weight: style.weight, sizePx };
    const atSmallest = sizePx - 2 < style.minSizePx;
    // Rather smaller than with a word torn apart.
    const tearsWords = !atSmallest && !clean.split(' ').every(fits);
    const lines = tearsWords ? [] : balanced(clean, widthDots, (part) => measure(part, font));
    if (atSmallest || (!tearsWords && lines.length <= style.maxLines)) return { lines, weight: style.weight, sizePx };
  }
}

/** As few lines as possible, and those about equally long: no single word on a last line. */
function balanced(text: string, widthDots: number, measure: (part: string) => number): readonly string[] {
  const widest = broken(text, widthDots, measure);
  if (widest.length < 2) return widest;
  let [tooNarrow, enough] = [widthDots / 2, widthDots];
  while (enough - tooNarrow > 4) {
    const middle = (tooNarrow + enough) / 2;
    if (broken(text, middle, measure).length > widest.length) tooNarrow = middle;
    else enough = middle;
  }
  return broken(text, enough, measure);
}

function broken(text: string, widthDots: number, measure: (part: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= widthDots) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (measure(line) > widthDots) {
      const head = longestHead(line, widthDots, measure);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line ? [...lines, line] : lines;
}

/** At least one letter, so that it ends also when a single letter is too wide. */
function longestHead(word: string, widthDots: number, measure: (part: string) => number): string {
  const letters = lettersOf(word);
  let head = letters[0] ?? word;
  for (const letter of letters.slice(1)) {
    if (measure(head + letter) > widthDots) break;
    head += letter;
  }
  return head;
}
