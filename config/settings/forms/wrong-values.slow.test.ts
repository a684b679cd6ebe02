import assert from 'node:assert/strict';
import { test } from 'vitest';
import { checkSite } from '../check-site.ts';
import { withValue } from '../edit-site.ts';
import { isList, type Json, pathText } from '../json.ts';
import { type SiteMistake, sayMistake } from '../site-mistakes.ts';
import { exampleSites, withoutPlace } from './example-sites.ts';
import type { PlacedField } from './form-model.ts';
import { placedFields } from './site-form.ts';

/** Thousands of site files, each with one mistake. */

const anyMachine = { realPath: (path: string) => path, isDirectory: () => true };

interface WrongValue {
  readonly is: string;
  readonly value: Json;
}

/** What a hand, a script or an old file could put into a field, and no field of its kind takes. */
function wrongValues({ field, value }: PlacedField): readonly WrongValue[] {
  const { control } = field;
  const notText = [
    { is: 'a number', value: 5 },
    { is: 'nothing', value: null },
    { is: 'a list', value: ['a'] },
  ];
  switch (control.kind) {
    case 'text':
    case 'path': {
      const longest = control.longest ?? 1_000_000;
      const tooLong = longest < 10_000 ? [{ is: 'too long', value: 'a'.repeat(longest + 1) }] : [];
      const unseen = { is: 'with control characters', value: 'a\u0007\u202e\u200b' };
      const usb = /(vendor|product)Id$/.test(field.pattern);
      return [
        ...(usb ? [{ is: 'a large number', value: 70_000 }, ...notText.slice(1)] : notText),
        { is: 'empty', value: '' },
        ...tooLong,
        unseen,
      ];
    }
    case 'number':
      return [
        { is: 'too small', value: control.least - 1 },
        { is: 'too large', value: control.most + 1 },
        ...(control.isWhole ? [{ is: 'half a number', value: control.least + 0.5 }] : []),
        { is: 'text', value: String(control.least) },
        { is: 'nothing', value: null },
      ];
    case 'switch':
      return [
        { is: 'text', value: 'true' },
        { is: 'a number', value: 1 },
        { is: 'nothing', value: null },
      ];
    case 'choice':
      return [
        { is: 'no choice', value: 'no-such-choice' },
        { is: 'a number that is no choice', value: 31 },
        ...notText.slice(1),
      ];
    case 'list': {
      const anEntry = (isList(value) ? value[0] : undefined) ?? 5;
      return [
        { is: 'text', value: 'a' },
        { is: 'an object', value: {} },
        ...(control.least > 0 ? [{ is: 'empty', value: [] }] : []),
        // A list without a longest length has each of its choices once.
        ...(control.most > 100
          ? []
          : [{ is: 'too many', value: Array.from({ length: control.most + 1 }, () => anEntry) }]),
      ];
    }
    case 'by-language':
    case 'group':
    case 'variants':
      return [
        { is: 'text', value: 'a' },
        { is: 'a list', value: [] },
        { is: 'nothing', value: null },
      ];
  }
}

const wrong = exampleSites().flatMap(({ name, site }) =>
  placedFields(site)
    // What all sites have is tried in the first one.
    .filter(
      ({ field, path }) =>
        field.pattern !== 'extends' && (name === 'plain' || (path.length > 1 && name.startsWith(String(path[0])))),
    )
    .flatMap((placed) => wrongValues(placed).map((each) => ({ name, site, placed, ...each }))),
);

function isNamed(mistakes: readonly SiteMistake[], { path }: PlacedField): boolean {
  return mistakes.some((mistake) => mistake.path === pathText(path));
}

test('a wrong value in any field of any form is refused, with that field named in Vietnamese and in English', () => {
  assert.ok(wrong.length > 2_000, `${wrong.length} wrong values`);
  const said: string[] = [];
  for (const { name, site, placed, is, value } of wrong) {
    const changed = withValue(site, site, placed.path, value) ?? {};
    const checked = checkSite(changed, anyMachine);
    const mistakes = checked.ok ? [] : checked.problem;
    if (!isNamed(mistakes, placed)) said.push(`${name} ${pathText(placed.path)} ${is}: ${JSON.stringify(mistakes)}`);
    for (const mistake of mistakes) {
      const [vi, en] = [sayMistake(mistake, 'vi'), sayMistake(mistake, 'en')];
      assert.ok(
        vi.path === en.path &&
          vi.expected !== en.expected &&
          !/\{\{|undefined/.test(vi.expected + en.expected + vi.found),
      );
    }
  }
  assert.deepEqual(said, []);
});

test('a required field that is missing is named', () => {
  const unnamed = exampleSites().flatMap(({ name, site }) =>
    placedFields(site).flatMap((placed) => {
      if (!placed.field.required || placed.path.length === 0) return [];
      const checked = checkSite(withoutPlace(site, placed.path), anyMachine);
      return !checked.ok && isNamed(checked.problem, placed) ? [] : [`${name} ${pathText(placed.path)}`];
    }),
  );
  assert.deepEqual(unnamed, []);
});
test('a field that nobody knows is named in every group of every form', () => {
  for (const { site } of exampleSites()) {
    for (const { path, field } of placedFields(site)) {
      if (!['group', 'variants', 'by-language'].includes(field.control.kind)) continue;
      const place = [...path, 'surprise'];
      const checked = checkSite(withValue(site, site, place, 1) ?? {}, anyMachine);
      assert.ok(!checked.ok && checked.problem.some((mistake) => mistake.path === pathText(place)), pathText(place));
    }
  }
});
