import type { AppointmentAnswer, AppointmentScreen } from './appointment/words.ts';
import type { CompanionAnswer, CompanionScreen } from './companion/words.ts';
import type { ConsentAnswer, ConsentScreen } from './consent/words.ts';
import type { ContactAnswer, ContactScreen } from './contact/words.ts';
import type { EmergencyAnswer, EmergencyScreen } from './emergency/words.ts';
import type { ParticularsAnswer, ParticularsScreen } from './particulars/words.ts';
import type { PreparationAnswer, PreparationScreen } from './preparation/words.ts';
import type { PriorityAnswer, PriorityScreen } from './priority/words.ts';
import type { PurposeAnswer, PurposeScreen } from './purpose/words.ts';
import type { ReferralAnswer, ReferralScreen } from './referral/words.ts';
import type { ScreeningAnswer, ScreeningScreen } from './screening/words.ts';
import type { ServiceAnswer, ServiceScreen } from './service/words.ts';

/**
 * Every question to patients by the name of its folder: what its screen shows, and what can be answered. A question that stands
 * here does not compile until the plan knows its rule, the host and the page draw it, and the gallery shows it. What it says
 * stands beside it in `strings.<language>.json`; `npm run strings` gives it to the screens.
 */
export interface Questions {
  readonly companion: Words<CompanionScreen, CompanionAnswer>;
  readonly emergency: Words<EmergencyScreen, EmergencyAnswer>;
  readonly screening: Words<ScreeningScreen, ScreeningAnswer>;
  readonly contact: Words<ContactScreen, ContactAnswer>;
  readonly particulars: Words<ParticularsScreen, ParticularsAnswer>;
  readonly appointment: Words<AppointmentScreen, AppointmentAnswer>;
  readonly service: Words<ServiceScreen, ServiceAnswer>;
  readonly consent: Words<ConsentScreen, ConsentAnswer>;
  readonly purpose: Words<PurposeScreen, PurposeAnswer>;
  readonly referral: Words<ReferralScreen, ReferralAnswer>;
  readonly preparation: Words<PreparationScreen, PreparationAnswer>;
  readonly priority: Words<PriorityScreen, PriorityAnswer>;
}

interface Words<Screen extends { readonly show: string }, Answer extends Flat<Answer>> {
  readonly screen: Screen;
  readonly answer: Answer;
}

/** What the bridge carries as an answer: at most 8 fields, names of letters and digits, texts of at most 256 characters. */
type Flat<Answer> = { readonly [Field in keyof Answer]: string | number | boolean | null };

export type QuestionId = keyof Questions;

export type ScreenOf<Id extends QuestionId> = Questions[Id]['screen'];

export type AnswerTo<Id extends QuestionId> = Questions[Id]['answer'];
