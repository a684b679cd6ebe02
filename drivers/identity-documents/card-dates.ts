import type { BirthDate, Identity, IdentityWarning } from '../contract/identity.ts';

/**
 * A date as cards and the programs that print them write it:
 *
 * - `ddMMyyyy`, `d/M/yyyy` (also with `.`, `-` or blanks between), `MMyyyy`, `M/yyyy`, `yyyy`; `yyyyMMdd`, `yyyy-M-d` and
 *   `yyyyMM` where only that reads; a time behind it does not matter.
 * - An unknown day or month is `00`, `0`, `--`, `-`, `??`, `__`, `xx`, `**` or nothing: the rest is kept.
 *
 * A 30 February or 31 June, which people have who were born by the moon's calendar, keeps its month. What no calendar has is
 * no date.
 */
export function birthFromCard(text: string): BirthDate | undefined {
  const parts = partsFrom(text);
  return parts && dateFrom(parts);
}

function partsFrom(text: string): DateParts | undefined {
  const { rest, clock } = withoutTime(text.trim());
  const parts = numeric(rest) ?? separated(rest);
  return parts && clock === 'english' ? withoutGuess(parts) : parts;
}

/** The same, but only a whole day: `yyyy-mm-dd`. */
export function dayFromCard(text: string): string | undefined {
  const date = birthFromCard(text);
  return date?.precision === 'day' ? date.date : undefined;
}

/** A zone's `yyMMdd` (ICAO 9303 part 3 §4.8): filler stands for a month or day that nobody knows. */
export function birthFromZone(birth: string, century: number | undefined): BirthDate | undefined {
  const [, year, month, day] = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(birth) ?? [];
  if (year === undefined || century === undefined) return undefined;
  return birthFromCard(`${day}${month}${century}${year}`.replaceAll('<', '0'));
}

/** Nothing but what a date is written with: a field that holds anything else has slipped from another place. */
export function mayBeDate(text: string): boolean {
  return text.length <= 30 && /^[\d/.\-– ?_xX*:T]*( ?(AM|PM|SA|CH|Z))?$/i.test(text) && !/\d{9}/.test(text);
}

/** A birth that is written and does not read, or not its day, is somebody's all the same: the desk asks. */
export function birthWarnings(text: string): readonly IdentityWarning[] {
  if (!/\d/.test(text) || !mayBeDate(text)) return [];
  const parts = partsFrom(text);
  const birth = parts && dateFrom(parts);
  const isDayLost = birth?.precision === 'month' && known(parts?.day) !== undefined;
  return birth === undefined || isDayLost ? ['birth-not-readable'] : [];
}

/** Nobody has lived longer than 122 years; what is older is a mistake of the card, or no birth date. */
const longestLife = 130;

/**
 * What a card says about time, seen from today (`yyyy-mm-dd`): nobody is born after today or lives 130 years, and no card was
 * issued after today. Such a date is a mistake of the card, left out and remarked on.
 */
export function believableOn(today: string, identity: Identity): Identity {
  const { birth, document, warnings } = identity;
  const oldest = String(Number(today.slice(0, 4)) - longestLife).padStart(4, '0');
  const isBorn = !birth || (earliestOf(birth) <= today && earliestOf(birth) >= oldest);
  const isIssued = document.kind !== 'citizen-card' || document.issuedOn === undefined || document.issuedOn <= today;
  if (isBorn && isIssued) return identity;
  return {
    ...identity,
    birth: isBorn ? birth : undefined,
    document: isIssued || document.kind !== 'citizen-card' ? document : { ...document, issuedOn: undefined },
    warnings: isBorn ? warnings : [...warnings, 'birth-not-readable'],
  };
}

function earliestOf(birth: BirthDate): string {
  if (birth.precision === 'year') return `${birth.year}-01-01`;
  return birth.precision === 'month' ? `${birth.month}-01` : birth.date;
}

/** Day and month as written; `undefined` is unknown. */
interface DateParts {
  readonly year: string;
  readonly month: string | undefined;
  readonly day: string | undefined;
}

