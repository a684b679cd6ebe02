import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import type { FactKind, VisitFacts } from './fact.ts';
import type { StoredReading } from './reading.ts';

/** A visit of which some system of the hospital does not know everything, for whoever enters it there by hand. */
export interface UndeliveredVisit {
  readonly visitId: VisitId;
  /** As on the paper; of a visit that does not open as its oldest message says. */
  readonly ticketNumber: string;
  readonly day: BusinessDay;
  /** Oldest first. */
  readonly messages: readonly UndeliveredFact[];
  /** `undefined`: it was stored at another kiosk, or does not open. */
  readonly facts: VisitFacts | undefined;
  /** Those that a message is about. */
  readonly readings: readonly StoredReading[];
}

export interface UndeliveredFact {
  readonly endpointId: string;
  readonly fact: FactKind;
  /** `waiting`: it goes out by itself when the system is there again. */
  readonly state: 'waiting' | 'refused' | 'unsure';
  /** A `DeliveryReason` or `unreadable`; `undefined`: it was never tried. */
  readonly reason: string | undefined;
  /** When it was stored; epoch ms. */
  readonly since: number;
}
