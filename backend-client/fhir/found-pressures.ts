import { businessDayAt } from '#config/agreements/local-time.ts';
import type { ToldPressure } from '../look-ups/earlier-pressures.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from './read-json.ts';

/** The panels that are asked for, with their systolic and diastolic components: a reading, the mean of a sitting. */
const panels = {
  '85354-9': ['8480-6', '8462-4'],
  '96607-7': ['96608-5', '96609-3'],
} as const;

export const pressurePanels = Object.keys(panels)
  .map((code) => `http://loinc.org|${code}`)
  .join(',');

/** Those that a server takes back or has not finished are none. */
const counts: readonly unknown[] = ['final', 'amended', 'corrected'];

/** `undefined` unless it is a finished blood pressure of this patient, in mm[Hg], with a day. */
export function pressureFromFhir(
  resource: JsonObject,
  { personId, timeZone }: { readonly personId: string; readonly timeZone: string },
): ToldPressure | undefined {
  if (!counts.includes(resource.status)) return undefined;
  const subject = textAt(objectAt(resource, 'subject') ?? {}, 'reference') ?? '';
  if (subject !== `Patient/${personId}` && !subject.endsWith(`/Patient/${personId}`)) return undefined;
  const codes = loincCodes(resource);
  // A record may carry both codes: then it is the mean.
  const isMean = codes.includes('96607-7');
  if (!isMean && !codes.includes('85354-9')) return undefined;
  const day = dayOf(resource, timeZone);
  const [systolic, diastolic] = panels['85354-9'].map((plain, at) => {
    const found = pressureOf(resource, panels[isMean ? '96607-7' : '85354-9'][at] ?? plain);
    return found ?? (isMean ? pressureOf(resource, plain) : undefined);
  });
  if (day === undefined || systolic === undefined || diastolic === undefined) return undefined;
  return { day, systolic, diastolic, isMean };
}

function pressureOf(resource: JsonObject, loinc: string): number | undefined {
  const component = objectsAt(resource, 'component', 20).find((each) => loincCodes(each).includes(loinc));
  const quantity = objectAt(component ?? {}, 'valueQuantity');
  return quantity?.code === 'mm[Hg]' && typeof quantity.value === 'number' ? quantity.value : undefined;
}

function loincCodes(of: JsonObject): readonly unknown[] {
  return objectsAt(objectAt(of, 'code') ?? {}, 'coding', 10)
    .filter(({ system }) => system === 'http://loinc.org')
    .map(({ code }) => code);
}

/** A moment is of the facility's day; a date alone is that day. */
function dayOf(resource: JsonObject, timeZone: string): string | undefined {
  const period = objectAt(resource, 'effectivePeriod') ?? {};
  const text =
    textAt(resource, 'effectiveDateTime') ??
    textAt(resource, 'effectiveInstant') ??
    textAt(period, 'end') ??
    textAt(period, 'start') ??
    '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const at = /T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? businessDayAt(at, timeZone) : undefined;
}
