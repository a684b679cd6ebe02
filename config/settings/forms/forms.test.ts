import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import * as z from 'zod';
import { ok } from '#config/agreements/result.ts';
import { checkSite } from '../check-site.ts';
import { siteText, withValue } from '../edit-site.ts';
import { isEqualJson, isList, isObject, type Json, type JsonObject } from '../json.ts';
import { siteFile } from '../site-file.ts';
import { mergedSite, readLayers } from '../site-layers.ts';
import { pathFields } from '../site-paths.ts';
import { exampleSites, withoutPlace } from './example-sites.ts';
import { fieldWords } from './field-words.ts';
import type { FormField } from './form-model.ts';
import { allFields, placedFields } from './site-form.ts';

const anyMachine = { realPath: (path: string) => path, isDirectory: () => true };
const fields = allFields();
const choices = fields.flatMap(({ control }) => (control.kind === 'choice' ? control.choices : []));

test('every field and every choice has words in Vietnamese and in English, and no words are left over', () => {
  const used = new Set([...fields, ...choices].map(({ words }) => words).filter((key) => key !== ''));
  for (const language of ['vi', 'en'] as const) {
    assert.deepEqual(Object.keys(fieldWords[language]).toSorted(), [...used].toSorted(), language);
  }
});

test('every field has a sentence of help in both languages; entries of lists and languages of a text need none', () => {
  const without = fields.filter(({ help, words }) => help === undefined && !/^$|\[\]$|^\{\w+\}$/.test(words));
  assert.deepEqual(
    without.map(({ words }) => words),
    [],
  );
  const helps = [...fields, ...choices].flatMap(({ help }) => (help ? [help.vi, help.en] : []));
  assert.deepEqual(
    helps.filter((help) => !/^\S.*\.$/.test(help) || /\s\s/.test(help) || help !== help.normalize('NFC')),
    [],
  );
});

test('a sentence of help is translated in both places or in none, and once for each sentence of the schema', () => {
  const sentences = new Map<string, Set<string | undefined>>();
  for (const { words, help } of [...fields, ...choices]) {
    sentences.set(words, (sentences.get(words) ?? new Set()).add(help?.en));
  }
  const inVi = (words: string) => fieldWords.vi[words]?.help !== undefined;
  assert.deepEqual(
    [...sentences].filter(([words, said]) => words !== '' && (said.size !== 1 || inVi(words) === said.has(undefined))),
    [],
  );
});

test('labels are short and none is left untranslated', () => {
  const labels = [...fields, ...choices].map(({ label }) => label);
  const long = labels.flatMap(({ vi, en }) => [vi, en]).filter((label) => label.split(' ').length > 6 || label === '');
  assert.deepEqual(long, []);
  const same = labels.filter(({ vi, en }) => vi === en && /\p{L}/u.test(vi)).map(({ vi }) => vi);
  assert.deepEqual([...new Set(same)].toSorted(), ['Kiosk', 'TLS']);
});

test('the forms have every field that the schema has, and no other', () => {
  const ofSchema = new Set(patternsOf(z.toJSONSchema(siteFile, { io: 'input' }), ''));
  const ofForms = new Set(fields.map(({ pattern }) => pattern));
  assert.deepEqual([...ofForms].filter((pattern) => pattern !== 'extends').toSorted(), [...ofSchema].toSorted());
});

function patternsOf(schema: unknown, pattern: string): readonly string[] {
  if (!isObject(schema)) return [];
  const { properties, items, oneOf, anyOf } = schema;
  const inner = isObject(properties)
    ? Object.entries(properties).flatMap(([key, each]) => patternsOf(each, pattern === '' ? key : `${pattern}.${key}`))
    : [];
  const shapes = [oneOf, anyOf].flatMap((each) => (isList(each) ? each : []));
  return [
    pattern,
    ...inner,
    ...(items === undefined ? [] : patternsOf(items, `${pattern}[]`)),
    ...shapes.flatMap((shape) => patternsOf(shape, pattern)),
  ];
}

test('whatever is called a file or a directory is known as a path, and secrets are known as such', () => {
  const named = new Set(fields.map(({ pattern }) => pattern).filter((pattern) => /(File|Dir)$/.test(pattern)));
  assert.deepEqual(Object.keys(pathFields).toSorted(), [...named].toSorted());
  const open = Object.entries(pathFields).filter(([, kind]) => kind !== 'secret');
  assert.deepEqual(
    open.filter(([pattern]) => /key|secret|password|token/i.test(pattern)),
    [],
  );
});

test('the sites that the tests are made from are valid and have every field of every shape', () => {
  const seen = new Set<string>();
  for (const { name, site } of exampleSites()) {
    const checked = checkSite(site, anyMachine);
    assert.ok(checked.ok, `${name}: ${checked.ok ? '' : JSON.stringify(checked.problem)}`);
    for (const { field } of placedFields(site)) seen.add(field.pattern);
  }
  assert.deepEqual(
    fields.map(({ pattern }) => pattern).filter((pattern) => pattern !== '' && !seen.has(pattern)),
    [],
  );
});

test('whatever valid site there is, the forms can say it: filled in field by field it comes back equal', () => {
  fc.assert(
    fc.property(fc.constantFrom(...exampleSites()), fc.infiniteStream(fc.boolean()), ({ site }, keep) => {
      const thinner = withoutSome(site, () => keep.next().value);
      const leaves = placedFields(thinner).filter(({ value, field }) => isFilled(field, value));
      const filled = leaves.reduce<JsonObject>(
        (whole, { path, value }) => withValue(whole, {}, path, value ?? null) ?? whole,
        {},
      );
      assert.deepEqual(filled, thinner);
      assert.ok(isEqualJson(JSON.parse(siteText(thinner)), thinner));
    }),
    { numRuns: 100 },
  );
});

/** Leaves, and groups and lists without any. */
function isFilled({ control }: FormField, value: Json | undefined): boolean {
  if (value === undefined) return false;
  if (isList(value)) return value.length === 0;
  return !isObject(value) || Object.keys(value).length === 0 || control.kind === 'text';
}

/** Without some of the fields that need not be there. */
function withoutSome(site: JsonObject, isKept: () => boolean): JsonObject {
  return placedFields(site)
    .filter(({ field, path }) => !field.required && typeof path.at(-1) === 'string' && !isKept())
    .reduce((thinner, { path }) => withoutPlace(thinner, path), site);
}

test('a site is written in the order of the schema, whatever order it was filled in', () => {
  const site = exampleSites()[0]?.site ?? {};
  const turned = Object.fromEntries(Object.entries(site).toReversed());
  assert.equal(siteText(turned), siteText(site));
  const read = readLayers('/a/site.json', () => ok(new TextEncoder().encode(siteText(turned))));
  assert.ok(read.ok && isObject(mergedSite(read.value).kiosk));
});
