import type { BirthDate, Identity, Sex } from '../contract/identity.ts';
import { readCardText } from './card-text.ts';
import { keepName } from './kept-text.ts';
import type { TypedNumber } from './typed-number.ts';
import { identityFromTypedNumber } from './typed-number.ts';

/** What somebody without a card typed about themselves. */
export interface SaidPerson {
  readonly fullName?: string | undefined;
  readonly birth?: BirthDate | undefined;
  readonly sex?: Sex | undefined;
  /** Blanks, dots and dashes may stand in it. */
  readonly phone?: string | undefined;
}

/** Nobody showed any number. A visit like this is never found again by its name: two people may have one. */
export function undocumented(said: SaidPerson): Identity {
  return { ...person(said), document: { kind: 'undocumented', phone: phoneFrom(said.phone ?? '') } };
}

/** The card stands on a phone whose code does not read; staff see it. */
export function shownOnPhone(): Identity {
  return { ...undocumented({}), source: 'phone-shown' };
}

/** A foreigner's passport as they typed it, with the name that stands in it. */
export function typedPassport(number: TypedNumber, said: SaidPerson): Identity {
  return { ...person(said), document: identityFromTypedNumber(number).document };
}

/** Bounded and cleaned as a card's name is; `undefined` where no name is left of it. */
export function nameFrom(typed: string): string | undefined {
  return keepName(readCardText(new TextEncoder().encode(typed))).text;
}

/** 8–15 digits, perhaps with a + in front; `undefined` where it is none. */
export function phoneFrom(typed: string): string | undefined {
  const phone = typed.slice(0, 40).replace(/[\s.\-–()]/g, '');
  return /^\+?(?=\d*[1-9])\d{8,15}$/.test(phone) ? phone : undefined;
}

function person({ fullName, birth, sex }: SaidPerson): Omit<Identity, 'document'> {
  return {
    source: 'typed',
    fullName: fullName === undefined ? undefined : nameFrom(fullName),
    birth,
    sex: sex ?? 'unknown',
    address: undefined,
    warnings: [],
  };
}
