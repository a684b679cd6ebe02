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
 * - `follow-up-slip` 1.5: insured, and comes with a follow-up slip.
 * - `no-insurance-shown` 9: neither an insurance card nor a citizen number. `no-insurance-found` 9: the gateway knows no card of
 *   this citizen. `insurance-expired` 9: the gateway says so.
 * - empty: `registered-elsewhere` (the level of the facility and slips decide; a transfer slip, 1.3, is seen by staff only),
 *   `registration-place-unknown`, `desk-decides` (the gateway's answer sends the patient to the desk), `not-verified` (nobody
 *   has said whether this citizen is insured: unknown is never "not insured").
 */
export type ObjectCodeReason =
  | 'registered-here'
  | 'follow-up-slip'
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
  facts: Pick<VisitFacts, 'patient' | 'insuranceCheck' | 'appointment'>,
  facilityCode: string,
): ProvisionalObjectCode {
  const { patient, insuranceCheck, appointment } = facts;
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
  if (appointment?.kind === 'follow-up-slip') return { code: '1.5', reason: 'follow-up-slip' };
  if (registeredAt === undefined) return { code: '', reason: 'registration-place-unknown' };
  return { code: '', reason: 'registered-elsewhere' };
}
