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
  // From Node's pool when small, and not zeroed: every byte is written here.
  const frame = Buffer.allocUnsafe(message.length + 3);
  frame[0] = VT;
  frame.set(message, 1);
  frame[message.length + 1] = FS;
  frame[message.length + 2] = CR;
  return frame;
}

/**
 * Bytes are looked for and copied in stretches; a frame that comes whole in one chunk is copied once. The buffer doubles as
 * it fills, so that a message that arrives byte by byte costs time in proportion to its length.
 *
 * A VT inside a frame begins a new one: content cannot hold it, so the sender has started again. A FS that no CR follows is
 * content. A frame longer than `longest` is given up, and everything until the next VT is skipped.
 */
export function createMllpFraming(longest: number = longestFrameBytes): MllpFraming {
  let buffer = new Uint8Array(0);
  let length = 0;
  let inside = false;

  return { push };

  function push(chunk: Uint8Array): MllpFramingStep {
    const frames: Uint8Array[] = [];
    const next = createFinder(chunk);
    let skippedBytes = 0;
    let at = 0;
    while (at < chunk.length) {
      if (!inside) {
        const start = next.vt(at);
        skippedBytes += start - at;
        if (start === chunk.length) break;
        inside = true;
        length = 0;
        at = start + 1;
      } else if (chunk[at] === CR && length > 0 && buffer[length - 1] === FS) {
        // The FS was the last byte of the chunk before.
        frames.push(buffer.slice(0, length - 1));
        inside = false;
        at += 1;
      } else {
        at = takeFrom(at);
      }
    }
    return { frames, skippedBytes };

    /** Takes what belongs to the open frame from here on, as far as it is clear, and says where to go on. */
    function takeFrom(from: number): number {
      const restart = next.vt(from);
      const end = Math.min(restart, next.fs(from));
      const ends = end < restart && chunk[end + 1] === CR;
      // A FS that ends nothing is content.
      const until = end < restart && !ends ? end + 1 : end;
      const room = longest + 1 - length;
      if (until - from + (ends ? 1 : 0) > room) {
        skippedBytes += longest + 3;
        inside = false;
        buffer = new Uint8Array(0);
        return from + room + 1;
      }
      if (ends) {
        frames.push(length === 0 ? Uint8Array.prototype.slice.call(chunk, from, end) : whole(from, end));
        inside = false;
        return end + 2;
      }
      append(from, until);
      if (until !== restart || restart === chunk.length) return until;
      skippedBytes += length + 1;
      length = 0;
      return restart + 1;
    }

    function whole(from: number, end: number): Uint8Array {
      append(from, end);
      return buffer.slice(0, length);
    }

    function append(from: number, until: number): void {
      const needed = length + until - from;
      if (needed > buffer.length) {
        const larger = new Uint8Array(Math.min(Math.max(256, needed, 2 * length), longest + 1));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
      }
      buffer.set(chunk.subarray(from, until), length);
      length = needed;
    }
  }
}

/** The next VT and the next FS at or after a place; the chunk's length when there is none. Never looks at a byte twice. */
function createFinder(chunk: Uint8Array): { vt(from: number): number; fs(from: number): number } {
  let nextVt = -1;
  let nextFs = -1;
  const find = (byte: number, from: number) => {
    const found = chunk.indexOf(byte, from);
    return found === -1 ? chunk.length : found;
  };
  return {
    vt(from) {
      if (nextVt < from) nextVt = find(VT, from);
      return nextVt;
    },
    fs(from) {
      if (nextFs < from) nextFs = find(FS, from);
      return nextFs;
    },
  };
}
