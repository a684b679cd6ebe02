import type { Quantity } from '../contract/vital-signs.ts';

/**
 * What a human body can have. Wide on purpose: outside of it the number is the machine's mistake, and a rare patient inside
 * of it is never turned away. What is alarming is decided elsewhere. All sources SINGLE, the lower bounds a choice of ours
 * below them:
 *
 * - body weight and height: a child that can stand, of twelve months, has some 7 kg and 69 cm (WHO growth standards, 3rd
 *   percentile); 635 kg and 272 cm are the highest ever recorded.
 * - oxygen saturation: meters are specified from 70 % up; below 35 % the number is taken for the sensor's fault.
 * - pulse: 18 to 321 per minute is what Nonin's meters can show.
 * - glucose: 20 to 600 mg/dL, 1.1 to 33.3 mmol/L is what the OneTouch Ultra2 can measure (its owner's booklet).
 */
const ranges = {
  'body-weight kg': [5, 635],
  'body-height cm': [50, 272],
  'oxygen-saturation %': [35, 100],
  'pulse-rate /min': [18, 321],
  'glucose mg/dL': [20, 600],
  'glucose mmol/L': [1.1, 33.3],
} as const;

export function isPossible(quantity: Quantity): boolean {
  const key = `${quantity.of} ${quantity.unit}` as RangeKey<typeof quantity>;
  const [lowest, highest] = ranges[key];
  return quantity.value >= lowest && quantity.value <= highest;
}

type RangeKey<Each> = Each extends { readonly of: infer Of extends string; readonly unit: infer Unit extends string }
  ? `${Of} ${Unit}` & keyof typeof ranges
  : never;
