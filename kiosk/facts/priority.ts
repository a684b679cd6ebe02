import type { Priority } from '#backend-client/contract/visit.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { AgeGround } from '#config/catalogues/priority-grounds.ts';
import type { BirthDate } from '#drivers/contract/identity.ts';
import { agesOn } from './age.ts';
import type { Facts } from './facts.ts';
import { patientFromIdentities } from './patient.ts';

/** What a birth date shows. */
interface AgePriority extends Priority {
  readonly ground: AgeGround;
}

/** The priority of this visit: by age, else by what the patient has said, which staff check. */
export function priorityIn({ identities, today, emergency, declared }: Facts): Priority | undefined {
  const byAge = priorityOn(patientFromIdentities(identities, today).birth, today);
  if (byAge) return byAge;
  if (emergency === 'sign') return { ground: 'emergency', certain: false };
  return declared === undefined || declared === 'none' ? undefined : { ground: declared, certain: false };
}

/** Law on Medical Examination and Treatment 15/2023/QH15, article 3.2: from the 75th birthday, and before the 6th. */
const oldFrom = 75;
const youngUnder = 6;

/**
 * The priority that a birth date alone gives on `today`. With only a year or a month, the date counts when some day in it
 * would do, and is not certain unless every day would.
 */
export function priorityOn(birth: BirthDate | undefined, today: BusinessDay): AgePriority | undefined {
  if (!birth) return undefined;
  const ages = agesOn(birth, today);
  if (!ages) return undefined;
  const { oldest, youngest } = ages;
  if (oldest >= oldFrom) return { ground: 'age-75', certain: youngest >= oldFrom };
  if (youngest < youngUnder) return { ground: 'under-6', certain: oldest < youngUnder };
  return undefined;
}
