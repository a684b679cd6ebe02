import { fromOldEncoding, withVietnameseD } from './old-encodings.ts';

/**
 * Text of a card, after everything that scanners and their settings do to Vietnamese letters (notes §1.3).
 *
 * `intact` and `repaired` text is fit for screens, tickets and messages: NFC, trimmed, at most `longestText` characters,
 * Latin letters, digits and plain punctuation only. `damaged` text is for reading a digit or an N in it, never for keeping.
 */
export interface CardText {
  readonly text: string;
  readonly standing: 'intact' | 'repaired' | 'damaged';
}

/** The columns of the Ministry's check-in table (QĐ 4750) are this wide. */
const longestText = 255;

/** No letter takes more than three characters where UTF-8 was taken for Latin-1; what is longer is no text of a card. */
const longestMistaken = 3 * longestText;

/** One field's bytes, never throws. UTF-8 is read strictly: a letter that was cut in two is damage, not a guess. */
export function readCardText(bytes: Uint8Array): CardText {
  const decoded = utf8From(bytes);
  if (decoded === undefined && bytes.length > longestMistaken)
    return { text: clean(latin1.decode(bytes)), standing: 'damaged' };
  if (decoded === undefined) {
    // No Unicode at all; a registry's old bytes are certain only where Vietnamese words come out of them.
    const old = fromOldEncoding(latin1.decode(bytes));
    const text = clean(old.is === 'converted' ? old.text : latin1.decode(bytes));
    return { text, standing: old.is === 'converted' && isReadable(text) ? 'repaired' : 'damaged' };
  }
  if (decoded.length > longestMistaken) return { text: clean(decoded), standing: 'damaged' };
  const unmixed = undoMojibake(decoded);
  const old = fromOldEncoding((unmixed ?? decoded).normalize('NFC'));
  const read = clean(old.is === 'converted' ? old.text : (unmixed ?? decoded));
  const text = withVietnameseD(read);
  if (old.is === 'unsure' || !isReadable(text)) return { text, standing: 'damaged' };
  const isAsWritten = unmixed === undefined && old.is === 'unicode' && text === read;
  return { text, standing: isAsWritten ? 'intact' : 'repaired' };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** WHATWG's windows-1252 gives each of the 256 bytes a character of its own. */
const latin1 = new TextDecoder('windows-1252');

function utf8From(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * A decoder that took the card's UTF-8 for Latin-1 or cp1252 turns `ễ` into `á»…`; each character is one byte then, and
 * the bytes are UTF-8. Proper Vietnamese cannot pass for it: none of its letters is followed by two signs like `»…`.
 * Other charsets (Big5, Shift-JIS, cp1258) lose letters and cannot be undone (OWN CHECK over all 134 letters).
 */
function undoMojibake(text: string): string | undefined {
  if (!/[^\x00-\x7f]/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf(text[at] ?? '');
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return utf8From(bytes);
}

const cp1252Bytes = new Map(
  Array.from({ length: 0x20 }, (_, index) => [latin1.decode(Uint8Array.of(0x80 + index)), 0x80 + index]),
);

function byteOf(character: string): number | undefined {
  const code = character.charCodeAt(0);
  return code <= 0xff ? code : cp1252Bytes.get(character);
}

/** Marks that nobody sees (NUL, BOM, soft hyphen, zero-width) go; line ends and odd blanks become one blank. */
function clean(text: string): string {
  return text
    .replace(/[\0\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}

/**
 * Latin letters with their marks (U+00C0–U+024F, U+0300–U+036F, U+1E00–U+1EFF), printable ASCII, dashes and quotes, and the
 * few signs that names and addresses of Vietnam have. What is not among them is damage or an attack: controls, bidi
 * controls, CJK and katakana, U+FFFD, and the signs such as `»` that half a repairable mojibake leaves behind. `?` is what
 * a lossy charset puts for a letter.
 */
function isReadable(text: string): boolean {
  if (text.length > longestText || text.includes('?') || stackedMarks.test(text)) return false;
  return letters.test(text.replace(signsInPlace, ''));
}

const letters =
  /^(?:[ -{}~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\u2010-\u2015\u2018-\u201d\u2026]|[\u0300-\u036f])*$/;

/**
 * What separates the parts of a name of the Ê Đê, Gia Rai, Ba Na, Mnông …: an apostrophe, a modifier letter (U+02B9–U+02BD,
 * U+02C8), a prime, an acute accent or a middle dot (`HʼHen`, `H´Hen`, `Y·Bhăm`); a half or quarter behind a house number
 * (`Số 12½`); `Nº 5`, `m²`. Elsewhere these signs are halves of a mojibake.
 */
const signsInPlace =
  /(?<=[A-Za-z] ?)[\u02b9-\u02bd\u02c8\u2032\u00b4\u00b7](?= ?\p{L})|(?<=^|[ \d/])[\u00bc-\u00be](?=$|[ ,./A-Za-z-])|(?<=[Nn])[\u00ba\u00b0](?= ?\d)|\u2116(?= ?\d)|(?<=\d ?k?m)\u00b2/gu;

/** NFC joins all but a few marks of Vietnam's languages with their letters (`ê̆`, `ơ̆`); a letter has two at the most, and nothing else has any. */
const stackedMarks = /(?<![\p{L}\p{M}])\p{M}|\p{M}{3}/u;
