/** Weights 7, 3, 1 over the characters' values (ICAO 9303 part 3 §4.9). Unknown characters count as filler. */
export function checkDigit(field: string): string {
  let sum = 0;
  for (const [index, character] of [...field].entries()) sum += weightedValue(character) * ([7, 3, 1][index % 3] ?? 0);
  return String(sum % 10);
}

function weightedValue(character: string): number {
  if (/^[0-9]$/.test(character)) return Number(character);
  return /^[A-Z]$/.test(character) ? character.charCodeAt(0) - 55 : 0;
}

/** Nine characters; a longer number stays as it is. */
export function padDocumentNumber(documentNumber: string): string {
  return documentNumber.padEnd(9, '<');
}

/** What a machine-readable zone says, whatever its size (ICAO 9303 parts 4–6). */
export interface Zone {
  /** `P`, `ID`, `I`; one letter where the second is filler. */
  readonly documentCode: string;
  /** One to three letters (ICAO 9303 part 3 §5): `VNM`, `D`. */
  readonly issuer: string;
  /** The whole number, also where it is longer than nine characters. */
  readonly documentNumber: string;
  /** What follows the number, without filler. On Vietnamese cards the 12-digit number (devices.md §5, SINGLE). */
  readonly optionalData: string;
  /** `yyMMdd`; may have filler where a part is unknown. */
  readonly birth: string;
  readonly sex: 'male' | 'female' | 'unknown';
  /** `yyMMdd` */
  readonly expiry: string;
  /** In the issuer's codes. */
  readonly nationality: string;
  /** Surname first, as the zone has it: capitals without marks. */
  readonly name: string;
}

/**
 * A TD1, the back of an identity card, three lines of 30. `undefined` for anything but 90 characters of the zone's
 * alphabet whose check digits of number, birth and expiry hold. The composite check digit is left alone: Vietnamese cards put a digit of unknown meaning at the end of the first line,
 * and the issuer's signature says more than a digit can.
 */
export function readTd1(zone: string): Zone | undefined {
  if (!/^[A-Z0-9<]{90}$/.test(zone)) return undefined;
  const [first, second, third] = [zone.slice(0, 30), zone.slice(30, 60), zone.slice(60)];
  const number = readNumber(first.slice(5, 14), first[14] ?? '', first.slice(15, 30));
  return number && zoneFrom(first, number, second.slice(0, 15), second.slice(15, 18), third);
}

/** The composite check digit of a TD1, which only its issuer's own cards may do without. */
export function holdsComposite(td1: string): boolean {
  const [first, second] = [td1.slice(0, 30), td1.slice(30, 60)];
  const covered = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29);
  return checkDigit(covered) === second[29];
}

/** Two lines of 36: an older identity or travel document. All its check digits must hold. */
export function readTd2(zone: string): Zone | undefined {
  if (!/^[A-Z0-9<]{72}$/.test(zone)) return undefined;
  const [first, second] = [zone.slice(0, 36), zone.slice(36)];
  const number = readNumber(second.slice(0, 9), second[9] ?? '', second.slice(28, 35));
  const covered = second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 35);
  if (checkDigit(covered) !== second[35]) return undefined;
  return number && zoneFrom(first, number, second.slice(13, 28), second.slice(10, 13), first.slice(5));
}

/** Two lines of 44: a passport. All its check digits must hold; filler in the optional data's place may have none. */
export function readTd3(zone: string): Zone | undefined {
  if (!/^[A-Z0-9<]{88}$/.test(zone)) return undefined;
  const [first, second] = [zone.slice(0, 44), zone.slice(44)];
  const [number, optional] = [second.slice(0, 9), second.slice(28, 42)];
  const covered = second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43);
  const isOptionalRight = checkDigit(optional) === second[42] || (/^<+$/.test(optional) && second[42] === '<');
  if (checkDigit(number) !== second[9] || !isOptionalRight || checkDigit(covered) !== second[43]) return undefined;
  const known = { documentNumber: withoutFiller(number), optionalData: withoutFiller(optional) };
  return zoneFrom(first, known, second.slice(13, 28), second.slice(10, 13), first.slice(5));
}

/** `dates`: birth, its check digit, sex, expiry, its check digit. */
function zoneFrom(
  first: string,
  number: Pick<Zone, 'documentNumber' | 'optionalData'>,
  dates: string,
  nationality: string,
  name: string,
): Zone | undefined {
  const [birth, expiry] = [dates.slice(0, 6), dates.slice(8, 14)];
  if (checkDigit(birth) !== dates[6] || checkDigit(expiry) !== dates[14]) return undefined;
  const sex = dates[7];
  return {
    documentCode: first.slice(0, 2).replaceAll('<', ''),
    issuer: first.slice(2, 5).replaceAll('<', ''),
    ...number,
    birth,
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown',
    expiry,
    nationality: nationality.replaceAll('<', ''),
    name: withoutFiller(name).replaceAll(/<+/g, ' ').trim(),
  };
}

function withoutFiller(text: string): string {
  return text.replace(/<+$/, '');
}

/** A filler in the check digit's place says that the number goes on in the optional data, its check digit at the end (ICAO 9303 part 5). */
function readNumber(
  start: string,
  check: string,
  rest: string,
): { readonly documentNumber: string; readonly optionalData: string } | undefined {
  if (check !== '<') {
    if (checkDigit(start) !== check) return undefined;
    return { documentNumber: withoutFiller(start), optionalData: withoutFiller(rest) };
  }
  const [, more, longCheck, optionalData] = /^([A-Z0-9]+)([0-9])<(.*)$/.exec(rest) ?? [];
  if (more === undefined || longCheck === undefined || optionalData === undefined) return undefined;
  const documentNumber = start + more;
  if (checkDigit(documentNumber) !== longCheck) return undefined;
  return { documentNumber, optionalData: withoutFiller(optionalData) };
}
