import { type Language, languages } from '#config/agreements/language.ts';

/**
 * What is recorded or made for itself, and the name of its file in a voice pack (`vi/digit-0.wav`). Speech is these clips, one after the
 * other: a number is never read as one word.
 */
export type ClipName = 'chime' | 'gap' | `${Language}/${SpokenWord}`;

export type SpokenWord =
  /** "Xin nhắc lại": before a number that is called again. */
  | 'again'
  /** "Mời số" */
  | 'invite'
  /** "đến" */
  | 'to'
  | `digit-${Digit}`
  | `letter-${string}`
  | `counter-${string}`;

export const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
type Digit = (typeof digits)[number];

export interface CallToSay {
  /** `A012`, `A-K2-07`. */
  readonly number: string;
  /** Of the settings, `counters[].id`. */
  readonly counter: string;
  /** 1 for the first call, one more with each recall. */
  readonly count: number;
}

/** "Mời số A không một hai đến Phòng 101": letters by their names, digits one by one with their zeros; a dash is a short silence. */
export function wordsOfCall({ number, counter, count }: CallToSay, language: Language): readonly ClipName[] {
  const words: readonly SpokenWord[] = count > 1 ? ['again', 'invite'] : ['invite'];
  return [
    ...words.map((word) => `${language}/${word}` as const),
    ...[...number].flatMap((sign) => clipOfSign(sign, language)),
    `${language}/to`,
    `${language}/counter-${counter}`,
  ];
}

/** With the chime before it, in the languages of the place, one after the other. */
export function clipsOfCall(call: CallToSay, spokenIn: readonly Language[]): readonly ClipName[] {
  return spokenIn.flatMap((language, at) => [at === 0 ? 'chime' : 'gap', ...wordsOfCall(call, language)] as const);
}

/** Numbers hold capital letters, digits and dashes; whatever else stood there could not be said. */
function clipOfSign(sign: string, language: Language): readonly ClipName[] {
  if (sign === '-') return ['gap'];
  const digit = digits.find((each) => each === sign);
  if (digit) return [`${language}/digit-${digit}`];
  return /^[A-Z]$/.test(sign) ? [`${language}/letter-${sign.toLowerCase()}`] : [];
}

/** Every word that calls can need at these counters. */
export function wordsNeeded(counters: readonly string[], spokenIn: readonly Language[]): readonly ClipName[] {
  const words: readonly SpokenWord[] = [
    ...(['again', 'invite', 'to'] as const),
    ...digits.map((digit) => `digit-${digit}` as const),
    ...alphabet.map((letter) => `letter-${letter}` as const),
    ...counters.map((counter) => `counter-${counter}` as const),
  ];
  return languages
    .filter((language) => spokenIn.includes(language))
    .flatMap((language) => words.map((word) => `${language}/${word}` as const));
}

/** Prefixes of services and marks of kiosks take any of them. */
export const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
