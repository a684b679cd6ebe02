import { appointmentScreens } from '#kiosk/questions/appointment/gallery.ts';
import { companionScreens } from '#kiosk/questions/companion/gallery.ts';
import { consentScreens } from '#kiosk/questions/consent/gallery.ts';
import { contactScreens } from '#kiosk/questions/contact/gallery.ts';
import { emergencyScreens } from '#kiosk/questions/emergency/gallery.ts';
import type { QuestionId } from '#kiosk/questions/every-question.ts';
import { particularsScreens } from '#kiosk/questions/particulars/gallery.ts';
import { preparationScreens } from '#kiosk/questions/preparation/gallery.ts';
import { priorityScreens } from '#kiosk/questions/priority/gallery.ts';
import { purposeScreens } from '#kiosk/questions/purpose/gallery.ts';
import { referralScreens } from '#kiosk/questions/referral/gallery.ts';
import { screeningScreens } from '#kiosk/questions/screening/gallery.ts';
import { serviceScreens } from '#kiosk/questions/service/gallery.ts';
import type { PreparedScreens } from '../parts/question.ts';
import { questionOf, questionViews } from '../question-views.ts';
import { type GalleryState, state } from './gallery-state.ts';

const prepared: { readonly [Id in QuestionId]: PreparedScreens<Id> } = {
  companion: companionScreens,
  emergency: emergencyScreens,
  screening: screeningScreens,
  contact: contactScreens,
  particulars: particularsScreens,
  appointment: appointmentScreens,
  service: serviceScreens,
  consent: consentScreens,
  purpose: purposeScreens,
  referral: referralScreens,
  preparation: preparationScreens,
  priority: priorityScreens,
};

/** What the folders of the questions have prepared. */
export const questionStates: readonly GalleryState[] = Object.values(prepared).flatMap((screens) =>
  screens.map(({ name, screenIn }) =>
    state(name, screenIn, {
      step: questionViews[questionOf(screenIn('vi'))].step,
      more: () => ({ canGoBack: true, canStartOver: true }),
    }),
  ),
);
