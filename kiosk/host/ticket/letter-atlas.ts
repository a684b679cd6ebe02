import { type Canvas, type SKRSContext2D, ticketCanvas } from './ticket-canvas.ts';
import { lettersOf } from './ticket-content.ts';

/**
 * Letters as dots, each drawn once and set many times: asking the canvas to draw and give back a whole ticket takes four
 * fifths of the time that a ticket takes. Holds letters and how close two of them stand, never a text (law 7).
 */
export interface LetterAtlas {
  /** Width of a text in dots, kerning included; not rounded. */
  measure(text: string, font: string): number;
  /** Dots from the baseline up to the highest ink of the text. */
  riseOf(text: string, font: string): number;
  /** Calls for each letter of a text that begins at `x`; `penX` is where the letter begins, rounded to a dot. */
  forEachLetter(text: string, font: string, x: number, set: (letter: Letter, penX: number) => void): void;
  /** Frees what the canvas keeps of the letters that it drew (some 3 MB after a morning): their dots are here. */
  freeCanvasCache(): void;
}

/** The ink of one letter: rows from the top, 8 dots a byte, most significant bit left. */
export interface Letter {
  /** How far the next letter begins, in dots; not rounded. */
  readonly advance: number;
  /** Of the ink, from where the letter begins and from the baseline downwards. */
  readonly left: number;
  readonly top: number;
  readonly heightDots: number;
  readonly bytesAcross: number;
  readonly rows: Uint8Array;
}

interface Face {
  readonly letters: Map<string, Letter>;
  /** A text is measured in many sizes until it fits, and drawn in one. */
  readonly advances: Map<string, number>;
  /** What is to be added between two letters. */
  readonly kerning: Map<string, number>;
}

/** Vietnamese and Latin in some twenty sizes are about 3,000; strange letters from cards must not pile up. */
const mostLetters = 8_000;
/** Larger ones are the ornaments of fonts that we do not bring. */
const largestLetterDots = 1_024;

/** Lighter than this stays white. A little above the middle: strokes come out as heavy as on the screen. */
const threshold = 150;

