import assert from 'node:assert/strict';
import { test } from 'vitest';
import en from './words/mistakes.en.json' with { type: 'json' };
import vi from './words/mistakes.vi.json' with { type: 'json' };

interface Words {
  readonly found?: string;
  readonly expected: string;
}

const places = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test('every mistake has a sentence in both languages, with the same places to fill', () => {
  const shape = (of: Readonly<Record<string, Words>>) =>
    Object.entries(of).map(([kind, { found, expected }]) => [
      kind,
      found !== undefined,
      places(found),
      places(expected),
    ]);
  assert.deepEqual(shape(vi), shape(en));
});

test('no sentence about a mistake is ragged or left in the other language', () => {
  const sentences = (of: Readonly<Record<string, Words>>) =>
    Object.values(of).flatMap(({ found, expected }) => [expected, ...(found === undefined ? [] : [found])]);
  const ragged = [...sentences(en), ...sentences(vi)].filter(
    (text) => text === '' || text !== text.trim() || /\s\s/.test(text) || text !== text.normalize('NFC'),
  );
  assert.deepEqual(ragged, []);
  const same = sentences(vi).filter(
    (text) => sentences(en).includes(text) && /\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, '')),
  );
  assert.deepEqual(same, []);
});
