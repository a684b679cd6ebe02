import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import { purposeOf } from '#kiosk/facts/purpose.ts';
import type { Question } from '#kiosk/facts/question.ts';
import { isWithinYear, latestEarlier, shownDays, standingOf } from '#kiosk/facts/referral-letter.ts';
import type { ReferralAnswer } from './words.ts';

type ReferralLetter = NonNullable<Facts['said']['referral']>;

/** Whether the referral letter still counts, as far as the patient can tell. Whatever comes of it, there is a number. */
export const referral: Question<ReferralAnswer> = {
  isDue: (settings, facts) =>
    settings.offersCheckIn &&
    purposeOf(settings, facts) === 'referral' &&
    facts.choice === undefined &&
    (facts.said.referral === undefined || asksForYear(facts.said.referral)),
  read: ({ signedOn, isForYear }, _settings, { said, today }) => {
    if (said.referral === undefined) {
      if (signedOn === null || signedOn === 'earlier') return { signedOn };
      const shown = shownDays(today).find((day) => day === signedOn);
      return shown && { signedOn: shown };
    }
    return isForYear === null || typeof isForYear === 'boolean' ? { isForYear } : undefined;
  },
  put: (facts, answer) => {
    const { referral: before, ...said } = facts.said;
    if (answer === undefined) return { ...facts, said };
    const letter = 'signedOn' in answer ? signed(answer.signedOn, facts) : before && forYear(answer, before, facts);
    return { ...facts, said: { ...said, ...(letter && { referral: letter }) } };
  },
  oneStepBack: (facts) => {
    const { referral: letter, ...said } = facts.said;
    return letter && asksForYear(letter) ? { ...facts, said } : undefined;
  },
};

/** Ten working days are over, and nobody has said yet whether it is one of the letters for a year. */
function asksForYear({ standing, validFor }: ReferralLetter): boolean {
  return standing === 'expired' && validFor === undefined;
}

function signed(signedOn: string | null, { today }: Facts): ReferralLetter {
  const nothing = { signedOn: undefined, validFor: undefined };
  if (signedOn === null) return { ...nothing, standing: 'not-known' };
  if (signedOn === 'earlier') return { ...nothing, standing: 'expired' };
  const standing = standingOf(signedOn as BusinessDay, today);
  return { signedOn, validFor: standing === 'valid' ? 'ten-working-days' : undefined, standing };
}

function forYear(
  { isForYear }: Extract<ReferralAnswer, { isForYear: unknown }>,
  { signedOn }: ReferralLetter,
  { today }: Facts,
): ReferralLetter {
  const day = signedOn as BusinessDay | undefined;
  if (isForYear === null) return { signedOn, validFor: undefined, standing: 'not-known' };
  if (isForYear) {
    const standing = day === undefined ? 'not-known' : isWithinYear(day, today) ? 'valid' : 'expired';
    return { signedOn, validFor: 'one-year', standing };
  }
  const isExpired = standingOf(day ?? latestEarlier(today), today) === 'expired';
  // Behind a long Tết a letter that is older than what is shown may still count.
  return { signedOn, validFor: 'ten-working-days', standing: isExpired ? 'expired' : 'not-known' };
}
