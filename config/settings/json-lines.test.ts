import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { isList, isObject, type Json, pathText } from './json.ts';
import { lineOf, linesOf } from './json-lines.ts';

test('a technician is led to the line of a mistake, and of what is missing to the line of what it is missing from', () => {
  const text = '{\n  "a": 1,\n  "devices": [\n    { "id": "x" },\n    {\n      "id": "y"\n    }\n  ]\n}\n';
  const lines = linesOf(text);
  assert.deepEqual(
    ['a', 'devices[1].id', 'devices[1].transport.port', 'devices[0]', 'services', ''].map((path) =>
      lineOf(lines, path),
    ),
    [2, 6, 5, 4, 1, 1],
  );
  assert.equal(lineOf(linesOf(''), 'a.b'), undefined);
});

test('every value of every JSON text has the line on which it stands, however it is written', () => {
  const key = fc.stringMatching(/^[A-Za-z]{1,4}$/);
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(1, true, null, 'a', 'x"},{[:\\'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(json, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const lines = linesOf(text);
      assert.deepEqual([...lines.keys()].toSorted(), pathsIn(value).map(pathText).toSorted());
      if (indent === 0) assert.deepEqual([...new Set(lines.values())], [1]);
      else for (const [path, line] of lines) assert.ok(line <= text.split('\n').length && line >= 1, path);
    }),
  );
});

function pathsIn(value: Json, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (isList(value)) return [at, ...value.flatMap((each, place) => pathsIn(each, [...at, place]))];
  if (!isObject(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => pathsIn(each, [...at, key]))];
}
