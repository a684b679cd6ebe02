import assert from 'node:assert/strict';
import { test } from 'vitest';
import { nationalityFrom } from './nationality.ts';

test.each([
  ['FRA', { icao: 'FRA', iso: 'FRA' }],
  ['D', { icao: 'D', iso: 'DEU' }],
  ['GBO', { icao: 'GBO', iso: undefined }],
  ['XXA', { icao: 'XXA', iso: undefined }],
  ['UNO', { icao: 'UNO', iso: undefined }],
  ['F<A', undefined],
  ['', undefined],
  [undefined, undefined],
])('a passport that says %s', (said, expected) => {
  assert.deepEqual(nationalityFrom(said), expected);
});
