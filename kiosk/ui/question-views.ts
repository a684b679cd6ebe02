import type { PlainScreen } from '#kiosk/bridge/words.ts';
import { appointmentView } from '#kiosk/questions/appointment/appointment.tsx';
import { companionView } from '#kiosk/questions/companion/companion.tsx';
import { consentView } from '#kiosk/questions/consent/consent.tsx';
import { contactView } from '#kiosk/questions/contact/contact.tsx';
import { emergencyView } from '#kiosk/questions/emergency/emergency.tsx';
import type { QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import { particularsView } from '#kiosk/questions/particulars/particulars.tsx';
import { preparationView } from '#kiosk/questions/preparation/preparation.tsx';
import { priorityView } from '#kiosk/questions/priority/priority.tsx';
import { purposeView } from '#kiosk/questions/purpose/purpose.tsx';
import { referralView } from '#kiosk/questions/referral/referral.tsx';
import { screeningView } from '#kiosk/questions/screening/screening.tsx';
import { serviceView } from '#kiosk/questions/service/service.tsx';
import type { QuestionView } from './parts/question.ts';

/** Every question to patients as its folder draws it. */
export const questionViews: { readonly [Id in QuestionId]: QuestionView<Id> } = {
  companion: companionView,
  emergency: emergencyView,
  screening: screeningView,
  contact: contactView,
  particulars: particularsView,
  appointment: appointmentView,
  service: serviceView,
  consent: consentView,
  purpose: purposeView,
  referral: referralView,
  preparation: preparationView,
  priority: priorityView,
};

/** Which question asks on which screen. Does not compile when another question's screen, or any other, has the same name. */
const questionOnScreen: { readonly [Id in QuestionId as ShowOf<Id>]: SoleAsker<Id> } = {
  companion: 'companion',
  'emergency-signs': 'emergency',
  screening: 'screening',
  'confirm-contact': 'contact',
  particulars: 'particulars',
  'choose-appointment': 'appointment',
  'choose-service': 'service',
  consent: 'consent',
  'choose-purpose': 'purpose',
  'referral-letter': 'referral',
  'referral-year': 'referral',
  'choose-symptom': 'service',
  preparation: 'preparation',
  priority: 'priority',
};

export type QuestionScreen = ScreenOf<QuestionId>;

type ShowOf<Id extends QuestionId> = ScreenOf<Id>['show'];

type OtherShow<Id extends QuestionId> = ShowOf<Exclude<QuestionId, Id>> | PlainScreen['show'];

type SoleAsker<Id extends QuestionId> = Id extends QuestionId
  ? [ShowOf<Id> & OtherShow<Id>] extends [never]
    ? Id
    : never
  : never;

/** Tells the questions' screens from all others. */
export function isQuestion(screen: { readonly show: string }): screen is QuestionScreen {
  return Object.hasOwn(questionOnScreen, screen.show);
}

export function questionOf({ show }: QuestionScreen): QuestionId {
  return questionOnScreen[show];
}

export function stepOfQuestion(screen: QuestionScreen): QuestionView<QuestionId>['step'] {
  return questionViews[questionOf(screen)].step;
}

/** See `QuestionView.offers`. */
export function offersOfQuestion(screen: QuestionScreen): readonly (string | number | boolean)[] {
  return offersBy(questionOf(screen), screen);
}

function offersBy<Id extends QuestionId>(id: Id, screen: ScreenOf<Id>): readonly (string | number | boolean)[] {
  return questionViews[id].offers(screen);
}

/** Two screens with the same name here are one, whatever stands on it: see `QuestionView.stage`. */
export function nameWithStage(screen: { readonly show: string }): string {
  return isQuestion(screen) ? `${screen.show} ${stageBy(questionOf(screen), screen)}` : screen.show;
}

function stageBy<Id extends QuestionId>(id: Id, screen: ScreenOf<Id>): string {
  return questionViews[id].stage?.(screen) ?? '';
}
