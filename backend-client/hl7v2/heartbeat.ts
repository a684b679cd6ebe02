import type { Clock } from '#config/agreements/clock.ts';
import type { MllpLine } from './mllp-line.ts';

/**
 * Asks an idle hospital whether it still answers. Any frame is an answer; silence closes the line, and the next message
 * opens a new one. Never opens a line itself, never counts as a message, and never shares the line with one.
 */
export interface Heartbeat {
  /** The line is idle from now on. */
  watch(line: MllpLine): void;
  /** A message wants the line: resolves when no heartbeat is unanswered any more. */
  rest(): Promise<void>;
  /** Nothing more is asked; whoever waits in `rest` goes on. */
  stop(): void;
}

export function createHeartbeat({
  afterMs,
  message,
  ackTimeoutMs,
  clock,
}: {
  readonly afterMs: number;
  message(): Uint8Array;
  readonly ackTimeoutMs: number;
  readonly clock: Clock;
}): Heartbeat {
  let callOff = () => {};
  let unanswered: Promise<void> | undefined;
  let giveUp = () => {};

  function watch(line: MllpLine): void {
    callOff();
    callOff = clock.after(afterMs, () => {
      unanswered = ask(line);
    });
  }

  async function ask(line: MllpLine): Promise<void> {
    if (!(await line.isStillOpen())) return;
    const answered = Promise.withResolvers<boolean>();
    giveUp = () => answered.resolve(false);
    const cancelTimeout = clock.after(ackTimeoutMs, giveUp);
    line.listen({ frame: () => answered.resolve(true), noise: () => {}, closed: giveUp });
    line.write(message());
    const heard = await answered.promise;
    cancelTimeout();
    line.listen(undefined);
    if (heard) watch(line);
    else void line.close();
  }

  return {
    watch,
    async rest() {
      callOff();
      await unanswered;
      // The answered heartbeat has begun to watch again.
      callOff();
    },
    stop() {
      callOff();
      giveUp();
    },
  };
}
