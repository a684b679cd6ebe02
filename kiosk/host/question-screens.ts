import type { Facts } from '#kiosk/facts/facts.ts';
import { appointmentScreen } from '#kiosk/questions/appointment/screen.ts';
import { companionScreen } from '#kiosk/questions/companion/screen.ts';
import { consentScreen } from '#kiosk/questions/consent/screen.ts';
import { contactScreen } from '#kiosk/questions/contact/screen.ts';
import { emergencyScreen } from '#kiosk/questions/emergency/screen.ts';
import type { QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import { particularsScreen } from '#kiosk/questions/particulars/screen.ts';
import { preparationScreen } from '#kiosk/questions/preparation/screen.ts';
import { priorityScreen } from '#kiosk/questions/priority/screen.ts';
import { purposeScreen } from '#kiosk/questions/purpose/screen.ts';
import { referralScreen } from '#kiosk/questions/referral/screen.ts';
import { screeningScreen } from '#kiosk/questions/screening/screen.ts';
import { serviceScreen } from '#kiosk/questions/service/screen.ts';
import type { QuestionSurroundings } from '#kiosk/questions/surroundings.ts';

/** How each question is drawn. */
export const questionScreens: {
  readonly [Id in QuestionId]: (facts: Facts, around: QuestionSurroundings) => ScreenOf<Id>;
} = {
  emergency: emergencyScreen,
  screening: screeningScreen,
  companion: companionScreen,
  contact: contactScreen,
  particulars: particularsScreen,
  purpose: purposeScreen,
  referral: referralScreen,
  appointment: appointmentScreen,
  service: serviceScreen,
  preparation: preparationScreen,
  priority: priorityScreen,
  consent: consentScreen,
};
