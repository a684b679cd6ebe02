import type { SteadySensor } from './sensor-stream.ts';
import type { VitalRecord } from './vital-record.ts';
import { recordOf } from './vital-record.ts';

/** One moment of a pulse oximeter: what it shows, or that it cannot tell. */
export type OximetrySample =
  | { readonly kind: 'values'; readonly saturation: number; readonly pulse: number }
  /** No finger, sensor off, artefact, out of track. */
  | { readonly kind: 'no-values' }
  /** What arrived was damaged: nobody knows what was shown. */
  | { readonly kind: 'lost' };

/** The newest last. */
export type SteadyWindow = readonly Extract<OximetrySample, { kind: 'values' }>[];

export const emptyWindow: SteadyWindow = [];

/**
 * An oximeter shows numbers as soon as a finger is in, and wrong ones while it settles (users are told to wait until the
 * number no longer changes). So a result is ten seconds without a gap in which the numbers hardly moved, and its values are
 * the medians. The meter's own seconds count, by its samples: no clock is asked.
 */
const steadySeconds = 10;
const mostSaturationSpread = 2;
const mostPulseSpread = 12;

export function addSample(
  window: SteadyWindow,
  sample: OximetrySample,
  samplesPerSecond: number,
): { readonly window: SteadyWindow; readonly record: VitalRecord | undefined } {
  if (sample.kind === 'no-values') return { window: emptyWindow, record: { kind: 'nobody' } };
  if (sample.kind === 'lost') return { window: emptyWindow, record: undefined };
  const wanted = steadySeconds * samplesPerSecond;
  const next = [...window, sample].slice(-wanted);
  const saturations = next.map(({ saturation }) => saturation);
  const pulses = next.map(({ pulse }) => pulse);
  const isSteady = spreadOf(saturations) <= mostSaturationSpread && spreadOf(pulses) <= mostPulseSpread;
  if (next.length < wanted || !isSteady) return { window: next, record: undefined };
  const record = recordOf(
    [
      { of: 'oxygen-saturation', value: medianOf(saturations), unit: '%' },
      { of: 'pulse-rate', value: medianOf(pulses), unit: '/min' },
    ],
    undefined,
  );
  return { window: emptyWindow, record };
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** The lower one of the two in the middle: a value that was shown. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
}

/** An oximeter that sends its samples all the time, also those of an empty sensor. `sample` is pure; `undefined` says nothing. */
export function steadyOximetry(
  samplesPerSecond: number,
  sample: (frame: Uint8Array) => OximetrySample | undefined,
): SteadySensor<SteadyWindow> {
  return {
    emptyWindow,
    watch(window, frame) {
      const next = sample(frame);
      return next && addSample(window, next, samplesPerSecond);
    },
  };
}
