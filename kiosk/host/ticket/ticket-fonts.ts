import { createRequire } from 'node:module';
import { ticketCanvas } from './ticket-canvas.ts';

/** The weights that tickets are set in. Thin strokes break on thermal paper. */
export type TicketWeight = 500 | 700 | 800;

/**
 * The font comes in files per script. Each gets a family of its own, and the canvas takes each letter from the first family
 * that has it. Vietnamese stands first: the Latin file has ê and a loose tilde too, and would put together an ễ whose
 * tilde hangs to the right. Names of our own keep a font that the machine has installed out of it.
 */
const families = [
  { name: 'Ticket Vietnamese', subset: 'vietnamese' },
  { name: 'Ticket Latin', subset: 'latin' },
  { name: 'Ticket Latin Extended', subset: 'latin-ext' },
] as const;

const weights: readonly TicketWeight[] = [500, 700, 800];

let registered = false;

/** Once per process: the canvas keeps its fonts globally. A missing file is a broken installation. */
export function registerTicketFonts(): void {
  if (registered) return;
  const { GlobalFonts } = ticketCanvas();
  const { resolve } = createRequire(import.meta.url);
  for (const { name, subset } of families) {
    for (const weight of weights) {
      const file = resolve(`@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-${weight}-normal.woff2`);
      if (!GlobalFonts.registerFromPath(file, name)) throw new Error(`The font file ${subset} ${weight} does not load`);
    }
  }
  registered = true;
}

export function fontOf(weight: TicketWeight, sizePx: number): string {
  return `${weight} ${sizePx}px ${families.map(({ name }) => `"${name}"`).join(', ')}`;
}

/**
 * A text in letters that our font has. It lacks some of the Ê Đê, Gia Rai, Ba Na and Mnông, and an empty box in a name is worse
 * on paper than a letter without its breve; every record keeps the name as the card has it.
 */
export function inDrawnLetters(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u02b9-\u02bd\u02c8\u2032]/g, '’')
    .replace(/[ƀɃĔĕŎŏŬŭ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/\u0306/g, '');
}

const plainLetters: Readonly<Record<string, string>> = {
  ƀ: 'b',
  Ƀ: 'B',
  Ĕ: 'E',
  ĕ: 'e',
  Ŏ: 'O',
  ŏ: 'o',
  Ŭ: 'U',
  ŭ: 'u',
};
