import type { MeasuredQuantity } from '#backend-client/contract/reading.ts';

const bodyMassIndex = { of: 'body-mass-index', unit: 'kg/m2' } as const;

/**
 * What a device took, and the body-mass index with it once weight and height of one person are known (Quetelet: kg/m²; LOINC 39156-5),
 * rounded to a tenth. `earlier`: what was taken before in the same turn. Nothing is added to what has one, or adds neither.
 */
export function withBodyMassIndex(
  taken: readonly MeasuredQuantity[],
  earlier: readonly MeasuredQuantity[],
): readonly MeasuredQuantity[] {
  const isNew = taken.some(isWeight) || taken.some(isHeight);
  const all = [...earlier, ...taken];
  const [weight, height] = [all.findLast(isWeight), all.findLast(isHeight)];
  if (!isNew || !weight || !height || taken.some(({ of }) => of === bodyMassIndex.of)) return taken;
  const metres = height.value / 100;
  const value = Math.round((weight.value / metres ** 2) * 10) / 10;
  return Number.isFinite(value) ? [...taken, { ...bodyMassIndex, value }] : taken;
}

function isWeight({ of, unit }: MeasuredQuantity): boolean {
  return of === 'body-weight' && unit === 'kg';
}

function isHeight({ of, unit }: MeasuredQuantity): boolean {
  return of === 'body-height' && unit === 'cm';
}
