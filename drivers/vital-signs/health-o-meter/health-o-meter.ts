import type { Quantity } from '../../contract/vital-signs.ts';
import { joinAt, maskAfterFirst, maskFramesBy, splitAt } from '../../masking/mask-lines.ts';
import { numberFrom, recordOf, type VitalRecord } from '../vital-record.ts';
import { pushOnlyDevice } from '../vital-signs-device.ts';

const ESC = 0x1b;
const begins = 0x52;
const ends = 0x45;

/**
 * Health o meter Professional scales and others that speak their ESC protocol (Rice Lake 160-10; notes §2.2, CONFIRMED):
 * 9600 8N1, for each person `ESC R ESC I<id> ESC W<kg> ESC H<cm> [ESC T<tare>] ESC B<bmi> ESC N m|c ESC E`. The id that
 * somebody may have typed into the scale is not read.
 *
 * `N c` is the customary system, pounds and inches by its name; that is inferred, so such a record counts only when the
 * scale's own BMI agrees. The BMI also stands in for the checksum that the protocol lacks.
 */
export const healthOMeter = pushOnlyDevice({
  measures: ['body-weight', 'body-height'],
  shape: {
    longestBytes: 160,
    lengthAt(bytes, at) {
      if (bytes[at] !== ESC) return 'none';
      if (bytes[at + 1] === undefined) return 'unfinished';
      if (bytes[at + 1] !== begins) return 'none';
      for (let index = at + 2; index < bytes.length; index++) {
        if (bytes[index] !== ESC) continue;
        if (bytes[index + 1] === ends) return index + 2 - at;
        // Another record begins: this one broke off.
        if (bytes[index + 1] === begins) return 'none';
      }
      return 'unfinished';
    },
  },
  read,
  // The identifier goes, measures stay.
  mask: maskFramesBy({
    start: Uint8Array.of(ESC, begins),
    end: ends,
    checkBytes: 0,
    longest: 256,
    check: () => 0,
    maskBody: (body) => joinAt(splitAt(body, ESC).map(maskField), ESC),
  }),
});

function maskField(field: Uint8Array): Uint8Array {
  const text = Buffer.from(field).toString('latin1');
  return /^([WHTB][\d. -]{0,8}|N[mc]|[RE])?$/.test(text) ? field : maskAfterFirst(field);
}

/** Kilograms in a pound and centimetres in an inch, both exact by definition. */
const kilogramsPerPound = 0.45359237;
const centimetresPerInch = 2.54;

/** The scale prints its BMI cut or rounded to a whole number or a tenth. */
const bmiTolerance = 1;

/** What the scale shows when it is loaded too much or too little. */
const overOrUnderLoad = 999.99;

function read(record: Uint8Array): VitalRecord {
  const fields = fieldsOf(record);
  const weight = numberFrom(fields.get('W') ?? '');
  const system = fields.get('N');
  if (weight === undefined || (system !== 'm' && system !== 'c')) return { kind: 'damaged' };
  if (weight === overOrUnderLoad) return { kind: 'failed', reason: 'sensor', deviceError: '999.99' };

  const heightText = fields.get('H');
  const height = heightText === undefined ? 0 : numberFrom(heightText);
  const bmi = fields.has('B') ? numberFrom(fields.get('B') ?? '') : 0;
  if (height === undefined || bmi === undefined) return { kind: 'damaged' };
  const weightKg = system === 'm' ? weight : roundTo(weight * kilogramsPerPound, 2);
  const heightCm = system === 'm' ? height : roundTo(height * centimetresPerInch, 1);

  const agrees = heightCm > 0 && Math.abs(weightKg / (heightCm / 100) ** 2 - bmi) <= bmiTolerance;
  // Without a height, or without anybody having asked for it, the scale has no BMI.
  if (heightCm > 0 && bmi > 0 && !agrees) {
    return { kind: 'failed', reason: 'impossible-values', deviceError: undefined };
  }
  if (system === 'c' && !(agrees && bmi > 0)) return { kind: 'failed', reason: 'device-error', deviceError: 'Nc' };
  const quantities: Quantity[] = [{ of: 'body-weight', value: weightKg, unit: 'kg' }];
  if (heightCm > 0) quantities.push({ of: 'body-height', value: heightCm, unit: 'cm' });
  return recordOf(quantities, undefined);
}

/** `ESC x text` → x, text. A letter that comes twice is damage, so neither counts. */
function fieldsOf(record: Uint8Array): ReadonlyMap<string, string> {
  const parts = String.fromCharCode(...record)
    .split('\x1b')
    .slice(1);
  const letters = parts.map((part) => part.slice(0, 1));
  const once = parts.filter((part) => letters.filter((letter) => letter === part.slice(0, 1)).length === 1);
  return new Map(once.map((part) => [part.slice(0, 1), part.slice(1)]));
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
