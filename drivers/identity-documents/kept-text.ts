import type { IdentityWarning } from '../contract/identity.ts';
import type { CardText } from './card-text.ts';

/** What is kept of a name or an address, and what has to be said about it. */
export interface KeptText {
  readonly text: string | undefined;
  readonly warning: Extract<IdentityWarning, 'text-damaged' | 'text-repaired'> | undefined;
}

/** A text that may be missing, such as an address. Without any letter it is a field that slipped from its place. */
export function keepText({ text, standing }: CardText): KeptText {
  if (text === '') return { text: undefined, warning: undefined };
  if (standing === 'damaged' || !hasLetter(text)) return damagedText;
  return { text, warning: standing === 'repaired' ? 'text-repaired' : undefined };
}

/**
 * Everybody has a name, and it has no digit. One with digits comes from two codes that ran into each other or from a
 * layout that we do not know, and must not be called out in a waiting room.
 */
export function keepName(name: CardText): KeptText {
  return name.text === '' || /\d/.test(name.text) ? damagedText : keepText(name);
}

export const damagedText: KeptText = { text: undefined, warning: 'text-damaged' };

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** Each warning once. */
export function textWarnings(...texts: readonly KeptText[]): IdentityWarning[] {
  return (['text-damaged', 'text-repaired'] as const).filter((kind) => texts.some(({ warning }) => warning === kind));
}
