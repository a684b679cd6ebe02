import { isVietnameseSyllable } from '#config/agreements/vietnamese-syllables.ts';

/**
 * Vietnamese text from before Unicode, as registries typed it until about 2005 and cards still carry it: VNI-Windows (a
 * letter and its mark are two characters: `Nguyeãn`), TCVN 3 alias ABC (TCVN 5712:1993, one byte a letter: `NguyÔn`),
 * windows-1258, the code page of a Vietnamese Windows, taken for windows-1252 (`NguyêÞn`), and VIQR (RFC 1456: `Nguye^~n`).
 *
 * - `unicode`: nothing of the kind.
 * - `converted`: certain: words that were no Vietnamese are Vietnamese now, and none was lost.
 * - `unsure`: it looks like one of them, but does not come out whole.
 */
export type OldText = { readonly is: 'unicode' | 'unsure' } | { readonly is: 'converted'; readonly text: string };

export function fromOldEncoding(text: string): OldText {
  // All four lie within Latin-1. A letter beyond it can only come from Unicode (`ă`, `ơ`, `ế`), and so can a joined mark.
  if (/[^\x00-\xff]/.test(text)) return unicode;
  const dialects = /[\x80-\xff]/.test(text) ? [vni, tcvn3, windows1258] : [viqr];
  const readings = dialects.map((dialect) => judge(text, dialect));
  const sure = readings
    .filter(({ looks }) => looks === 'sure')
    .toSorted((one, other) => other.vietnamese - one.vietnamese);
  const [best, second] = sure;
  if (best && (!second || second.text === best.text || second.vietnamese < best.vietnamese)) {
    return { is: 'converted', text: withOneCase(best.text) };
  }
  return readings.some(({ looks }) => looks !== 'unlike') ? { is: 'unsure' } : unicode;
}

interface Dialect {
  decode(text: string): string;
  /** What no word in Unicode has, whatever language a name is from. */
  isTold(word: string): boolean;
}

interface Reading {
  readonly looks: 'sure' | 'like-it' | 'unlike';
  readonly text: string;
  /** How many of its words are Vietnamese. */
  readonly vietnamese: number;
}

const unicode: OldText = { is: 'unicode' };

function judge(text: string, dialect: Dialect): Reading {
  const decode = (word: string) => dialect.decode(word);
  const isTold = (word: string) => dialect.isTold(word);
  const words = text.split(betweenWords).filter((word) => word !== '');
  const read = words.map((before) => ({ before, after: decode(before) }));
  const changed = read.filter(({ before, after }) => before !== after);
  const gained = changed.filter(({ before, after }) => !isVietnamese(before) && isVietnamese(after));
  const lost = changed.filter(({ before, after }) => isVietnamese(before) && !isVietnamese(after));
  const told = changed.filter(({ before }) => isTold(before) && !isVietnamese(before));
  // Names of Vietnam's minorities and of foreigners are no Vietnamese in any encoding.
  const isEachSure = changed.every(
    ({ before, after }) => isVietnamese(after) || (isTold(before) && isPronounceable(after)),
  );
  const isAllVietnamese = read.every(({ after }) => isVietnamese(after) || isAbbreviation(after, text));
  const isEnough =
    told.length > 0 ||
    gained.length > 1 ||
    (isAllVietnamese && gained.some(({ before }) => foreignLetter.test(before)));
  const reading = { text: decode(text), vietnamese: read.filter(({ after }) => isVietnamese(after)).length };
  if (lost.length === 0 && isEachSure && isEnough) return { ...reading, looks: 'sure' };
  return { ...reading, looks: told.length > 0 || gained.length > lost.length + 1 ? 'like-it' : 'unlike' };
}

const betweenWords = /[\s,;/\-–]+/;

/** Beyond ASCII, and no letter of Vietnamese in Unicode. */
const foreignLetter = /[^\x00-\x7fàáâãèéêìíòóôõùúý]/i;

