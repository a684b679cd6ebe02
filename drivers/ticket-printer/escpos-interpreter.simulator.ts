/** What the commands of an ESC/POS stream make a printer do, in their order. Knows no sockets and no paper. */
export type PrinterOperation =
  | { readonly kind: 'initialise' }
  /** One row of a raster picture, 8 dots a byte. */
  | { readonly kind: 'print-row'; readonly dots: Uint8Array }
  /** Letters that a driver which draws its texts never sends. */
  | { readonly kind: 'print-text'; readonly characters: number }
  | { readonly kind: 'feed'; readonly dots: number }
  /** The stored text as a QR code, `GS ( k` function 81. */
  | ({ readonly kind: 'print-code' } & CodeToPrint)
  | { readonly kind: 'cut' }
  /** `GS e n`, of printers with a presenter. */
  | { readonly kind: 'move-ticket'; readonly how: 'retract' | 'present' | 'eject' }
  /** `GS r n` */
  | { readonly kind: 'answer-queued'; readonly question: number }
  /** `GS a n` */
  | { readonly kind: 'set-automatic-status'; readonly on: boolean };

export interface CodeToPrint {
  readonly text: Uint8Array;
  readonly moduleDots: number;
  readonly errorCorrection: 'L' | 'M' | 'Q' | 'H';
  readonly align: Align;
}

type Align = 'left' | 'center' | 'right';

export interface EscposInterpreter {
  put(bytes: Uint8Array): void;
  /** The next operation whose bytes are all there. Commands that are not known are skipped. */
  next(): PrinterOperation | undefined;
  bufferedBytes(): number;
  /** Switched off: the buffer, the modes and a picture that was half received are gone. */
  forget(): void;
}

/** `GS v 0 m`: 0 as it is, 1 twice as wide, 2 twice as high, 3 both. */
interface Raster {
  readonly bytesPerRow: number;
  readonly isDoubleWide: boolean;
  readonly isDoubleHigh: boolean;
  rowsLeft: number;
}

