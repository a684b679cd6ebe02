import type { Clock } from '#config/agreements/clock.ts';
import type { Transport } from '../contract/transport.ts';
import { cutFrames, type FrameShape, noBytes, tellCut } from '../framing/frames.ts';

/** One line that stands: what the device says in, bytes out, and timers that end with it. */
export interface MeasuringLine {
  send(bytes: Uint8Array): void;
  after(ms: number, call: () => void): () => void;
  /** A record has begun that has not ended. */
  isMidway(): boolean;
  /** What has begun is nobody's: its rest will mean nothing. */
  forget(): void;
  /** Resolves when the system has taken everything that was sent. */
  taken(): Promise<unknown>;
  /** The line is gone or given up: no listener and no timer is called any more. */
  end(): void;
}

export interface MeasuringLineParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly shape: FrameShape;
  /**
   * The rest of a record follows at once. What a device that lost its power leaves behind must not become the beginning of
   * the next patient's record: after such a pause it is dropped.
   */
  readonly longestPauseMs: number;
  onFrame(frame: Uint8Array): void;
  /** Bytes that belong to no frame. */
  onNoise(count: number): void;
}

export function createMeasuringLine(parts: MeasuringLineParts): MeasuringLine {
  const { transport, clock, shape, longestPauseMs, onFrame, onNoise } = parts;
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
    if (rest.length > 0) callOffDrop = after(longestPauseMs, drop);
    tellCut(cut, hearFrame, hearNoise);
  }

  /** What is heard may make its reader give up the line. */
  function hearFrame(frame: Uint8Array): void {
    if (!ended) onFrame(frame);
  }

  function hearNoise(count: number): void {
    if (!ended && count > 0) onNoise(count);
  }

  function drop(): void {
    const dropped = rest.length;
    rest = noBytes;
    hearNoise(dropped);
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
    isMidway: () => rest.length > 0,
    forget() {
      callOffDrop();
      rest = noBytes;
    },
    taken: () => lastWrite,
    end() {
      ended = true;
      rest = noBytes;
      unsubscribe();
      for (const callOff of [...timers]) callOff();
    },
  };
}
