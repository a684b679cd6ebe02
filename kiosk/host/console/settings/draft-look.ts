import type { Language } from '#config/agreements/language.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { lineOf, linesOf } from '#config/settings/json-lines.ts';
import type { SiteLook } from '#config/settings/read-site-file.ts';
import { mergedSite } from '#config/settings/site-layers.ts';
import { type SiteMistake, sayMistake } from '#config/settings/site-mistakes.ts';
import type { DraftLook, MistakeOnPage } from '#kiosk/bridge/console/settings-words.ts';
import { secretStates } from '../../site-versions/site-secrets.ts';

/** What the page is told of a draft. */
export function draftLook(text: string, { layers, merged, mistakes, notes }: SiteLook): DraftLook {
  const [own, next, ...further] = layers ?? [];
  return {
    own: own?.own,
    inherited: next ? mergedSite([next, ...further]) : {},
    mistakes: mistakesOnPage(text, mistakes),
    notes: mistakesOnPage(text, notes),
    secrets: secretStates(merged ?? {}),
  };
}

export function mistakesOnPage(text: string, mistakes: readonly SiteMistake[]): readonly MistakeOnPage[] {
  if (mistakes.length === 0) return [];
  const lines = parsedJson(text) !== undefined ? linesOf(text) : undefined;
  return mistakes.map((mistake) => {
    const { path, kind, values } = mistake;
    const line = typeof values.line === 'number' ? values.line : lines && lineOf(lines, path);
    return { path, kind, line, said: { vi: said(mistake, 'vi'), en: said(mistake, 'en') } };
  });
}

function said(mistake: SiteMistake, language: Language): MistakeOnPage['said'][Language] {
  const { found, expected } = sayMistake(mistake, language);
  return { found, expected };
}
