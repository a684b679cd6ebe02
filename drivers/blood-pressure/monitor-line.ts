import type { Clock } from '#config/agreements/clock.ts';
import type { Transport } from '../contract/transport.ts';
import { cutFrames, type FrameShape, noBytes } from '../framing/frames.ts';

/**
 * The rest of a frame follows at once: 138 bytes take 0.6 s at 2,400 baud, in one go. What a device that lost its power
 * leaves behind must not become the beginning of the next patient's record. It is dropped, never taken for a frame.
 */
export const longestPauseInFrameMs = 1_000;

/** One line that stands: frames in, bytes out, and timers that end with it. */
export interface MonitorLine {
  send(bytes: Uint8Array): void;
  after(ms: number, call: () => void): () => void;
  /** A frame has begun that has not ended. */
  isMidFrame(): boolean;
  /** Resolves when the system has taken everything that was sent. */
  taken(): Promise<unknown>;
  /** The line is gone or given up: no listener and no timer is called any more. */
  end(): void;
}

export interface MonitorLineParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly shape: FrameShape;
  onFrame(frame: Uint8Array): void;
  /** Bytes that belong to no frame. */
  onNoise(count: number): void;
}

export function createMonitorLine({ transport, clock, shape, onFrame, onNoise }: MonitorLineParts): MonitorLine {
  const timers = new Set<() => void>();
  let rest = noBytes;
  let ended = false;
  let callOffDrop = () => {};
  let lastWrite: Promise<unknown> = Promise.resolve();
  const unsubscribe = transport.onData(read);

  function read(bytes: Uint8Array): void {
    callOffDrop();
    const cut = cutFrames(shape, rest, bytes);
    rest = cut.rest;
    if (rest.length > 0) callOffDrop = after(longestPauseInFrameMs, drop);
    for (const frame of cut.frames) {
      // A frame may make its reader give up the line.
      if (!ended) onFrame(frame);
    }
    if (!ended && cut.skipped > 0) onNoise(cut.skipped);
  }

  function drop(): void {
    const dropped = rest.length;
    rest = noBytes;
    onNoise(dropped);
  }

  function after(ms: number, call: () => void): () => void {
    if (ended) return () => {};
    const callOffTimer = clock.after(ms, () => {
      timers.delete(callOff);
      call();
    });
    const callOff = () => {
      timers.delete(callOff);
      callOffTimer();
    };
    timers.add(callOff);
    return callOff;
  }

  return {
    send(bytes) {
      if (!ended) lastWrite = transport.write(bytes);
    },
    after,
    isMidFrame: () => rest.length > 0,
    taken: () => lastWrite,
    end() {
      ended = true;
      rest = noBytes;
      unsubscribe();
      for (const callOff of [...timers]) callOff();
    },
  };
}
