import type { Clock } from '#config/agreements/clock.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { retryDelayMs } from './backoff.ts';

export interface LineSupervision {
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** A line stands. Listeners that are added before this returns miss no byte. The supervisor closes the transport. */
  onOpen(transport: Transport): void;
  /** An attempt failed, or the line that stood broke. The next attempt follows by itself. */
  onLost(problem: LineProblem): void;
}

export interface SupervisedLine {
  /**
   * Gives up a line that stands but is useless, such as the TCP connection of a printer that was switched off and on: `onLost`
   * is called at once, and it is opened anew. Does nothing while no line stands.
   */
  reopen(): void;
  /**
   * Neither `onOpen` nor `onLost` is called from now on. Resolves when the port can be opened by somebody else; an
   * attempt that is under way is waited for.
   */
  close(): Promise<void>;
}

/** Also the longest time that a device which was plugged in again stays unnoticed. */
const backoff = { firstMs: 250, capMs: 5_000, floorMs: 20 };

/** A line that stood so long is a sound one: the next retry is quick again. */
const soundAfterMs = 5_000;

/**
 * Keeps one line to one device: opens it, and after every failure and loss opens it again, one attempt at a time, for as
 * long as the kiosk runs.
 */
export function superviseLine({ open, clock, random, onOpen, onLost }: LineSupervision): SupervisedLine {
  let failures = 0;
  let closed = false;
  /** Ends the only wait there is. */
  let endWait = () => {};
  let reopen = () => {};
  const finished = keepOpen();

  async function keepOpen(): Promise<void> {
    while (!closed) {
      const opened = await open();
      if (opened.ok) await stand(opened.value);
      else failed(opened.problem);
      if (!closed) await wait((end) => clock.after(retryDelayMs(backoff, failures, random()), end));
    }
  }

  async function stand(transport: Transport): Promise<void> {
    if (!closed) {
      const notSoundYet = clock.after(soundAfterMs, () => {
        failures = 0;
      });
      await wait((end) => {
        const lost = (problem: LineProblem) => {
          reopen = () => {};
          failed(problem);
          end();
        };
        reopen = () => lost({ kind: 'lost' });
        const unsubscribe = transport.onLost(lost);
        onOpen(transport);
        return unsubscribe;
      });
      reopen = () => {};
      notSoundYet();
    }
    await transport.close();
  }

  function failed(problem: LineProblem): void {
    failures += 1;
    if (!closed) onLost(problem);
  }

  /** Resolves when `begin` calls `end` or the line is closed, whichever is first; then calls what `begin` returned. */
  function wait(begin: (end: () => void) => Unsubscribe): Promise<void> {
    return new Promise((resolve) => {
      let ended = false;
      let callOff: Unsubscribe | undefined;
      endWait = () => {
        ended = true;
        callOff?.();
        resolve();
      };
      callOff = begin(endWait);
      // A driver may close the line, or break it by writing too much, before `onOpen` has returned.
      if (ended) callOff();
    });
  }

  return {
    reopen: () => reopen(),
    close() {
      closed = true;
      endWait();
      return finished;
    },
  };
}
