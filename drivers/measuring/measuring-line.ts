import type { Clock } from '#config/agreements/clock.ts';
import type { Transport } from '../contract/transport.ts';
import type { Framing } from './framing.ts';

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

export interface MeasuringLineParts<Said> {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly framing: Framing<Said>;
  /**
   * The rest of a record follows at once. What a device that lost its power leaves behind must not become the beginning of
   * the next patient's record: after such a pause it is dropped.
   */
  readonly longestPauseMs: number;
  onSaid(said: Said): void;
  /** Bytes that mean nothing. */
  onNoise(count: number): void;
}

export function createMeasuringLine<Said>(parts: MeasuringLineParts<Said>): MeasuringLine {
  const { transport, clock, framing, longestPauseMs, onSaid, onNoise } = parts;
  const timers = new Set<() => void>();
  let ended = false;
  let callOffDrop = () => {};
  let lastWrite: Promise<unknown> = Promise.resolve();
  const unsubscribe = transport.onData(read);

  function read(bytes: Uint8Array): void {
    callOffDrop();
    const { said, skipped } = framing.cut(bytes);
    if (framing.isMidway()) callOffDrop = after(longestPauseMs, drop);
    for (const each of said) {
      // What is said may make its reader give up the line.
      if (!ended) onSaid(each);
    }
    if (!ended && skipped > 0) onNoise(skipped);
  }

  function drop(): void {
    const dropped = framing.forget();
    if (dropped > 0) onNoise(dropped);
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
    isMidway: framing.isMidway,
    forget() {
      callOffDrop();
      framing.forget();
    },
    taken: () => lastWrite,
    end() {
      ended = true;
      framing.forget();
      unsubscribe();
      for (const callOff of [...timers]) callOff();
    },
  };
}
