import type { Language } from '#config/agreements/language.ts';
import en from './words/mistakes.en.json' with { type: 'json' };
import vi from './words/mistakes.vi.json' with { type: 'json' };

/** What can be wrong with a site file. Closed: each kind has a sentence in every language, `{{…}}` stands for its values. */
export type MistakeKind = keyof typeof en;

interface MistakeWords {
  /** What stands there, where it is not simply the value. */
  readonly found?: string;
  readonly expected: string;
}

const words = { en, vi } as const satisfies Record<Language, Record<MistakeKind, MistakeWords>>;

export type MistakeValues = Readonly<Record<string, string | number>>;

/** One line for the technician: where in the file, what stands there, what should. Values of secrets never stand in a site file. */
export interface SiteMistake {
  /** `devices[1].paperWidthMm`, or the file itself when it cannot be read. */
  readonly path: string;
  readonly kind: MistakeKind;
  /** What the sentence names: bounds, choices, another place. The same in every language. */
  readonly values: MistakeValues;
  /** The value as JSON, at most 60 characters; `undefined` when nothing stands there. */
  readonly value: string | undefined;
}

export interface SaidMistake {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

const nothing = { en: 'nothing', vi: 'không có gì' } as const satisfies Record<Language, string>;

export function sayMistake({ path, kind, values, value }: SiteMistake, language: Language): SaidMistake {
  const { found, expected }: MistakeWords = words[language][kind];
  return {
    path,
    found: found === undefined ? (value ?? nothing[language]) : filled(found, values),
    expected: filled(expected, values),
  };
}

/** For whoever starts the kiosk or the hub at a terminal, in English. */
export function sayMistakes(file: string, mistakes: readonly SiteMistake[], of: 'site' | 'hub' = 'site'): string {
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  const lines = mistakes.map((mistake) => {
    const { path, found, expected } = sayMistake(mistake, 'en');
    return `  ${path}: found ${found}, ${expected}`;
  });
  return [`The ${of} file ${file} has ${count}:`, ...lines].join('\n');
}

/** The message of a check of the schema: its kind, from which the sentence is made in the reader's language. */
export function expecting(kind: MistakeKind): string {
  return kind;
}

export function isMistakeKind(text: string): text is MistakeKind {
  return Object.hasOwn(en, text);
}

function filled(text: string, values: MistakeValues): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** At most 60 characters, so that a secret that was pasted into the file is not repeated whole. */
export function shortJson(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
