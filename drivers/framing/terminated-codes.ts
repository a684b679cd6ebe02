import { longestCodeBytes } from '../contract/barcode-scanner.ts';

/** One code as its scanner ended it, or too much without an end. */
export type EndedCode = { readonly kind: 'code'; readonly bytes: Uint8Array } | { readonly kind: 'oversized' };

/**
 * Cuts what a scanner sends into codes. A code ends at CR, LF, TAB, ETX, EOT or NUL (the suffix is a setting of the
 * scanner), and where STX begins the next one. A code whose scanner sends no suffix is still held: only silence ends it,
 * and what it is worth then is its reader's business (`heldBytes`).
 *
 * Pure and persistent: an old state stays usable. A loose cable sends noise for hours, so an unfinished code is held up
 * to `longestCodeBytes`; what is longer becomes one `oversized`, and everything up to the next terminator is dropped.
 */
export type CodeFraming =
  | { readonly at: 'code'; readonly held: Held | undefined }
  /** Too much came without a terminator. */
  | { readonly at: 'dropping' };

/** Pieces of an unfinished code, the newest first: adding a piece copies nothing, so a code byte by byte is linear. */
interface Held {
  readonly bytes: Uint8Array;
  readonly before: Held | undefined;
  /** Together with everything before. */
  readonly length: number;
}

export interface FramingStep {
  readonly framing: CodeFraming;
  readonly scans: readonly EndedCode[];
}

export const noCode: CodeFraming = { at: 'code', held: undefined };

/** NUL, STX, ETX, EOT, TAB, LF, CR. None of them is a part of any document's text. */
const ends = Uint8Array.from({ length: 256 }, (_, byte) =>
  [0x00, 0x02, 0x03, 0x04, 0x09, 0x0a, 0x0d].includes(byte) ? 1 : 0,
);

export function endsCode(byte: number | undefined): boolean {
  return byte !== undefined && ends[byte] === 1;
}

/** What stands there without an end; `undefined` between two codes, and where too much came to be one. */
export function heldBytes(framing: CodeFraming): Uint8Array | undefined {
  return framing.at === 'code' && framing.held ? joined(framing.held) : undefined;
}

/** Overwrites what `before` held, unless the step that made `after` of it holds it still: `before` is of no use then. */
export function overwriteEnded(before: CodeFraming, after: CodeFraming): void {
  const held = before.at === 'code' ? before.held : undefined;
  const isHeld = after.at === 'code' && (after.held === held || after.held?.before === held);
  if (isHeld) return;
  for (let piece = held; piece; piece = piece.before) piece.bytes.fill(0);
}

/** The codes are copies; the chunk may be overwritten afterwards. */
export function cutCodes(before: CodeFraming, chunk: Uint8Array): FramingStep {
  const scans: EndedCode[] = [];
  let framing = before;
  let start = 0;
  for (let at = 0; at < chunk.length; at++) {
    if (!endsCode(chunk[at])) continue;
    framing = hold(framing, chunk.subarray(start, at), scans);
    // Empty codes come from the LF after a CR, and from a scanner that sends its suffix before the code as well.
    if (framing.at === 'code' && framing.held) scans.push({ kind: 'code', bytes: joined(framing.held) });
    framing = noCode;
    start = at + 1;
  }
  const rest = hold(framing, chunk.subarray(start), scans);
  // A copy: the chunk is not ours. `slice` makes none of a Node buffer.
  const isNew = rest.at === 'code' && rest.held !== undefined && rest !== framing;
  return {
    framing: isNew ? { at: 'code', held: { ...rest.held, bytes: Uint8Array.from(rest.held.bytes) } } : rest,
    scans,
  };
}

/** Holds a view of the bytes. */
function hold(framing: CodeFraming, bytes: Uint8Array, scans: EndedCode[]): CodeFraming {
  if (framing.at === 'dropping' || bytes.length === 0) return framing;
  const length = (framing.held?.length ?? 0) + bytes.length;
  if (length > longestCodeBytes) {
    scans.push({ kind: 'oversized' });
    return { at: 'dropping' };
  }
  return { at: 'code', held: { bytes, before: framing.held, length } };
}

function joined(held: Held): Uint8Array {
  const code = new Uint8Array(held.length);
  for (let piece: Held | undefined = held; piece; piece = piece.before) {
    code.set(piece.bytes, piece.length - piece.bytes.length);
  }
  return code;
}
