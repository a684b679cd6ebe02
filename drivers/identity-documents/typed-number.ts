import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { Identity, IdentityDocument, IdentityWarning } from '../contract/identity.ts';
import type { PatientCodeForm } from '../contract/patient-code-form.ts';
import { remarksOnCitizenNumber } from './citizen-number.ts';
import { readPatientCode } from './patient-code.ts';

/**
 * What a number is that a patient typed. Its length says it (vietnam.md §2.2): 9 digits an old identity card (CMND), 10 a
 * social-insurance number or the hospital's own patient code, as the site says, 12 a citizen card, 15 characters an insurance card.
 */
export type TypedNumberKind =
  | 'old-identity-card'
  | 'social-insurance'
  | 'citizen-card'
  | 'insurance-card'
  | 'patient-code'
  | 'passport';

export interface TypedNumber {
  readonly kind: TypedNumberKind;
  /** Capitals and digits, without the blanks, dots and dashes that somebody put between them. */
  readonly number: string;
  /** As it is said back: `027 148 000 123`. */
  readonly groups: readonly string[];
  /** What is remarkable and not wrong (law 9): `birth-place-unknown`, `insurance-number-unusual`. */
  readonly warnings: readonly IdentityWarning[];
}

/**
 * What is wrong with it, for the words on the keypad. Closed, and says nothing of its content.
 *
 * - `missing`: so many characters are missing to the next number that there is.
 * - `too-many`: so many are too many for any.
 * - `letters`: letters stand where no number has them; an insurance card begins with two.
 * - `signs`: something that is neither letter nor digit.
 * - `nobodys`: nothing but zeros.
 */
export type TypedNumberProblem =
  | { readonly kind: 'empty' | 'letters' | 'signs' | 'nobodys' }
  | { readonly kind: 'missing' | 'too-many'; readonly count: number };

/** Of the site: a number of its own that patients may type. */
export interface TypedNumberForms {
  readonly patientCode?: PatientCodeForm | undefined;
}

/** Nobody types more, and nothing longer is looked at. */
export const longestTyped = 40;

export function readTypedNumber(
  typed: string,
  { patientCode }: TypedNumberForms,
): Result<TypedNumber, TypedNumberProblem> {
  const clean = cleanTyped(typed);
  if (!clean.ok) return clean;
  const number = clean.value;
  const kind = kindOf(number, patientCode);
  if (kind === undefined) return problem(problemOf(number, patientCode));
  if (!/[1-9]/.test(number)) return problem({ kind: 'nobodys' });
  return ok({ kind, number, groups: groupsOf(kind, number, patientCode), warnings: warningsOf(kind, number) });
}

/** Passport numbers of the world have 6–9 letters and digits (ICAO 9303 part 4 leaves room for 9). */
export function readTypedPassport(typed: string): Result<TypedNumber, TypedNumberProblem> {
  const clean = cleanTyped(typed);
  if (!clean.ok) return clean;
  const number = clean.value;
  if (number.length < 6) return problem({ kind: 'missing', count: 6 - number.length });
  if (number.length > 9) return problem({ kind: 'too-many', count: number.length - 9 });
  if (!/\d/.test(number)) return problem({ kind: 'letters' });
  if (!/[1-9]/.test(number)) return problem({ kind: 'nobodys' });
  return ok({ kind: 'passport', number, groups: threes(number), warnings: [] });
}

/** Who typed it, of whom nothing else is known. */
export function identityFromTypedNumber({ kind, number, warnings }: TypedNumber): Identity {
  return {
    source: 'typed',
    fullName: undefined,
    birth: undefined,
    sex: 'unknown',
    address: undefined,
    document: documentOf(kind, number),
    // Only a card says how long it is valid.
    warnings: isInsurance(kind) ? [...warnings, 'validity-not-readable'] : warnings,
  };
}

function cleanTyped(typed: string): Result<string, TypedNumberProblem> {
  if (typed.length > longestTyped) return problem({ kind: 'too-many', count: typed.length - longestTyped });
  const number = typed.replace(/[\s.\-–]/g, '').toUpperCase();
  if (number === '') return problem({ kind: 'empty' });
  return /^[A-Z\d]+$/.test(number) ? ok(number) : problem({ kind: 'signs' });
}

