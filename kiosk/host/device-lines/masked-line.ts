import type { Clock } from '#config/agreements/clock.ts';
import { createMaskStream, type MaskStream } from './mask-stream.ts';
import type { LineMasks } from './masks.ts';

/** What came over a line in one go, masked. */
export interface LinePiece {
  /** Since listening began. */
  readonly atMs: number;
  readonly from: 'device' | 'host';
  readonly bytes: Uint8Array;
}

/**
 * Both directions of a line, masked while they are heard. Nothing leaves unmasked: what no mask has judged yet is held, and
 * masked whole when the line is quiet or ends.
 */
export interface MaskedLine {
  heard(from: LinePiece['from'], bytes: Uint8Array): void;
  /** The line ended or broke. */
  flush(): void;
}

/** `order`: of what was heard, in both directions; one of them may wait for its mask longer than the other. */
export interface HeardPiece extends LinePiece {
  readonly order: number;
}

/** The pause after which drivers drop what they hold, too. */
const quietMs = 2_000;

export function createMaskedLine(
  masks: LineMasks,
  clock: Pick<Clock, 'now' | 'after'>,
  tell: (piece: HeardPiece) => void,
): MaskedLine {
  const startedAt = clock.now();
  const streams: Readonly<Record<LinePiece['from'], MaskStream<HeardPiece>>> = {
    device: createMaskStream(masks.device),
    host: createMaskStream(masks.host),
  };
  let callOffFlush = () => {};
  let order = 0;

  function flush(): void {
    callOffFlush();
    for (const stream of Object.values(streams)) stream.flush().forEach(tell);
  }

  return {
    heard(from, bytes) {
      callOffFlush();
      order += 1;
      streams[from].push({ order, atMs: clock.now() - startedAt, from, bytes: Uint8Array.from(bytes) }).forEach(tell);
      callOffFlush = clock.after(quietMs, flush);
    },
    flush,
  };
}
