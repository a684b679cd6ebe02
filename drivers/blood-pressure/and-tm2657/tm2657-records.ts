import type { MeasuredRecord } from '../measured-record.ts';
import type { PressureChannel } from '../pressure-monitor.ts';
import { tm2657Delays } from './tm2657-delays.ts';

export interface Tm2657Record {
  readonly text: string;
  readonly record: MeasuredRecord;
}

/**
 * Whose a record of a TM-2657 is, which keeps its last one and gives it on `RB`, also after it was switched off.
 *
 * One that differs from what the device kept is new. One that says exactly the same (values, pulse and minute) is a repetition
 * as long as an `RB` is unanswered, however late: also one that nobody waits for any more, since a line that holds bytes up
 * gives its answer all the same. Without such a question it came by itself: it is new, unless the device's clock is set and
 * its minute must be over. What remains possible: a device without a clock that repeats its record unasked in the very
 * measurement after it.
 */
export class Tm2657Records {
  readonly #channel: Pick<PressureChannel, 'monotonic' | 'after'>;
  /** When each `RB` was sent that brought neither record nor refusal. */
  #unread: readonly number[] = [];
  /** The record that was heard last, which the device keeps. */
  #kept: string | undefined;
  /** It was heard so long ago that another record of the same minute cannot follow. */
  #minuteIsOver = false;
  #callOffMinute = () => {};

  constructor(channel: Pick<PressureChannel, 'monotonic' | 'after'>) {
    this.#channel = channel;
  }

  /** An `RB` is out. */
  askedFor(): void {
    this.#unread = [...this.#unread, this.#channel.monotonic()];
  }

  /** The oldest `RB` was refused. */
  refused(): void {
    this.#unread = this.#unread.slice(1);
  }

  /** A record is the answer to the oldest `RB` that may still be answered, if there is one. */
  answersLate(): boolean {
    const now = this.#channel.monotonic();
    const [oldest, ...later] = this.#unread.filter((sentAt) => now - sentAt < tm2657Delays.repeatsWithinMs);
    this.#unread = later;
    return oldest !== undefined;
  }

  isKept({ text }: Tm2657Record): boolean {
    return text === this.#kept;
  }

  /** Of the record that is kept: nobody was measured so long ago, by the clock of a device that has one. */
  isOfBefore({ record }: Tm2657Record): boolean {
    return this.#minuteIsOver && record.kind === 'values' && record.clock.kind === 'says';
  }

  keep({ text }: Tm2657Record): void {
    this.#kept = text;
    this.#minuteIsOver = false;
    this.#callOffMinute();
    this.#callOffMinute = this.#channel.after(tm2657Delays.sameMinuteMs, () => {
      this.#minuteIsOver = true;
    });
  }
}
