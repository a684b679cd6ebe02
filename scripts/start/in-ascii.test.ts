import assert from 'node:assert/strict';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { test } from 'vitest';
import { inAscii } from './in-ascii.ts';

const anyMap = { version: 3, mappings: '' };

test('a program in ASCII says the same words, also in templates, patterns and beyond the basic plane', () => {
  const code = "[`Quý khách`, /[ế–]+/u.exec('xế–')[0], '🪷'.length, '🪷'].join(' ')";
  const ascii = inAscii(code, anyMap).code;
  assert.match(ascii, /^[\0-\x7f]*$/);
  // biome-ignore lint/security/noGlobalEval: the text under test is a program.
  assert.equal(globalThis.eval(ascii), 'Quý khách ế– 2 🪷');
});

test('a place in the map moves with the characters before it on its line', () => {
  const code = "x='ế';y='é';\nc";
  const map = { version: 3, mappings: encode([[[0], [code.indexOf('y')], [code.indexOf('é')]], [[0]]]) };
  const ascii = inAscii(code, map);
  const [first = '', second] = ascii.code.split('\n');
  assert.deepEqual(decode(ascii.map.mappings), [[[0], [first.indexOf('y')], [first.indexOf('\\u00e9')]], [[0]]]);
  assert.equal(second, 'c');
});
