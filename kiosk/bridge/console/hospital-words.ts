import type { LookUpProblem } from '#backend-client/contract/look-up.ts';
import type { UndeliveredFact } from '#backend-client/contract/undelivered-visit.ts';
import type { ReasonOnPage } from './upkeep-words.ts';

export const testQuestions = ['harmless', 'patient', 'registration'] as const;
/**
 * `harmless`: whether anybody answers. `patient`: whether a made-up person is known. `registration`: a visit of that person, marked as a
 * test; it stays there.
 */
export type TestQuestion = (typeof testQuestions)[number];

/**
 * Names patients: asked by POST, by a supervisor, kept nowhere (`no-store`), and gone from the page with it. `nothing`: the hospital has
 * everything. `store-failed`: the store is damaged or busy.
 */
export type DeskCalls = {
  'desk/list': {
    readonly asks: object;
    readonly answers: DeskList;
    readonly problem: 'no-kiosk' | 'nothing' | 'running' | 'store-failed';
  };
};

export interface DeskList {
  readonly facility: string;
  readonly kioskId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly visits: readonly DeskVisit[];
}

/** One visit, with what the desk types into the hospital's system. */
export interface DeskVisit {
  readonly ticketNumber: string;
  /** `2026-11-26`. */
  readonly day: string;
  /** `undefined`: nothing of it can be read here but the number. */
  readonly known: DeskFacts | undefined;
  readonly readings: readonly { readonly at: number; readonly quantities: readonly DeskQuantity[] }[];
  readonly messages: readonly UndeliveredFact[];
}

/** As the national check-in table has them (`check-in-columns`), days as people write them; '' where nothing is known. */
export interface DeskFacts {
  readonly name: string;
  readonly citizenNumber: string;
  readonly birth: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly address: string;
  readonly phone: string;
  readonly patientCode: string;
  readonly insuranceNumber: string;
  readonly insuranceFacility: string;
  readonly insuranceFrom: string;
  readonly insuranceTo: string;
  readonly objectCode: string;
  /** `K01 Khám Nội, P.101`. */
  readonly service: string;
  readonly priority: boolean;
  /** Of an appointment that the patient came for. */
  readonly appointmentId: string;
  /** Epoch ms. */
  readonly cameAt: number;
}

/** A name of `config/catalogues/observations.ts`, or `systolic`, `diastolic`, `mean`, `pulse`. */
export interface DeskQuantity {
  readonly of: string;
  readonly value: number;
  readonly unit: string;
}

export type HospitalCalls = DeskCalls & {
  /**
   * Asks one system something that harms nobody. `typed`: of a registration the id of the system once more, by hand. `secret`: what it
   * is signed or let in by cannot be used as it stands.
   */
  'hospital/ask': {
    readonly asks: {
      readonly endpointId: string;
      readonly question: TestQuestion;
      readonly typed?: string | undefined;
    };
    readonly answers: AskedSystem;
    readonly problem: 'no-kiosk' | 'unknown-system' | 'secret' | 'not-offered' | 'not-confirmed' | 'running';
  };
};

export interface AskedSystem {
  /** Why it did not go well; `undefined`: it did. */
  readonly reason: ReasonOnPage | LookUpProblem['kind'] | undefined;
  /** Of a look-up that went well; who it is nobody is told. */
  readonly found: 'somebody' | 'nobody' | undefined;
  readonly tookMs: number;
  /** Everything that crossed the wire, but headers and where credentials are exchanged. */
  readonly lines: readonly ConversationLine[];
}

export interface ConversationLine {
  readonly way: 'out' | 'in';
  /** `POST https://his.example/fhir`, `mllp://his.example:2575`. */
  readonly address: string;
  /** Of an HTTP answer. */
  readonly status: number | undefined;
  /** Masked: whoever is not made up has no letter and no digit in it. */
  readonly text: string;
  /** Bytes or characters that are not shown. */
  readonly leftOut: number;
}
