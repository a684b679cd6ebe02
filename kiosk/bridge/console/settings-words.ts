import type { Language } from '#config/agreements/language.ts';
import type { FormField } from '#config/settings/forms/form-model.ts';
import type { JsonObject, JsonPath } from '#config/settings/json.ts';
import type { KioskProblem } from './kiosk-problem.ts';

/**
 * The site file at the console: forms and text are made by the page from the form (`settings/form`) and the kiosk's own part of the
 * site; the host says what is wrong with a draft, and saves it. Secrets are set and never told.
 */
export interface SettingsTopics {
  readonly settings: SettingsState;
}

/** Said on every page. */
export interface SettingsState {
  /** Names the file as it stands: `from` of a save. */
  readonly hash: string;
  /** `nothing`: it is being set up. `last-good`: the file as it stands is broken. */
  readonly runs: 'as-written' | 'last-good' | 'nothing';
  /** Of the file as it stands; at most 20. */
  readonly mistakes: readonly MistakeOnPage[];
  /** The newest version that could run, when the file as it stands cannot. */
  readonly lastGood: number | undefined;
  readonly applying: Applying;
  /** Places in the site file that count only when the program has been started again. */
  readonly programRestart: readonly string[];
  /** What the draft of set-up still lacks before the kiosk can run; `undefined`: there is a site file. */
  readonly lacks: readonly LackOnPage[] | undefined;
}

/** A field as the form calls it, and the section where it stands. */
export interface LackOnPage {
  readonly section: FormField['label'] | undefined;
  readonly field: FormField['label'];
}

/**
 * What becomes of what was saved. `waits-for-rest`: somebody is being served. `refused`: no kiosk could be opened with it; the one before
 * runs, if that can.
 */
export type Applying =
  | { readonly is: 'settled' | 'waits-for-rest' | 'opening' }
  | { readonly is: 'refused'; readonly why: KioskProblem };

export interface MistakeOnPage {
  /** `devices[1].transport.port`, or a file when it does not read. */
  readonly path: string;
  readonly kind: string;
  /** In the text, from 1; the place where it is missing. */
  readonly line: number | undefined;
  readonly said: Readonly<Record<Language, { readonly found: string; readonly expected: string }>>;
}

export interface SecretOnPage {
  readonly path: string;
  /** Name of its file, without the folder. */
  readonly file: string | undefined;
  readonly is: 'set' | 'not-set' | 'no-such-file' | 'readable-by-others' | 'not-readable';
  /** Epoch ms. */
  readonly since: number | undefined;
}

export interface DraftLook {
  /** The kiosk's own part; `undefined`: the text does not read. */
  readonly own: JsonObject | undefined;
  /** What it inherits, with absolute paths; `{}` without `extends`. */
  readonly inherited: JsonObject;
  readonly mistakes: readonly MistakeOnPage[];
  /** What counts and should be written otherwise. */
  readonly notes: readonly MistakeOnPage[];
  readonly secrets: readonly SecretOnPage[];
}

export interface OpenedSettings {
  readonly text: string;
  /** What a save must name. */
  readonly from: string;
  /** While it is being set up: what a start would read is not written yet, and the text is a draft that the host keeps. */
  readonly isDraft: boolean;
  /** As it is written, for the difference; `{}` before there is a file, or when it does not read. */
  readonly written: JsonObject;
  readonly look: DraftLook;
}

export interface VersionOnPage {
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
  /** `undefined`: a hand with an editor. */
  readonly by: string | undefined;
  readonly why: string;
  readonly isCurrent: boolean;
}

/** `opened`: the kiosk takes it over at once, or opens. `waits`: when nobody is being served. */
export interface SavedOnPage {
  readonly version: number;
  readonly hash: string;
}

export const saveProblems = [
  'mistakes',
  'changed-meanwhile',
  'nothing-changed',
  'no-such-version',
  'disk-full',
  'not-writable',
] as const;
export type SaveProblemKind = (typeof saveProblems)[number];

export const secretRefusals = [
  'no-secret-there',
  'too-short',
  'too-long',
  'not-a-line',
  'not-pem',
  'does-not-read',
  'disk-full',
  'not-writable',
] as const;
export type SecretRefusalKind = (typeof secretRefusals)[number];

export type SettingsCalls = {
  'settings/form': { readonly asks: object; readonly answers: FormField; readonly problem: never };
  'settings/open': { readonly asks: object; readonly answers: OpenedSettings; readonly problem: never };
  /** While the kiosk is being set up, the host keeps the draft that it looks at. */
  'settings/look': {
    readonly asks: { readonly text: string };
    readonly answers: DraftLook;
    readonly problem: never;
  };
  'settings/save': {
    readonly asks: {
      readonly text: string;
      readonly from: string;
      readonly why: string;
      /** It began from a file of elsewhere. */
      readonly imported?: boolean | undefined;
    };
    readonly answers: SavedOnPage;
    readonly problem: SaveProblemKind;
  };
  /** Newest first, at most 50. */
  'settings/versions': {
    readonly asks: object;
    readonly answers: readonly VersionOnPage[];
    readonly problem: never;
  };
  'settings/version': {
    readonly asks: { readonly version: number };
    readonly answers: { readonly text: string; readonly own: JsonObject };
    readonly problem: 'no-such-version';
  };
  'settings/put-back': {
    readonly asks: { readonly version: number; readonly from: string; readonly why: string };
    readonly answers: SavedOnPage;
    readonly problem: SaveProblemKind;
  };
  /** Writes the secret, and answers with the draft that names its file. */
  'settings/set-secret': {
    readonly asks: { readonly text: string; readonly path: JsonPath; readonly value: string };
    readonly answers: { readonly text: string };
    readonly problem: SecretRefusalKind;
  };
  /** The whole site in one file, of secrets only the names of their files. */
  'settings/export': {
    readonly asks: object;
    readonly answers: { readonly fileName: string; readonly text: string };
    readonly problem: 'does-not-read';
  };
  /** Somebody does not want to wait until nobody is being served. */
  'settings/apply-now': { readonly asks: object; readonly answers: undefined; readonly problem: 'nothing-waits' };
};
