import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Language } from '#config/agreements/language.ts';
import type { Say } from '#config/strings/messages.ts';
import type { AnswerTo, QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import type { Touched } from './use-keys.ts';

/** What a question's drawing gets: it draws `screen`, and `answer` is its only way to say anything. */
export interface QuestionProps<Id extends QuestionId> {
  readonly screen: ScreenOf<Id>;
  readonly say: Say;
  readonly answer: (answer: AnswerTo<Id>) => void;
}

/** The same where something is typed: what `useKeys` wants. */
export interface TypedQuestionProps<Id extends QuestionId> extends QuestionProps<Id> {
  readonly clock: Clock;
  readonly touched: Touched;
}

/** A question as the page knows it. */
export interface QuestionView<Id extends QuestionId> {
  /** The step that is lit above it: 1 confirm, 2 choose. */
  readonly step: 1 | 2;
  readonly draw: (props: TypedQuestionProps<Id>) => JSX.Element;
  /** What makes a button of this screen come, go or move while it is shown; empty when nothing does. */
  readonly offers: (screen: ScreenOf<Id>) => readonly (string | number | boolean)[];
  /** Which of several things the question asks now: another one is another screen, as a finger and a screen reader see it. */
  readonly stage?: (screen: ScreenOf<Id>) => string;
}

/** A question's screens for the gallery, by the name of the state. All people are made up. */
export type PreparedScreens<Id extends QuestionId> = readonly [PreparedScreen<Id>, ...PreparedScreen<Id>[]];

export interface PreparedScreen<Id extends QuestionId> {
  /** `confirm-contact`: in the gallery's address and in its test. */
  readonly name: string;
  readonly screenIn: (language: Language) => ScreenOf<Id>;
}
