import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { type MessageKey, sayIn, texts as trees } from './messages.ts';
import { patientTexts } from './patient-messages.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  );
}

const texts = { vi: new Map(leaves(trees.vi)), en: new Map(leaves(trees.en)) };
const all = languages.flatMap((language) =>
  [...texts[language]].map(([key, text]) => ({ at: `${language} ${key}`, key, text })),
);
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test('every language says everything, with the same places to fill', () => {
  const shape = (of: ReadonlyMap<string, string>) => [...of].map(([key, text]) => [key, places(text)]).sort();
  for (const language of languages) assert.deepEqual(shape(texts[language]), shape(texts.vi), language);
});

test('no text is empty, ragged or decomposed', () => {
  const ragged = all.filter(
    ({ text }) => text === '' || text !== text.trim() || /\s\s/.test(text) || text !== text.normalize('NFC'),
  );
  assert.deepEqual(ragged, []);
});

test('no translation was forgotten: only pure punctuation reads the same', () => {
  const same = [...texts.vi].filter(
    ([key, text]) => texts.en.get(key) === text && /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, '')),
  );
  assert.deepEqual(same, []);
});

test('every letter is in the font files that screens and tickets use', () => {
  // The `latin` and `vietnamese` subsets of @fontsource/be-vietnam-pro.
  const covered =
    /^[\u0020-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2010-\u2026]*$/;
  assert.deepEqual(
    all.filter(({ text }) => !covered.test(text)),
    [],
  );
});

test('the values that a text asks for are filled in as they are, in every language', () => {
  for (const language of languages) {
    for (const [key, text] of texts[language]) {
      const values = Object.fromEntries(places(text).map((name) => [String(name), '<&"\u200b{{x}}$t(a)>']));
      const said = sayIn(language)(key as MessageKey, values);
      const expected = text.replace(/\{\{\w+\}\}/g, () => '<&"\u200b{{x}}$t(a)>');
      assert.equal(said, expected, `${language} ${key}`);
    }
  }
});

test('every text is said somewhere: no one is left of what was deleted', () => {
  const root = resolve(import.meta.dirname, '../..');
  const sources = globSync('{config,drivers,backend-client,kiosk,scripts}/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(resolve(root, file), 'utf8'))
    .join('\n');
  const written = new Set(Array.from(sources.matchAll(/['"]([\w.-]+)['"]/g), ([, literal]) => literal));
  /** `console.acts.${act}`: whatever may stand in a gap, but at its beginning a text that is written somewhere. */
  const made = Array.from(
    sources.matchAll(/`((?:[a-z]\w*|\$\{[^`}]*\})\.(?:[^`\s$]|\$\{[^`}]*\})*)`/g),
    ([, template = '']) => {
      const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[^\w-]/g, '\\$&'));
      return new RegExp(`^${parts.map((part, at) => (at === 0 ? part : `([\\w.-]+)${part}`)).join('')}$`);
    },
  );
  const isMade = (key: string) =>
    made.some((template) => {
      const gap = template.exec(key)?.[1];
      return gap !== undefined && (!template.source.startsWith('^(') || written.has(gap));
    });
  const unsaid = [...texts.vi.keys()]
    .map((key) => key.replace(/_(one|other)$/, ''))
    .filter((key) => !written.has(key) && !isMade(key));
  assert.deepEqual(unsaid, []);
});

test('a sentence that sends a technician to a page calls it as the menu does, wherever it is written', () => {
  const { vi, en } = { vi: trees.vi.console, en: trees.en.console };
  const root = resolve(import.meta.dirname, '../..');
  const sent = globSync('{config,kiosk,scripts}/**/*.{ts,tsx,json,md}', { cwd: root })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(resolve(root, file), 'utf8').matchAll(/trang (?:\*\*)?(\p{Lu}[\p{L} ]*)/gu)])
    .map(([, name = '']) => name);
  assert.ok(sent.length > 20);
  const titles = Object.values(vi.pages);
  assert.deepEqual(
    sent.filter((name) => !titles.some((title) => name === title || name.startsWith(`${title} `))),
    [],
  );
  for (const page of Object.keys(vi.overview.mend) as (keyof typeof vi.overview.mend)[]) {
    assert.equal(vi.overview.mend[page], `Mở trang ${vi.pages[page]}`);
    assert.equal(en.overview.mend[page], `Open ${en.pages[page]}`);
  }
});

test('the patient’s page loads the patients’ words only, and says none of the staff’s', () => {
  const staff = Object.keys(trees.vi).filter((part) => !(part in patientTexts.vi));
  const saysStaff = new RegExp(`['\`](${staff.join('|')})\\.`);
  // What loads the staff's words: an import of `messages.ts` that is not of types alone.
  const loadsStaff = /^import (?!type ).*config\/strings\/messages\.ts'/m;
  const files = globSync(['kiosk/ui/**/*.{ts,tsx}', 'kiosk/questions/**/*.{ts,tsx}'], {
    exclude: (path) => path.includes('console') || path.includes('sign-in'),
  }).filter((path) => !path.includes('.test.'));
  assert.ok(files.length > 50);
  const wrong = files.filter((path) => {
    const text = readFileSync(path, 'utf8');
    return saysStaff.test(text) || loadsStaff.test(text);
  });
  assert.deepEqual(wrong, []);
});
