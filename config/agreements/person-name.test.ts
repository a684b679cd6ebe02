import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'vitest';
import { isPersonName } from './person-name.ts';

test.each([
  'Trần Thị Thử',
  'ĐD. Lê Văn B',
  'An',
  'O’Brien',
  "O'Brien",
  'Nguyễn-Lê 2',
  '  Thử  ',
  'Ty',
  '김민',
  'Y Ê'.normalize('NFD'),
])('%j is a name', (name) => assert.ok(isPersonName(name)));

test.each([
  '',
  ' ',
  'A',
  ' A ',
  '12',
  '0912345678',
  '..',
  "-'-",
  '. A .',
  'xx',
  'A. aaa',
  'A1',
  '<b>An</b>',
  'An\nBình',
  'An\u202eBình',
  'a'.repeat(61),
  '👩‍⚕️👩‍⚕️',
])('%j is nobody’s name', (text) => assert.ok(!isPersonName(text)));

test('whatever is typed, a name has two letters and fits its field', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      fc.pre(isPersonName(text));
      assert.ok(text.trim().length <= 60 && /\p{L}.*\p{L}/su.test(text.normalize('NFC')));
    }),
  );
});