export function createLetterAtlas(): LetterAtlas {
  const { createCanvas, clearAllCache } = ticketCanvas();
  const faces = new Map<string, Face>();
  let canvas: Canvas = createCanvas(320, 400);
  let context = contextOf(canvas);
  let count = 0;
  let hasAskedCanvas = false;

  return {
    measure(text, font) {
      const face = faceOf(font);
      let width = 0;
      let before: string | undefined;
      for (const letter of splitLetters(text)) {
        if (before !== undefined) width += kerningOf(face, font, before, letter);
        width += advanceOf(face, font, letter);
        before = letter;
      }
      return width;
    },
    riseOf(text, font) {
      const face = faceOf(font);
      return Math.max(0, ...splitLetters(text).map((letter) => -letterOf(face, font, letter).top));
    },
    forEachLetter(text, font, x, set) {
      const face = faceOf(font);
      let pen = x;
      let before: string | undefined;
      for (const each of splitLetters(text)) {
        if (before !== undefined) pen += kerningOf(face, font, before, each);
        const letter = letterOf(face, font, each);
        set(letter, Math.round(pen));
        pen += letter.advance;
        before = each;
      }
    },
    freeCanvasCache() {
      if (!hasAskedCanvas) return;
      hasAskedCanvas = false;
      clearAllCache();
    },
  };

  function faceOf(font: string): Face {
    const known = faces.get(font);
    if (known) return known;
    const face: Face = { letters: new Map(), advances: new Map(), kerning: new Map() };
    faces.set(font, face);
    return face;
  }

  function letterOf(face: Face, font: string, letter: string): Letter {
    const known = face.letters.get(letter);
    if (known) return known;
    if (count >= mostLetters) forgetAll();
    const drawn = draw(letter, font);
    face.letters.set(letter, drawn);
    count += 1;
    return drawn;
  }

  function advanceOf(face: Face, font: string, letter: string): number {
    const known = face.advances.get(letter);
    if (known !== undefined) return known;
    if (count >= mostLetters) forgetAll();
    const advance = widthOf(letter, font);
    face.advances.set(letter, advance);
    count += 1;
    return advance;
  }

  function widthOf(text: string, font: string): number {
    hasAskedCanvas = true;
    context.font = font;
    return context.measureText(text).width;
  }

  function kerningOf(face: Face, font: string, before: string, letter: string): number {
    const pair = `${before}${letter}`;
    const known = face.kerning.get(pair);
    if (known !== undefined) return known;
    if (count >= mostLetters) forgetAll();
    const kerning = widthOf(pair, font) - advanceOf(face, font, before) - advanceOf(face, font, letter);
    face.kerning.set(pair, kerning);
    count += 1;
    return kerning;
  }

  function forgetAll(): void {
    for (const { letters, advances, kerning } of faces.values()) {
      letters.clear();
      advances.clear();
      kerning.clear();
    }
    count = 0;
  }

  function draw(letter: string, font: string): Letter {
    hasAskedCanvas = true;
    context.font = font;
    const measured = context.measureText(letter);
    const bounded = (dots: number) => Math.min(largestLetterDots, Math.max(0, Math.ceil(dots) + 1));
    const [left, right] = [bounded(measured.actualBoundingBoxLeft), bounded(measured.actualBoundingBoxRight)];
    // A letter that one font of ours lends its mark to another is measured without the mark: À would be an A.
    const highest = Math.max(measured.actualBoundingBoxAscent, measured.fontBoundingBoxAscent);
    const [rise, fall] = [bounded(highest), bounded(measured.actualBoundingBoxDescent)];
    const bytesAcross = Math.ceil((left + right) / 8);
    const [widthDots, heightDots] = [bytesAcross * 8, rise + fall];
    const empty = { advance: measured.width, left: 0, top: 0, heightDots: 0, bytesAcross: 0, rows: new Uint8Array() };
    if (widthDots === 0 || heightDots === 0) return empty;
    if (canvas.width < widthDots || canvas.height < heightDots) {
      canvas = createCanvas(Math.max(canvas.width, widthDots), Math.max(canvas.height, heightDots));
      context = contextOf(canvas);
      context.font = font;
    }
    context.fillStyle = 'white';
    context.fillRect(0, 0, widthDots, heightDots);
    context.fillStyle = 'black';
    context.fillText(letter, left, rise);
    const pixels = context.getImageData(0, 0, widthDots, heightDots).data;
    const rows = packed(pixels);
    const firstInk = rows.findIndex((byte) => byte !== 0);
    if (firstInk === -1) return empty;
    const blankRows = Math.floor(firstInk / bytesAcross);
    const inkedRows = Math.floor(rows.findLastIndex((byte) => byte !== 0) / bytesAcross) + 1;
    return {
      advance: measured.width,
      left: -left,
      top: blankRows - rise,
      heightDots: inkedRows - blankRows,
      bytesAcross,
      // A copy: a view would keep the blank rows of all letters, more than the ink itself.
      rows: rows.slice(blankRows * bytesAcross, inkedRows * bytesAcross),
    };
  }
}

function contextOf(canvas: Canvas): SKRSContext2D {
  const context = canvas.getContext('2d');
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  return context;
}

/** The segmenter is needed only where several characters make one letter. */
function splitLetters(text: string): readonly string[] {
  return /[\p{M}\u200d]/u.test(text) ? lettersOf(text) : Array.from(text);
}

/** RGBA to 1 bit. Everything is drawn in greys, so that one colour stands for all three. */
function packed(pixels: Uint8ClampedArray): Uint8Array {
  const rows = new Uint8Array(pixels.length / 32);
  for (let dot = 0; dot < pixels.length / 4; dot++) {
    if ((pixels[dot * 4] ?? 255) < threshold) rows[dot >> 3] = (rows[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  }
  return rows;
}
