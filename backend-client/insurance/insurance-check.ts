import { businessDayAt } from '#config/agreements/local-time.ts';
import { type InsurancePath, insuranceResults } from '#config/catalogues/insurance-results.ts';
import type { InsuranceCheck } from '../contract/insurance.ts';
import type { NamedPerson } from '../look-ups/named-person.ts';
import {
  cardNumberIn,
  codeIn,
  dayIn,
  type GatewayAnswer,
  isGatewayAnswer,
  resultCodeIn,
  textIn,
} from './gateway-fields.ts';

/**
 * Reads an answer of the social insurance's gateway (KQNhanLichSuKCB2024) as the hospital's own server passes it on. The
 * names are the gateway's: maKetQua, maThe, gtTheTu, gtTheDen, maDKBD, maTheMoi, gtTheTuMoi, gtTheDenMoi, maDKBDMoi,
 * maGiaoDich. `undefined` when it is no such answer at all.
 */
export function insuranceCheckFrom(answer: unknown, { now, timeZone }: Moment): InsuranceCheck | undefined {
  if (!isGatewayAnswer(answer)) return undefined;
  const resultCode = resultCodeIn(answer);
  const card = cardThatCounts(answer, resultCode, businessDayAt(now, timeZone));
  const cardNumber = cardNumberIn(answer, 'maThe');
  return {
    resultCode,
    path: card.path,
    validFrom: card.validFrom,
    validTo: card.validTo,
    ...(cardNumber === undefined ? {} : { cardNumber }),
    newCardNumber: card.isNew ? card.number : undefined,
    facilityCode: card.facilityCode,
    transactionId: codeIn(answer, 'maGiaoDich', 100),
    checkedAt: now,
  };
}

/** Whom the answer is about: hoTen, ngaySinh (`dd/MM/yyyy` or `yyyy`), gioiTinh (vietnam.md §4.2). */
export function insuredNamed(answer: unknown): NamedPerson {
  if (!isGatewayAnswer(answer)) return { fullNames: [], birth: undefined, sex: 'unknown' };
  const sex = textIn(answer, 'gioiTinh').normalize('NFD').toLowerCase();
  return {
    fullNames: [textIn(answer, 'hoTen')].filter((name) => name !== ''),
    birth: dayIn(answer, 'ngaySinh') ?? /^\d{4}$/.exec(textIn(answer, 'ngaySinh'))?.[0],
    sex: sex === 'nam' ? 'male' : sex.startsWith('nu') ? 'female' : 'unknown',
  };
}

/**
 * Whether the answer's own card (maThe) is not the one that was asked about: the number of a person for life differs. What is
 * no such number cannot be compared.
 */
export function isOfAnotherCard(asked: string | undefined, told: string | undefined): boolean {
  const [one, other] = [asked, told].map((number) => /^(?:[A-Z]{2}[1-5]\d{2})?(\d{10})$/.exec(number ?? '')?.[1]);
  return one !== undefined && other !== undefined && one !== other;
}

interface Moment {
  /** Epoch ms. */
  readonly now: number;
  /** Of the facility: whether a card is valid is a question of its day. */
  readonly timeZone: string;
}

/** One of the two cards that an answer can name. */
interface KnownCard {
  readonly isNew: boolean;
  readonly number: string | undefined;
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  readonly facilityCode: string | undefined;
}

/** Where a code leads; a code that nobody knows is not verified (law 9). */
export function insurancePathOf(resultCode: string): InsurancePath {
  return insuranceResults.get(resultCode)?.path ?? 'not-verified';
}

/**
 * A new card may be issued long before it begins, and the old one counts until then (004); or the old one is over and the new
 * one counts (003). The card that is valid today is the one that counts.
 */
function cardThatCounts(
  answer: GatewayAnswer,
  resultCode: string,
  today: string,
): KnownCard & { readonly path: InsurancePath } {
  const old = oldCardIn(answer);
  const path = insurancePathOf(resultCode);
  if (resultCode !== '003' && resultCode !== '004') return { ...old, path };
  const newer = newCardIn(answer);
  if (resultCode === '004' && isValidOn(old, today)) return { ...old, path };
  if (newer.number !== undefined && isValidOn(newer, today)) return { ...newer, path: 'insured-by-new-card' };
  return { ...old, path: 'see-desk' };
}

function oldCardIn(answer: GatewayAnswer): KnownCard {
  return {
    isNew: false,
    number: cardNumberIn(answer, 'maThe'),
    validFrom: dayIn(answer, 'gtTheTu'),
    validTo: dayIn(answer, 'gtTheDen'),
    facilityCode: codeIn(answer, 'maDKBD', 20),
  };
}

function newCardIn(answer: GatewayAnswer): KnownCard {
  return {
    isNew: true,
    number: cardNumberIn(answer, 'maTheMoi'),
    validFrom: dayIn(answer, 'gtTheTuMoi'),
    validTo: dayIn(answer, 'gtTheDenMoi'),
    facilityCode: codeIn(answer, 'maDKBDMoi', 20),
  };
}

/** A missing date sets no limit. */
function isValidOn({ validFrom, validTo }: KnownCard, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validTo === undefined || validTo >= day);
}
