import type { Companion, ConsentAnswer, Particulars, VisitAnswers } from '../contract/visit-answers.ts';

/**
 * What was said last counts, and what was not asked again stays: particulars field by field, consents purpose by purpose. A
 * companion who only says once more what they are to the patient keeps the name that they gave.
 */
export function mergeAnswers(
  known: VisitAnswers | undefined,
  later: VisitAnswers | undefined,
): VisitAnswers | undefined {
  if (!known || !later) return known ?? later;
  return {
    companion: mergeCompanion(known.companion, later.companion),
    consents: mergeConsents(known.consents, later.consents),
    particulars: mergeParticulars(known.particulars, later.particulars),
    screening: later.screening ?? known.screening,
    preparation: later.preparation ?? known.preparation,
    referral: later.referral ?? known.referral,
  } satisfies Record<keyof VisitAnswers, unknown>;
}

/** Each consent with the moment when the store heard of it, unless it has one: proof says when (Law 91/2025/QH15). */
export function withTimes(answers: VisitAnswers | undefined, at: number): VisitAnswers | undefined {
  if (!answers?.consents) return answers;
  return { ...answers, consents: answers.consents.map((consent) => ({ ...consent, at: consent.at ?? at })) };
}

function mergeCompanion(known: Companion | undefined, later: Companion | undefined): Companion | undefined {
  if (!known || !later) return later ?? known;
  const saysOnlyRelation = later.fullName === undefined && later.citizenNumber === undefined;
  return saysOnlyRelation && later.relation === known.relation ? known : later;
}

/** The same answer to the same words is not new, however long they stood there this time. */
function mergeConsents(
  known: readonly ConsentAnswer[] | undefined,
  later: readonly ConsentAnswer[] | undefined,
): readonly ConsentAnswer[] | undefined {
  if (!known || !later) return later ?? known;
  const newest = known.map((before) => {
    const each = later.findLast(({ purpose }) => purpose === before.purpose);
    return !each || isSameConsent(before, each) ? before : each;
  });
  return [...newest, ...later.filter(({ purpose }) => known.every((before) => before.purpose !== purpose))];
}

function isSameConsent(one: ConsentAnswer, other: ConsentAnswer): boolean {
  return (
    one.purpose === other.purpose &&
    one.granted === other.granted &&
    one.wordsHash === other.wordsHash &&
    one.language === other.language &&
    one.by === other.by
  );
}

function mergeParticulars(known: Particulars | undefined, later: Particulars | undefined): Particulars | undefined {
  if (!known || !later) return later ?? known;
  return {
    ethnicity: later.ethnicity ?? known.ethnicity,
    occupation: later.occupation ?? known.occupation,
    address: later.address ?? known.address,
    phone: later.phone ?? known.phone,
  } satisfies Record<keyof Particulars, unknown>;
}
