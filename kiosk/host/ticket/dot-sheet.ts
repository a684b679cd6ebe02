import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
import type { DotPicture } from './dot-picture.ts';
import type { Letter } from './letter-atlas.ts';

/** Paper to set dots on. What would reach beyond its edges is left out. */
export interface DotSheet {
  readonly image: TicketImage;
  /** The letter begins at `penX` on the baseline `y`. White takes dots away. */
  setLetter(letter: Letter, penX: number, y: number, ink: 'black' | 'white'): void;
  setPicture(picture: DotPicture, x: number, y: number): void;
  fillRect(box: Box): void;
  /** With round corners. */
  fillRound(box: RoundBox): void;
  strokeRound(box: RoundBox, thicknessDots: number): void;
  /** A square of modules, each so many dots wide. */
  setModules(
    x: number,
    y: number,
    size: number,
    dotsPerModule: number,
    isDark: (row: number, column: number) => boolean,
  ): void;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface RoundBox extends Box {
  readonly radius: number;
}

/** `widthDots` is a multiple of 8. */
export function createDotSheet(widthDots: number, heightDots: number): DotSheet {
  const bytesAcross = widthDots / 8;
  const rows = new Uint8Array(bytesAcross * heightDots);

  function setDots(
    { heightDots: height, bytesAcross: across, rows: ink }: Pick<DotPicture, 'heightDots' | 'bytesAcross' | 'rows'>,
    x: number,
    top: number,
    colour: 'black' | 'white',
  ): void {
    const shift = x & 7;
    const firstByte = x >> 3;
    for (let row = 0; row < height; row++) {
      const paperRow = top + row;
      if (paperRow < 0 || paperRow >= heightDots) continue;
      const begin = paperRow * bytesAcross;
      for (let at = 0; at < across; at++) {
        const dots = ink[row * across + at] ?? 0;
        if (dots === 0) continue;
        const byte = firstByte + at;
        setByte(begin, byte, dots >> shift, colour);
        if (shift > 0) setByte(begin, byte + 1, (dots << (8 - shift)) & 0xff, colour);
      }
    }
  }

  function setLetter(letter: Letter, penX: number, y: number, colour: 'black' | 'white'): void {
    setDots(letter, penX + letter.left, y + letter.top, colour);
  }

  function setByte(begin: number, byte: number, dots: number, colour: 'black' | 'white'): void {
    if (byte < 0 || byte >= bytesAcross) return;
    const before = rows[begin + byte] ?? 0;
    rows[begin + byte] = colour === 'black' ? before | dots : before & ~dots;
  }

  /** Dots from `from` up to, not including, `to`. */
  function fillRow(y: number, from: number, to: number): void {
    if (y < 0 || y >= heightDots) return;
    const begin = y * bytesAcross;
    const [left, right] = [Math.max(0, from), Math.min(widthDots, to)];
    for (let x = left; x < right; ) {
      const byte = x >> 3;
      const last = Math.min(right, (byte + 1) * 8);
      setByte(begin, byte, (0xff >> (x & 7)) & (0xff << ((byte + 1) * 8 - last)) & 0xff, 'black');
      x = last;
    }
  }

  function fillRect({ x, y, width, height }: Box): void {
    for (let row = y; row < y + height; row++) fillRow(row, x, x + width);
  }

  function fillRound(box: RoundBox): void {
    for (let row = 0; row < box.height; row++) {
      const inset = insetOf(row, box);
      fillRow(box.y + row, box.x + inset, box.x + box.width - inset);
    }
  }

  function strokeRound(box: RoundBox, thicknessDots: number): void {
    const inner: RoundBox = {
      x: box.x + thicknessDots,
      y: box.y + thicknessDots,
      width: box.width - 2 * thicknessDots,
      height: box.height - 2 * thicknessDots,
      radius: Math.max(0, box.radius - thicknessDots),
    };
    for (let row = 0; row < box.height; row++) {
      const [left, right] = [box.x + insetOf(row, box), box.x + box.width - insetOf(row, box)];
      const innerRow = row - thicknessDots;
      if (innerRow < 0 || innerRow >= inner.height) {
        fillRow(box.y + row, left, right);
        continue;
      }
      const innerInset = insetOf(innerRow, inner);
      fillRow(box.y + row, left, inner.x + innerInset);
      fillRow(box.y + row, inner.x + inner.width - innerInset, right);
    }
  }

  function setModules(
    x: number,
    y: number,
    size: number,
    dotsPerModule: number,
    isDark: (row: number, column: number) => boolean,
  ): void {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; ) {
        if (!isDark(row, column)) {
          column += 1;
          continue;
        }
        const from = column;
        while (column < size && isDark(row, column)) column += 1;
        fillRow(y + row * dotsPerModule, x + from * dotsPerModule, x + column * dotsPerModule);
      }
      const first = (y + row * dotsPerModule) * bytesAcross;
      for (let copy = 1; copy < dotsPerModule; copy++) {
        // Nothing else stands beside a code on the rows that it has for itself, or stands there already.
        for (let byte = x >> 3; byte <= (x + size * dotsPerModule) >> 3 && byte < bytesAcross; byte++) {
          setByte(
            first + copy * bytesAcross,
            byte,
            (rows[first + byte] ?? 0) & maskOf(byte, x, x + size * dotsPerModule),
            'black',
          );
        }
      }
    }
  }

  const setPicture = (picture: DotPicture, x: number, y: number) => setDots(picture, x, y, 'black');

  return {
    image: { widthDots, heightDots, rows },
    setLetter,
    setPicture,
    fillRect,
    fillRound,
    strokeRound,
    setModules,
  };
}

/** The dots of a byte that lie from `from` up to, not including, `to`. */
function maskOf(byte: number, from: number, to: number): number {
  const left = Math.max(0, from - byte * 8);
  const right = Math.min(8, to - byte * 8);
  return left >= right ? 0 : (0xff >> left) & (0xff << (8 - right)) & 0xff;
}

/** How far a round corner draws a row in. */
function insetOf(row: number, { height, radius }: Pick<RoundBox, 'height' | 'radius'>): number {
  const fromEdge = Math.min(row, height - 1 - row);
  if (fromEdge >= radius) return 0;
  const up = radius - fromEdge - 0.5;
  return Math.round(radius - Math.sqrt(radius * radius - up * up));
}
