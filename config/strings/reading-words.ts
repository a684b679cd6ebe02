import type { MessageKey, Say } from './message-key.ts';

/** Measured quantities as patients read them, on the screen and on paper. */
const names: Readonly<Record<string, MessageKey>> = {
  'body-weight': 'screens.reading.quantities.body-weight',
  'body-height': 'screens.reading.quantities.body-height',
  'body-mass-index': 'screens.reading.quantities.body-mass-index',
  'oxygen-saturation': 'screens.reading.quantities.oxygen-saturation',
  'pulse-rate': 'screens.reading.quantities.pulse-rate',
  glucose: 'screens.reading.quantities.glucose',
  'body-temperature': 'screens.reading.quantities.body-temperature',
};

/** UCUM; what does not stand here reads as it is written. */
const units: Readonly<Record<string, MessageKey>> = {
  Cel: 'screens.reading.units.celsius',
  '/min': 'screens.reading.perMinute',
};
const written: Readonly<Record<string, string>> = { 'mm[Hg]': 'mmHg', 'kg/m2': 'kg/m²' };

/** A quantity that nobody foresaw keeps the name that its device gives it. */
export function quantityName(of: string, say: Say): string {
  const key = Object.hasOwn(names, of) ? names[of] : undefined;
  return key ? say(key) : of;
}

export function unitWords(unit: string, say: Say): string {
  const key = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (key) return say(key);
  return (Object.hasOwn(written, unit) ? written[unit] : undefined) ?? unit;
}

/** `36,8`: at most two digits behind the comma. */
export function numberWords(value: number, say: Say): string {
  return String(Math.round(value * 100) / 100).replace('.', say('screens.reading.decimal'));
}