function kindOf(number: string, patientCode: PatientCodeForm | undefined): TypedNumberKind | undefined {
  if (readPatientCode(number, patientCode) !== undefined) return 'patient-code';
  if (/^[A-Z]{2}[A-Z\d]{13}$/.test(number)) return 'insurance-card';
  if (!/^\d+$/.test(number)) return undefined;
  return digitKinds[number.length];
}

const digitKinds: Readonly<Record<number, TypedNumberKind>> = {
  9: 'old-identity-card',
  10: 'social-insurance',
  12: 'citizen-card',
};
const insuranceCardLength = 15;

function problemOf(number: string, patientCode: PatientCodeForm | undefined): TypedNumberProblem {
  const { prefix = '', digits = 0 } = patientCode ?? {};
  if (/^\d+$/.test(number)) {
    const ofPatient = patientCode && prefix === '' ? [digits] : [];
    return toNearest(number.length, [...Object.keys(digitKinds).map(Number), ...ofPatient]);
  }
  if (prefix !== '' && number.startsWith(prefix) && /^\d*$/.test(number.slice(prefix.length))) {
    // The zeros of a patient's code that is as long as it should be.
    if (number.length === prefix.length + digits) return { kind: 'nobodys' };
    const isInsurance = prefix.length === 2 && number.length > prefix.length + digits;
    return toNearest(number.length, [prefix.length + digits, ...(isInsurance ? [insuranceCardLength] : [])]);
  }
  return /^[A-Z]{2}\d*$/.test(number) || /^[A-Z]{1,2}$/.test(number)
    ? toNearest(number.length, [insuranceCardLength])
    : { kind: 'letters' };
}

function toNearest(length: number, lengths: readonly number[]): TypedNumberProblem {
  const longer = lengths.filter((each) => each > length);
  if (longer.length > 0) return { kind: 'missing', count: Math.min(...longer) - length };
  return { kind: 'too-many', count: length - Math.max(...lengths) };
}

/** As its parts are: the letters, the benefit level, the province and the lifelong number of an insurance card. */
function groupsOf(kind: TypedNumberKind, number: string, patientCode: PatientCodeForm | undefined): readonly string[] {
  switch (kind) {
    case 'insurance-card':
      return [number.slice(0, 2), number.slice(2, 3), number.slice(3, 5), ...threes(number.slice(5))];
    case 'patient-code': {
      const letters = patientCode?.prefix ?? '';
      return [...(letters === '' ? [] : [letters]), ...threes(number.slice(letters.length))];
    }
    case 'old-identity-card':
    case 'social-insurance':
    case 'citizen-card':
    case 'passport':
      return threes(number);
    default:
      return unreachable(kind);
  }
}

/** In threes; the last group has four where one digit would be left over. */
function threes(number: string): readonly string[] {
  return number.match(/.{3}(?=.{2})|.{1,4}/g) ?? [];
}

function warningsOf(kind: TypedNumberKind, number: string): readonly IdentityWarning[] {
  switch (kind) {
    case 'citizen-card':
      return remarksOnCitizenNumber(number, 'unknown', undefined);
    case 'insurance-card':
      return /^[A-Z]{2}[1-5]\d{12}$/.test(number) ? [] : ['insurance-number-unusual'];
    default:
      return [];
  }
}

function isInsurance(kind: TypedNumberKind): boolean {
  return kind === 'insurance-card' || kind === 'social-insurance';
}

function documentOf(kind: TypedNumberKind, number: string): IdentityDocument {
  switch (kind) {
    case 'citizen-card':
      return { kind, number, oldNumber: undefined, issuedOn: undefined };
    case 'insurance-card':
    case 'social-insurance':
      return {
        kind: 'insurance-card',
        number,
        facilityCode: undefined,
        validFrom: undefined,
        validTo: undefined,
        fiveYearsOn: undefined,
        benefitLevel: kind === 'insurance-card' && /^..[1-5]/.test(number) ? number[2] : undefined,
      };
    case 'old-identity-card':
    case 'patient-code':
      return { kind, number };
    case 'passport':
      return { kind, number, issuer: undefined, nationality: undefined, expiresOn: undefined };
    default:
      return unreachable(kind);
  }
}
