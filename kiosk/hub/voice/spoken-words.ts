import { type Language, type LocalizedText, textIn } from '#config/agreements/language.ts';
import type { ClipName } from './words-of-call.ts';

export type Dialect = 'north' | 'central' | 'south';

/** What espeak-ng is told to say, and with which of its voices. */
export interface Utterance {
  readonly voice: EspeakVoice;
  readonly text: string;
}

export type EspeakVoice = 'vi' | 'vi-vn-x-central' | 'vi-vn-x-south' | 'en';

const vietnamese = {
  north: 'vi',
  central: 'vi-vn-x-central',
  south: 'vi-vn-x-south',
} as const satisfies Record<Dialect, EspeakVoice>;

const phrases = {
  vi: { again: 'Xin nhắc lại', invite: 'Mời số', to: 'đến' },
  en: { again: 'Once again', invite: 'Number', to: 'please go to' },
} as const satisfies Record<Language, Record<string, string>>;

const digitWords = {
  vi: ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const satisfies Record<Language, readonly string[]>;

/**
 * Letters by their Vietnamese names. G is "gờ": its other name, "giê", sounds like D's. The names are written apart, as espeak-ng joins
 * nothing that stands apart.
 */
const letterNames: Readonly<Record<string, string>> = {
  a: 'a',
  b: 'bê',
  c: 'xê',
  d: 'dê',
  e: 'e',
  f: 'ép phờ',
  g: 'gờ',
  h: 'hát',
  i: 'i',
  j: 'giây',
  k: 'ca',
  l: 'e lờ',
  m: 'em mờ',
  n: 'en nờ',
  o: 'o',
  p: 'pê',
  q: 'quy',
  r: 'e rờ',
  s: 'ét sì',
  t: 'tê',
  u: 'u',
  v: 'vê',
  w: 'vê kép',
  x: 'ích xì',
  y: 'i dài',
  z: 'dét',
};

/** espeak-ng's own spelling of sounds: its southern voice says "vê" as "dê", so that nobody could tell V from D. */
const southernLetters: Readonly<Record<string, string>> = { v: "[[v'e7]]", w: "[[v'e7]] kép" };

export interface SpokenNames {
  readonly dialect: Dialect;
  readonly counterName: (id: string) => LocalizedText | undefined;
}

/** `undefined`: not espeak-ng's (the chime, a silence), or a counter that is not there. */
export function utteranceOf(clip: ClipName, { dialect, counterName }: SpokenNames): Utterance | undefined {
  if (clip === 'chime' || clip === 'gap') return undefined;
  const [language, word] = splitClip(clip);
  const counter = /^counter-(.+)$/.exec(word)?.[1];
  if (counter !== undefined) {
    const name = counterName(counter);
    // A name that has no English is Vietnamese, and is read by whoever can.
    return (
      name && {
        voice: voiceOf(name[language] === undefined ? 'vi' : language, dialect),
        text: nameToSay(textIn(language, name)),
      }
    );
  }
  const text = textOf(word, language, dialect);
  return text === undefined ? undefined : { voice: voiceOf(language, dialect), text };
}

/** For whoever records it: as people write it. */
export function textToRead(clip: ClipName, counterName: SpokenNames['counterName']): string {
  const counter = /^(?:vi|en)[/]counter-(.+)$/.exec(clip)?.[1];
  const name = counter === undefined ? undefined : counterName(counter);
  if (name) return textIn(clip.startsWith('vi/') ? 'vi' : 'en', name);
  const { text = '' } = utteranceOf(clip, { dialect: 'north', counterName }) ?? {};
  const letter = /letter-(.)$/.exec(clip)?.[1];
  return letter === undefined ? text : `${letter.toUpperCase()} (${text})`;
}

function splitClip(clip: Exclude<ClipName, 'chime' | 'gap'>): readonly [Language, string] {
  return [clip.startsWith('vi/') ? 'vi' : 'en', clip.slice(3)];
}

function textOf(word: string, language: Language, dialect: Dialect): string | undefined {
  const [kind = '', sign = ''] = word.split('-');
  if (kind === 'digit') return digitWords[language][Number(sign)];
  if (kind === 'letter') {
    if (language === 'en') return sign.toUpperCase();
    return (dialect === 'south' ? southernLetters[sign] : undefined) ?? letterNames[sign];
  }
  return Object.hasOwn(phrases[language], kind) ? phrases[language][kind as keyof typeof phrases.vi] : undefined;
}

function voiceOf(language: Language, dialect: Dialect): EspeakVoice {
  return language === 'vi' ? vietnamese[dialect] : 'en';
}

/**
 * A door's number is said as people say it: "quầy 12" is twelve, "Phòng 101" one, zero, one. Brackets would be read as espeak-ng's own
 * spelling of sounds.
 */
export function nameToSay(name: string): string {
  return name
    .replace(/[[\]<>&]/g, ' ')
    .replace(/\d{3,}|0\d+/g, (digitsOfName) => [...digitsOfName].join(' '))
    .replace(/ +/g, ' ')
    .trim();
}
