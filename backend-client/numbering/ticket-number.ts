import type { Priority, TicketNumber } from '../contract/visit.ts';

/** The letters a number of this service begins with. */
export interface ServiceSeries {
  readonly code: string;
  readonly prefix: string;
  readonly priorityPrefix: string;
}

/** The letters of an ordinary number, or of one in the priority lane. */
export function seriesFor({ prefix, priorityPrefix }: ServiceSeries, priority: Priority | undefined): string {
  return priority ? priorityPrefix : prefix;
}

/** `A001` … `A999`, `A1000`. A series is letters only, so no two series can ever read the same. */
export function ticketNumber(series: string, sequence: number): TicketNumber {
  return { series, sequence, text: `${series}${String(sequence).padStart(3, '0')}` };
}
