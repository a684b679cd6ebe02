import { channel } from 'node:diagnostics_channel';
import { momentOf } from '#config/agreements/local-time.ts';
import { httpDate } from './http-date.ts';

/**
 * What a system of the hospital says of the time beside everything else that it says: HTTP's `Date` (RFC 9110 §6.6.1), and MSH-7
 * of an HL7 acknowledgement. Nobody has to ask for it, and nothing about a person is in it.
 */
export interface HospitalTimeNote {
  /** Host and port, as in the site file. */
  readonly address: string;
  readonly form: 'http-date' | 'hl7';
  /** As it came; '' when there was none. */
  readonly text: string;
}

export interface HospitalTime {
  /** Epoch ms. */
  readonly at: number;
  /** False: without an offset from UTC, and so perhaps meant in another zone than ours. */
  readonly isZoned: boolean;
}

const times = channel('tiep-don:hospital-time');

/** Costs nothing while nobody listens. */
export function noteHospitalTime(note: () => HospitalTimeNote): void {
  if (times.hasSubscribers) times.publish(note());
}

/** Returns the way to stop listening. */
export function listenToHospitalTime(listener: (note: HospitalTimeNote) => void): () => void {
  const hear = (note: unknown) => listener(note as HospitalTimeNote);
  times.subscribe(hear);
  return () => void times.unsubscribe(hear);
}

/** `timeZone` is the facility's, for a time that names none. `undefined`: no time, or not to the minute. */
export function readHospitalTime(
  { form, text }: Pick<HospitalTimeNote, 'form' | 'text'>,
  timeZone: string,
): HospitalTime | undefined {
  if (form === 'hl7') return hl7Time(text.trim(), timeZone);
  const at = httpDate(text.trim());
  return at === undefined ? undefined : { at, isZoned: true };
}

/** TS of HL7 2.5.1 §2.A.77: `YYYYMMDDHHMM[SS[.S[S[S[S]]]]][+/-ZZZZ]`, here to the minute at least. */
const hl7Form = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d{1,4})?(?:([+-])(\d{2})(\d{2}))?$/;

function hl7Time(text: string, timeZone: string): HospitalTime | undefined {
  const match = hl7Form.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isMoment =
    year >= 1000 &&
    asUtc.getUTCMonth() === month - 1 &&
    asUtc.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isMoment) return undefined;
  const [sign, hours, minutes] = match.slice(7);
  if (sign === undefined) return { at: momentOf({ year, month, day, hour, minute, second }, timeZone), isZoned: false };
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return { at: asUtc.getTime() - offsetMs, isZoned: true };
}
