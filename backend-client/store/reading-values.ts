import type { MeasuredQuantity, ReadingValues } from '../contract/reading.ts';

/**
 * What a stored reading says, whichever version of the kiosk wrote it: never trusted to be of a kind that this one knows. What
 * has numbers with names goes on as such; `undefined` when nothing in it can be told to anybody.
 */
export function readingValuesFrom(stored: unknown): ReadingValues | undefined {
  if (!isObject(stored)) return undefined;
  if (stored.kind === 'blood-pressure') return bloodPressureFrom(stored);
  const listed = Array.isArray(stored.quantities) ? stored.quantities : [];
  const quantities = listed.filter(isQuantity);
  return quantities.length > 0 ? { kind: 'quantities', quantities } : undefined;
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
