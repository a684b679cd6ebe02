import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { EarlierPressure } from '#backend-client/contract/look-up.ts';
import type { OpinionScore } from '#backend-client/contract/opinion.ts';
import type { ChipVerdict, Contact } from '#backend-client/contract/patient.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { Particulars } from '#backend-client/contract/visit-answers.ts';
import type { BusinessDay, CallerId, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Language } from '#config/agreements/language.ts';
import type { PressureAdvice } from '#drivers/contract/blood-pressure-monitor.ts';
import type { CardProblem } from '#drivers/contract/card-reader.ts';
import type { AppointmentReference, Identity, UnreadableCode } from '#drivers/contract/identity.ts';
import type { RawAnswer } from '#kiosk/facts/question.ts';
import type { RestQuestion } from '#kiosk/measuring/rest-questions.ts';
import type { DeviceReading, MeasuringPhase } from './measuring-state.ts';

/** Everything that can happen at a kiosk, in the past tense. */
export type FlowEvent =
  | DeviceEvent
  | HospitalAnswered
  | StoreEvent
  | PaperEvent
  | ChipProgress
  | TemperatureProgress
  | MeasuringProgress
  | PatientEvent
  | StaffEvent
  | CrisisEvent
  | TimerElapsed;

/** By name; for several names it is one of theirs. */
export type EventOf<Type extends FlowEvent['type']> = {
  readonly [Each in Type]: Extract<FlowEvent, { readonly type: Each }>;
}[Type];

/** Somebody has shown who they are or what they come for. `sessionId` is a fresh one: the session's if this scan opens one. */
export type Scan =
  | {
      readonly type: 'card-read';
      readonly identity: Identity;
      readonly sessionId: SessionId;
      readonly today: BusinessDay;
      /** What this document has today already, the latest first; left out: nothing. */
      readonly numbersToday?: readonly StoredVisit[];
    }
  | {
      readonly type: 'ticket-read';
      readonly ticket: TicketRead;
      readonly standing: TicketStanding;
      /** What it is the ticket of, where this kiosk has given the number and it still counts. */
      readonly visit?: StoredVisit | undefined;
      readonly sessionId: SessionId;
      readonly today: BusinessDay;
    }
  | {
      readonly type: 'appointment-read';
      readonly appointment: Pick<AppointmentReference, 'facilityCode' | 'appointmentId'>;
      readonly sessionId: SessionId;
      readonly today: BusinessDay;
    };

export interface CodeNotRead {
  readonly type: 'card-not-read';
  readonly why: UnreadableCode['kind'];
}

/** What devices say by themselves. */
export type DeviceEvent = Scan | CodeNotRead | ChipCardLaid;

/** On the reader of chip cards. */
export interface ChipCardLaid {
  readonly type: 'chip-card-laid';
}

/**
 * What vouches for a ticket: this kiosk's own store, or the tag of the hospital's key. `not-verified`: nobody can tell here.
 * `unknown`: no ticket of this hospital's has these words.
 */
export type TicketStanding = 'ours' | 'vouched' | 'not-verified' | 'unknown';

/** The hospital's answers to one question, complete or as far as they came in time. */
export interface HospitalAnswered {
  readonly type: 'hospital-answered';
  readonly sessionId: SessionId;
  readonly question: number;
  readonly answers: {
    readonly contact: Omit<Contact, 'phoneConfirmed'> | undefined;
    readonly appointments: readonly Appointment[];
    readonly insuranceCheck: InsuranceCheck | undefined;
    /** Something that it said was about somebody else, and is not believed. Left out: no. */
    readonly namesAnother?: boolean;
    readonly veiledName?: string | undefined;
    readonly particulars?: Particulars | undefined;
    readonly earlierPressures?: readonly EarlierPressure[] | undefined;
    /** Numbers that this person has today at other kiosks of the hospital. */
    readonly numbersElsewhere?: readonly StoredVisit[] | undefined;
  };
}

