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

/** A TD1 machine-readable zone: the back of an identity card, three lines of 30. */
export interface Td1 {
  /** `ID`, `I`; one letter where the second is filler. */
  readonly documentCode: string;
  /** Three letters (ICAO 9303 part 3 §5): `VNM`. */
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
  /** Surname first, as the zone has it: capitals without marks. */
  readonly name: string;
}

/**
 * `undefined` for anything but 90 characters of the zone's alphabet whose check digits of number, birth and expiry hold.
 * The composite check digit is left alone: Vietnamese cards put a digit of unknown meaning at the end of the first line,
 * and the issuer's signature says more than a digit can.
 */
export function readTd1(zone: string): Td1 | undefined {
  if (!/^[A-Z0-9<]{90}$/.test(zone)) return undefined;
  const [first, second, third] = [zone.slice(0, 30), zone.slice(30, 60), zone.slice(60)];
  const number = readNumber(first);
  const birth = second.slice(0, 6);
  const expiry = second.slice(8, 14);
  const holds = checkDigit(birth) === second[6] && checkDigit(expiry) === second[14];
  if (!number || !holds) return undefined;
  const sex = second[7];
  return {
    documentCode: first.slice(0, 2).replaceAll('<', ''),
    issuer: first.slice(2, 5).replaceAll('<', ''),
    ...number,
    birth,
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown',
    expiry,
    name: third.replace(/<+$/, '').replaceAll(/<+/g, ' ').trim(),
  };
}

/** A filler in the check digit's place says that the number goes on in the optional data, its check digit at the end (ICAO 9303 part 5). */
function readNumber(line: string): { readonly documentNumber: string; readonly optionalData: string } | undefined {
  const start = line.slice(5, 14);
  const check = line[14] ?? '';
  const rest = line.slice(15, 30);
  if (check !== '<') {
    if (checkDigit(start) !== check) return undefined;
    return { documentNumber: start.replace(/<+$/, ''), optionalData: rest.replace(/<+$/, '') };
  }
  const [, more, longCheck, optionalData] = /^([A-Z0-9]+)([0-9])<(.*)$/.exec(rest) ?? [];
  if (more === undefined || longCheck === undefined || optionalData === undefined) return undefined;
  const documentNumber = start + more;
  if (checkDigit(documentNumber) !== longCheck) return undefined;
  return { documentNumber, optionalData: optionalData.replace(/<+$/, '') };
}
