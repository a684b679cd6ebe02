import type { Mask } from '#drivers/masking/mask-lines.ts';
import { maskBytes } from '#drivers/masking/mask-text.ts';

/** One read or write, as it happened. */
export interface Piece {
  readonly bytes: Uint8Array;
}

/** Masks a line piece by piece: what comes out has the same pieces, at the same times, as soon as a mask could judge them. */
export interface MaskStream<Kind extends Piece> {
  push(piece: Kind): readonly Kind[];
  /** What is still held, masked whole: nobody knows what it would have become. The next piece begins afresh. */
  flush(): readonly Kind[];
}

/** Whoever sends so much that no mask can judge sends noise. A band of a ticket has 18 KiB, a card at most 3. */
const longestHeldBytes = 32 * 1024;

export function createMaskStream<Kind extends Piece>(mask: Mask): MaskStream<Kind> {
  let held: Uint8Array = new Uint8Array();
  let masked: Uint8Array = new Uint8Array();
  const waiting: Kind[] = [];

  function release(): readonly Kind[] {
    const released: Kind[] = [];
    for (let piece = waiting[0]; piece && masked.length >= piece.bytes.length; piece = waiting[0]) {
      released.push({ ...piece, bytes: masked.slice(0, piece.bytes.length) });
      masked = masked.subarray(piece.bytes.length);
      waiting.shift();
    }
    return released;
  }

  function take(done: Uint8Array): void {
    masked = Buffer.concat([masked, done]);
    held = held.slice(done.length);
  }

  return {
    push(piece) {
      waiting.push(piece);
      held = Buffer.concat([held, piece.bytes]);
      take(mask(held));
      if (held.length > longestHeldBytes) take(maskBytes(held));
      return release();
    },
    flush() {
      take(maskBytes(held));
      return release();
    },
  };
}
