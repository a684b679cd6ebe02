import type { PressureChannel } from '../pressure-monitor.ts';

/**
 * Whether a TM-2657 does what it acknowledges. It seems not to when it has sent the record of a measurement whose stop it had
 * acknowledged. Somebody may as well have pressed its own button after the stop, so it is believed again after a stop that was
 * followed by nothing.
 */
export class Tm2657Obedience {
  readonly #after: PressureChannel['after'];
  readonly #disobeysWithinMs: number;
  /** A cuff was told to stop so short ago that it may work on, should the device not do what it acknowledges. */
  #stoppedLately = false;
  #callOffLately = () => {};
  #disobeyedLately = false;
  #disobeys = false;

  /** `disobeysWithinMs`: the longest time for which somebody's cuff may work on that was told to stop. */
  constructor(after: PressureChannel['after'], disobeysWithinMs: number) {
    this.#after = after;
    this.#disobeysWithinMs = disobeysWithinMs;
  }

  isDoubted(): boolean {
    return this.#disobeys;
  }

  wasStoppedLately(): boolean {
    return this.#stoppedLately;
  }

  /** It acknowledged a stop; `recordCame`: and has ended since. */
  acknowledgedStop(recordCame: boolean): void {
    this.#stoppedLately = true;
    this.#callOffLately();
    this.#callOffLately = this.#after(this.#disobeysWithinMs, () => {
      this.#stoppedLately = false;
      if (!this.#disobeyedLately) this.#disobeys = false;
    });
    this.#disobeyedLately = recordCame;
  }

  disobeyed(): void {
    this.#disobeys = true;
    this.#disobeyedLately = true;
  }
}
