import type { MeasuredQuantity, PressureAverageValues, ReadingValues } from '../contract/reading.ts';

/**
 * What a stored reading says, whichever version of the kiosk wrote it: never trusted to be of a kind that this one knows. What
 * has numbers with names goes on as such; `undefined` when nothing in it can be told to anybody.
 */
export function readingValuesFrom(stored: unknown): ReadingValues | undefined {
  if (!isObject(stored)) return undefined;
  if (stored.kind === 'blood-pressure') return bloodPressureFrom(stored);
  const listed = Array.isArray(stored.quantities) ? stored.quantities : [];
  const quantities = listed.filter(isQuantity);
  const numbers = quantities.length > 0 ? ({ kind: 'quantities', quantities } as const) : undefined;
  return stored.kind === 'blood-pressure-average' ? (averageFrom(stored) ?? numbers) : numbers;
}

/** As it is stored: a mean carries its numbers by name too, for a version of the kiosk that knows no means. */
export function writtenValues(values: ReadingValues): ReadingValues {
  if (values.kind !== 'blood-pressure-average') return values;
  const withNumbers: PressureAverageValues & { readonly quantities: readonly MeasuredQuantity[] } = {
    ...values,
    quantities: averageQuantities(values),
  };
  return withNumbers;
}

/** The numbers of a mean, each under a name of its own. */
export function averageQuantities({
  systolic,
  diastolic,
  pulse,
}: Pick<PressureAverageValues, 'systolic' | 'diastolic' | 'pulse'>): readonly MeasuredQuantity[] {
  return [
    { of: 'mean-systolic', value: systolic, unit: 'mm[Hg]' },
    { of: 'mean-diastolic', value: diastolic, unit: 'mm[Hg]' },
    { of: 'mean-pulse', value: pulse, unit: '/min' },
  ];
}

function bloodPressureFrom(stored: Readonly<Record<string, unknown>>): ReadingValues | undefined {
  const { systolic, diastolic, pulse } = stored;
  if (!isNumber(systolic) || !isNumber(diastolic) || !isNumber(pulse)) return undefined;
  return {
    kind: 'blood-pressure',
    systolic,
    diastolic,
    pulse,
    mean: isNumber(stored.mean) ? stored.mean : undefined,
    irregular: typeof stored.irregular === 'boolean' ? stored.irregular : undefined,
    moved: typeof stored.moved === 'boolean' ? stored.moved : undefined,
  };
}

/** A mean by a rule that this version does not know is numbers only. */
function averageFrom(stored: Readonly<Record<string, unknown>>): PressureAverageValues | undefined {
  const { systolic, diastolic, pulse, rule, of, spread } = stored;
  if (!isNumber(systolic) || !isNumber(diastolic) || !isNumber(pulse)) return undefined;
  if (rule !== 'esh' && rule !== 'aha') return undefined;
  if (!Array.isArray(of) || !of.every(isNumber) || !isObject(spread)) return undefined;
  if (!isNumber(spread.systolic) || !isNumber(spread.diastolic)) return undefined;
  const spreads = { systolic: spread.systolic, diastolic: spread.diastolic };
  return { kind: 'blood-pressure-average', systolic, diastolic, pulse, rule, of, spread: spreads };
}

function isQuantity(value: unknown): value is MeasuredQuantity {
  return isObject(value) && typeof value.of === 'string' && typeof value.unit === 'string' && isNumber(value.value);
}

/** JSON has no other ones. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
