import type { FrameShape } from './frames.ts';

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** The shape of a line that ends with CR or LF; `longest` without its end. The LF behind a CR is a line of its own, an empty one. */
export function lineShape(longest: number): FrameShape {
  return {
    longestBytes: longest + 1,
    lengthAt(bytes, at) {
      const most = Math.min(bytes.length, at + longest + 1);
      for (let index = at; index < most; index++) {
        if (bytes[index] === carriageReturn || bytes[index] === lineFeed) return index + 1 - at;
      }
      return 'unfinished';
    },
  };
}

/** What stands in a frame of `lineShape`, without its end. Latin-1, so that every byte stays visible. */
export function textOfLine(frame: Uint8Array): string {
  return String.fromCharCode(...frame.subarray(0, -1));
}
