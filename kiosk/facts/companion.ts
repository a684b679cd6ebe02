import type { Identity } from '#drivers/contract/identity.ts';
import type { CompanionCard, Facts } from './facts.ts';

/** Whoever stands here has come with the patient, and not everything about them was said. */
export function isCompanionAsked({ by, said, companionCard }: Facts): boolean {
  return by === 'companion' && (said.companion === undefined || companionCard.stands !== 'answered');
}

/** The relation was said, and their own card may be laid. */
export function awaitsCompanionCard({ by, said, companionCard }: Facts): boolean {
  return by === 'companion' && said.companion !== undefined && companionCard.stands === 'not-seen';
}

export function companionCardOf({ fullName, document }: Identity): CompanionCard {
  return { stands: 'laid', fullName, citizenNumber: document.kind === 'citizen-card' ? document.number : undefined };
}

/** What the next visit of the same family may be told of whoever stands here: only what they let be noted. */
export function companionOnRecord({ said, companionCard }: Facts): CompanionCard {
  if (companionCard.stands === 'known') return companionCard;
  const { companion } = said;
  if (companion?.consent?.granted !== true) return { stands: 'not-seen' };
  const { fullName, citizenNumber } = companion;
  return { stands: 'known', fullName, citizenNumber };
}
