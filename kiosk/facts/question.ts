import type { Language } from '#config/agreements/language.ts';
import type { Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';

/** One question between "this is me" and the number. Pure: no clock, no timer, no randomness, no device. */
export interface Question<Answer> {
  /** Whether it has to be asked now; never once it is answered. */
  isDue(settings: FlowSettings, facts: Facts): boolean;
  /** Whatever a page sent, as the answer that it is here and now; `undefined` when it is none. */
  read(raw: RawAnswer, settings: FlowSettings, facts: Facts, asked: Asked): Answer | undefined;
  /** `undefined` takes the answer back; of a question that asks several things one after the other, the last one. */
  put(facts: Facts, answer: Answer | undefined, settings: FlowSettings, asked?: Asked): Facts;
  /** Of a question with several steps: the facts one step earlier; `undefined`: nothing of it is answered yet. */
  oneStepBack?(facts: Facts): Facts | undefined;
  /** What is said to whoever points at something that is not to be had now. */
  refusal?(raw: RawAnswer, settings: FlowSettings, facts: Facts): 'service-not-open' | undefined;
}

/** How the question stood on the screen when it was answered. */
export interface Asked {
  readonly language: Language;
  /** How long it could be read in this language, as the host's clock says. */
  readonly shownMs: number;
}

/** An answer as it came over the bridge: bounded, and nothing more is known of it. */
export type RawAnswer = Readonly<Record<string, string | number | boolean | null>>;
