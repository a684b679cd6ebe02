import type { BirthDate, Identity, IdentityDocument } from '#drivers/contract/identity.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { namesNobody } from '#kiosk/facts/same-person.ts';

/** What somebody without a card tells of themselves, read again on this side of the wire: bounded, and nothing but what it says it is. */

/** 1–60 characters of letters, marks, blanks and `.'’-`, as they were typed but for blanks; `undefined` when it is no name. */
export function toldName(text: string): string | undefined {
  const name = text.normalize('NFC').replace(/ +/g, ' ').trim();
  return /^(?=.*\p{L})[\p{L}\p{M} .'’-]{1,60}$/u.test(name) ? name : undefined;
}

/** Nobody older than this stands at a kiosk. */
export const oldestAge = 120;

/** A year of birth on `today`, `yyyy-mm-dd`. */
export function toldBirthYear(year: number, today: string): BirthDate | undefined {
  const thisYear = Number(today.slice(0, 4));
  return Number.isInteger(year) && year <= thisYear && year >= thisYear - oldestAge
    ? { precision: 'year', year }
    : undefined;
}

/** Of Vietnam, 10 digits or 11 of a line at home, from 0; or with the country in front, 8–15 digits. */
export function toldPhone(text: string): string | undefined {
  return /^(0\d{9,10}|[1-9]\d{7,14})$/.test(text) ? text : undefined;
}

export function toldIdentity(told: {
  readonly source: Extract<Identity['source'], 'typed' | 'phone-shown'>;
  readonly fullName?: string | undefined;
  readonly birth?: BirthDate | undefined;
  readonly document?: IdentityDocument;
}): Identity {
  const { source, fullName, birth, document = { kind: 'undocumented', phone: undefined } } = told;
  return { source, fullName, birth, sex: 'unknown', address: undefined, document, warnings: [] };
}

/** Whether "is this you?" has something to show that was not just read back: a name, or what the hospital may know. */
export function isToBeConfirmed({ asksHospital }: FlowSettings, identities: readonly Identity[]): boolean {
  return identities.some(
    (each) => !isTold(each) || each.fullName !== undefined || (asksHospital && !namesNobody(each)),
  );
}

/** Nothing was read: it was typed, or only staff can see it. */
export function isTold({ source }: Identity): boolean {
  return source === 'typed' || source === 'phone-shown';
}
