/** What a printer says about itself, read from its bytes. Pure, bounded, split-proof. */

/** `DLE EOT n`, acted on at once. 1: online, 2: why offline, 3: which error, 4: paper sensors. */
export type RealTimeQuestion = 1 | 2 | 3 | 4;

export function realTimeRequest(question: RealTimeQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/**
 * - `real-time`: the answer to a `DLE EOT`. Bits 1 and 4 set, 0 and 7 clear (four manuals, CONFIRMED); which of the four
 *   questions it answers does not show, so there is never more than one outstanding.
 * - `queued`: the answer to `GS r 1`. Bits 4 and 7 clear, so it can never be taken for the other.
 * - `automatic`: an ASB block of four bytes. We never switch it on, but some printers have it on from the factory, and its
 *   last three bytes look like answers to `GS r 1`.
 * - `full`: the four bytes of a kiosk printer's full status, only where it is asked for.
 */
export type StatusReply =
  | { readonly kind: 'real-time'; readonly byte: number }
  | { readonly kind: 'queued'; readonly byte: number }
  | { readonly kind: 'automatic'; readonly bytes: Uint8Array }
  | { readonly kind: 'full'; readonly bytes: Uint8Array };

export interface StatusStep {
  readonly replies: readonly StatusReply[];
  /** The beginning of an ASB block or of a full status, at most five bytes. */
  readonly rest: Uint8Array;
  /** Bytes that no status has. Worth a look at the cable when it grows. */
  readonly skipped: number;
}

const automaticLength = 4;

/** `10 0F` and four bytes of any value; no ASB block begins so. */
const fullHeader = [0x10, 0x0f];
const fullLength = 6;

/** `knowsFull` where the printer has a full status. */
export function readStatus(before: Uint8Array, chunk: Uint8Array, knowsFull = false): StatusStep {
  const replies: StatusReply[] = [];
  let block = Array.from(before);
  let skipped = 0;
  for (const byte of chunk) {
    if (knowsFull && fullHeader.every((expected, at) => block[at] === expected)) {
      block.push(byte);
      if (block.length < fullLength) continue;
      replies.push({ kind: 'full', bytes: Uint8Array.from(block.slice(fullHeader.length)) });
      block = [];
      continue;
    }
    const continues = block.length > 0 && isQueuedStatus(byte);
    if (continues) {
      block.push(byte);
      if (block.length < automaticLength) continue;
      replies.push({ kind: 'automatic', bytes: Uint8Array.from(block) });
      block = [];
      continue;
    }
    // A block that breaks off is thrown away whole: none of its bytes may count as an answer.
    skipped += block.length;
    block = [];
    if (isRealTimeStatus(byte)) replies.push({ kind: 'real-time', byte });
    else if (isAutomaticHeader(byte)) block = [byte];
    else if (isQueuedStatus(byte)) replies.push({ kind: 'queued', byte });
    else skipped += 1;
  }
  return { replies, rest: Uint8Array.from(block), skipped };
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
