import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Identity, IdentityWarning, Sex, UnreadableCode } from '../contract/identity.ts';
import { birthFromCard, dayFromCard } from './card-dates.ts';
import type { CardText } from './card-text.ts';
import { remarksOnCitizenNumber } from './citizen-number.ts';
import { damagedText, keepName, keepText, textWarnings } from './kept-text.ts';

/**
 * The QR of CCCD and of Căn cước, the card since July 2024:
 * `number|old number|name|ddMMyyyy|Nam or Nữ|address|ddMMyyyy of issue` (notes §1.1, CONFIRMED), on new cards followed by
 * cancelled number, father, mother and a reserved field (§1.2, SINGLE). What follows the seventh field is not kept: no
 * purpose of ours needs the parents' names.
 */
export function readCccd(fields: readonly CardText[]): Result<Identity, UnreadableCode> {
  const [number, oldNumber, name, birthText, sexText, addressText, issued, ...extra] = fields;
  if (!number || !oldNumber || !name || !birthText || !sexText || !addressText || !issued) {
    return problem({ kind: 'damaged' });
  }
  const birth = birthFromCard(birthText.text);
  const sex = sexFrom(sexText.text);
  // Shift-JIS and Big5 swallow a `|` after a letter, and all fields slip. Where neither birth nor sex stands in its place,
  // the name may be the father's: only the number is certain.
  const inPlace = birth !== undefined || sex !== 'unknown';
  const fullName = inPlace ? keepName(name) : damagedText;
  const address = inPlace ? keepText(addressText) : damagedText;
  const warnings: IdentityWarning[] = [
    ...remarksOnCitizenNumber(number.text, sex, birth),
    ...textWarnings(fullName, address),
  ];
  if (extra.length !== fieldsAddedByNewCard && extra.some(({ text }) => text !== '')) warnings.push('extra-fields');

  return ok({
    source: 'qr-cccd',
    fullName: fullName.text,
    birth,
    sex,
    address: address.text,
    document: {
      kind: 'citizen-card',
      number: number.text,
      oldNumber: /^(\d{9}|\d{12})$/.test(oldNumber.text) ? oldNumber.text : undefined,
      issuedOn: dayFromCard(issued.text),
    },
    warnings,
  });
}

const fieldsAddedByNewCard = 4;

/**
 * `Nam` or `Nữ`. `Nam` is ASCII and survives every wrong charset, so an N followed by anything but other letters is what
 * some scanner left of `Nữ`: `Nu`, `N?`, `Nﾆｯ`, `N`.
 */
function sexFrom(text: string): Sex {
  const lower = text.toLowerCase();
  if (lower === 'nam') return 'male';
  return /^n[^a-tv-z]{0,8}$/.test(lower) ? 'female' : 'unknown';
}
