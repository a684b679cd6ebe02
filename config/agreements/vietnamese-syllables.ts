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

/** Grave, acute, tilde, hook above, dot below; the breve, circumflex and horn belong to the letter. */
const tone = /[\u0300\u0301\u0303\u0309\u0323]/g;

const onset = 'b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x';

const rimes = [
  'a(ch?|i|m|n|ng|nh|o|p|t|u|y)?',
  'ă(c|k|m|n|ng|p|t)',
  'â(c|m|n|ng|p|t|u|y)',
  'e(c|m|n|ng|o|p|t)?',
  'ê(ch|m|n|nh|p|t|u)?',
  'i(a|ch|m|n|nh|p|t|u)?',
  'iê(c|m|n|ng|p|t|u)',
  'o(c|i|m|n|ng|p|t)?',
  'oa(ch?|i|m|n|ng|nh|o|p|t|y)?',
  'oă(c|m|n|ng|t)',
  'oe(m|n|o|t)?',
  'oo(c|ng)',
  'ô(c|i|m|n|ng|p|t)?',
  'ơ(i|m|n|p|t)?',
  'u(a|c|i|m|n|ng|p|t)?',
  'uâ(n|ng|t|y)',
  'uê(ch|n|nh)?',
  'uô(c|i|m|n|ng|t)',
  'uơ',
  'uy(a|ch|n|nh|p|t|u)?',
  'uyê(n|t)',
  'ư(a|c|i|ng|t|u)?',
  'ươ(c|i|m|n|ng|p|t|u)',
  'y(ch|n|nh|t|u)?',
  'yê(m|n|ng|t|u)',
];

const syllable = new RegExp(`^(${onset})?(${rimes.join('|')})$`);
