import type { ObjectCode } from '#config/catalogues/object-codes.ts';
import type { VisitFacts } from '../contract/fact.ts';
import { countingCard } from './counting-card.ts';

/**
 * MA_DOITUONG_KCB as far as a kiosk can tell, with its reason. Always provisional: the facility decides after the visit.
 *
 * Empty when more than one code is possible and nobody at the kiosk can tell which: a wrong code would be believed.
 */
export interface ProvisionalObjectCode {
  readonly code: ObjectCode | '';
  readonly reason: ObjectCodeReason;
}

/**
 * - `registered-here` 1.1: this is the facility of first registration. (A facility of the first level uses 1.2: its HIS knows.)
 * - `referral-letter` 1.3: insured, and has a letter of referral that is valid by the day the patient said. `referral-said` 1.3: says
 *   that they have one. Staff look at the letter; one that has run out is none.
 * - `follow-up-slip` 1.5: insured, and comes with a follow-up slip that the hospital knows. `follow-up-said` 1.5: says that they come
 *   for a follow-up.
 * - `self-paid` 9: the patient pays by themselves and uses no insurance, whatever their cards say.
 * - `no-insurance-shown` 9: neither an insurance card nor a citizen number. `no-insurance-found` 9: the gateway knows no card of
 *   this citizen. `insurance-expired` 9: the gateway says so.
 * - empty: `registered-elsewhere` (the level of the facility and slips decide),
 *   `registration-place-unknown`, `desk-decides` (the gateway's answer sends the patient to the desk), `not-verified` (nobody
 *   has said whether this citizen is insured: unknown is never "not insured").
 */
export type ObjectCodeReason =
  | 'registered-here'
  | 'referral-letter'
  | 'referral-said'
  | 'follow-up-slip'
  | 'follow-up-said'
  | 'self-paid'
  | 'no-insurance-shown'
  | 'no-insurance-found'
  | 'insurance-expired'
  | 'registered-elsewhere'
  | 'registration-place-unknown'
  | 'desk-decides'
  | 'not-verified';

/** `maKetQua` 050: the gateway has no card under this number. */
const noCard = '050';

export function provisionalObjectCode(
  facts: Pick<VisitFacts, 'patient' | 'insuranceCheck' | 'appointment'> &
    Partial<Pick<VisitFacts, 'purpose' | 'answers'>>,
  facilityCode: string,
): ProvisionalObjectCode {
  const { patient, insuranceCheck, appointment, purpose, answers } = facts;
  if (purpose === 'self-paid') return { code: '9', reason: 'self-paid' };
  const card = patient.insurance;
  switch (insuranceCheck?.path) {
    case 'expired':
      return { code: '9', reason: 'insurance-expired' };
    case 'see-desk':
    case 'scan-again':
      return insuranceCheck.resultCode === noCard && !card
        ? { code: '9', reason: 'no-insurance-found' }
        : { code: '', reason: 'desk-decides' };
    case 'insured':
    case 'insured-by-new-card':
    case 'insured-show-papers':
      break;
    default:
      if (!card)
        return patient.citizen ? { code: '', reason: 'not-verified' } : { code: '9', reason: 'no-insurance-shown' };
  }
  // Of several codes that apply the first in the catalogue's order counts.
  const registeredAt = countingCard(facts).facilityCode;
  if (registeredAt === facilityCode) return { code: '1.1', reason: 'registered-here' };
  const letter = answers?.referral?.standing;
  if (letter === 'valid') return { code: '1.3', reason: 'referral-letter' };
  if (purpose === 'referral' && letter !== 'expired') return { code: '1.3', reason: 'referral-said' };
  if (appointment?.kind === 'follow-up-slip') return { code: '1.5', reason: 'follow-up-slip' };
  if (purpose === 'follow-up') return { code: '1.5', reason: 'follow-up-said' };
  if (registeredAt === undefined) return { code: '', reason: 'registration-place-unknown' };
  return { code: '', reason: 'registered-elsewhere' };
}