/** `02/03/1948 00:00:00`, `1948-03-02T00:00:00.000Z`, `3/2/1948 12:00:00 AM`, and `SA`, `CH` for a Vietnamese AM, PM. */
function withoutTime(text: string): { readonly rest: string; readonly clock: 'english' | 'other' } {
  const [, rest, half] =
    /^(.*\d{4}.*?)[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)? ?(AM|PM|SA|CH|Z)?$/i.exec(text) ?? [];
  if (rest === undefined) return { rest: text, clock: 'other' };
  return { rest, clock: /^[AP]M$/i.test(half ?? '') ? 'english' : 'other' };
}

/** A program that writes AM and PM most likely puts the month first; where both numbers could be the month, nobody knows. */
function withoutGuess({ year, month, day }: DateParts): DateParts {
  if (month === undefined || day === undefined || month === day) return { year, month, day };
  if (Number(month) > 12) return { year, month: day, day: month };
  return Number(day) > 12 ? { year, month, day } : { year, month: undefined, day: undefined };
}

/** Digits without anything between them. Day first, as Vietnam writes; years before 1900 keep both orders apart. */
function numeric(text: string): DateParts | undefined {
  if (/^\d{8}$/.test(text)) {
    const dayFirst = { year: text.slice(4), month: text.slice(2, 4), day: text.slice(0, 2) };
    return dateFrom(dayFirst) ? dayFirst : { year: text.slice(0, 4), month: text.slice(4, 6), day: text.slice(6) };
  }
  if (/^\d{6}$/.test(text)) {
    const monthFirst = { year: text.slice(2), month: text.slice(0, 2), day: undefined };
    return dateFrom(monthFirst) ? monthFirst : { year: text.slice(0, 4), month: text.slice(4), day: undefined };
  }
  // yyyyMMddHHmm and yyyyMMddHHmmss, as the Ministry's tables write it.
  if (/^\d{12}(\d{2})?$/.test(text)) return { year: text.slice(0, 4), month: text.slice(4, 6), day: text.slice(6, 8) };
  return /^\d{4}$/.test(text) ? { year: text, month: undefined, day: undefined } : undefined;
}

const part = String.raw`(\d{1,2}|-{1,2}|\?{1,2}|_{1,2}|[xX]{1,2}|\*{1,2}|)`;
const between = String.raw` ?([/.\-– ]) ?`;
const dayMonthYear = new RegExp(`^${part}${between}${part} ?\\2 ?(\\d{4})$`);
const yearMonthDay = new RegExp(`^(\\d{4})${between}${part} ?\\2 ?${part}$`);
const monthYear = new RegExp(`^${part}${between}(\\d{4})$`);
const yearMonth = new RegExp(`^(\\d{4})${between}${part}$`);

function separated(text: string): DateParts | undefined {
  const whole = dayMonthYear.exec(text);
  if (whole) return { day: whole[1], month: whole[3], year: whole[4] ?? '' };
  const reversed = yearMonthDay.exec(text);
  if (reversed) return { year: reversed[1] ?? '', month: reversed[3], day: reversed[4] };
  const short = monthYear.exec(text);
  if (short) return { day: undefined, month: short[1], year: short[3] ?? '' };
  const shortReversed = yearMonth.exec(text);
  return shortReversed ? { day: undefined, month: shortReversed[3], year: shortReversed[1] ?? '' } : undefined;
}

function dateFrom({ year, month, day }: DateParts): BirthDate | undefined {
  if (year < '1900' || year >= '2200') return undefined;
  const [knownMonth, knownDay] = [known(month), known(day)];
  const isMonth = knownMonth === undefined || isoDay(year, knownMonth, '1') !== undefined;
  // A day of an unknown month, or one that its month does not have, says nothing, but it must be one.
  if (!isMonth || Number(knownDay ?? 1) > 31) return undefined;
  if (knownMonth === undefined) return { precision: 'year', year: Number(year) };
  const date = knownDay === undefined ? undefined : isoDay(year, knownMonth, knownDay);
  return date === undefined
    ? { precision: 'month', month: `${year}-${knownMonth.padStart(2, '0')}` }
    : { precision: 'day', date };
}

function known(written: string | undefined): string | undefined {
  return written === undefined || !/[1-9]/.test(written) ? undefined : written;
}

function isoDay(year: string, month: string, day: string): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  // `Date` carries 31 April over to 1 May instead of refusing it.
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return exists ? iso : undefined;
}
