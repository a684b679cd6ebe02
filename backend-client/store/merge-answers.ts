import type { Companion, ConsentAnswer, Particulars, VisitAnswers } from '../contract/visit-answers.ts';

/**
 * What was said last counts, and what was not asked again stays: particulars field by field, consents purpose by purpose. A
 * companion who is not asked for a name again keeps the one that they gave; who refuses it now has none.
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
  if (!answers) return undefined;
  const timed = (consent: ConsentAnswer) => ({ ...consent, at: consent.at ?? at });
  const { companion, consents } = answers;
  return {
    ...answers,
    ...(companion?.consent && { companion: { ...companion, consent: timed(companion.consent) } }),
    ...(consents && { consents: consents.map(timed) }),
  };
}

function mergeCompanion(known: Companion | undefined, later: Companion | undefined): Companion | undefined {
  if (!known || !later) return later ?? known;
  const { fullName, citizenNumber, consent } = later;
  const saysOnlyRelation = fullName === undefined && citizenNumber === undefined && consent === undefined;
  if (saysOnlyRelation && later.relation === known.relation) return known;
  const isSame = known.consent && consent && isSameConsent(known.consent, consent);
  return isSame ? { ...later, consent: known.consent } : later;
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
