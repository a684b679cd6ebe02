import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { Identity, UnreadableCode } from '#drivers/contract/identity.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import type { Above } from './above.ts';
import type { NumberTrouble } from './events.ts';
import type { MeasuringPlaces } from './measuring-state.ts';

/** Where a patient can stand, and exactly what each place's screen and next step need. */
export interface PlaceStates extends MeasuringPlaces {
  readonly 'waiting-for-card': object;
  /** A code could not be used; nobody is being served yet. */
  readonly 'asking-to-scan-again': { readonly why: ScanAgainReason };
  /** The appointment is known from its slip, but not yet whose it is. */
  readonly 'asking-for-card': { readonly facts: Facts };
  /** No card is scanned: which other way? */
  readonly 'choosing-way-in': { readonly facts: Facts };
  /** A card on a phone, or a passport, is held under the scanner. `isSlow`: it has not been read for a while. */
  readonly 'showing-to-scanner': {
    readonly facts: Facts;
    readonly what: 'phone' | 'passport';
    readonly isSlow: boolean;
  };
  /** `typed`: what stood there, for whoever comes back to correct it. */
  readonly 'typing-number': {
    readonly facts: Facts;
    readonly of: 'card' | 'passport';
    readonly typed: string;
    readonly wrong: NumberTrouble | undefined;
  };
  /** The number is said back. */
  readonly 'confirming-number': {
    readonly facts: Facts;
    readonly of: 'card' | 'passport';
    readonly typed: string;
    /** As it is said back: `027 148 000 123`. */
    readonly groups: readonly string[];
    readonly identity: Identity;
    readonly veil: Veil;
  };
  /** `passport`: whose name is still wanted. */
  readonly 'telling-name': { readonly facts: Facts; readonly passport: Identity | undefined; readonly typed: string };
  readonly 'telling-birth-year': { readonly facts: Facts; readonly fullName: string };
  readonly 'telling-phone': { readonly facts: Facts };
  readonly 'confirming-identity': { readonly facts: Facts; readonly veil: Veil };
  /** "This is me" was said, and the hospital's answer is still on its way; bounded by the host's deadline. */
  readonly 'waiting-for-hospital': { readonly facts: Facts };
  /** One question of the plan; `answered` holds those before it in the order in which they were answered. */
  readonly asking: { readonly facts: Facts; readonly question: QuestionId; readonly answered: readonly QuestionId[] };
  /** A sign of an emergency was said and somebody is called. A number is given on request; `answered` is as in `asking`. */
  readonly 'going-to-emergency': { readonly facts: Facts; readonly answered: readonly QuestionId[] };
  readonly 'storing-visit': { readonly facts: Facts };
  readonly 'showing-ticket': { readonly facts: Facts; readonly ticket: TicketShown };
  /** The number is there; another service is asked for. */
  readonly 'choosing-again': { readonly facts: Facts; readonly ticket: TicketShown };
  readonly 'storing-change': { readonly facts: Facts; readonly ticket: TicketShown };
  /** Does the patient really want it? `isTicketAlone`: they came with the ticket, and nobody knows who they are. */
  readonly 'giving-up': {
    readonly facts: Facts;
    readonly ticket: TicketShown;
    readonly isAskedAgain: boolean;
    readonly isTicketAlone: boolean;
  };
  readonly 'storing-give-up': {
    readonly facts: Facts;
    readonly ticket: TicketShown;
    readonly isTicketAlone: boolean;
  };
  /** It is called by nobody any more. */
  readonly 'gave-up': { readonly facts: Facts; readonly number: string };
  /** How it went, in one tap; nobody need answer. */
  readonly surveying: { readonly facts: Facts; readonly about: Surveyed; readonly isThanked: boolean };
  /** The store cannot write (law 1), or the staff works on the kiosk. */
  readonly 'out-of-service': object;
  /** Somebody of the staff is at the screen; nothing here is a patient's. */
  readonly 'with-staff': object;
}

export type Place = keyof PlaceStates;

/** Where a card, a slip or the hospital still adds to what is known about the visit. */
export type OpenPlace =
  | 'asking-for-card'
  | 'choosing-way-in'
  | 'showing-to-scanner'
  | 'typing-number'
  | 'confirming-number'
  | 'telling-name'
  | 'telling-birth-year'
  | 'telling-phone'
  | 'confirming-identity'
  | 'waiting-for-hospital'
  | 'going-to-emergency'
  | 'asking';

/** One place with what lies over it, for a place that is only known to the caller. */
export type Standing<At extends Place> = Above & { readonly at: At } & PlaceStates[At];

/** The same for places by name; for several it is one of theirs. */
export type StateAt<At extends Place> = { readonly [Each in At]: Standing<Each> }[At];

export type FlowState = StateAt<Place>;

/** The places of somebody's turn. */
export type SessionState = Extract<FlowState, { readonly facts: Facts }>;

export function hasSession(state: FlowState): state is SessionState {
  return 'facts' in state;
}

/** A name does not stay on the screen of somebody who has walked off. `since`: the count in which the card was shown. */
export interface Veil {
  readonly hides: boolean;
  readonly since: number;
  readonly ms: number;
}

export interface TicketShown {
  readonly visit: StoredVisit;
  /** This document already had this number today. */
  readonly again: boolean;
  /** Somebody else has shown the same number today. */
  readonly isShared: boolean;
  /**
   * `held`: printing begins in a moment, so that "choose again" comes before it. `on-phone`: the patient has said that they have it
   * there, and nothing is printed unless they ask.
   */
  readonly paper: 'held' | 'printing' | 'printed' | 'not-printed' | 'perhaps-printed' | 'kept' | 'on-phone';
  /** The count since which paper is held: nothing that a finger does puts it off. */
  readonly heldSince: number;
  /** Papers asked for in this session beyond the first. */
  readonly reprints: number;
  /** The patient has said "done" and only the paper is awaited. */
  readonly leaving: boolean;
  /** The service was changed; once a session. */
  readonly isChanged: boolean;
  /** Too many numbers without papers in a row: this one stays on the screen. */
  readonly noPaper: boolean;
}

/** What was asked about: the service of the number, and the number, which stays on the screen. */
export interface Surveyed {
  readonly serviceCode: string | undefined;
  readonly number: string;
}

/**
 * `ticket-of-another-day` is also another hospital's. `ticket-wanted`: a card on a kiosk that only measures.
 * `appointment-elsewhere`: the slip of another hospital.
 */
export type ScanAgainReason =
  | UnreadableCode['kind']
  | 'ticket-of-another-day'
  | 'ticket-wanted'
  | 'appointment-elsewhere';
