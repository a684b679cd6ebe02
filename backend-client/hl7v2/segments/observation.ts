import { isUcumCode } from '#config/catalogues/observations.ts';
import { composite, type Hl7Composite, type Hl7Field } from '../encoding.ts';
import type { SegmentToFill } from './placement.ts';

/** A code with, where one is certain, the code of the same meaning in IEEE 11073-10101 (MDC): components 1–3 and 4–6 of a CE. */
export interface ObservationCode {
  readonly code: string;
  readonly name: string;
  readonly system: 'LN' | 'L';
  readonly mdc?: { readonly code: string; readonly name: string };
}

export type ObservationValue =
  | { readonly type: 'NM'; readonly number: number; readonly unit?: string }
  | { readonly type: 'ST'; readonly text: string }
  | { readonly type: 'CE'; readonly coded: Hl7Composite }
  /** `yyyyMMdd` */
  | { readonly type: 'DT'; readonly date: string };

export interface Observation {
  readonly code: ObservationCode;
  readonly value: ObservationValue;
  /** OBX-4: the same on those that belong together. */
  readonly subId?: string;
  /** A TS, when it is another than that of all. */
  readonly at?: string;
}

/** `takenAt` as a TS; `device` an EI. OBX-11 is always final: the kiosk sends what is finished only. */
export function observationSegments(
  observations: readonly Observation[],
  { takenAt, device }: { readonly takenAt: string; readonly device: Hl7Composite | undefined },
): readonly SegmentToFill[] {
  return observations.map(({ code, value, subId, at = takenAt }, index) => ({
    name: 'OBX',
    fields: {
      1: String(index + 1),
      2: value.type,
      3: codedElement(code),
      4: subId,
      5: valueField(value),
      6: value.type === 'NM' && value.unit ? unitOf(value.unit) : undefined,
      11: 'F',
      14: at,
      18: device,
    },
  }));
}

export function codedElement({ code, name, system, mdc }: ObservationCode): Hl7Composite {
  return composite({ 1: code, 2: name, 3: system, ...(mdc ? { 4: mdc.code, 5: mdc.name, 6: 'MDC' } : {}) });
}

function valueField(value: ObservationValue): Hl7Field {
  switch (value.type) {
    case 'NM':
      return numeric(value.number);
    case 'ST':
      return value.text;
    case 'CE':
      return value.coded;
    case 'DT':
      return value.date;
  }
}

/** An NM of HL7 v2 knows no exponent, and nobody knows a negative zero. */
function numeric(number: number): string {
  return (number + 0).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

/** UCUM writes the code and its print symbol alike for what we measure; the code of IEEE 11073-10101 is its alternate where one is certain. */
function unitOf(unit: string): Hl7Composite {
  const plain = { 1: unit, 2: unit, 3: isUcumCode(unit) ? 'UCUM' : 'L' };
  return composite(unit === 'mm[Hg]' ? { ...plain, 4: '266016', 5: 'MDC_DIM_MMHG', 6: 'MDC' } : plain);
}
