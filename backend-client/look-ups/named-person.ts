import { birthText, sexesDiffer } from '#config/agreements/described-person.ts';
import { comparableTexts } from '#config/agreements/vietnamese-text.ts';
import type { Patient } from '../contract/patient.ts';

/** Whom a hospital's answer is about, as far as it says. */
export interface NamedPerson {
  /** All that it calls them; one of them is enough. */
  readonly fullNames: readonly string[];
  /** `yyyy-mm-dd`, `yyyy-mm` or `yyyy`; `undefined` when it does not say, or what it says does not read. */
  readonly birth: string | undefined;
  readonly sex: Patient['sex'];
}

/**
 * Whether an answer names somebody else than the patient who was asked about: a twin, a mistyped number, the record of whoever
 * had the number before. Such an answer is not believed, and the visit goes on as not verified (law 9).
 *
 * Hospitals leave out or shorten middle names, turn the order of a name round, write 1 January for an unknown day, and mix up day and
 * month; none of that is another person. A tone or a letter is.
 */
export function namesAnother(patient: Pick<Patient, 'fullName' | 'birth' | 'sex'>, told: NamedPerson): boolean {
  if (sexesDiffer(patient, told)) return true;
  if (patient.birth && told.birth !== undefined && !mayBeBorn(birthText(patient.birth), told.birth)) return true;
  const { fullName } = patient;
  const names = told.fullNames.filter(isWhole);
  return fullName !== undefined && names.length > 0 && names.every((name) => !mayBeCalled(fullName, name));
}

/** Without the signs that a lost letter leaves behind. */
function isWhole(name: string): boolean {
  return /\p{L}/u.test(name) && !/[?\ufffd]/.test(name);
}

/** Each word of the shorter name is one of the longer, or its first letter (`Nguyễn T. N. Ánh`). */
function mayBeCalled(one: string, other: string): boolean {
  const [first, second] = comparableTexts(one, other).map((text) => text.split(/[ ,.]+/).filter(Boolean));
  const [shorter = [], longer = []] = [first, second].toSorted((a = [], b = []) => a.length - b.length);
  const left = [...longer];
  const wholeFirst = shorter.toSorted((a, b) => b.length - a.length);
  return wholeFirst.every((word) => {
    const at = left.findIndex(
      (each) => each === word || (isLetter(word) && each.startsWith(word)) || (isLetter(each) && word.startsWith(each)),
    );
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function isLetter(word: string): boolean {
  return [...word].length === 1;
}

function mayBeBorn(one: string, told: string): boolean {
  if (one.startsWith(told) || told.startsWith(one)) return true;
  const [year, month, day] = told.split('-');
  if (!one.startsWith(`${year}`)) return false;
  return `${month}-${day}` === '01-01' || one === `${year}-${day}-${month}`;
}
