import type { BirthDate, Identity } from '#drivers/contract/identity.ts';

/** Whether two scans in one session are one person: the same document, or the same name with a birth date that agrees. */
export function isSamePerson(one: Identity, other: Identity): boolean {
  if (isSameDocument(one, other)) return true;
  // Two citizen cards with different numbers are two people, whatever their names.
  if (one.document.kind === 'citizen-card' && other.document.kind === 'citizen-card') return false;
  return hasSameNameAndBirth(one, other);
}

/** As far as both are known; what nobody knows agrees with nothing. */
export function hasSameNameAndBirth(one: Identity, other: Identity): boolean {
  if (!one.fullName || !other.fullName || !one.birth || !other.birth) return false;
  return foldText(one.fullName) === foldText(other.fullName) && birthsAgree(one.birth, other.birth);
}

export function isSameDocument(one: Identity, other: Identity): boolean {
  return one.document.kind === other.document.kind && one.document.number === other.document.number;
}

/**
 * Cards differ in case, in where the tone mark sits (Hoà, Hòa), in blanks and in the sign that parts a name (H'Hen, HʼHen,
 * H’Hen, H´Hen), for the same person.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .replace(/ ?['`\u00b4\u02b9-\u02bd\u02c8\u2018-\u201b\u2032] ?/g, "'")
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

function birthsAgree(one: BirthDate, other: BirthDate): boolean {
  const shorter = Math.min(birthText(one).length, birthText(other).length);
  return birthText(one).slice(0, shorter) === birthText(other).slice(0, shorter);
}

function birthText(birth: BirthDate): string {
  switch (birth.precision) {
    case 'day':
      return birth.date;
    case 'month':
      return birth.month;
    case 'year':
      return String(birth.year).padStart(4, '0');
  }
}
