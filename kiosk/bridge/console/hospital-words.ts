import type { LookUpProblem } from '#backend-client/contract/look-up.ts';
import type { ReasonOnPage } from './upkeep-words.ts';

export const testQuestions = ['harmless', 'patient'] as const;
/** `harmless`: whether anybody answers. `patient`: whether a made-up person is known. */
export type TestQuestion = (typeof testQuestions)[number];

export type HospitalCalls = {
  /** Asks one system something that harms nobody. `secret`: what it is signed or let in by cannot be used as it stands. */
  'hospital/ask': {
    readonly asks: { readonly endpointId: string; readonly question: TestQuestion };
    readonly answers: AskedSystem;
    readonly problem: 'no-kiosk' | 'unknown-system' | 'secret' | 'not-offered' | 'running';
  };
};

export interface AskedSystem {
  /** Why it did not go well; `undefined`: it did. */
  readonly reason: ReasonOnPage | LookUpProblem['kind'] | undefined;
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