export type StoreEvent =
  | {
      readonly type: 'visit-stored';
      readonly sessionId: SessionId;
      readonly visit: StoredVisit;
      readonly found: boolean;
      /** Somebody else has shown a document of the same number today. Left out: no. */
      readonly isShared?: boolean;
    }
  | { readonly type: 'visit-not-stored'; readonly sessionId: SessionId }
  /** All numbers of the chosen service are given; nothing is stored. */
  | { readonly type: 'service-full'; readonly sessionId: SessionId }
  /** The same visit under another number. */
  | { readonly type: 'service-changed'; readonly sessionId: SessionId; readonly visit: StoredVisit }
  /** The old number stays. */
  | { readonly type: 'service-not-changed'; readonly sessionId: SessionId }
  /** The number is called by nobody any more. */
  | { readonly type: 'number-given-up'; readonly sessionId: SessionId }
  | { readonly type: 'number-not-given-up'; readonly sessionId: SessionId }
  | { readonly type: 'reading-stored'; readonly sessionId: SessionId }
  | { readonly type: 'reading-not-stored'; readonly sessionId: SessionId }
  /** `writable: false`: the store takes no visit, or the staff lets nobody begin. */
  | { readonly type: 'store-probed'; readonly writable: boolean };

/** `untouched`: no byte was sent. `unknown`: bytes were sent and no proof came back (law 4). */
export type PaperEvent =
  | { readonly type: 'ticket-printed'; readonly sessionId: SessionId }
  | { readonly type: 'ticket-not-printed'; readonly sessionId: SessionId; readonly paper: 'untouched' | 'unknown' }
  /** What was measured; `paper` counts those that were asked for in this session. `bytes`: as with a ticket's paper. */
  | { readonly type: 'reading-printed'; readonly sessionId: SessionId; readonly paper: number }
  | {
      readonly type: 'reading-not-printed';
      readonly sessionId: SessionId;
      readonly paper: number;
      readonly bytes: 'untouched' | 'unknown';
    };

/** What a ticket's QR says. */
export interface TicketRead {
  /** In capitals. */
  readonly facilityCode: string;
  readonly day: BusinessDay;
  readonly number: string;
  readonly visitId: VisitId;
}

/** What the reader says about the reading that `attempt` of this session asked for. */
export type ChipProgress =
  /** A card lies there, and its chip is being read. */
  | { readonly type: 'chip-reading'; readonly sessionId: SessionId; readonly attempt: number }
  | {
      readonly type: 'chip-read';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly identity: Identity;
      readonly verdict: ChipVerdict;
    }
  | {
      readonly type: 'chip-not-read';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly why: ChipProblem;
    };

/** As the reader says; a reading that was stopped says nothing. */
export type ChipProblem = Exclude<CardProblem['kind'], 'stopped'>;

/** What the thermometer says about the measurement that `attempt` of this session opened. */
export type TemperatureProgress =
  /** It is this patient's turn. */
  | { readonly type: 'temperature-measuring'; readonly sessionId: SessionId; readonly attempt: number }
  /** °C. */
  | {
      readonly type: 'temperature-measured';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly celsius: number;
    }
  /** `isGone`: the device is not there, and nothing more can come of it. */
  | {
      readonly type: 'temperature-not-measured';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly isGone: boolean;
    };

/** What a device says about the measurement that `attempt` of this session opened with it. */
export type MeasuringProgress =
  | {
      readonly type: 'measuring-progressed';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly deviceId: string;
      readonly phase: MeasuringPhase;
      readonly cuffMmHg: number | undefined;
    }
  | {
      readonly type: 'reading-taken';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly deviceId: string;
      readonly reading: DeviceReading;
    }
  | {
      readonly type: 'nothing-taken';
      readonly sessionId: SessionId;
      readonly attempt: number;
      readonly deviceId: string;
      readonly advice: PressureAdvice;
    };

/** How somebody says who they are without a card under the scanner. */
export type WayIn = 'number' | 'phone' | 'passport' | 'name';

/**
 * What is wrong with a number that was typed, for the words beside the keys: so many characters are missing or too many, or letters or
 * signs stand where no number has them. `nobodys`: nothing but zeros.
 */
export type NumberTrouble =
  | { readonly kind: 'empty' | 'letters' | 'signs' | 'nobodys' }
  | { readonly kind: 'missing' | 'too-many'; readonly count: number };

