import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { BirthDate, Identity, IdentityDocument, IdentityWarning, UnreadableCode } from '../contract/identity.ts';
import { birthFromZone, dayFromCard } from './card-dates.ts';
import { readCardText } from './card-text.ts';
import { centuryIn, remarksOnCitizenNumber } from './citizen-number.ts';
import { keepName, textWarnings } from './kept-text.ts';
import { holdsComposite, readTd1, readTd2, readTd3, type Zone } from './mrz.ts';

/**
 * The machine-readable zone of a passport (TD3), or of another card or travel document (TD1, TD2), as a scanner sends it: with or
 * without line ends, and with a little behind it (ICAO 9303 parts 3–6). Wrong check digits, and half a zone, are `damaged`: the next
 * scan gives it whole. A Vietnamese citizen card's zone is that citizen card. `undefined`: no zone at all. A visa (`V`) is none:
 * it names a journey.
 *
 * `today` (`yyyy-mm-dd`) decides the century of a birth, which the zone does not tell: nobody is born after today. Without it the
 * birth is left out.
 */
export function readPassportZone(text: string, today?: string): Result<Identity, UnreadableCode> | undefined {
  const letters = compact(text);
  if (!beginsLikeZone(letters)) return isSecondLine(letters) ? problem({ kind: 'damaged' }) : undefined;
  const zone = zoneIn(letters);
  return zone ? ok(identityFrom(zone, today)) : problem({ kind: 'damaged' });
}

/** How far a text is a zone: `begins` is its first line, or the first two of three, and the others may follow. */
export function zoneStanding(text: string): 'whole' | 'readable' | 'begins' | 'nothing' {
  const letters = compact(text);
  if (!beginsLikeZone(letters)) return 'nothing';
  if (zoneIn(letters)) return wholeSizes.has(letters.length) ? 'whole' : 'readable';
  const isPassport = letters.startsWith('P');
  const unfinished = isPassport ? [44] : [30, 60, 36];
  return unfinished.includes(letters.length) && /^[A-Z0-9<]+$/.test(letters) ? 'begins' : 'nothing';
}

const sizes = { td1: 90, td2: 72, td3: 88 } as const;
const wholeSizes: ReadonlySet<number> = new Set(Object.values(sizes));
/** A checksum or a note of the reader's; what is longer may be another document. */
const longestTrail = 8;

/** Line ends, blanks, and what readers put between lines. */
function compact(text: string): string {
  return text.slice(0, 400).replace(/[\x00-\x20\x7f]/g, '');
}

/** `P<UTO…<<`: the kind of document, who issued it, and filler behind a name or a number. */
function beginsLikeZone(letters: string): boolean {
  return /^[PIAC][A-Z<](?:[A-Z]{3}|[A-Z]{2}<|[A-Z]<<)[A-Z0-9<]*<</.test(letters);
}

/** Number, nationality, birth, sex and expiry, whose first line was lost. */
function isSecondLine(letters: string): boolean {
  return /^[A-Z0-9<]{9}\d[A-Z<]{3}\d[\d<]{5}\d[MFX<]\d{7}[A-Z0-9<]{8,16}$/.test(letters);
}

function zoneIn(letters: string): Zone | undefined {
  const read = (size: number, reader: (zone: string) => Zone | undefined) =>
    letters.length >= size && letters.length <= size + longestTrail ? reader(letters.slice(0, size)) : undefined;
  if (letters.startsWith('P')) return read(sizes.td3, readTd3);
  return read(sizes.td1, readIdentityCard) ?? read(sizes.td2, readTd2);
}

function readIdentityCard(td1: string): Zone | undefined {
  const zone = readTd1(td1);
  return zone && (zone.issuer === vietnam || holdsComposite(td1)) ? zone : undefined;
}

/** ICAO 9303 part 3 §5. */
const vietnam = 'VNM';

function identityFrom(zone: Zone, today: string | undefined): Identity {
  const { sex, birth: birthText } = zone;
  const document = documentFrom(zone, today);
  const isCitizen = document.kind === 'citizen-card';
  const century = isCitizen ? centuryIn(document.number, birthText) : centuryOn(today, birthText);
  const birth = birthFromZone(birthText, century);
  const fullName = keepName(readCardText(new TextEncoder().encode(zone.name)));
  return {
    source: 'passport-mrz',
    fullName: fullName.text,
    birth,
    sex,
    address: undefined,
    document,
    warnings: [
      ...(isCitizen ? remarksOnCitizenNumber(document.number, sex, birth) : []),
      ...birthRemark(birthText, birth, century),
      ...textWarnings(fullName),
    ],
  };
}

function birthRemark(text: string, birth: BirthDate | undefined, century: number | undefined): IdentityWarning[] {
  return /\d/.test(text) && birth === undefined && century !== undefined ? ['birth-not-readable'] : [];
}

/** A Vietnamese card has its 12-digit number in the optional data (devices.md §5, SINGLE). */
function documentFrom(zone: Zone, today: string | undefined): IdentityDocument {
  const { documentCode, issuer, documentNumber, optionalData, nationality, expiry } = zone;
  const isCard = issuer === vietnam && !documentCode.startsWith('P');
  const [citizenNumber] = (isCard && (/^\d{12}/.exec(optionalData) ?? /^\d{12}$/.exec(documentNumber))) || [];
  if (citizenNumber !== undefined) {
    return { kind: 'citizen-card', number: citizenNumber, oldNumber: undefined, issuedOn: undefined };
  }
  return {
    kind: 'passport',
    number: documentNumber.replaceAll('<', ''),
    issuer: issuer === '' ? undefined : issuer,
    nationality: nationality === '' ? undefined : nationality,
    expiresOn: expiryFrom(expiry, today),
  };
}

/** Whoever is born later this century than today was born a hundred years earlier. */
function centuryOn(today: string | undefined, yyMMdd: string): number | undefined {
  if (today === undefined) return undefined;
  const century = Number(today.slice(0, 2));
  const inThisCentury = yyMMdd.replaceAll('<', '0');
  return inThisCentury <= today.slice(2).replaceAll('-', '') ? century : century - 1;
}

/** No document is valid for fifty years: of the two centuries the one that lies nearer. */
function expiryFrom(yyMMdd: string, today: string | undefined): string | undefined {
  if (today === undefined || !/^\d{6}$/.test(yyMMdd)) return undefined;
  const year = Number(today.slice(0, 4));
  const inThisCentury = year - (year % 100) + Number(yyMMdd.slice(0, 2));
  const shift = inThisCentury - year > 50 ? -100 : year - inThisCentury > 50 ? 100 : 0;
  return dayFromCard(`${yyMMdd.slice(4)}${yyMMdd.slice(2, 4)}${inThisCentury + shift}`);
}
