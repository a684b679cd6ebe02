import type { VisitFacts } from './fact.ts';

/**
 * One visit of a business day, as far as it can still be told, or a number that was given and taken back. `ticketNumber` names it without naming the patient.
 *
 * - `kept`: everything that is known by now; of a visit that was corrected the newest.
 * - `withdrawn`: a number that its visit gave up for another one, under which it stands, or that its patient gave up. No visit of its own.
 * - `erased`: past its retention; the number is all that is left.
 * - `unreadable`: what is stored does not open: its key is gone, or the bytes are damaged.
 */
export type VisitOfDay =
  | { readonly is: 'withdrawn'; readonly ticketNumber: string }
  | { readonly is: 'kept'; readonly ticketNumber: string; readonly facts: VisitFacts }
  | { readonly is: 'erased' | 'unreadable'; readonly ticketNumber: string };
