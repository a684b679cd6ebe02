import type { Clock } from '#config/agreements/clock.ts';

/** A wait that ends early when somebody knocks. A knock while nobody waits is kept for the next wait. */
export interface Rest {
  /** Until `ms` have passed or `end()`; without `ms`, until `end()`. */
  wait(ms?: number): Promise<void>;
  end(): void;
}

export function createRest(clock: Clock): Rest {
  let knocked = false;
  let finish: (() => void) | undefined;

  return { wait, end };

  function wait(ms?: number): Promise<void> {
    if (knocked) {
      knocked = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const callOff = ms === undefined ? () => {} : clock.after(ms, () => finish?.());
      finish = () => {
        finish = undefined;
        callOff();
        resolve();
      };
    });
  }

  function end(): void {
    if (finish) finish();
    else knocked = true;
  }
}
