import { crockford, type RandomBytes } from '#config/agreements/ids.ts';
import type { Priority, TicketNumber } from '../contract/visit.ts';

/** The letters a number of this service begins with. */
export interface ServiceSeries {
  readonly code: string;
  /** How many numbers of it are given in a day; `undefined`: as many as are asked for. */
  readonly quota?: number | undefined;
  readonly prefix: string;
  readonly priorityPrefix: string;
}

/** The letters of an ordinary number, or of one in the priority lane. */
export function seriesFor({ prefix, priorityPrefix }: ServiceSeries, priority: Priority | undefined): string {
  return priority ? priorityPrefix : prefix;
}

/** The series that a kiosk goes on in by itself when the numbers that it shares with others are used up: `A-K2`. */
export function markedSeries(series: string, mark: string): string {
  return `${series}-${mark}`;
}

/** Letters and digits of a mark that a kiosk has made up: longer than any that a hub gives. */
const madeUpMark = /^Z[0-9A-Z]{7}$/;

/**
 * Before a hub has given it a mark, a kiosk makes one up, of 35 random bits: no two kiosks ever meet under such marks, also not where
 * the files of one were copied to the other.
 */
export function makeUpMark(randomBytes: RandomBytes): string {
  return `Z${[...randomBytes(7)].map((byte) => crockford[byte & 31]).join('')}`;
}

export function isMadeUpMark(mark: string): boolean {
  return madeUpMark.test(mark);
}

/**
 * `A001` … `A999`, `A1000`, and under a kiosk's mark `A-K2-07`. The letters of a service are letters only, and only a marked series
 * has dashes, so no two series can ever read the same.
 */
export function ticketNumber(series: string, sequence: number): TicketNumber {
  const text = series.includes('-')
    ? `${series}-${String(sequence).padStart(2, '0')}`
    : `${series}${String(sequence).padStart(3, '0')}`;
  return { series, sequence, text };
}
