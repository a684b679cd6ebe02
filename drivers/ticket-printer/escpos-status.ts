/** What a printer says about itself, read from its bytes. Pure, bounded, split-proof. */

/** `DLE EOT n`, acted on at once. 1: online, 2: why offline, 3: which error, 4: paper sensors. */
export type RealTimeQuestion = 1 | 2 | 3 | 4;

export function realTimeRequest(question: RealTimeQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/**
 * `GS a 255`: from now on four bytes at every change of anything (notes §4.2; what the single bits of the parameter choose
 * is UNKNOWN there, 255 is all). Read in its turn. Whether `ESC @` switches it off again is UNKNOWN.
 */
export const automaticStatusRequest: Uint8Array = Uint8Array.of(0x1d, 0x61, 0xff);

/**
 * - `real-time`: the answer to a `DLE EOT`. Bits 1 and 4 set, 0 and 7 clear (four manuals, CONFIRMED); which of the four
 *   questions it answers does not show, so there is never more than one outstanding.
 * - `queued`: what may be the answer to `GS r 1`. Bits 4 and 7 clear (SINGLE), so it is never taken for the other. The last
 *   three bytes of an ASB block have this shape too: when the block's first byte was lost on the way, they come out as
 *   `queued`. That is why one such byte alone proves nothing where blocks can come (`print-confirmation.ts`).
 * - `automatic`: an ASB block, four bytes in a row.
 * - `doubtful`: shaped like `queued`, but it can be a late byte of a block that broke off. It is never an answer.
 * - `full`: the four bytes of a kiosk printer's full status, only where it is asked for.
 */
export type StatusReply =
  | { readonly kind: 'real-time'; readonly byte: number }
  | { readonly kind: 'queued'; readonly byte: number }
  | { readonly kind: 'automatic'; readonly bytes: Uint8Array }
  | { readonly kind: 'doubtful'; readonly byte: number }
  | { readonly kind: 'full'; readonly bytes: Uint8Array };

/** What of a stream is not decided yet. */
export interface StatusReading {
  /** The beginning of an ASB block or of a full status, at most five bytes. */
  readonly held: Uint8Array;
  /** So many bytes of a block that broke off may still come, at most three. */
  readonly missing: number;
}

export const nothingRead: StatusReading = { held: new Uint8Array(), missing: 0 };

/**
 * A printer says a block in one go: a beginning that still waits for its end is a broken one, and must not take the answers
 * to what is asked now for its end.
 */
export function withoutBeginning({ held, missing }: StatusReading): StatusReading {
  return held.length === 0 ? { held, missing } : { held: new Uint8Array(), missing: automaticLength - held.length };
}

export interface StatusStep {
  readonly replies: readonly StatusReply[];
  readonly reading: StatusReading;
  /** ASB blocks that broke off. */
  readonly broken: number;
  /** Bytes that no status has, flow control among them. Worth a look at the cable when it grows. */
  readonly skipped: number;
  /** What a printer with a sound line never says: of the skipped ones all but flow control, and doubtful ones. */
  readonly strange: number;
}

const automaticLength = 4;

/** `10 0F` and four bytes of any value; no ASB block begins so. */
const fullHeader = [0x10, 0x0f];
const fullLength = 6;

/** Software flow control of a serial line: may stand between any two bytes and belongs to none. */
const flowControl: readonly number[] = [0x11, 0x13];

/** `knowsFull` where the printer has a full status. However a stream is cut, the replies are the same. */
export function readStatus(before: StatusReading, chunk: Uint8Array, knowsFull = false): StatusStep {
  const replies: StatusReply[] = [];
  let block = Array.from(before.held);
  let { missing } = before;
  let broken = 0;
  let skipped = 0;
  let strange = 0;
  for (const byte of chunk) {
    if (knowsFull && fullHeader.every((expected, at) => block[at] === expected)) {
      block.push(byte);
      if (block.length < fullLength) continue;
      replies.push({ kind: 'full', bytes: Uint8Array.from(block.slice(fullHeader.length)) });
      block = [];
      continue;
    }
    if (flowControl.includes(byte)) {
      skipped += 1;
      continue;
    }
    if (block.length > 0 && isQueuedStatus(byte)) {
      block.push(byte);
      if (block.length < automaticLength) continue;
      replies.push({ kind: 'automatic', bytes: Uint8Array.from(block) });
      block = [];
      continue;
    }
    // A block that breaks off is thrown away whole, and what may be its rest with it: none of it may count as an answer.
    const brokeOff = block.length > 0;
    if (brokeOff) {
      broken += 1;
      missing = automaticLength - block.length;
    }
    skipped += block.length;
    strange += block.length;
    block = [];
    if (isRealTimeStatus(byte)) {
      replies.push({ kind: 'real-time', byte });
      // An answer can stand within a block; a second one cannot.
      if (!brokeOff) missing = 0;
    } else if (isAutomaticHeader(byte)) {
      block = [byte];
      missing = 0;
    } else if (!isQueuedStatus(byte)) {
      skipped += 1;
      strange += 1;
    } else if (missing > 0) {
      replies.push({ kind: 'doubtful', byte });
      strange += 1;
      missing -= 1;
    } else {
      replies.push({ kind: 'queued', byte });
    }
  }
  return { replies, reading: { held: Uint8Array.from(block), missing }, broken, skipped, strange };
}

function isRealTimeStatus(byte: number): boolean {
  return (byte & 0x93) === 0x12;
}

function isAutomaticHeader(byte: number): boolean {
  return (byte & 0x93) === 0x10;
}

function isQueuedStatus(byte: number): boolean {
  return (byte & 0x90) === 0;
}

/** `GS r 1` and byte 3 of an ASB block: two bits for each sensor, both set or none (notes §4.2). */
const paperBits = { nearEnd: 0x03, end: 0x0c };

/**
 * Whether a byte is the whole answer to `GS r 1` and nothing else: both bits of each sensor say the same, and no other bit
 * is set. Letters, a status without fixed bits and most bytes of a damaged block are none.
 */
export function isWholeQueuedAnswer(byte: number): boolean {
  const isOf = (bits: number) => (byte & bits) === 0 || (byte & bits) === bits;
  return (byte & ~(paperBits.nearEnd | paperBits.end)) === 0 && isOf(paperBits.nearEnd) && isOf(paperBits.end);
}

/** The answer says that there is no paper: what stood in front of it may have come out or not. */
export function saysPaperEnded(queuedAnswer: number): boolean {
  return (queuedAnswer & paperBits.end) !== 0;
}

/** `bare` statuses: every byte is one, or noise. */
export function readBareStatus(chunk: Uint8Array, knownBits: number): StatusStep {
  const bytes = [...chunk].filter((byte) => !flowControl.includes(byte));
  const known = bytes.filter((byte) => (byte & ~knownBits) === 0);
  const replies = known.map((byte) => ({ kind: 'real-time', byte }) as const);
  return {
    replies,
    reading: nothingRead,
    broken: 0,
    skipped: bytes.length - known.length,
    strange: bytes.length - known.length,
  };
}

/** Answers to the four questions; `undefined` where none was asked or given. */
export type StatusAnswers = { readonly [Question in RealTimeQuestion]?: number | undefined };

export type PrinterTrouble = 'no-paper' | 'cover-open' | 'cutter-error' | 'printer-error';

/**
 * Why the printer cannot print, or `undefined`. An open cover comes first: the paper sensor sits in the cover and then
 * sees no paper either. Bit tables: ESC/POS `DLE EOT` (Epson, Citizen, Custom, HPRT manuals, CONFIRMED).
 */
export function troubleIn(answers: StatusAnswers): PrinterTrouble | undefined {
  if (has(answers[2], 0x04)) return 'cover-open';
  if (has(answers[2], 0x20) || has(answers[4], 0x60)) return 'no-paper';
  if (has(answers[3], 0x08)) return 'cutter-error';
  if (has(answers[2], 0x40) || has(answers[1], 0x08)) return 'printer-error';
  return undefined;
}

/** `DLE EOT 2` bit 6: some error; only `DLE EOT 3` says which. */
export function hasError(answers: StatusAnswers): boolean {
  return has(answers[2], 0x40);
}

/** `DLE EOT 4` bits 2 and 3: the roll is nearly at its end. */
export function isPaperLow(answers: StatusAnswers): boolean {
  return has(answers[4], 0x0c);
}

function has(answer: number | undefined, mask: number): boolean {
  return ((answer ?? 0) & mask) !== 0;
}

/** What an ASB block says. */
export interface AutomaticStatus {
  readonly trouble: PrinterTrouble | undefined;
  readonly paperLow: boolean;
}

/**
 * Four bytes as `readStatus` found them. First: 0x08 offline, 0x20 cover open (SINGLE). Second: 0x04 mechanical, 0x08 cutter,
 * 0x20 for good, 0x40 passes by itself. Third: 0x03 nearly at its end, 0x0C at its end (both CONFIRMED, notes §4.2). The
 * fourth is reserved and not looked at. As long as the first byte's bits are SINGLE, a block changes what is shown and no
 * more: whether a ticket may be sent is asked with `DLE EOT`.
 */
export function automaticStatusFrom(block: Uint8Array): AutomaticStatus {
  const [first, errors, paper] = block;
  return { trouble: automaticTrouble(first, errors, paper), paperLow: has(paper, 0x03) };
}

function automaticTrouble(
  first: number | undefined,
  errors: number | undefined,
  paper: number | undefined,
): PrinterTrouble | undefined {
  if (has(first, 0x20)) return 'cover-open';
  if (has(paper, 0x0c)) return 'no-paper';
  if (has(errors, 0x08)) return 'cutter-error';
  return has(errors, 0x64) || has(first, 0x08) ? 'printer-error' : undefined;
}
