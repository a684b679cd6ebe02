import type { TicketSize } from '#drivers/contract/ticket-printer.ts';
import type { DotPicture } from './dot-picture.ts';
import { fitText, type MeasureText, type TextStyle } from './fit-text.ts';
import { cleanText } from './ticket-content.ts';
import { fontOf } from './ticket-fonts.ts';

/** Something to draw. Dots from the top left; a text's `y` is its baseline. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly font: string;
      readonly x: number;
      readonly y: number;
      readonly align: Align;
      readonly ink: Ink;
    }
  | {
      readonly kind: 'bar';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | {
      readonly kind: 'frame';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | { readonly kind: 'rule'; readonly x: number; readonly y: number; readonly width: number; readonly dashed: boolean }
  | { readonly kind: 'picture'; readonly picture: DotPicture; readonly x: number; readonly y: number }
  | { readonly kind: 'code'; readonly x: number; readonly y: number };

type Align = 'left' | 'center';
type Ink = 'black' | 'white';

export interface PaperLayout {
  readonly marks: readonly Mark[];
  readonly heightDots: number;
}

export interface SheetParts {
  readonly dotsAcross: number;
  /** `small`: every dot is printed twice as wide and high, and what a patient can do without is left out. Default `full`. */
  readonly size?: TicketSize;
  readonly measure: MeasureText;
  /** How far the letters of this text rise above its baseline. */
  readonly riseOf: (text: string, font: string) => number;
}

/** Letters for this paper. */
export function stylesFor(parts: Pick<SheetParts, 'dotsAcross' | 'size'>): Styles {
  const isWide = isWideFor(parts);
  if (parts.size === 'small') return isWide ? styles.smallWide : styles.smallNarrow;
  return isWide ? styles.wide : styles.narrow;
}

/** There is room for two things side by side. */
export function isWideFor({ dotsAcross, size }: Pick<SheetParts, 'dotsAcross' | 'size'>): boolean {
  return dotsAcross >= (size === 'small' ? 250 : 500);
}

function setIn(weight: TextStyle['weight'], sizePx: number, minSizePx: number, maxLines: number): TextStyle {
  return { weight, sizePx, minSizePx, maxLines };
}

/** 1.25 mm. */
const numberStepPx = 10;

/** Sizes in dots, 8 to the millimetre: capitals of 24 are 2.1 mm high, as large as a newspaper's. */
const styles = {
  wide: {
    numberSizePx: 250,
    pressureSizePx: 120,
    hospital: setIn(700, 32, 24, 2),
    mark: setIn(800, 36, 26, 1),
    label: setIn(500, 30, 24, 1),
    replaced: setIn(700, 38, 26, 1),
    service: setIn(700, 44, 32, 2),
    place: setIn(800, 54, 44, 2),
    directions: setIn(500, 30, 24, 3),
    desk: setIn(700, 36, 26, 3),
    remark: setIn(700, 30, 22, 2),
    name: setIn(700, 34, 24, 2),
    time: setIn(700, 28, 22, 2),
    small: setIn(500, 26, 22, 3),
  },
  narrow: {
    numberSizePx: 190,
    pressureSizePx: 96,
    hospital: setIn(700, 28, 22, 3),
    mark: setIn(800, 32, 24, 1),
    label: setIn(500, 26, 22, 2),
    replaced: setIn(700, 34, 24, 1),
    service: setIn(700, 38, 28, 3),
    place: setIn(800, 44, 36, 2),
    directions: setIn(500, 26, 22, 4),
    desk: setIn(700, 30, 24, 4),
    remark: setIn(700, 24, 20, 2),
    name: setIn(700, 30, 22, 2),
    time: setIn(700, 26, 22, 2),
    small: setIn(500, 24, 22, 3),
  },
  // In dots of which each is printed as two by two: 16 is as high as 32 above, and coarser.
  smallWide: {
    numberSizePx: 110,
    pressureSizePx: 56,
    hospital: setIn(700, 17, 15, 2),
    mark: setIn(800, 19, 15, 1),
    label: setIn(700, 15, 14, 1),
    replaced: setIn(700, 20, 15, 1),
    service: setIn(700, 22, 17, 2),
    place: setIn(800, 27, 22, 2),
    directions: setIn(700, 16, 15, 2),
    desk: setIn(700, 18, 15, 2),
    remark: setIn(700, 15, 14, 2),
    name: setIn(700, 17, 15, 1),
    time: setIn(700, 15, 14, 2),
    small: setIn(700, 15, 14, 2),
  },
  smallNarrow: {
    numberSizePx: 90,
    pressureSizePx: 44,
    hospital: setIn(700, 16, 15, 2),
    mark: setIn(800, 17, 15, 1),
    label: setIn(700, 15, 14, 2),
    replaced: setIn(700, 18, 14, 1),
    service: setIn(700, 20, 16, 3),
    place: setIn(800, 24, 19, 2),
    directions: setIn(700, 15, 14, 3),
    desk: setIn(700, 16, 15, 3),
    remark: setIn(700, 15, 14, 2),
    name: setIn(700, 16, 15, 2),
    time: setIn(700, 15, 14, 2),
    small: setIn(700, 15, 14, 3),
  },
} as const;

