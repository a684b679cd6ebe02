/**
 * The one way in which bytes of a line become frames, for every device that measures. Pure: bytes in, frames out; any way of
 * splitting the same bytes gives the same frames, with the same noise between them.
 */
export interface FrameShape {
  /** No frame is longer. Bounds what is held: a loose cable sends noise for hours. */
  readonly longestBytes: number;
  /**
   * What stands at `at`: a whole frame (its length), perhaps the beginning of one, or none. Looks at nothing before `at`,
   * and further bytes never change a length or a `none`.
   */
  lengthAt(bytes: Uint8Array, at: number): number | 'unfinished' | 'none';
}

export interface FramesCut {
  /** Views into one fresh copy; the chunk may be overwritten afterwards. */
  readonly frames: readonly Uint8Array[];
  /** How many bytes of noise stood in front of each frame. */
  readonly noiseBefore: readonly number[];
  /** Bytes of noise behind the last frame. */
  readonly noiseBehind: number;
  /** The beginning of what may become a frame, shorter than `longestBytes`. */
  readonly rest: Uint8Array;
}

export const noBytes: Uint8Array = new Uint8Array();

/** Noise is what belongs to no frame; it is thrown away, and only counted. */
export function cutFrames(shape: FrameShape, rest: Uint8Array, chunk: Uint8Array): FramesCut {
  const bytes = new Uint8Array(rest.length + chunk.length);
  bytes.set(rest);
  bytes.set(chunk, rest.length);

  const frames: Uint8Array[] = [];
  const noiseBefore: number[] = [];
  let noise = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = shape.lengthAt(bytes, at);
    if (length === 'unfinished' && bytes.length - at < shape.longestBytes) break;
    if (typeof length === 'number' && length <= shape.longestBytes) {
      frames.push(bytes.subarray(at, at + length));
      noiseBefore.push(noise);
      noise = 0;
      at += length;
    } else {
      noise += 1;
      at += 1;
    }
  }
  // A copy: a view would keep the whole chunk alive.
  return { frames, noiseBefore, noiseBehind: noise, rest: at < bytes.length ? bytes.slice(at) : noBytes };
}
