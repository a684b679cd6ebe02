import { canBecomeSyllable } from '#config/agreements/vietnamese-syllables.ts';

/**
 * Writing a Vietnamese name with a finger, for people who have never typed: the letters of the alphabet as it is taught, `ă`, `ê` and
 * `đ` among them, and five tones that go to the word at the end, whenever they are tapped. Nothing has to be known of Telex.
 */

/** What stands there, and what stood there before the last key. Text is composed (NFC), every word with a capital. */
export interface Typed {
  readonly text: string;
  readonly before: Typed | undefined;
}

/** Huyền, sắc, ngã, hỏi, nặng. */
export const tones = ['grave', 'acute', 'tilde', 'hook', 'dot'] as const;
export type Tone = (typeof tones)[number];

/** Longer than any name on a card, and than where people live as they say it. */
export const longestText = 100;

export function typed(text: string): Typed {
  return { text: text.normalize('NFC'), before: undefined };
}

/**
 * A letter, a digit, a blank or one of `'-`. A letter with a mark goes to the letter under it where a second one cannot stand
 * (`a`, `â` → `â`; `nguyen`, `ê` → `nguyên`). What cannot stand there changes nothing.
 */
export function pressKey(now: Typed, key: string): Typed {
  const { head, letters, tone } = lastWord(now.text);
  if (!/\p{L}/u.test(key)) {
    // Behind a number or a comma of an address a blank is wanted, behind the hyphen of a name it is a slip.
    const isSlip = now.text === '' || now.text.endsWith(key) || (key === ' ' && /['-]$/.test(now.text));
    const isDoubled = letters === '' && isSlip;
    return isDoubled ? now : after(now, now.text + key);
  }
  return after(now, head + capital(withTone(spelt(letters, key), tone)));
}

/** The tone of the word at the end; the one that stands there already is taken away. */
export function pressTone(now: Typed, wanted: Tone): Typed {
  const { head, letters, tone } = lastWord(now.text);
  if (vowelAt(letters) < 0) return now;
  return after(now, head + capital(withTone(letters, tone === wanted ? undefined : wanted)));
}

/** The last key is undone; behind all of them, the last letter goes. */
export function backspace(now: Typed): Typed {
  return now.before ?? typed(Array.from(now.text).slice(0, -1).join('').trimEnd());
}

function after(before: Typed, text: string): Typed {
  return text.length > longestText || text === before.text ? before : { text, before };
}

const marks: Readonly<Record<Tone, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  tilde: '\u0303',
  hook: '\u0309',
  dot: '\u0323',
};
const anyTone = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** A tone belongs to a syllable, and names have blanks, apostrophes and hyphens between them. */
function lastWord(text: string): {
  readonly head: string;
  /** Small, composed, without the tone. */
  readonly letters: string;
  readonly tone: Tone | undefined;
} {
  const word = /[\p{L}\p{M}]*$/u.exec(text)?.[0] ?? '';
  const parts = word.toLowerCase().normalize('NFD');
  const mark = parts.match(anyTone)?.[0];
  return {
    head: text.slice(0, text.length - word.length),
    letters: parts.replace(anyTone, '').normalize('NFC'),
    tone: tones.find((each) => marks[each] === mark),
  };
}

function baseOf(letter: string): string {
  return letter === 'đ' ? 'd' : (letter.normalize('NFD')[0] ?? letter);
}

/** A letter with a mark is added where a syllable can go on with it, else it takes the place of the one that it belongs to. */
function spelt(letters: string, key: string): string {
  const base = baseOf(key);
  if (base === key || canBecomeSyllable(letters + key)) return letters + key;
  const inPlace = [...letters]
    .flatMap((each, at) => (baseOf(each) === base ? [letters.slice(0, at) + key + letters.slice(at + 1)] : []))
    .toReversed();
  return inPlace.find(canBecomeSyllable) ?? inPlace.at(-1) ?? letters + key;
}

const vowels = /[aăâeêioôơuưy]+(?=[^aăâeêioôơuưy]*$)/;

/**
 * Which letter bears the tone, as names are written on cards (`Hòa`, `Thúy`, `Khuỷu`); -1 without a vowel. The letter with a mark of
 * its own, of two the second; else of three vowels the middle one; of two the second where a consonant follows, and the first where not.
 */
function vowelAt(letters: string): number {
  const onset = /^(?:qu|gi)(?=[aăâeêioôơuưy])/.exec(letters)?.[0].length ?? 0;
  const found = vowels.exec(letters.slice(onset));
  if (!found) return -1;
  const [cluster] = found;
  const at = onset + found.index;
  const marked = [...cluster].findLastIndex((each) => 'ăâêôơư'.includes(each));
  if (marked >= 0) return at + marked;
  if (cluster.length === 1) return at;
  const isClosed = at + cluster.length < letters.length;
  return cluster.length > 2 || isClosed ? at + 1 : at;
}

function withTone(letters: string, tone: Tone | undefined): string {
  const at = vowelAt(letters);
  if (tone === undefined || at < 0) return letters;
  return (letters.slice(0, at + 1) + marks[tone] + letters.slice(at + 1)).normalize('NFC');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
