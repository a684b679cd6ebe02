import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Identity, IdentityWarning, Sex, UnreadableCode } from '../contract/identity.ts';
import { birthFromCard, dayFromCard } from './card-dates.ts';
import { type CardText, readCardText } from './card-text.ts';
import { keepName, keepText, textWarnings } from './kept-text.ts';

/**
 * The QR of a health-insurance card (notes §2.1, CONFIRMED). `-` is an empty field; names and addresses are UTF-8 in hex.
 *
 * `number|name|born|1 or 2|address|01 - 001|from|to|issued|office|parent|region|five years|check`, on cards since April
 * 2021 `|benefit level|place of issue` as well, then usually `|$` and sometimes `|#`. Office, parent, region, check and
 * place of issue are not kept; how the check is computed is UNKNOWN.
 */
export function readBhyt(fields: readonly CardText[]): Result<Identity, UnreadableCode> {
  const data = withoutTerminator(fields).map(({ text }) => (text === '-' ? '' : text));
  if (data.length < fieldsOfOldCard) return problem({ kind: 'damaged' });
  const at = (index: number) => data[index] ?? '';

  const number = at(0).toUpperCase();
  const [validFrom, validTo] = [dayFromCard(at(6)), dayFromCard(at(7))];
  const fullName = keepName(textFromHex(at(1)));
  const address = keepText(textFromHex(at(4)));
  const warnings: IdentityWarning[] = [];
  if (!isKnownForm(number)) warnings.push('insurance-number-unusual');
  warnings.push(...textWarnings(fullName, address));
  // A missing end is open-ended; one that does not read must not look like it, and must not refuse anybody either (law 9).
  const isUnread = (at(6) !== '' && !validFrom) || (at(7) !== '' && !validTo);
  if (isUnread) warnings.push('validity-not-readable');
  if (data.slice(fieldsOfNewCard).some((text) => text !== '')) warnings.push('extra-fields');

  return ok({
    source: 'qr-bhyt',
    fullName: fullName.text,
    birth: birthFromCard(at(2)),
    sex: sexFrom(at(3)),
    address: address.text,
    document: {
      kind: 'insurance-card',
      number,
      facilityCode: facilityFrom(at(5)),
      validFrom,
      validTo,
      fiveYearsOn: dayFromCard(at(12)),
      benefitLevel: benefitLevelFrom(number.length === 15 ? at(0)[2] : at(14)),
    },
    warnings,
  });
}

const fieldsOfOldCard = 14;
export const fieldsOfNewCard = 16;

function withoutTerminator(fields: readonly CardText[]): readonly CardText[] {
  const last = fields.at(-1)?.text;
  return last === '$' || last === '#' ? fields.slice(0, -1) : fields;
}

/** Two letters of the group, benefit level, province (2), social-insurance number (10); or that last number alone. */
function isKnownForm(number: string): boolean {
  return /^([A-Z]{2}[1-5]\d{2})?\d{10}$/.test(number);
}

function sexFrom(text: string): Sex {
  if (text === '1') return 'male';
  return text === '2' ? 'female' : 'unknown';
}

/** `01 - 001`, with any dash or blank or nothing in between → `01001` (MA_DKBD). */
function facilityFrom(text: string): string | undefined {
  const [, province, facility] = /^(\d{2}) ?[-–—]? ?(\d{3})$/.exec(text) ?? [];
  return province !== undefined && facility !== undefined ? province + facility : undefined;
}

function benefitLevelFrom(text: string | undefined): string | undefined {
  return text !== undefined && /^[1-5]$/.test(text) ? text : undefined;
}

function textFromHex(hex: string): CardText {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) return { text: '', standing: 'damaged' };
  return readCardText(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}
