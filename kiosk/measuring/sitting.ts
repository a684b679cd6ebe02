import type { PressureAverageValues } from '#backend-client/contract/reading.ts';
import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import { isCrisis, isLeftHigh } from './crisis.ts';
import { meanOf, type PressureTaken } from './mean.ts';

/**
 * The protocol as a pure machine: what has been measured in one sitting, and what comes next. It knows no clock; whoever has one says
 * that the rest is over.
 *
 * Rest, then readings a minute apart, a further one when the first two differ by more than 10 mmHg (ESH 2023, Mancia et al., J Hypertens
 * 2023;41:1874; AHA, Muntner et al., Hypertension 2019;73:e35), and one as high as a crisis is taken again.
 */

/** Of these rules; it goes with every reading. */
export const protocolVersion = 1;

/** After so many measurements without a result, one after the other, a person has to look at the cuff. */
export const mostTries = 3;

/** First two readings that differ by more, in mmHg, are not trusted. */
const mostDifference = 10;

export interface Sitting<Reading extends PressureTaken = PressureTaken> {
  /** In their order. */
  readonly readings: readonly Reading[];
  /** Measurements that gave no reading, one after the other. */
  readonly tries: number;
  /** The rest before the first reading, or the gap before the next one, is over. */
  readonly isRested: boolean;
}

/**
 * - `rest`: quiet sitting before the first reading. `gap`: the same before the next one.
 * - `measure`: reading `number` of `of`, as far as is known now.
 * - `done`: `mean` by the site's rule; `undefined` of a single reading.
 * - `crisis`: two readings in a row were as high as a crisis.
 * - `person`: nothing was measured so often that somebody has to look.
 */
export type NextInSitting =
  | { readonly is: 'rest' | 'gap'; readonly seconds: number }
  | { readonly is: 'measure'; readonly number: number; readonly of: number }
  | { readonly is: 'done' | 'crisis'; readonly mean: PressureAverageValues | undefined }
  | { readonly is: 'person' };

export const newSitting: Sitting<never> = { readings: [], tries: 0, isRested: false };

export function withReading<Reading extends PressureTaken>(
  sitting: Sitting<Reading>,
  reading: Reading,
): Sitting<Reading> {
  return { readings: [...sitting.readings, reading], tries: 0, isRested: false };
}

export function withoutResult<Reading extends PressureTaken>(sitting: Sitting<Reading>): Sitting<Reading> {
  return { ...sitting, tries: sitting.tries + 1 };
}

export function rested<Reading extends PressureTaken>(sitting: Sitting<Reading>): Sitting<Reading> {
  return { ...sitting, isRested: true };
}

/** `settings`: `undefined` where the site measures without a protocol, which is one reading without rest. */
export function nextInSitting(settings: MeasuringSettings | undefined, sitting: Sitting): NextInSitting {
  const { readings, tries, isRested } = sitting;
  const number = readings.length + 1;
  if (settings && isCrisis(settings, readings)) return { is: 'crisis', mean: meanOf(settings.rule, readings) };
  const of = readingsPlanned(settings, readings);
  if (number > of) return { is: 'done', mean: settings && meanOf(settings.rule, readings) };
  if (tries >= mostTries) return { is: 'person' };
  const seconds = settings ? (number === 1 ? settings.restSeconds : settings.gapSeconds) : 0;
  if (!isRested && seconds > 0) return { is: number === 1 ? 'rest' : 'gap', seconds };
  return { is: 'measure', number, of };
}

/** How many readings this sitting has when nothing more happens; it grows with what the readings say. */
export function readingsPlanned(settings: MeasuringSettings | undefined, readings: readonly PressureTaken[]): number {
  if (!settings) return 1;
  const further = settings.readings > 1 && firstTwoDiffer(readings) ? 1 : 0;
  const planned = Math.max(settings.readings + further, readings.length);
  return readings.length === planned && isLeftHigh(settings, readings) ? planned + 1 : planned;
}

function firstTwoDiffer([first, second]: readonly PressureTaken[]): boolean {
  if (!first || !second) return false;
  return (
    Math.abs(first.systolic - second.systolic) > mostDifference ||
    Math.abs(first.diastolic - second.diastolic) > mostDifference
  );
}
