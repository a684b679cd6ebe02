import type { ConsentAnswer } from '#backend-client/contract/visit-answers.ts';
import { type Ages, agesOn } from './age.ts';
import type { Facts } from './facts.ts';
import type { FlowSettings } from './flow-settings.ts';
import { patientFromIdentities } from './patient.ts';

/** Law 91/2025/QH15: under this the guardian alone says yes or no. */
const answersFrom = 7;
/** And from here on the person alone; between, both. */
const alone = 18;

/** Of a child's card it is asked whether it is the child's whom somebody has brought. */
const childUnder = 16;

/** Whether the card is surely a child's. */
export function isChild(facts: Pick<Facts, 'identities' | 'today'>): boolean {
  const ages = agesOf(facts);
  return ages !== undefined && ages.oldest < childUnder;
}

/**
 * Who says yes or no to a use of the patient's data; `undefined`: nobody who may stands here, and nothing is asked. With a year of birth
 * only, whoever may be too young is taken to be.
 */
export function whoConsents({ checkIn }: FlowSettings, facts: Facts): ConsentAnswer['by'] | undefined {
  const ages = agesOf(facts);
  const relation = facts.said.companion?.relation;
  const hasGuardian = relation === 'parent' || relation === 'guardian';
  const isMinor = ages ? ages.youngest < alone : hasGuardian;
  if (!isMinor) return 'patient';
  // Where nobody is asked who stands here, the words on the screen ask for the parent.
  if (checkIn.companion && !hasGuardian) return undefined;
  return ages && ages.oldest < answersFrom ? 'guardian' : 'patient-and-guardian';
}

function agesOf({ identities, today }: Pick<Facts, 'identities' | 'today'>): Ages | undefined {
  const { birth } = patientFromIdentities(identities, today);
  return birth && agesOn(birth, today);
}
