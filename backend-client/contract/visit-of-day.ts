import type { VisitFacts } from './fact.ts';

/**
 * One visit of a business day, as far as it can still be told. `ticketNumber` names it without naming the patient.
 *
 * - `kept`: everything that is known by now; of a visit that was corrected the newest.
 * - `erased`: past its retention; the number is all that is left.
 * - `unreadable`: what is stored does not open: its key is gone, or the bytes are damaged.
 */
export type VisitOfDay =
  | { readonly is: 'kept'; readonly ticketNumber: string; readonly facts: VisitFacts }
  | { readonly is: 'erased' | 'unreadable'; readonly ticketNumber: string };
