import { compareTexts, foldText } from '#config/agreements/vietnamese-text.ts';
import type { ServiceSettings } from '#config/settings/service-settings.ts';

/** One complaint in the words of the site file, and where patients who have it may go. It says nothing of what they have. */
export interface Symptom {
  /** Of its words, without marks: `dau-bung`. */
  readonly code: string;
  readonly words: ServiceSettings['keywords'][number];
  /** Our codes, in the order of the site file. */
  readonly serviceCodes: readonly string[];
}

type Found = Pick<ServiceSettings, 'code' | 'name' | 'keywords' | 'helpChoosing' | 'onlyFor'>;

/** Every complaint once, in the order of the site file. */
export function symptomsOf(services: readonly Found[]): readonly Symptom[] {
  const listed = services.filter(({ helpChoosing, onlyFor }) => !helpChoosing && onlyFor === undefined);
  const words: ServiceSettings['keywords'] = [];
  for (const keyword of listed.flatMap(({ keywords }) => keywords)) {
    if (!words.some((each) => isSame(each.vi, keyword.vi))) words.push(keyword);
  }
  const codes = words.map(({ vi }) => codeOf(vi));
  return words.map((each, at) => ({
    code: codes.indexOf(codes[at] ?? '') === at ? (codes[at] ?? '') : `${codes[at]}-${at}`,
    words: each,
    serviceCodes: listed.filter((service) => isFoundBy(service, each.vi)).map(({ code }) => code),
  }));
}

/** By its own words, or where the complaint is said in its name or within longer words: "mắt" finds "Khám Mắt". */
function isFoundBy({ name, keywords }: Found, symptom: string): boolean {
  return [name.vi, ...keywords.map(({ vi }) => vi)].some((text) => says(text, symptom));
}

/** Whole words in a row. Somebody who types without marks is understood; "mật" is not "mắt" where both are written with marks. */
export function says(text: string, symptom: string): boolean {
  const [words, wanted] = [wordsOf(text), wordsOf(symptom)];
  if (wanted.length === 0) return false;
  return words.some((_, at) => isSame(words.slice(at, at + wanted.length).join(' '), wanted.join(' ')));
}

function isSame(one: string, other: string): boolean {
  return compareTexts(one, other) !== 'different';
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
}

function codeOf(words: string): string {
  return foldText(words)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 32);
}
