import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'vitest';
import { definitionFiles } from './fhir-definitions.ts';

test('the published definitions are those of today (else run: npm run fhir-definitions)', () => {
  const files = definitionFiles();
  for (const { path, text } of files) assert.equal(readFileSync(path, 'utf8'), text, path);
  const folder = new URL('../backend-client/fhir/definitions/', import.meta.url);
  assert.equal(readdirSync(folder).length, files.length, 'and no others');
});
