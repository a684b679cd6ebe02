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

export interface Noise {
  /** How many frames of the same cut stood in front of it. */
  readonly behind: number;
  /** Bytes that belong to no frame. They are thrown away, and only counted. */
  readonly count: number;
}

export interface FramesCut {
  /** Views into one fresh copy; the chunk may be overwritten afterwards. */
  readonly frames: readonly Uint8Array[];
  /** Where noise was, in the order in which it came. */
  readonly noise: readonly Noise[];
  /** The beginning of what may become a frame, shorter than `longestBytes`. */
  readonly rest: Uint8Array;
}

export const noBytes: Uint8Array = new Uint8Array();
const noNoise: readonly Noise[] = [];

export function cutFrames(shape: FrameShape, rest: Uint8Array, chunk: Uint8Array): FramesCut {
  const bytes = new Uint8Array(rest.length + chunk.length);
  bytes.set(rest);
  bytes.set(chunk, rest.length);

  const frames: Uint8Array[] = [];
  let noise: Noise[] | undefined;
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = shape.lengthAt(bytes, at);
    if (length === 'unfinished' && bytes.length - at < shape.longestBytes) break;
    if (typeof length === 'number' && length <= shape.longestBytes) {
      if (count > 0) {
        noise ??= [];
        noise.push({ behind: frames.length, count });
        count = 0;
      }
      frames.push(bytes.subarray(at, at + length));
      at += length;
    } else {
      count += 1;
      at += 1;
    }
  }
  if (count > 0) {
    noise ??= [];
    noise.push({ behind: frames.length, count });
  }
  // A copy: a view would keep the whole chunk alive.
  return { frames, noise: noise ?? noNoise, rest: at < bytes.length ? bytes.slice(at) : noBytes };
}

/** Frames and noise as they came, each told to whom it concerns. */
export function tellCut(
  { frames, noise }: FramesCut,
  onFrame: (frame: Uint8Array) => void,
  onNoise: (count: number) => void,
): void {
  let told = 0;
  for (const [index, frame] of frames.entries()) {
    if (noise[told]?.behind === index) onNoise(noise[told++]?.count ?? 0);
    onFrame(frame);
  }
  if (noise[told]) onNoise(noise[told]?.count ?? 0);
}
