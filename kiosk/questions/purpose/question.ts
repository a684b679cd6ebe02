import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { purposeOf } from '#kiosk/facts/purpose.ts';
import type { Question, RawAnswer } from '#kiosk/facts/question.ts';
import type { PurposeAnswer } from './words.ts';

/** Why does the patient come? Where the hospital knows of appointments today, these are offered first: they say it as well. */
export const purpose: Question<PurposeAnswer> = {
  isDue: (settings, facts) =>
    settings.offersCheckIn &&
    settings.checkIn.purposes.length > 0 &&
    facts.choice === undefined &&
    purposeOf(settings, facts) === undefined &&
    !mayHaveAppointment(facts),
  read: (raw, settings, facts) => {
    const purpose = offered(raw, settings);
    return purpose === undefined || isNotOpen(purpose, settings, facts) ? undefined : { purpose };
  },
  put: (facts, answer) => ({ ...facts, purpose: answer?.purpose }),
  refusal: (raw, settings, facts) => {
    const purpose = offered(raw, settings);
    return purpose !== undefined && isNotOpen(purpose, settings, facts) ? 'service-not-open' : undefined;
  },
};

function mayHaveAppointment({ hospital, appointment, slip }: Facts): boolean {
  return hospital.appointments.length > 0 && appointment === undefined && slip === undefined;
}

function offered({ purpose }: RawAnswer, { checkIn }: FlowSettings): PurposeAnswer['purpose'] | undefined {
  return checkIn.purposes.find((each) => each === purpose);
}

function isNotOpen(purpose: string, { serviceFor }: FlowSettings, { notOpen }: Facts): boolean {
  const code = purpose === 'results' || purpose === 'vitals' ? serviceFor.get(purpose) : undefined;
  return code !== undefined && notOpen?.has(code) === true;
}
