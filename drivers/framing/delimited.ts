import type { FrameShape } from './frames.ts';

export interface Delimiters {
  readonly first: number;
  readonly last: number;
  /** Whole frames, delimiters and what stands behind them included. */
  readonly longestBytes: number;
  /** Bytes behind `last` that belong to the frame: a checksum. */
  readonly behind?: number;
}

/**
 * The shape of a frame of visible text (ASCII 20 to 7E) between a first and a last byte, such as `STX … ETX SUM`. Any other byte
 * inside means that this frame broke off; a whole one may begin there.
 */
export function delimitedShape({ first, last, longestBytes, behind = 0 }: Delimiters): FrameShape {
  return {
    longestBytes,
    lengthAt(bytes, at) {
      if (bytes[at] !== first) return 'none';
      for (let index = at + 1; index < bytes.length; index++) {
        const byte = bytes[index];
        if (byte === last) return index + behind < bytes.length ? index + 1 + behind - at : 'unfinished';
        if (byte === undefined || byte < 0x20 || byte > 0x7e) return 'none';
      }
      return 'unfinished';
    },
  };
}
