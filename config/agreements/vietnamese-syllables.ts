/**
 * Whether a word is spelt as a Vietnamese syllable: onset, rime, at most one tone, and only a sharp or heavy tone before
 * -c, -ch, -p, -t. Of any word with Vietnamese letters in a wrong encoding, next to none passes by accident.
 */
export function isVietnameseSyllable(word: string): boolean {
  const decomposed = word.normalize('NFD').toLowerCase();
  const tones = decomposed.match(tone) ?? [];
  if (tones.length > 1) return false;
  const bare = decomposed.replace(tone, '').normalize('NFC');
  if (!syllable.test(bare)) return false;
  return !/(c|ch|p|t)$/.test(bare) || tones.length === 0 || /[\u0301\u0323]/.test(tones[0] ?? '');
}

/** Whether a syllable can begin with these letters: small, composed, without a tone. */
export function canBecomeSyllable(letters: string): boolean {
  return ['', ...onsets].some(
    (onset) =>
      onset.startsWith(letters) ||
      (letters.startsWith(onset) && rimes.some((rime) => rime.startsWith(letters.slice(onset.length)))),
  );
}

/** Grave, acute, tilde, hook above, dot below; the breve, circumflex and horn belong to the letter. */
const tone = /[\u0300\u0301\u0303\u0309\u0323]/g;

export const onsets: readonly string[] = 'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');

/** What may follow each vowel; `_` is nothing. */
const codas = {
  a: '_ c ch i m n ng nh o p t u y',
  ă: 'c k m n ng p t',
  â: 'c m n ng p t u y',
  e: '_ c m n ng o p t',
  ê: '_ ch m n nh p t u',
  i: '_ a ch m n nh p t u',
  iê: 'c m n ng p t u',
  o: '_ c i m n ng p t',
  oa: '_ c ch i m n ng nh o p t y',
  oă: 'c m n ng t',
  oe: '_ m n o t',
  oo: 'c ng',
  ô: '_ c i m n ng p t',
  ơ: '_ i m n p t',
  u: '_ a c i m n ng p t',
  uâ: 'n ng t y',
  uê: '_ ch n nh',
  uô: 'c i m n ng t',
  uơ: '_',
  uy: '_ a ch n nh p t u',
  uyê: 'n t',
  ư: '_ a c i ng t u',
  ươ: 'c i m n ng p t u',
  y: '_ ch n nh t u',
  yê: 'm n ng t u',
} as const;

export const rimes: readonly string[] = Object.entries(codas).flatMap(([vowel, after]) =>
  after.split(' ').map((coda) => (coda === '_' ? vowel : `${vowel}${coda}`)),
);

const syllable = new RegExp(`^(${onsets.join('|')})?(${rimes.join('|')})$`);
