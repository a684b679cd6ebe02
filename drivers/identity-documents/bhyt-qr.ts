import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { BirthDate, Identity, IdentityWarning, Sex, UnreadableCode } from '../contract/identity.ts';
import { birthFromCard, birthWarnings, dayFromCard, mayBeDate } from './card-dates.ts';
import { type CardText, readCardText } from './card-text.ts';
import { remarksOnCitizenNumber } from './citizen-number.ts';
import { keepName, keepText, textWarnings } from './kept-text.ts';

/**
 * The QR of a health-insurance card (notes §2.1, CONFIRMED). `-` is an empty field; names and addresses are UTF-8 in hex.
 *
 * `number|name|born|1 or 2|address|01 - 001|from|to|issued|office|parent|region|five years|check`, on cards since April
 * 2021 `|benefit level|place of issue` as well, then usually `|$` and sometimes `|#`. Office, parent, region, check and
 * place of issue are not kept; how the check is computed is UNKNOWN.
 *
 * A code that holds parts of two cards is nobody: whoever stands there scans again.
 */
export function readBhyt(fields: readonly CardText[]): Result<Identity, UnreadableCode> {
  const data = withoutTerminator(fields).map(({ text }) => (text === '-' ? '' : text));
  if (data.length < fieldsOfOldCard || !isInPlace(data)) return problem({ kind: 'damaged' });
  const at = (index: number) => data[index] ?? '';

  const written = at(0).toUpperCase();
  const birth = birthFromCard(at(2));
  const sex = sexFrom(at(3));
  if (written.length === 12 && !isLikelyOwnNumber(written, sex, birth)) return problem({ kind: 'damaged' });
  const isNewLayout = data.length >= fieldsOfNewCard;
  const isCutBeforeOwnNumber = written.length === 15 && isLikelyOwnNumber(written.slice(3), sex, birth);
  if (isNewLayout && isCutBeforeOwnNumber) return problem({ kind: 'damaged' });
  const hasDoubtfulPrefix = isNewLayout && written.length === 15 && !isOwnPrefix(written, data);
  const number = hasDoubtfulPrefix ? written.slice(-10) : written;
  const [from, to] = [dayFromCard(at(6)), dayFromCard(at(7))];
  // A period that ends before it begins says nothing of any day.
  const isReversed = from !== undefined && to !== undefined && to < from;
  const [validFrom, validTo] = isReversed ? [undefined, undefined] : [from, to];
  const fullName = keepName(textFromHex(at(1)));
  const address = keepText(textFromHex(at(4)));
  const warnings: IdentityWarning[] = [];
  if (!isKnownForm(written)) warnings.push('insurance-number-unusual');
  warnings.push(...birthWarnings(at(2)), ...textWarnings(fullName, address));
  // A missing end is open-ended; one that does not read must not look like it, and must not refuse anybody either (law 9).
  const isUnread = (at(6) !== '' && !validFrom) || (at(7) !== '' && !validTo);
  if (isUnread) warnings.push('validity-not-readable');

  return ok({
    source: 'qr-bhyt',
    fullName: fullName.text,
    birth,
    sex,
    address: address.text,
    document: {
      kind: 'insurance-card',
      number,
      facilityCode: facilityFrom(at(5)),
      validFrom,
      validTo,
      fiveYearsOn: dayFromCard(at(12)),
      benefitLevel: benefitLevelFrom(isNewLayout ? at(14) : written[2]),
    },
    warnings,
  });
}

export const fieldsOfOldCard = 14;
export const fieldsOfNewCard = 16;

function withoutTerminator(fields: readonly CardText[]): readonly CardText[] {
  const last = fields.at(-1)?.text;
  return last === '$' || last === '#' ? fields.slice(0, -1) : fields;
}

const hex = /^(-|([\da-f]{2})*)$/i;

/**
 * What a field may look like on any card, whatever its value is worth. `undefined` is not looked at: a name or address that
 * arrived broken is left out alone. Behind the last field of the new card stands nothing but the terminator.
 */
const shapes: readonly (((text: string) => boolean) | undefined)[] = [
  undefined,
  undefined,
  mayBeDate,
  (sex) => /^(\d|nam|n[^\d]{0,3})?$/i.test(sex),
  undefined,
  (facility) => /^[\d –—-]{0,14}$/.test(facility) && facility.replace(/\D/g, '').length <= 6,
  mayBeDate,
  mayBeDate,
  mayBeDate,
  (office) => /^[\dA-Za-z -]{0,20}$/.test(office),
  (parent) => hex.test(parent),
  (region) => /^(k?\d{1,2}|-)?$/i.test(region),
  mayBeDate,
  // Hex and hyphens: the sex of a citizen card that ran into this one is none.
  (check) => /^[\da-f-]{0,40}$/i.test(check),
  (benefitLevel) => /^\d{0,2}$/.test(benefitLevel),
  (placeOfIssue) => hex.test(placeOfIssue) && textFromHex(placeOfIssue).standing !== 'damaged',
];

function isInPlace(data: readonly string[]): boolean {
  return data.every((text, at) => (at < fieldsOfNewCard ? (shapes[at]?.(text) ?? true) : text === ''));
}

/**
 * Whether the twelve digits of a person stand where the social-insurance number did (since August 2025; what cards carry
 * is UNKNOWN), and not two digits of one card before the ten of the next.
 */
function isLikelyOwnNumber(number: string, sex: Sex, birth: BirthDate | undefined): boolean {
  if (!/^\d{12}$/.test(number)) return false;
  return sex !== 'unknown' && birth !== undefined && remarksOnCitizenNumber(number, sex, birth).length === 0;
}

/**
 * New cards show ten digits. Fifteen characters in their layout may be the first five of one card before the ten of the next, so
 * those five count only where the rest of the card says the same: the benefit level, and the province of the office (field 9). The
 * ten are certain in either case.
 */
function isOwnPrefix(number: string, data: readonly string[]): boolean {
  return number[2] === data[14] && data[9]?.slice(0, 2) === number.slice(3, 5);
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
