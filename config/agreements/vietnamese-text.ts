/**
 * How two spellings of one Vietnamese text stand to each other.
 *
 * - `same`: they differ at most in case, blanks, Unicode's forms, the sign that parts a name of the Central Highlands, and in
 *   where in its syllable a tone mark stands (`Hoà`, `Hòa`; knowledge of the trade: vietnam.md §8). A text without any mark
 *   agrees with every marking of its letters: some scanners and old printers drop all of them, and then `D` stands for `Đ` too.
 * - `other-spelling`: besides, `y` stands where the other has `i` in a syllable that sounds the same with either (`Mỹ`, `Mĩ`;
 *   `Lý`, `Lí`; `Quý`, `Quí`). Offices have written both; whoever asks needs more than the name then.
 * - `different`: a letter, a tone (`Anh`, `Ánh`) or the quality of a vowel (`An`, `Ân`) differs. Siblings have such names.
 */
export type TextAgreement = 'same' | 'other-spelling' | 'different';

export function compareTexts(one: string, other: string): TextAgreement {
  const [first, second] = comparableTexts(one, other);
  if (first === second) return 'same';
  return withIForY(first) === withIForY(second) ? 'other-spelling' : 'different';
}

/** Both, so that they are equal where the texts are the same; word for word in the order of the texts. */
export function comparableTexts(one: string, other: string): readonly [string, string] {
  const written = hasMarks(one) && hasMarks(other) ? withTonesBehind : foldText;
  return [written(one), written(other)];
}

/** Its letters alone: no case, no marks, no form of Unicode. Many names share them; for two people use `compareTexts`. */
export function foldText(text: string): string {
  return plain(text)
    .replace(/\p{Mn}/gu, '')
    .replaceAll('đ', 'd');
}

/** Whether a tone, a vowel's quality or a `đ` is written anywhere in it. */
export function hasMarks(text: string): boolean {
  return /\p{Mn}|đ/u.test(plain(text));
}

/** Case, blanks, and the sign that parts a name (H'Hen, HʼHen, H’Hen, H´Hen), which differ between cards of one person. */
function plain(text: string): string {
  return text
    .replace(/ ?['`\u00b4\u02b9-\u02bd\u02c8\u2018-\u201b\u2032] ?/g, "'")
    .normalize('NFD')
    .toLowerCase()
    .replace(/[ðɖ]/g, 'đ')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The vowels of one syllable stand together; its tone may be written on any of them. */
const vowelsOfSyllable = /(?:[aeiouy]\p{Mn}*)+/gu;
/** Grave, acute, tilde, hook above and dot below: huyền, sắc, ngã, hỏi, nặng. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

function withTonesBehind(text: string): string {
  return plain(text).replace(vowelsOfSyllable, (vowels) => {
    const qualities = vowels.replace(tones, '').replace(/\p{Mn}{2,}/gu, (marks) => [...marks].toSorted().join(''));
    return qualities + (vowels.match(tones)?.join('') ?? '');
  });
}

/** Only where `y` is the one vowel behind a consonant: `Thuy` and `Thui`, `May` and `Mai` sound different. */
function withIForY(written: string): string {
  return written.replace(/(?<=(?:^|[ '-])(?:qu|[bcdđghklmnpqrstvx]+))y(?=\p{Mn}*(?:$|[ '-]))/gu, 'i');
}
