import { cutFrames, type FrameShape, noBytes } from '../framing/frames.ts';

/** How the bytes of one line become what its device says. Holds the beginning of what has not ended yet. */
export interface Framing<Said> {
  cut(chunk: Uint8Array): { readonly said: readonly Said[]; readonly skipped: number };
  /** Something has begun that has not ended. */
  isMidway(): boolean;
  /** Forgets the beginning that is held; tells how many bytes it had. */
  forget(): number;
}

export function framesOf(shape: FrameShape): () => Framing<Uint8Array> {
  return () => {
    let rest = noBytes;
    return {
      cut(chunk) {
        const step = cutFrames(shape, rest, chunk);
        rest = step.rest;
        return { said: step.frames, skipped: step.skipped };
      },
      isMidway: () => rest.length > 0,
      forget() {
        const held = rest.length;
        rest = noBytes;
        return held;
      },
    };
  };
}
