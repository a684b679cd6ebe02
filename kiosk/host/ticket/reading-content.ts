import type { MeasuredQuantity, PressureAverageValues } from '#backend-client/contract/reading.ts';
import type { Language } from '#config/agreements/language.ts';
import type { PressureClass } from '#config/catalogues/pressure-classes.ts';

/** What stands on the paper of a measurement: the truth of the screen, and the patient's number in place of a name. */
export interface ReadingContent {
  readonly language: Language;
  readonly hospitalName: string;
  readonly number: string;
  /** From `ticketTime`. */
  readonly at: string;
  /** A demo's paper, worth nothing (law 6). */
  readonly test: boolean;
  readonly results: readonly ResultOnPaper[];
}

export type ResultOnPaper =
  | PressureOnPaper
  | { readonly kind: 'quantities'; readonly quantities: readonly MeasuredQuantity[] };

export interface PressureOnPaper {
  readonly kind: 'blood-pressure';
  /** At least one, in their order. Pressures in mm[Hg], pulse in 1/min. */
  readonly readings: readonly {
    readonly systolic: number;
    readonly diastolic: number;
    readonly pulse: number;
    readonly irregular: boolean | undefined;
    readonly moved: boolean | undefined;
  }[];
  /** `undefined` of a single reading, or of a sitting that was not ended. */
  readonly average: PressureAverageValues | undefined;
  /** `undefined`: nobody watched a rest. */
  readonly restSeconds: number | undefined;
  /** `undefined`: measured without a protocol, or nothing is one value that stands for all. */
  readonly pressureClass: PressureClass | undefined;
}
