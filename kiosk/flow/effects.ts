import type { CallKind } from '#backend-client/contract/alert.ts';
import type { OpinionRequest } from '#backend-client/contract/opinion.ts';
import type { Patient } from '#backend-client/contract/patient.ts';
import type { MeasuringCircumstances, PressureAverageValues } from '#backend-client/contract/reading.ts';
import type { StoredVisit, VisitRequest } from '#backend-client/contract/visit.ts';
import type { BusinessDay, CallerId, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Language } from '#config/agreements/language.ts';
import type { DeskReason, TicketRemark } from '#config/catalogues/outcomes.ts';
import type { MeasuringStep } from '#kiosk/facts/flow-settings.ts';
import type { DeviceReading, StepResult } from './measuring-state.ts';
import type { FlowState } from './state.ts';

/** What the flow wants done, in the imperative. The host's effects act and report back by events. */
export type FlowEffect =
  | { readonly do: 'note-session-started'; readonly sessionId: SessionId }
  | { readonly do: 'note-session-ended'; readonly sessionId: SessionId; readonly reason: EndReason }
  /** Asks who this is, what appointments there are and whether the insurance counts; answered once, in time. */
  | {
      readonly do: 'ask-hospital';
      readonly sessionId: SessionId;
      readonly question: number;
      readonly patient: Patient;
      readonly day: BusinessDay;
      /** Of a scanned slip. */
      readonly appointmentId: string | undefined;
    }
  | { readonly do: 'store-visit'; readonly request: VisitRequest }
  /** The same visit gets a number of another service; the old number is withdrawn. */
  | {
      readonly do: 'change-service';
      readonly sessionId: SessionId;
      readonly visitId: VisitId;
      readonly serviceCode: string;
    }
  /** The patient does not want their number any more. */
  | { readonly do: 'give-up'; readonly sessionId: SessionId; readonly visitId: VisitId }
  | {
      readonly do: 'print-ticket';
      readonly sessionId: SessionId;
      readonly visit: StoredVisit;
      readonly patient: Patient;
      readonly language: Language;
      /** The way leads to a room of one's own, and not to the door of the service. */
      readonly toIsolation?: boolean;
      /** What the paper says to staff and patient beside the number. */
      readonly desk?: DeskReason | undefined;
      readonly remark?: TicketRemark | undefined;
    }
  /** The patient has it on their phone; the store knows that nothing was printed. */
  | { readonly do: 'note-taken-by-phone'; readonly visitId: VisitId; readonly number: string }
  /** Of nobody: neither the session nor the visit is told. */
  | { readonly do: 'store-opinion'; readonly opinion: OpinionRequest }
  /** Waits for a card on the reader, then reads its chip; `can` opens it. At most one is open. */
  | { readonly do: 'read-chip'; readonly sessionId: SessionId; readonly attempt: number; readonly can: string }
  | { readonly do: 'stop-reading-chip' }
  /** Opens the thermometer beside the screening question. */
  | { readonly do: 'take-temperature'; readonly sessionId: SessionId; readonly attempt: number }
  | { readonly do: 'stop-taking-temperature' }
  | ({ readonly do: 'start-measuring'; readonly sessionId: SessionId; readonly attempt: number } & MeasuringStep)
  /** Lets the air out and drains the device; whatever it still says belongs to nobody (law 11). */
  | { readonly do: 'stop-measuring' }
  | {
      readonly do: 'store-reading';
      readonly sessionId: SessionId;
      readonly visitId: VisitId;
      /** As on the ticket. */
      readonly ticketNumber: string;
      /** The device's name in the site file. */
      readonly deviceId: string;
      readonly reading: DeviceReading;
      /** As far as they are known here: arm, serial and the model's standing are the device's. */
      readonly circumstances: MeasuringCircumstances;
      /** Of the sitting, where this reading is the last one of it: a reading of its own, stored with this one or not at all. */
      readonly average: PressureAverageValues | undefined;
    }
  /** Everything that was measured in this turn, device by device. */
  | {
      readonly do: 'print-reading';
      readonly sessionId: SessionId;
      /** Counts the papers that were asked for in this session. */
      readonly paper: number;
      readonly visitId: VisitId;
      readonly ticketNumber: string;
      readonly language: Language;
      readonly results: readonly StepResult[];
    }
  | { readonly do: 'raise-alert'; readonly kind: CallKind; readonly caller: CallerId }
  /** Measured twice in danger: nothing but a person's name ends this call, so it is raised even where no system takes calls. */
  | { readonly do: 'call-for-crisis'; readonly caller: SessionId; readonly ticketNumber: string }
  /** Measured once as high, and not again: somebody is wanted, without haste. */
  | { readonly do: 'call-for-high-reading'; readonly caller: SessionId; readonly ticketNumber: string }
  /** Whoever has had such readings goes before others from now on. */
  | { readonly do: 'raise-priority'; readonly visitId: VisitId }
  /** Somebody is wanted where whoever has this number was sent. */
  | { readonly do: 'call-to-isolation'; readonly ticketNumber: string }
  /** This caller needs nobody any more; an emergency is not ended by it. */
  | { readonly do: 'call-off-help'; readonly caller: CallerId }
  | { readonly do: 'probe-store' }
  | { readonly do: 'note-out-of-service' }
  | { readonly do: 'note-back-in-service' };

export type EndReason =
  | 'finished'
  | 'left'
  | 'started-over'
  | 'next-patient'
  | 'store-failed'
  | 'staff-came'
  | 'time-up';

/** A pure step's outcome: where one stands now, and what must be done. */
export interface FlowStep {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}
