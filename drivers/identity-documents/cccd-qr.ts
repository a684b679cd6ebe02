import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Identity, IdentityWarning, Sex, UnreadableCode } from '../contract/identity.ts';
import { birthFromCard, birthWarnings, dayFromCard, mayBeDate } from './card-dates.ts';
import type { CardText } from './card-text.ts';
import { oldNumberFrom, remarksOnCitizenNumber } from './citizen-number.ts';
import { damagedText, keepName, keepText, textWarnings } from './kept-text.ts';

/**
 * The QR of CCCD and of Căn cước, the card since July 2024:
 * `number|old number|name|ddMMyyyy|Nam or Nữ|address|ddMMyyyy of issue` (notes §1.1, CONFIRMED), on new cards followed by
 * cancelled number, father, mother and a reserved field (§1.2, SINGLE). What follows the seventh field is not kept: no
 * purpose of ours needs the parents' names.
 *
 * A code that holds parts of two cards is nobody: whoever stands there scans again.
 */
export function readCccd(fields: readonly CardText[]): Result<Identity, UnreadableCode> {
  const [number, oldNumber, name, birthText, sexText, addressText, issued, ...extra] = fields;
  if (!number || !oldNumber || !name || !birthText || !sexText || !addressText || !issued) {
    return problem({ kind: 'damaged' });
  }
  if (fields.length > fieldsOfNewCard || holdsAnotherCode(fields)) return problem({ kind: 'damaged' });
  const birth = birthFromCard(birthText.text);
  const sex = sexFrom(sexText.text);
  // Shift-JIS and Big5 swallow a `|` after a letter, and all fields slip. Where neither birth nor sex stands in its place,
  // the name may be the father's: only the number is certain.
  const inPlace = birth !== undefined || sex !== 'unknown';
  // Behind the address of a card that was cut there stands whatever was scanned next.
  if (inPlace && !mayBeDate(issued.text)) return problem({ kind: 'damaged' });
  const issuedOn = dayFromCard(issued.text);
  const isWhole = birth !== undefined && sex !== 'unknown' && issuedOn !== undefined;
  // Twelve digits there are most likely the next patient's number, unless everything else is where it belongs.
  if (isPersonalNumber(oldNumber) && !isWhole) return problem({ kind: 'damaged' });
  const fullName = inPlace ? keepName(name) : damagedText;
  const address = inPlace ? keepText(addressText) : damagedText;
  const warnings: IdentityWarning[] = [
    ...remarksOnCitizenNumber(number.text, sex, birth),
    ...birthWarnings(birthText.text),
    ...textWarnings(fullName, address),
  ];
  if (fields.length !== fieldsOfNewCard && extra.some(({ text }) => text !== '')) warnings.push('extra-fields');

  return ok({
    source: 'qr-cccd',
    fullName: fullName.text,
    birth,
    sex,
    address: address.text,
    document: {
      kind: 'citizen-card',
      number: number.text,
      oldNumber: oldNumberFrom(oldNumber.text),
      issuedOn,
    },
    warnings,
  });
}

export const fieldsOfOldCard = 7;
export const fieldsOfNewCard = 11;

function isPersonalNumber({ text }: CardText): boolean {
  return /^\d{12}$/.test(text);
}

/**
 * Two codes that ran into each other: somebody's 12-digit number, or a slip of ours, where none belongs. The law knows two
 * more places for such a number: the old number (Decree 70/2024 art. 12), and the cancelled one behind the date of issue.
 */
function holdsAnotherCode(fields: readonly CardText[]): boolean {
  return fields.some((field, at) => {
    if (at === 0) return false;
    const mayBeNumber = at === 1 || (at === fieldsOfOldCard && fields.length === fieldsOfNewCard);
    if (mayBeNumber && isPersonalNumber(field)) return false;
    return /\d{12}|TIEPDON|:\/\//.test(field.text);
  });
}

/**
 * `Nam` or `Nữ`. `Nam` is ASCII and survives every wrong charset, so an N followed by anything but other letters is what
 * some scanner left of `Nữ`: `Nu`, `N?`, `Nﾆｯ`, `N`.
 */
function sexFrom(text: string): Sex {
  const lower = text.toLowerCase();
  if (lower === 'nam') return 'male';
  return /^n[^a-tv-z]{0,8}$/.test(lower) ? 'female' : 'unknown';
}
