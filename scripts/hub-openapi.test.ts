import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { test } from 'vitest';
import { hubDocuments, jsonSchemaOf, openApiDocument } from '#kiosk/hub/openapi.ts';
import { kioskRoutes } from '#kiosk/hub/server/kiosk-routes.ts';
import { systemRoutes } from '#kiosk/hub/server/system-routes.ts';
import { openApiFile, openApiText } from './hub-openapi.ts';

const document = JSON.parse(openApiText());

test('the published document is the one of today (else run: npm run hub-openapi)', () => {
  assert.equal(readFileSync(openApiFile, 'utf8'), openApiText());
});

test('the OpenAPI document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApiDocument())));
  assert.deepEqual([valid, errors, validator.version], [true, undefined, '3.1']);
});

test('every reference leads somewhere, and every schema is one that strict readers take', () => {
  const references = [...openApiText().matchAll(/"\$ref": "([^"]*)"/g)].map(([, reference = '']) => reference);
  assert.ok(references.length > 20);
  for (const reference of references)
    assert.ok(/^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? '' in document.components.schemas, reference);
  for (const name of Object.keys(hubDocuments)) {
    const { $schema: _draft, ...schema } = jsonSchemaOf(name as keyof typeof hubDocuments);
    new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(schema);
  }
});

test('whatever kiosks and systems of the hospital may ask stands in the document, and nothing else', () => {
  // Nothing is asked of the parts before a request comes.
  const parts = {} as Parameters<typeof kioskRoutes>[0];
  const served = [...kioskRoutes(parts), ...systemRoutes(parts)].flatMap((route) =>
    route.kind === 'answer' ? [`${route.method} ${route.path.replace(/:(\w+)/, '{$1}')}`] : [],
  );
  const published = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
    /^\/(kiosk|system)\//.test(path) ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
  );
  assert.deepEqual(published.toSorted(), served.toSorted());
});
