import type { LookUpProblem } from '#backend-client/contract/look-up.ts';
import type { ReasonOnPage } from './upkeep-words.ts';

export const testQuestions = ['harmless', 'patient', 'registration'] as const;
/**
 * `harmless`: whether anybody answers. `patient`: whether a made-up person is known. `registration`: a visit of that person, marked as a
 * test; it stays there.
 */
export type TestQuestion = (typeof testQuestions)[number];

export type HospitalCalls = {
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