/** What the patient did on the page. The host has already checked that it was done on the screen that is shown (law 5). */
export type PatientEvent =
  | { readonly type: 'started-without-papers'; readonly sessionId: SessionId; readonly today: BusinessDay }
  /** Whoever the hospital has asked to come and be measured says that it is them. */
  | {
      readonly type: 'came-as-invited';
      readonly visitId: VisitId;
      /** As on the ticket. */
      readonly number: string;
      readonly sessionId: SessionId;
      readonly today: BusinessDay;
    }
  | { readonly type: 'way-in-chosen'; readonly way: WayIn }
  /** Under the scanner nothing is read. */
  | { readonly type: 'scan-given-up' }
  /** `read`: what the host made of it. */
  | {
      readonly type: 'number-typed';
      readonly text: string;
      readonly read:
        | { readonly identity: Identity; readonly groups: readonly string[] }
        | { readonly wrong: NumberTrouble };
    }
  | { readonly type: 'number-confirmed' }
  | { readonly type: 'name-told'; readonly text: string }
  /** Rather by a phone number than by a name. */
  | { readonly type: 'phone-preferred' }
  /** `undefined`: whoever does not know it. */
  | { readonly type: 'birth-year-told'; readonly year: number | undefined }
  | { readonly type: 'phone-told'; readonly text: string }
  /** `by`: who stands at the kiosk. Left out: nobody was asked. */
  | { readonly type: 'identity-confirmed'; readonly by?: 'patient' | 'companion' | undefined }
  /** The patient's number of today is enough; on the way to the emergency department: a number all the same. */
  | { readonly type: 'number-wanted' }
  /**
   * To the question on the screen; what it says is read by the question itself. `shownMs`: how long the question could be read in the
   * present language; the host stamps it.
   */
  | { readonly type: 'answered'; readonly answer: RawAnswer; readonly shownMs?: number | undefined }
  | { readonly type: 'finished' }
  | { readonly type: 'copy-asked' }
  /** The code is on the patient's phone: nothing is to be printed. */
  | { readonly type: 'taken-by-phone' }
  | { readonly type: 'opinion-given'; readonly score: OpinionScore }
  | { readonly type: 'measuring-asked' }
  | { readonly type: 'measuring-begun' }
  | { readonly type: 'measuring-stopped' }
  | {
      readonly type: 'answered-while-resting';
      readonly question: RestQuestion;
      readonly answer: 'yes' | 'no' | 'skip';
    }
  /** The next device. */
  | { readonly type: 'next-measured' }
  | { readonly type: 'reading-paper-asked' }
  | { readonly type: 'went-back' }
  | { readonly type: 'started-over' }
  /** After the number: another service. */
  | { readonly type: 'service-change-asked' }
  /** "I do not want to be seen any more", and once more when that is asked. */
  | { readonly type: 'give-up-asked' }
  | { readonly type: 'number-kept' }
  /** After the number: somebody else of the same family. */
  | { readonly type: 'family-goes-on'; readonly sessionId: SessionId; readonly today: BusinessDay }
  /** `caller` is a fresh id: the caller's if nobody is being served. */
  | { readonly type: 'help-called'; readonly caller: CallerId }
  | { readonly type: 'emergency-called'; readonly caller: CallerId }
  | { readonly type: 'help-called-off' }
  | { readonly type: 'help-closed' }
  | { readonly type: 'stayed' }
  | { readonly type: 'language-chosen'; readonly language: Language }
  | { readonly type: 'touched' };

/** What staff do at the screen; the host has asked for their PIN. */
export type StaffEvent =
  | { readonly type: 'staff-came' }
  | { readonly type: 'staff-left' }
  /** Somebody who gave a name is with whoever was measured in danger. */
  | { readonly type: 'crisis-ended' };

/** What becomes of a call for whoever was measured in danger. */
export type CrisisEvent =
  /** Somebody has said by name that they come. */
  | { readonly type: 'crisis-answered'; readonly sessionId: SessionId }
  /** It was open when the host ended. `sessionId` is a fresh one. */
  | {
      readonly type: 'crisis-left';
      readonly sessionId: SessionId;
      readonly today: BusinessDay;
      readonly ticketNumber: string;
    };

/** Every clock of the flow. */
export type TimerName =
  | 'rest'
  | 'scan-again'
  | 'scan-slow'
  | 'hospital'
  | 'idle'
  | 'idle-countdown'
  | 'next-waits'
  | 'veil'
  | 'longest'
  | 'last-look'
  | 'last-call'
  | 'paper'
  | 'ticket'
  | 'choosing-again'
  | 'survey'
  | 'reading'
  | 'quiet-sitting'
  | 'notice'
  | 'store-probe'
  | 'papers-again';

export interface TimerElapsed {
  readonly type: 'timer-elapsed';
  readonly timer: TimerName;
  /** Which one of this name it was. */
  readonly count: number;
}
