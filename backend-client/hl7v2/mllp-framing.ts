/**
 * MLLP: VT message FS CR. Bytes in, frames out; no socket, no clock.
 *
 * What this never does: give out a frame without its FS CR, or hold more than one frame of the longest allowed length.
 */
const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;

/** Longest message in bytes that either side of ours takes, unless told otherwise. */
export const longestFrameBytes = 1024 * 1024;

export interface MllpFramingStep {
  readonly frames: readonly Uint8Array[];
  /** Bytes between frames and in frames that were given up. Worth a counter when it is not zero. */
  readonly skippedBytes: number;
}

/** Holds the unfinished frame of one connection. Any way of splitting the same bytes gives the same frames. */
export interface MllpFraming {
  push(chunk: Uint8Array): MllpFramingStep;
}

/** The whole frame in one buffer, so that it leaves in one write and, when small, in one segment. */
export function mllpFrame(message: Uint8Array): Uint8Array {
  const frame = new Uint8Array(message.length + 3);
  frame[0] = VT;
  frame.set(message, 1);
  frame[message.length + 1] = FS;
  frame[message.length + 2] = CR;
  return frame;
}

/**
 * The buffer doubles as it fills, so that a message that arrives byte by byte costs time in proportion to its length.
 *
 * A VT inside a frame begins a new one: content cannot hold it, so the sender has started again. A FS that no CR follows is
 * content. A frame longer than `longest` is given up, and everything until the next VT is skipped.
 */
export function createMllpFraming(longest: number = longestFrameBytes): MllpFraming {
  let buffer = new Uint8Array(0);
  let length = 0;
  let inside = false;

  function take(byte: number): void {
    if (length === buffer.length) {
      const larger = new Uint8Array(Math.min(Math.max(256, 2 * length), longest + 1));
      larger.set(buffer);
      buffer = larger;
    }
    buffer[length] = byte;
    length += 1;
  }

  function push(chunk: Uint8Array): MllpFramingStep {
    const frames: Uint8Array[] = [];
    let skippedBytes = 0;
    for (const byte of chunk) {
      if (byte === VT) {
        if (inside) skippedBytes += length + 1;
        inside = true;
        length = 0;
      } else if (!inside) {
        skippedBytes += 1;
      } else if (byte === CR && length > 0 && buffer[length - 1] === FS) {
        frames.push(buffer.slice(0, length - 1));
        inside = false;
        length = 0;
      } else if (length > longest) {
        skippedBytes += length + 2;
        inside = false;
        length = 0;
        buffer = new Uint8Array(0);
      } else {
        take(byte);
      }
    }
    return { frames, skippedBytes };
  }

  return { push };
}
