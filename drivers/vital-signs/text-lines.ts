/** Cuts a byte stream into lines that end with CR, LF or CRLF. Pure, bounded, split-proof. */
export interface LineFraming {
  readonly held: readonly number[];
  /** The line grew too long, or began before anybody listened: it is dropped up to its end. */
  readonly isDropping: boolean;
}

export interface LineStep {
  readonly framing: LineFraming;
  /** Latin-1, so that every byte stays visible; empty lines are left out. `undefined` for a line that was too long. */
  readonly lines: readonly (string | undefined)[];
}

export const noLine: LineFraming = { held: [], isDropping: false };

export function cutLines(before: LineFraming, chunk: Uint8Array, longest: number): LineStep {
  const lines: (string | undefined)[] = [];
  let held = [...before.held];
  let isDropping = before.isDropping;
  for (const byte of chunk) {
    if (byte === 0x0d || byte === 0x0a) {
      if (!isDropping && held.length > 0) lines.push(String.fromCharCode(...held));
      held = [];
      isDropping = false;
    } else if (!isDropping && held.length === longest) {
      lines.push(undefined);
      held = [];
      isDropping = true;
    } else if (!isDropping) {
      held.push(byte);
    }
  }
  return { framing: { held, isDropping }, lines };
}
