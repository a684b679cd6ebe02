import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { insuranceResults } from '#config/catalogues/insurance-results.ts';
import type { DeskReason, TicketRemark } from '#config/catalogues/outcomes.ts';
import { appointmentOf } from './appointment.ts';
import type { Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';
import { insuranceOn, patientFromIdentities, validityOn } from './patient.ts';

/** What came out about a patient who has a number: at most one reason to pass by the desk, and one remark for the way. */

/** The ticket, as far as it counts here. */
export interface NumberGiven {
  readonly visit: StoredVisit;
  /** The document had it today already. */
  readonly again: boolean;
  /** Somebody else has shown the same number today. */
  readonly isShared: boolean;
}

type Test = (facts: Facts, given: NumberGiven) => boolean;

const tests: { readonly [Reason in DeskReason]: Test } = {
  'no-papers': ({ identities }) => identities.every(isOnlySaid),
  'name-not-readable': ({ identities, today }) => !patientFromIdentities(identities, today).fullName,
  'chip-does-not-match': ({ chip }) => chip.stands === 'read' && chip.verdict === 'does-not-match',
  'document-of-another': (_facts, { isShared }) => isShared,
  'hospital-knows-another': ({ hospital }) => hospital.namesAnother,
  'help-choosing': ({ choice }) => choice?.how === 'help-choosing',
  // Of the service that was chosen first, and nothing is asked about another one.
  'has-eaten': ({ said }, { visit }) => said.preparation?.hasEaten === true && visit.replaces === undefined,
  'referral-expired': ({ said }) => said.referral?.standing === 'expired',
  'name-does-not-match': (facts) => differs(facts) === 'name',
  'birth-does-not-match': (facts) => differs(facts) === 'birth',
  'insurance-to-check': ({ hospital, purpose }) =>
    isForInsurance(purpose) &&
    ['see-desk', 'scan-again', 'insured-show-papers'].includes(hospital.insuranceCheck?.path ?? ''),
  'insurance-expired': ({ hospital, identities, today, purpose }) => {
    if (!isForInsurance(purpose)) return false;
    const path = hospital.insuranceCheck?.path;
    // The hospital's word counts more than a date on an old card.
    if (path === 'expired' || path === 'insured' || path === 'insured-by-new-card') return path === 'expired';
    const insurance = insuranceOn(identities, today);
    return insurance !== undefined && validityOn(insurance, today) !== 'valid';
  },
};

/** Insurance is nothing to whoever pays, fetches a result or is only measured. */
function isForInsurance(purpose: Facts['purpose']): boolean {
  return purpose !== 'self-paid' && purpose !== 'results' && purpose !== 'vitals';
}

/** Typed, or on a phone that does not read: nothing was shown to the kiosk, and staff look at it. */
function isOnlySaid({ source }: Facts['identities'][number]): boolean {
  return source === 'typed' || source === 'phone-shown';
}

/** Why the patient should pass by the desk before the room, the weightiest reason first: the table keeps their order. */
export function deskReasonOf(facts: Facts, given: NumberGiven): DeskReason | undefined {
  return (Object.keys(tests) as DeskReason[]).find((reason) => tests[reason](facts, given));
}

/** What the gateway knows otherwise than the card. */
export function differs({ hospital }: Facts): 'name' | 'birth' | undefined {
  const check = hospital.insuranceCheck;
  return check && insuranceResults.get(check.resultCode)?.differs;
}

/** The weightiest remark for the way. */
export function ticketRemarkOf(settings: FlowSettings, facts: Facts, given: NumberGiven): TicketRemark | undefined {
  const remark = appointmentRemark(settings, facts, given);
  if (remark || !isForInsurance(facts.purpose)) return remark;
  return (
    (isNotChecked(settings, facts) ? { kind: 'insurance-not-checked' } : undefined) ??
    (hasNewCard(facts) ? { kind: 'new-card-issued' } : undefined) ??
    (isRegisteredElsewhere(settings, facts) ? { kind: 'other-facility' } : undefined)
  );
}

/** A number of earlier today says nothing about when its patient came back. */
function appointmentRemark(
  { checkIn: { appointmentWindow }, timeZone }: FlowSettings,
  facts: Facts,
  { visit, again }: NumberGiven,
): TicketRemark | undefined {
  const startsAt = appointmentOf(facts)?.startsAt;
  if (startsAt === undefined || again) return undefined;
  const earlyMinutes = (startsAt - visit.storedAt) / 60_000;
  const at = clockTime(startsAt, timeZone);
  if (earlyMinutes > appointmentWindow.earlyMinutes) return { kind: 'appointment-early', at };
  return -earlyMinutes > appointmentWindow.lateMinutes ? { kind: 'appointment-late', at } : undefined;
}

function clockTime(at: number, timeZone: string): string {
  const { hour, minute } = localTimeAt(at, timeZone);
  return [hour, minute].map((each) => String(each).padStart(2, '0')).join(':');
}

/** Law 9: somebody would have said, and nobody did. */
function isNotChecked({ checksInsurance }: FlowSettings, { identities, hospital }: Facts): boolean {
  if (!checksInsurance || identities.length === 0) return false;
  return hospital.insuranceCheck === undefined || hospital.insuranceCheck.path === 'not-verified';
}

/** 003 and 004: the gateway names a newer card. */
export function hasNewCard({ hospital }: Facts): boolean {
  const check = hospital.insuranceCheck;
  return check?.path === 'insured-by-new-card' || check?.resultCode === '004';
}

/** MA_DKBD of the card that counts is another facility's; provisional, since a branch may have a code of its own. */
export function isRegisteredElsewhere({ facilityCode }: FlowSettings, { hospital, identities, today }: Facts): boolean {
  const registered =
    hospital.insuranceCheck?.facilityCode ?? insuranceOn(identities, today)?.document.facilityCode ?? facilityCode;
  return registered.toUpperCase() !== facilityCode;
}