export type Styles = (typeof styles)[keyof typeof styles];

/** Be Vietnam Pro reaches 1.0 above the baseline with two marks on a capital (Ẫ), and 0.27 below it. */
const lineHeight = 1.27;
const ascent = 1.0;
/** Free of ink on both sides; printers differ by a millimetre in where their paper runs. */
export const marginDots = 12;
const gapDots = 24;

export type Part = readonly [text: string, style: TextStyle];

export type Sheet = ReturnType<typeof createSheet>;

/** A cursor that goes down the paper. */
export function createSheet({ dotsAcross, size = 'full', measure, riseOf }: SheetParts) {
  const scale = size === 'small' ? 2 : 1;
  const marks: Mark[] = [];
  const innerWidth = dotsAcross - 2 * marginDots;
  const middle = dotsAcross / 2;
  let y = 8;

  function write(text: string, style: TextStyle, width: number, align: Align, x: number, ink: Ink = 'black'): void {
    const fitted = fitText(text, style, width, measure);
    const font = fontOf(fitted.weight, fitted.sizePx);
    for (const line of fitted.lines) {
      marks.push({ kind: 'text', text: line, font, x, y: Math.round(y + fitted.sizePx * ascent), align, ink });
      y += Math.ceil(fitted.sizePx * lineHeight);
    }
  }

  /** Texts on the left and the code on the right edge, where its quiet zone is the margin; the shorter one in the middle. */
  function besideCode(texts: readonly Part[], codeDots: number): void {
    const top = y;
    const first = marks.length;
    for (const [text, style] of texts) {
      write(text, style, innerWidth - codeDots - gapDots, 'left', marginDots);
      y += 4;
    }
    const spare = codeDots - (y - top);
    for (const [at, mark] of marks.entries()) {
      if (at >= first && mark.kind === 'text' && spare > 0) marks[at] = { ...mark, y: mark.y + (spare >> 1) };
    }
    marks.push({ kind: 'code', x: dotsAcross - codeDots, y: top + (Math.max(0, -spare) >> 1) });
    y += Math.max(0, spare);
  }

  function centred(texts: readonly Part[]): void {
    for (const [text, style] of texts) {
      write(text, style, innerWidth, 'center', middle);
      y += 2;
    }
  }

  return {
    space(dots: number) {
      y += Math.ceil(dots / scale);
    },
    rule(how?: 'dashed') {
      marks.push({ kind: 'rule', x: marginDots, y, width: innerWidth, dashed: how === 'dashed' });
      y += 3;
    },
    text(text: string, style: TextStyle) {
      write(text, style, innerWidth, 'center', middle);
    },
    /** On one line when there is room for all, else each on its own. */
    together(texts: readonly string[], style: TextStyle) {
      const given = texts.map(cleanText).filter(Boolean);
      const joined = given.join(' · ');
      const oneLine = measure(joined, fontOf(style.weight, style.minSizePx)) <= innerWidth;
      for (const text of oneLine ? [joined] : given) {
        write(text, { ...style, maxLines: oneLine ? 1 : style.maxLines }, innerWidth, 'center', middle);
      }
    },
    /** White on black: what must not be overlooked. */
    bar(text: string, style: TextStyle) {
      const at = marks.length;
      const top = y;
      y += 6;
      write(text, style, innerWidth - 24, 'center', middle, 'white');
      y += 8;
      marks.splice(at, 0, { kind: 'bar', x: marginDots, y: top, width: innerWidth, height: y - top, radius: 12 });
      y += 10;
    },
    framed(texts: readonly Part[]) {
      const top = y;
      y += 10;
      for (const [text, style] of texts) write(text, style, innerWidth - 40, 'center', middle);
      y += 14;
      marks.push({ kind: 'frame', x: marginDots, y: top, width: innerWidth, height: y - top, radius: 14 });
    },
    picture(picture: DotPicture) {
      y += 12;
      marks.push({ kind: 'picture', picture, x: Math.max(0, (dotsAcross - picture.widthDots) >> 1), y });
      y += picture.heightDots;
    },
    /** As large as the paper allows, measured by its own letters: the blank above capitals would be wasted paper. */
    number(text: string, sizePx: number) {
      const clean = cleanText(text);
      const atFull = measure(clean, fontOf(800, sizePx));
      const widest = Math.min(sizePx, (sizePx * innerWidth) / Math.max(1, atFull));
      // In steps: each size draws its own digits, and those of a number are the largest letters of all, unless a kiosk made up its mark.
      const stepPx = widest < 4 * numberStepPx ? 2 : numberStepPx;
      const fitted = Math.max(12, sizePx - Math.ceil((sizePx - widest) / stepPx) * stepPx);
      const font = fontOf(800, fitted);
      y += Math.ceil(riseOf(clean, font));
      marks.push({ kind: 'text', text: clean, font, x: middle, y, align: 'center', ink: 'black' });
    },
    besideCode,
    centred,
    aboveCode(texts: readonly Part[], codeDots: number) {
      centred(texts);
      marks.push({ kind: 'code', x: (dotsAcross - codeDots) >> 1, y });
      y += codeDots;
    },
    finish: (): PaperLayout => ({ marks, heightDots: Math.ceil(y) }),
  };
}
