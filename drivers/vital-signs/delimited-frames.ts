/** Cuts a byte stream into frames between a first and a last byte. Pure, bounded, split-proof. */
export interface FrameShape {
  readonly first: number;
  readonly last: number;
  /** Bytes between the two. */
  readonly longest: number;
}

export interface FrameStep {
  /** What stood between the delimiters. */
  readonly frames: readonly Uint8Array[];
  /** The beginning of a frame, its first byte included. */
  readonly rest: Uint8Array;
  /** Bytes outside of frames, of frames that a new one interrupted, and of frames that grew too long. */
  readonly skipped: number;
}

export function cutFrames(before: Uint8Array, chunk: Uint8Array, { first, last, longest }: FrameShape): FrameStep {
  const frames: Uint8Array[] = [];
  let skipped = 0;
  const rest = Array.from(before);
  for (const byte of chunk) {
    if (byte === first) {
      // A second first byte means that the last one's frame broke off.
      skipped += rest.length;
      rest.length = 0;
      rest.push(byte);
    } else if (rest.length === 0) {
      skipped += 1;
    } else if (byte === last) {
      frames.push(Uint8Array.from(rest.slice(1)));
      rest.length = 0;
    } else {
      rest.push(byte);
      if (rest.length <= longest + 1) continue;
      skipped += rest.length;
      rest.length = 0;
    }
  }
  return { frames, rest: Uint8Array.from(rest), skipped };
}
