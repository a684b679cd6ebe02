import type { Language } from '#config/agreements/language.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import type { Arrow } from '#config/catalogues/arrows.ts';
import type { DeskReason, TicketRemark } from '#config/catalogues/outcomes.ts';
import type { DotPicture } from './dot-picture.ts';

/** What stands on one ticket. Texts may come from cards and site files: the renderer cleans and fits them. */
export interface TicketContent {
  readonly language: Language;
  readonly hospitalName: string;
  /** `A012`, the largest thing on the paper. */
  readonly number: string;
  /** The number that this one was given in place of, which the patient may still hold on paper. */
  readonly replaces: string | undefined;
  readonly serviceName: string;
  /** As on the door sign; a bare number gets the word "room". */
  readonly room: string;
  readonly floor: string | undefined;
  readonly directions: string | undefined;
  /** Which way to go from the kiosk, in words. */
  readonly arrow?: Arrow | undefined;
  /** The way there, drawn for paper of this width. */
  readonly map?: DotPicture | undefined;
  /** From `ticketTime`: when the number was given, also on a copy. */
  readonly issuedAt: string;
  /** `certain` is false when staff confirm it. The ground stands nowhere on the paper. */
  readonly priority: { readonly certain: boolean } | undefined;
  /** From `maskName`: a ticket gets lost, and a queue looks over shoulders. */
  readonly maskedName: string | undefined;
  /** What the QR says: `ticketCode(…)`. */
  readonly code: string;
  /** `undefined` on the first ticket, n on the n-th copy (law 4). */
  readonly copy: number | undefined;
  /** A demo's ticket, worth nothing (law 6). */
  readonly test: boolean;
  /** Where to go first, and what staff are to look at there. */
  readonly desk: { readonly name: string; readonly why: DeskReason } | undefined;
  /** One line for whoever looks at the paper. */
  readonly remark: TicketRemark | undefined;
}

/** Local time and date as people write them: `08:12 · 21/11/2026`. */
export function ticketTime(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeAt(at, timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(hour)}:${two(minute)} · ${two(day)}/${two(month)}/${year}`;
}

/**
 * `Nguyễn Thị Ngọc Ánh` → `N. T. N. Ánh`. The last word is the given name, which Vietnamese people are called by;
 * `undefined` when nothing readable is left.
 */
export function maskName(fullName: string): string | undefined {
  const words = cleanText(fullName).split(' ').filter(Boolean);
  const given = words.pop();
  if (given === undefined) return undefined;
  const initials = words.map((word) => `${firstLetter(word)}.`);
  return [...initials, given].join(' ');
}

/** The longest text that a card or a site file can bring. */
const longestText = 255;

/**
 * One line of printable text: NFC, control, format and private characters dropped, blanks joined, at most 255
 * characters. Of marks stacked on one letter two are kept, as many as Vietnamese has: more would climb over other lines.
 */
export function cleanText(text: string): string {
  const printable = text
    .slice(0, longestText * 4)
    .normalize('NFC')
    .replace(/\s/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim();
  return Array.from(printable).slice(0, longestText).join('');
}

export function lettersOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' });

function firstLetter(word: string): string {
  return (lettersOf(word)[0] ?? '').toLocaleUpperCase('vi');
}
