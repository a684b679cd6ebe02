import type { Clock } from '#config/agreements/clock.ts';
import type { DriverName } from '#config/settings/device-settings.ts';
import type { LineTap } from '#drivers/transport/tap-line.ts';
import { createMaskedLine, type HeardPiece, type MaskedLine } from './masked-line.ts';
import { masksFor } from './masks.ts';

/** Figures of one line since the kiosk's program began; times are epoch ms. */
export interface LineFigures {
  readonly bytesFromDevice: number;
  readonly bytesToDevice: number;
  readonly readsFromDevice: number;
  readonly opened: number;
  readonly lost: number;
  readonly lastHeardAt: number | undefined;
}

/** One read or write as a technician sees it: masked, and only its beginning when it is long. */
export interface SeenPiece {
  readonly order: number;
  /** Epoch ms. */
  readonly at: number;
  readonly from: 'device' | 'host';
  readonly bytes: Uint8Array;
  /** Of the whole piece. */
  readonly length: number;
}

/**
 * Hears what a driver and its device say to each other. Always counts; keeps bytes only while somebody looks or a recording runs, and
 * then only masked ones.
 */
export interface LineEar extends LineTap {
  opened(): void;
  lost(): void;
  figures(): LineFigures;
  /** The last pieces. Listening begins with the first look, and ends when nobody has looked for a while. */
  look(): readonly SeenPiece[];
  /** From now on, all of the line, until `takeRecording` or the bounds. False: one runs already. */
  beginRecording(): boolean;
  isRecording(): boolean;
  /** Of the recording that runs. */
  recordedBytes(): number;
  /** In the order in which they were heard; `undefined` when none was begun. */
  takeRecording(): readonly HeardPiece[] | undefined;
  end(): void;
}

/** Pages look twice a second. */
export const forgetsAfterMs = 3_000;
const mostSeen = 120;
const mostSeenBytes = 64;
/** A device that talks without end must not fill the memory. */
export const recordingBounds = { pieces: 50_000, bytes: 4_000_000 } as const;

type EarClock = Pick<Clock, 'now' | 'after' | 'monotonic'>;

export function createLineEar(driver: DriverName, clock: EarClock): LineEar {
  let figures: LineFigures = {
    bytesFromDevice: 0,
    bytesToDevice: 0,
    readsFromDevice: 0,
    opened: 0,
    lost: 0,
    lastHeardAt: undefined,
  };
  let masked: { readonly line: MaskedLine; readonly since: number } | undefined;
  let seen: readonly SeenPiece[] = [];
  let recorded: HeardPiece[] | undefined;
  let recordedBytes = 0;
  let isWatched = false;
  let callOffForget = () => {};

  function listen(): void {
    masked ??= { line: createMaskedLine(masksFor(driver), clock, keep), since: clock.now() };
  }

  function keep(piece: HeardPiece): void {
    if (recorded && recorded.length < recordingBounds.pieces && recordedBytes < recordingBounds.bytes) {
      recorded.push(piece);
      recordedBytes += piece.bytes.length;
    }
    if (!isWatched || !masked) return;
    const { order, atMs, from, bytes } = piece;
    const shown = { order, at: masked.since + atMs, from, bytes: bytes.slice(0, mostSeenBytes), length: bytes.length };
    seen = [...seen, shown].slice(-mostSeen);
  }

  function stopWatching(): void {
    isWatched = false;
    seen = [];
    stopWhenUnheard();
  }

  function stopWhenUnheard(): void {
    if (isWatched || recorded || !masked) return;
    const { line } = masked;
    masked = undefined;
    line.flush();
  }

  return {
    heard(from, bytes) {
      const { bytesFromDevice, bytesToDevice, readsFromDevice } = figures;
      figures =
        from === 'device'
          ? {
              ...figures,
              bytesFromDevice: bytesFromDevice + bytes.length,
              readsFromDevice: readsFromDevice + 1,
              lastHeardAt: clock.now(),
            }
          : { ...figures, bytesToDevice: bytesToDevice + bytes.length };
      masked?.line.heard(from, bytes);
    },
    opened() {
      figures = { ...figures, opened: figures.opened + 1 };
    },
    lost() {
      figures = { ...figures, lost: figures.lost + 1 };
      masked?.line.flush();
    },
    figures: () => figures,
    look() {
      isWatched = true;
      listen();
      callOffForget();
      callOffForget = clock.after(forgetsAfterMs, stopWatching);
      return seen;
    },
    beginRecording() {
      if (recorded) return false;
      recorded = [];
      recordedBytes = 0;
      // Times of a recording begin with it.
      masked?.line.flush();
      masked = undefined;
      listen();
      return true;
    },
    isRecording: () => recorded !== undefined,
    recordedBytes: () => (recorded ? recordedBytes : 0),
    takeRecording() {
      if (!recorded) return undefined;
      masked?.line.flush();
      const pieces = recorded.toSorted((one, other) => one.order - other.order);
      recorded = undefined;
      stopWhenUnheard();
      return pieces;
    },
    end() {
      callOffForget();
      recorded = undefined;
      stopWatching();
    },
  };
}
