import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { ChipVerdict, Contact } from '#backend-client/contract/patient.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Language } from '#config/agreements/language.ts';
import type { PressureAdvice, PressureReading } from '#drivers/contract/blood-pressure-monitor.ts';
import type { Identity, UnreadableCode } from '#drivers/contract/identity.ts';

/** Where a patient can stand in a check-in. Each state holds exactly what its screen and its next step need. */
export type CheckInState = Frame &
  (
    | { readonly at: 'waiting-for-card' }
    /** A code could not be used; nobody is being served yet. */
    | { readonly at: 'asking-to-scan-again'; readonly why: ScanAgainReason }
    /** The appointment is known from its slip, but not yet whose it is. */
    | { readonly at: 'asking-for-card'; readonly session: Session }
    | { readonly at: 'confirming-identity'; readonly session: Session; readonly identities: Identities }
    /** "This is me" was said, and the hospital's answer is still on its way; bounded by the host's deadline. */
    | { readonly at: 'waiting-for-hospital'; readonly session: Session; readonly identities: Identities }
    /** The hospital knows a phone number: is it still right? */
    | { readonly at: 'confirming-contact'; readonly session: Session; readonly identities: Identities }
    | { readonly at: 'choosing-appointment'; readonly session: Session; readonly identities: Identities }
    /** Without papers there are no identities. */
    | { readonly at: 'choosing-service'; readonly session: Session; readonly identities: readonly Identity[] }
    | {
        readonly at: 'storing-visit';
        readonly session: Session;
        readonly identities: readonly Identity[];
        readonly choice: Choice;
      }
    | {
        readonly at: 'showing-ticket';
        readonly session: Session;
        readonly identities: readonly Identity[];
        readonly choice: Choice;
        readonly ticket: TicketShown;
      }
    /** Blood pressure, for the visit whose ticket was just shown or scanned. */
    | { readonly at: 'sitting-down'; readonly session: Session; readonly measuring: Measuring }
    | {
        readonly at: 'measuring';
        readonly session: Session;
        readonly measuring: Measuring;
        readonly phase: 'waiting-for-device' | 'waiting-for-button' | 'measuring';
        readonly cuffMmHg: number | undefined;
      }
    | {
        readonly at: 'storing-reading';
        readonly session: Session;
        readonly measuring: Measuring;
        readonly reading: PressureReading;
      }
    | {
        readonly at: 'showing-reading';
        readonly session: Session;
        readonly measuring: Measuring;
        readonly reading: PressureReading;
      }
    | {
        readonly at: 'not-measured';
        readonly session: Session;
        readonly measuring: Measuring;
        readonly advice: PressureAdvice;
      }
    /** The store cannot write: the one refusal of a kiosk (law 1). */
    | { readonly at: 'out-of-service' }
  );

/** What every state has, with or without a session. */
export interface Frame {
  readonly language: Language;
  readonly overlay: 'idle-warning' | 'help' | undefined;
  readonly notice: NoticeShown | undefined;
  /** Counts what people do. A timer belongs to one turn; an elapsed timer of an earlier turn means nothing. */
  readonly turn: number;
}

export interface NoticeShown {
  readonly words:
    | 'please-wait-for-measurement'
    | 'somebody-elses-card'
    | 'other-card-added'
    | 'appointment-added'
    | 'code-not-usable'
    | 'please-wait-for-ticket'
    | 'scan-code-first'
    | ChipNotice;
  /** The turn in which it appeared, so that a second notice gets its own time. */
  readonly turn: number;
}

/**
 * - `chip-card-taken`: it was lifted too early; laid again, it is read again.
 * - `chip-not-read`: lift it and lay it again.
 * - `chip-of-other-card`: the number of the scanned card does not open it.
 * - `chip-not-usable`: nothing more is tried; the visit goes on without.
 * - `chip-does-not-match`: the desk has to look at the card.
 */
export type ChipNotice =
  | 'chip-read'
  | 'chip-card-taken'
  | 'chip-not-read'
  | 'chip-of-other-card'
  | 'chip-not-usable'
  | 'chip-does-not-match';

export interface Session {
  readonly sessionId: SessionId;
  /** The facility's day when the session began; ages and card validity are judged on it. */
  readonly today: BusinessDay;
  readonly hospital: HospitalAnswers;
  /** The appointment that this visit is for. */
  readonly appointment: Appointment | undefined;
  /** From the appointment slip, if one was scanned. */
  readonly appointmentId: string | undefined;
  readonly chip: ChipCheck;
}

/** What the hospital said about the patient of this session, as far as it answered in time. */
export interface HospitalAnswers {
  readonly asked: 'not-asked' | 'asking' | 'answered';
  /** Counts the questions of this session; another card asks anew. */
  readonly question: number;
  readonly contact: Contact | undefined;
  readonly appointments: readonly Appointment[];
  readonly insuranceCheck: InsuranceCheck | undefined;
}

/**
 * How far the session has come with the chip of the scanned citizen card.
 *
 * - `not-asked`: there is no citizen card, or no reader.
 * - `awaited`: the card may be laid on the reader. `attempt` counts the readings of this session.
 * - `read`: `verdict` goes with the visit.
 * - `given-up`: nothing more is tried.
 */
export type ChipCheck =
  | { readonly stands: 'not-asked' }
  | { readonly stands: 'awaited' | 'reading'; readonly attempt: number }
  | { readonly stands: 'read'; readonly verdict: ChipVerdict }
  | { readonly stands: 'given-up' };

/** At least one; the card that opened the session first. */
export type Identities = readonly [Identity, ...Identity[]];

export interface Choice {
  readonly serviceCode: string;
  readonly how: 'chosen' | 'help-choosing';
}

export interface TicketShown {
  readonly visit: StoredVisit;
  /** This document already had this number today. */
  readonly again: boolean;
  readonly paper: 'printing' | 'printed' | 'not-printed' | 'perhaps-printed' | 'kept';
  /** Papers asked for in this session beyond the first. */
  readonly reprints: number;
  /** The patient has said "done" and only the paper is awaited. */
  readonly leaving: boolean;
}

/** The visit that is measured for, and how often it was tried. */
export interface Measuring {
  readonly visitId: VisitId;
  /** As on the ticket. */
  readonly number: string;
  /** Counts the measurements of this session; an event of an earlier one means nothing (law 11). */
  readonly attempt: number;
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

/** What the flow must know of the site. */
export interface FlowSettings {
  readonly restingLanguage: Language;
  readonly languages: readonly Language[];
  /** In capitals, as in a ticket's code. */
  readonly facilityCode: string;
  readonly offersCheckIn: boolean;
  /** There is a monitor, and measuring is one of the kiosk's stations. */
  readonly offersMeasuring: boolean;
  /** Some system of the hospital answers questions about patients. */
  readonly asksHospital: boolean;
  /** Some system takes calls for a person. */
  readonly callsForHelp: boolean;
  /** Our code of the service by the hospital's (`hisCode`). */
  readonly serviceByHisCode: ReadonlyMap<string, string>;
  /** There is a reader of chip cards. */
  readonly readsChips: boolean;
  /** Services that can be chosen. */
  readonly serviceCodes: readonly string[];
  /** The service of patients who do not know which to choose. */
  readonly helpChoosingCode: string | undefined;
}

export type StateAt<At extends CheckInState['at']> = Extract<CheckInState, { readonly at: At }>;

export type SessionState = Extract<CheckInState, { readonly session: Session }>;

export function hasSession(state: CheckInState): state is SessionState {
  return 'session' in state;
}
