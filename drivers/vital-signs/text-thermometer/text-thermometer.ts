import { lineShape, textOfLine } from '../../framing/lines.ts';
import { maskLineLike, maskLinesBy } from '../../masking/mask-lines.ts';
import { temperatureRecord } from '../body-temperature.ts';
import type { VitalRecord } from '../vital-record.ts';
import { pushOnlyDevice } from '../vital-signs-device.ts';

/**
 * Thermometers that tell each measurement as one short text and a key or line end behind it: `36.6`, `36,6`, `36.6C`,
 * `36.60 °C`, `T: 36.6`, `97.9F`. They do it on a serial line, or type it like a keyboard. No maker's format is known to us (UNKNOWN):
 * so the form is tolerant and short, and whatever is not all of one temperature with a decimal is none. Codes of scanners, numbers
 * of tickets and of people have no such decimal, or more in front of it.
 *
 * It tells one number when it has measured, and steadies it by itself; outside of what a person has it is no reading.
 */
const longest = 24;

const temperature =
  /^[^\dA-Za-z.,-]{0,3}(?:(?:body|forehead|t|temp|temperature)[ _]{0,1}){0,2}[:= ]{0,3}\+?(\d{2,3})[.,](\d{1,2})[^\dA-Za-z.,-]{0,5}(?:deg ?)?([CF]?)[^\dA-Za-z.,-]{0,3}$/i;

/** The whole text as °C; `undefined` when it is anything else. */
export function celsiusIn(text: string): number | undefined {
  if (text.length > longest) return undefined;
  const [, whole, decimals, unit = ''] = temperature.exec(text) ?? [];
  if (whole === undefined || decimals === undefined) return undefined;
  const told = Number(`${whole}.${decimals}`);
  return unit.toUpperCase() === 'F' ? ((told - 32) * 5) / 9 : told;
}

export const textThermometer = pushOnlyDevice({
  measures: ['body-temperature'],
  shape: lineShape(longest),
  read(frame): VitalRecord {
    const celsius = celsiusIn(textOfLine(frame));
    return celsius === undefined ? { kind: 'damaged' } : temperatureRecord(celsius, undefined);
  },
  recognises: (text) => celsiusIn(text) !== undefined,
  mask: maskLinesBy(maskLineLike(/^[ :=]*(?:T|Temp)?[ :=]*\d{2,3}[.,]\d{1,2} ?[CF]? *$/d)),
});
