import type { Clock } from '#config/agreements/clock.ts';
import type { MeasuringOwner } from '../contract/measuring.ts';

/** A device that may still work for somebody whose measurement is over, such as a cuff that knows no stop. */
export interface WorkingOn {
  begin(owner: MeasuringOwner, forMs: number): void;
  /** Its record came, or it says that it is free. */
  end(): void;
  /** 0 when it works for nobody. */
  leftMs(): number;
  isFor(owner: MeasuringOwner): boolean;
}

/** A clock that somebody sets meanwhile makes nobody wait longer, and frees no device early. */
export function createWorkingOn(clock: Pick<Clock, 'after' | 'monotonic'>, onOver: () => void): WorkingOn {
  let until: number | undefined;
  let owner: MeasuringOwner;
  let callOff = () => {};

  return {
    begin(of, forMs) {
      callOff();
      owner = of;
      until = clock.monotonic() + forMs;
      callOff = clock.after(forMs, onOver);
    },
    end() {
      callOff();
      until = undefined;
    },
    // Until its timer has been called it is not over, whatever the clock shows.
    leftMs: () => (until === undefined ? 0 : Math.max(1, until - clock.monotonic())),
    isFor: (other) => owner !== undefined && owner === other,
  };
}