function isVietnamese(word: string): boolean {
  return isVietnameseSyllable(word.replace(/^[.("']+|[.)"']+$/g, ''));
}

/** `Krông`, `H'Niê`: not Vietnamese, but one vowel sound and at most one tone in each part. */
function isPronounceable(word: string): boolean {
  return word.split(/['.()]/).every((part) => {
    const bare = part
      .normalize('NFD')
      .replace(/[\u0300\u0301\u0303\u0309\u0323]/, '')
      .normalize('NFC');
    return /^[b-df-hj-np-tv-xzđ]*(?:(?!(.)\1)[aăâeêioôơuưy]){0,3}[b-df-hj-np-tv-xz]*$/i.test(bare);
  });
}

/** `TP.`, `HCM`, `12A`, `Q.5`: nothing that an encoding could have damaged. In capitals alone, any word could be one. */
function isAbbreviation(word: string, text: string): boolean {
  if (word.length > 6 || !/^[A-Z\d.()]+[A-Za-z]?\.?$/.test(word)) return false;
  return /[\d.]/.test(word) || text !== text.toUpperCase();
}

/** TCVN 3 writes the accented capitals of its capital fonts as small letters: `NGUYÔN` is `NGUYễN`. */
function withOneCase(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
    const plain = word.replace(/[^A-Za-z]/g, '');
    return plain.length > 1 && plain === plain.toUpperCase() ? word.toUpperCase() : word;
  });
}

/** VNI-Windows: the letter of the row, and which character behind it makes which letter. */
const vniMarks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  a: {
    ù: 'á',
    ø: 'à',
    û: 'ả',
    õ: 'ã',
    ï: 'ạ',
    â: 'â',
    á: 'ấ',
    à: 'ầ',
    å: 'ẩ',
    ã: 'ẫ',
    ä: 'ậ',
    ê: 'ă',
    é: 'ắ',
    è: 'ằ',
    ú: 'ẳ',
    ü: 'ẵ',
    ë: 'ặ',
  },
  e: { ù: 'é', ø: 'è', û: 'ẻ', õ: 'ẽ', ï: 'ẹ', â: 'ê', á: 'ế', à: 'ề', å: 'ể', ã: 'ễ', ä: 'ệ' },
  o: { ù: 'ó', ø: 'ò', û: 'ỏ', õ: 'õ', ï: 'ọ', â: 'ô', á: 'ố', à: 'ồ', å: 'ổ', ã: 'ỗ', ä: 'ộ' },
  u: { ù: 'ú', ø: 'ù', û: 'ủ', õ: 'ũ', ï: 'ụ' },
  y: { ù: 'ý', ø: 'ỳ', û: 'ỷ', õ: 'ỹ' },
  ô: { ù: 'ớ', ø: 'ờ', û: 'ở', õ: 'ỡ', ï: 'ợ' },
  ö: { ù: 'ứ', ø: 'ừ', û: 'ử', õ: 'ữ', ï: 'ự' },
};
const vniAlone: Readonly<Record<string, string>> = {
  í: 'í',
  ì: 'ì',
  æ: 'ỉ',
  ó: 'ĩ',
  ò: 'ị',
  ô: 'ơ',
  ö: 'ư',
  î: 'ỵ',
  ñ: 'đ',
};

const vni: Dialect = {
  decode(text) {
    return text.replace(/([aeouyôö])([ùøûõïâáàåãäêéèúüë])|[íìæóòôöîñ]/giu, (found, letter?: string, mark?: string) => {
      const marked = vniMarks[letter?.toLowerCase() ?? '']?.[mark?.toLowerCase() ?? ''];
      if (marked !== undefined) return sameCase(letter ?? '', marked);
      return Array.from(found, (each) => sameCase(each, vniAlone[each.toLowerCase()] ?? each)).join('');
    });
  },
  isTold: (word) => /[aeo][âåäøû]|[uyôö][øûõ]|öô/i.test(word),
};

function sameCase(like: string, letter: string): string {
  return like === like.toUpperCase() ? letter.toUpperCase() : letter;
}

/** TCVN 5712:1993, VN3: from A1 on; `.` is no letter there, and a text that has it is of another table. */
const tcvn3Letters = Array.from(
  'ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ.',
);

const noLetter = '\ufffd';

const tcvn3: Dialect = {
  decode(text) {
    return text.replace(/[\xa1-\xff]/g, (found) => {
      const letter = tcvn3Letters[found.charCodeAt(0) - 0xa1];
      return letter === undefined || letter === '.' ? noLetter : letter;
    });
  },
  /** Signs inside a word, but not `·`, `ª` and the soft hyphen, which names have; and capitals behind small letters. */
  isTold(word) {
    if (/[a-z][¡-©«¬®µ¶¸¹»-¾×÷ÄÅÆÇËÎÏÐÑÖØÛÜÝÞ]|[®§][a-z]/.test(word)) return true;
    return /[a-z]{2}[À-Þ]/.test(word) && !isVietnamese(word) && isVietnamese(this.decode(word));
  },
};

/** What windows-1252 makes of the letters and the five tone marks of windows-1258 that it does not have. */
const windows1258Letters: Readonly<Record<string, string>> = {
  Ã: 'Ă',
  ã: 'ă',
  Ð: 'Đ',
  ð: 'đ',
  Õ: 'Ơ',
  õ: 'ơ',
  Ý: 'Ư',
  ý: 'ư',
  Ì: '\u0300',
  Ò: '\u0309',
  Þ: '\u0303',
  ì: '\u0301',
  ò: '\u0323',
};

const windows1258: Dialect = {
  decode: (text) => text.replace(/[ÃãÐðÕõÝýÌÒÞìò]/g, (found) => windows1258Letters[found] ?? found).normalize('NFC'),
  /** The mark behind its letter: a capital behind a small one, or two accents in a row. */
  isTold: (word) => /[aeiouyàâãèéêìòôõùúý][ÌÒÞ]|[aeyâêôãõý][ìò]|[ÂÊÔÃÕÝ][ÌÒÞìò]|[ýÝ][õÕ]/.test(word),
};

const viqrMarks: Readonly<Record<string, string>> = {
  '^': '\u0302',
  '(': '\u0306',
  '+': '\u031b',
  "'": '\u0301',
  '`': '\u0300',
  '?': '\u0309',
  '~': '\u0303',
  '.': '\u0323',
};

/** Only where a letter's shape is written (`a^`, `o+`, `a(`): a point or an apostrophe alone is what it is. */
const viqr: Dialect = {
  decode(text) {
    if (!/[aeo]\^|a\(|[ou]\+|dd/i.test(text)) return text.replace(/([aeiouy])([`~])/gi, withMarks);
    return text
      .replace(/dd/g, 'đ')
      .replace(/D[dD]/g, 'Đ')
      .replace(/([aeiouy])([\^(+])?(['`?~.])?/gi, (_found, letter: string, shape = '', mark = '') =>
        withMarks('', letter, shape, mark),
      );
  },
  isTold: (word) => /[aeo]\^|[ou]\+/i.test(word),
};

function withMarks(_found: string, letter: string, shapeOrTone: string, mark = ''): string {
  return `${letter}${viqrMarks[shapeOrTone] ?? ''}${viqrMarks[mark] ?? ''}`.normalize('NFC');
}

/**
 * `Ðinh`, `Ðà Nẵng`: many a program writes the Icelandic eth (U+00D0), which looks like `Đ` and is another letter to
 * whoever compares names. Only where the word is Vietnamese with it.
 */
export function withVietnameseD(text: string): string {
  return text.replace(/[\p{L}\p{M}]*[Ðð][\p{L}\p{M}]*/gu, (word) => {
    const meant = word.replaceAll('Ð', 'Đ').replaceAll('ð', 'đ');
    return meant === 'Đ' || isVietnameseSyllable(meant) ? meant : word;
  });
}