function twiceAsWide(row: Uint8Array): Uint8Array {
  const wide = new Uint8Array(row.length * 2);
  for (let dot = 0; dot < wide.length * 8; dot++) {
    const isBlack = ((row[dot >> 4] ?? 0) & (0x80 >> ((dot >> 1) & 7))) !== 0;
    if (isBlack) wide[dot >> 3] = (wide[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  }
  return wide;
}

/** 1/6 inch at 203 dots per inch. */
const defaultLineDots = 34;
const maximumRowBytes = 1024;

/** As after power-on: modules of three dots, level L, nothing stored. */
const noCode = { text: new Uint8Array(), moduleDots: 3, errorCorrection: 'L' as CodeToPrint['errorCorrection'] };

/** Bytes after `ESC x` and `GS x` of commands that change nothing here. Those not listed have none. */
const escParameters: Readonly<Record<string, number>> = {
  '!': 1, ' ': 1, '-': 1, '=': 1, '?': 1, B: 2, E: 1, G: 1, M: 1, R: 1, V: 1, c: 2, p: 3, r: 1, t: 1, '{': 1,
  $: 2, '\\': 2,
}; // biome-ignore format: a table
const gsParameters: Readonly<Record<string, number>> = {
  '!': 1,
  B: 1,
  H: 1,
  I: 1,
  f: 1,
  h: 1,
  w: 1,
  L: 2,
  W: 2,
  P: 2,
  $: 2,
  '\\': 2,
};

export function createEscposInterpreter(): EscposInterpreter {
  let buffer: Uint8Array = new Uint8Array();
  let lineDots = defaultLineDots;
  let align: Align = 'left';
  let code = noCode;
  let raster: Raster | undefined;
  /** The second row of a double one. */
  let again: Uint8Array | undefined;

  function drop(count: number): void {
    buffer = buffer.subarray(count);
  }

  function at(index: number): number {
    return buffer[index] ?? 0;
  }

  /** An operation; `skipped` when bytes went without one; `incomplete` when more bytes are needed. */
  function step(): PrinterOperation | 'skipped' | 'incomplete' {
    if (again) {
      const dots = again;
      again = undefined;
      return { kind: 'print-row', dots };
    }
    if (raster) return rasterRow(raster);
    if (buffer.length === 0) return 'incomplete';
    const first = at(0);
    if (first === 0x1b) return afterEsc();
    if (first === 0x1d) return afterGs();
    if (first === 0x10) return skip(3);
    if (first === 0x0a) return done(1, { kind: 'feed', dots: lineDots });
    if (first < 0x20) return skip(1);
    let characters = 1;
    while (characters < buffer.length && at(characters) >= 0x20) characters += 1;
    return done(characters, { kind: 'print-text', characters });
  }

  function rasterRow(picture: Raster): PrinterOperation | 'incomplete' {
    if (buffer.length < picture.bytesPerRow) return 'incomplete';
    const row = buffer.slice(0, picture.bytesPerRow);
    const dots = picture.isDoubleWide ? twiceAsWide(row) : row;
    drop(picture.bytesPerRow);
    picture.rowsLeft -= 1;
    if (picture.rowsLeft === 0) raster = undefined;
    if (picture.isDoubleHigh) again = dots;
    return { kind: 'print-row', dots };
  }

  function afterEsc(): PrinterOperation | 'skipped' | 'incomplete' {
    if (buffer.length < 2) return 'incomplete';
    const name = String.fromCharCode(at(1));
    if (name === '@') {
      initialise();
      return done(2, { kind: 'initialise' });
    }
    if (name === 'i' || name === 'm') return done(2, { kind: 'cut' });
    if (name === '2') {
      lineDots = defaultLineDots;
      return skip(2);
    }
    if (!['3', 'd', 'J', 'a'].includes(name)) return skip(2 + (escParameters[name] ?? 0));
    if (buffer.length < 3) return 'incomplete';
    if (name === 'd') return done(3, { kind: 'feed', dots: at(2) * lineDots });
    if (name === 'J') return done(3, { kind: 'feed', dots: at(2) });
    if (name === 'a') return setAlign();
    lineDots = at(2);
    return skip(3);
  }

  function afterGs(): PrinterOperation | 'skipped' | 'incomplete' {
    if (buffer.length < 3) return 'incomplete';
    const name = String.fromCharCode(at(1));
    if (name === 'V') return cut();
    if (name === 'r') return done(3, { kind: 'answer-queued', question: at(2) });
    if (name === 'a') return done(3, { kind: 'set-automatic-status', on: at(2) !== 0 });
    if (name === 'v') return beginRaster();
    if (name === 'e') return moveTicket();
    if (name === '(') return afterGsBracket();
    return skip(2 + (gsParameters[name] ?? 0));
  }

  function initialise(): void {
    lineDots = defaultLineDots;
    align = 'left';
    code = noCode;
  }

  /** `ESC a n`, n as a number or as its digit. */
  function setAlign(): 'skipped' {
    align = (['left', 'center', 'right'] as const)[at(2) & ~0x30] ?? align;
    drop(3);
    return 'skipped';
  }

  /** `GS ( x pL pH`: of these only `GS ( k` with `cn` = 49, a QR code, does something. */
  function afterGsBracket(): PrinterOperation | 'skipped' | 'incomplete' {
    if (buffer.length < 5) return 'incomplete';
    const length = at(3) + at(4) * 256;
    if (buffer.length < 5 + length) return 'incomplete';
    const [symbology, what, first = 0, ...rest] = buffer.subarray(5, 5 + length);
    const isCode = at(2) === 0x6b && symbology === 49;
    drop(5 + length);
    if (!isCode) return 'skipped';
    if (what === 67) code = { ...code, moduleDots: first };
    if (what === 69) code = { ...code, errorCorrection: (['L', 'M', 'Q', 'H'] as const)[first - 48] ?? 'L' };
    if (what === 80) code = { ...code, text: Uint8Array.from(rest) };
    return what === 81 && code.text.length > 0 ? { kind: 'print-code', ...code, align } : 'skipped';
  }

  /** `GS V m` cuts here, `GS V m n` feeds first. */
  function cut(): PrinterOperation | 'incomplete' {
    const feedsFirst = [65, 66, 97, 98].includes(at(2));
    if (!feedsFirst) return done(3, { kind: 'cut' });
    return buffer.length < 4 ? 'incomplete' : done(4, { kind: 'cut' });
  }

  /** 2 retract, 3 m present, 5 eject. */
  function moveTicket(): PrinterOperation | 'skipped' | 'incomplete' {
    if (at(2) === 2) return done(3, { kind: 'move-ticket', how: 'retract' });
    if (at(2) === 5) return done(3, { kind: 'move-ticket', how: 'eject' });
    if (at(2) !== 3) return skip(3);
    return buffer.length < 4 ? 'incomplete' : done(4, { kind: 'move-ticket', how: 'present' });
  }

  function beginRaster(): 'skipped' | 'incomplete' {
    if (buffer.length < 8) return 'incomplete';
    const bytesPerRow = at(4) + at(5) * 256;
    const rowsLeft = at(6) + at(7) * 256;
    const [isDoubleWide, isDoubleHigh] = [(at(3) & 1) !== 0, (at(3) & 2) !== 0];
    drop(8);
    const printable = bytesPerRow > 0 && bytesPerRow <= maximumRowBytes && rowsLeft > 0;
    if (printable) raster = { bytesPerRow, rowsLeft, isDoubleWide, isDoubleHigh };
    return 'skipped';
  }

  function done(count: number, operation: PrinterOperation): PrinterOperation {
    drop(count);
    return operation;
  }

  function skip(count: number): 'skipped' | 'incomplete' {
    if (buffer.length < count) return 'incomplete';
    drop(count);
    return 'skipped';
  }

  return {
    put(bytes) {
      const joined = new Uint8Array(buffer.length + bytes.length);
      joined.set(buffer);
      joined.set(bytes, buffer.length);
      buffer = joined;
    },
    next() {
      for (;;) {
        const result = step();
        if (result === 'incomplete') return undefined;
        if (result !== 'skipped') return result;
      }
    },
    bufferedBytes: () => buffer.length,
    forget() {
      buffer = new Uint8Array();
      initialise();
      raster = undefined;
      again = undefined;
    },
  };
}
