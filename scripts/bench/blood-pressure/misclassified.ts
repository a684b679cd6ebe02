import type { Pressure } from './literature.ts';

/** Who is told the wrong thing: raised or not raised, at or over the line by systolic or by diastolic pressure. */
export function isRaised(line: Pressure, { systolic, diastolic }: Pressure): boolean {
  return systolic >= line.systolic || diastolic >= line.diastolic;
}

/** A share with its 95 % interval (Wilson), in per cent. */
export function shareOf(wrong: number, of: number): string {
  const z = 1.96;
  const share = wrong / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const percent = (value: number) => (100 * value).toFixed(2);
  return `${percent(share)} % (${percent(middle - half)}–${percent(middle + half)})`;
}

export interface Ratio {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** How many times as many are wrong by one way as by the other, in the same people; 95 % interval by the logarithm, for paired counts. */
export function ratioOf(one: number, other: number, both: number): Ratio {
  const value = one / other;
  const half = 1.96 * Math.sqrt((one + other - 2 * both) / (one * other));
  return { value, from: value * Math.exp(-half), to: value * Math.exp(half) };
}
