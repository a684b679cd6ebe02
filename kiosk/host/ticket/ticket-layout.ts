import type { Say } from '#config/strings/messages.ts';
import type { TicketSize } from '#drivers/contract/ticket-printer.ts';
import type { DotPicture } from './dot-picture.ts';
import { fitText, type MeasureText, type TextStyle } from './fit-text.ts';
import { cleanText, type TicketContent } from './ticket-content.ts';
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

export interface TicketLayout {
  readonly marks: readonly Mark[];
  readonly heightDots: number;
}

export interface LayoutParts {
  readonly dotsAcross: number;
  /** `small`: every dot is printed twice as wide and high, and what a patient can do without is left out. Default `full`. */
  readonly size?: TicketSize;
  readonly code: CodePlace;
  readonly say: Say;
  readonly measure: MeasureText;
  /** How far the letters of this text rise above its baseline. */
  readonly riseOf: (text: string, font: string) => number;
}

/** A QR in the picture is so large with its quiet zone; one that the printer sets below the picture needs white above it. */
export type CodePlace =
  | { readonly by: 'raster'; readonly codeDots: number }
  | { readonly by: 'native'; readonly whiteBelow: number };

/** Where everything stands on one ticket. Pure: it knows letters only by their measures. */
export function layOutTicket(content: TicketContent, parts: LayoutParts): TicketLayout {
  const sheet = createSheet(parts);
  const { say } = parts;
  const isSmall = parts.size === 'small';
  const isWide = parts.dotsAcross >= (isSmall ? 250 : 500);
  const style = isSmall ? (isWide ? styles.smallWide : styles.smallNarrow) : isWide ? styles.wide : styles.narrow;

  layOutHead(sheet, content, say, style);
  layOutWay(sheet, content, say, style);
  if (content.map && !isSmall) sheet.picture(content.map);
  sheet.space(16);
  sheet.rule('dashed');
  sheet.space(16);
  const person: Part[] = content.maskedName
    ? [...(isSmall ? [] : [[say('ticket.patient'), style.small] as const]), [content.maskedName, style.name]]
    : [];
  const keep: Part[] = isSmall ? [] : [[say('ticket.keep'), style.small]];
  const foot: Part[] = [...person, [content.issuedAt, style.time], ...keep];
  const { code } = parts;
  if (code.by === 'native') sheet.centred(foot);
  else if (isWide) sheet.besideCode(foot, code.codeDots);
  else sheet.aboveCode(foot, code.codeDots);
  sheet.space(code.by === 'native' ? code.whiteBelow : 8);
  return sheet.finish();
}

/** Whose paper it is and which number. */
function layOutHead(sheet: Sheet, content: TicketContent, say: Say, style: Styles): void {
  const { hospitalName, number, replaces, priority, copy } = content;
  sheet.text(hospitalName, style.hospital);
  sheet.space(10);
  sheet.rule();
  sheet.space(12);
  const remarks = [content.test ? say('ticket.test') : '', copy === undefined ? '' : say('ticket.copy', { copy })];
  if (remarks.some(Boolean)) sheet.bar(remarks.filter(Boolean).join(' · '), style.mark);
  sheet.text(say('ticket.yourNumber'), style.label);
  sheet.space(14);
  sheet.number(number, style.numberSizePx);
  sheet.space(20);
  if (replaces !== undefined) {
    sheet.text(say('ticket.replaces', { number: cleanText(replaces) }), style.replaced);
    sheet.space(10);
  }
  if (!priority) return;
  sheet.bar(say('ticket.priority'), style.mark);
  if (!priority.certain) sheet.text(say('ticket.priorityUncertain'), style.small);
  sheet.space(8);
}

/** Where to go with it. */
function layOutWay(sheet: Sheet, content: TicketContent, say: Say, style: Styles): void {
  const { desk, remark, serviceName, floor, directions, arrow } = content;
  if (desk) {
    sheet.framed([
      [say(`ticket.desk.${desk.why}`), style.small],
      [say('ticket.goToDesk', { desk: cleanText(desk.name) }), style.desk],
    ]);
    sheet.space(14);
  }
  sheet.text(serviceName, style.service);
  sheet.space(6);
  sheet.together([placeOf(content, say), floor ?? ''], style.place);
  if (arrow) sheet.text(say(`ticket.arrow.${arrow}`), style.remark);
  if (directions) sheet.text(directions, style.directions);
  if (remark) {
    sheet.space(10);
    sheet.text(say(`ticket.remark.${remark.kind}`, 'at' in remark ? { at: remark.at } : {}), style.remark);
  }
}

/** `Phòng 101`; a room that is more than a number already says what it is. */
function placeOf({ room }: TicketContent, say: Say): string {
  return /^\d/.test(room) ? say('ticket.room', { room: cleanText(room) }) : room;
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

type Styles = (typeof styles)[keyof typeof styles];

/** Be Vietnam Pro reaches 1.0 above the baseline with two marks on a capital (Ẫ), and 0.27 below it. */
const lineHeight = 1.27;
const ascent = 1.0;
/** Free of ink on both sides; printers differ by a millimetre in where their paper runs. */
export const marginDots = 12;
const gapDots = 24;

type Part = readonly [text: string, style: TextStyle];

type Sheet = ReturnType<typeof createSheet>;

/** A cursor that goes down the paper. */
function createSheet({ dotsAcross, size = 'full', measure, riseOf }: LayoutParts) {
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
      // In steps: each size draws its own digits, and those of a number are the largest letters of all.
      const fitted = Math.max(24, sizePx - Math.ceil((sizePx - widest) / numberStepPx) * numberStepPx);
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
    finish: (): TicketLayout => ({ marks, heightDots: Math.ceil(y) }),
  };
}
