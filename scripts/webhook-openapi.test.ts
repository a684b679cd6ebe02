import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { test } from 'vitest';
import { exampleOf, sampleAlert } from '#backend-client/webhook/examples.ts';
import { jsonSchemaOf, openApiDocument, wireDocuments } from '#backend-client/webhook/openapi.ts';
import { openApiFile, openApiText } from './webhook-openapi.ts';

const factKinds = ['registration', 'correction', 'arrival', 'reading'] as const;

/** Ajv in its strict mode: a schema with a word that draft 2020-12 does not have is refused. */
const ajv = new Ajv2020({
  allowUnionTypes: true,
  formats: {
    date: /^\d{4}-\d{2}-\d{2}$/,
    'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  },
});

function validatorOf(name: keyof typeof wireDocuments): ValidateFunction {
  const { $schema: _draft, ...schema } = jsonSchemaOf(name);
  return ajv.compile(schema);
}

test('the published document is the one of today (else run: npm run webhook-openapi)', () => {
  assert.equal(readFileSync(openApiFile, 'utf8'), openApiText());
});

test('a constant says of what type it is, and a whole number that it is whole: a generated Java client compiles', () => {
  const document: unknown = openApiDocument();
  const constants: string[] = [];
  JSON.parse(JSON.stringify(document), (_key, each: unknown) => {
    if (typeof each === 'object' && each !== null && 'const' in each)
      constants.push(`${typeof each.const} ${'type' in each ? String(each.type) : 'untyped'}`);
    return each;
  });
  assert.deepEqual([...new Set(constants)].toSorted(), ['number integer', 'string string']);
});

test('the OpenAPI document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(openApiDocument())));
  assert.deepEqual([valid, errors, validator.version], [true, undefined, '3.1']);
});

test('every reference of the OpenAPI document leads somewhere', () => {
  const text = JSON.stringify(openApiDocument());
  const { schemas } = JSON.parse(text).components;
  const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference = '']) => reference);
  assert.ok(references.length > 20);
  for (const reference of references) {
    const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
    assert.ok(name in schemas, reference);
  }
});

test('another validator takes what the kiosk sends', () => {
  const isFact = validatorOf('fact');
  for (const kind of factKinds) {
    isFact(exampleOf(kind));
    assert.deepEqual([kind, isFact.errors], [kind, null]);
  }
});

test('another validator refuses what the document does not allow', () => {
  const isFact = validatorOf('fact');
  const registration = exampleOf('registration');
  assert.ok(registration.kind === 'registration');
  const { visit: _visit, ...withoutVisit } = registration;
  const refused = [
    withoutVisit,
    { ...registration, version: 2 },
    { ...registration, kind: 'something-else' },
    { ...registration, patient: { ...registration.patient, citizenNumber: '1148000001' } },
    { ...registration, patient: { ...registration.patient, birthDate: '15/08/1948' } },
  ].map((document) => isFact(document));
  assert.deepEqual(refused, [false, false, false, false, false]);
});

test('a receiver that checks the schema goes on working when a field is added', () => {
  assert.equal(validatorOf('fact')({ ...exampleOf('reading'), roomTemperature: 21 }), true);
});

test('every example answer of the OpenAPI document fits its schema', () => {
  const { examples } = JSON.parse(JSON.stringify(openApiDocument())).paths['/tiep-don/look-ups'].post.responses['200']
    .content['application/json'];
  const fits = Object.entries(examples as Record<string, { value: unknown }>).map(([kind, { value }]) => {
    const name = `${kind}-answer` as keyof typeof wireDocuments;
    return [kind, validatorOf(name)(value), wireDocuments[name].safeParse(value).success];
  });
  assert.deepEqual(fits, [
    ['find-patient', true, true],
    ['find-appointments', true, true],
    ['find-appointment', true, true],
    ['check-insurance', true, true],
  ]);
});

test('an alert has no field for a person', () => {
  const { properties } = (jsonSchemaOf('alert').$defs as { Alert: { properties: object } }).Alert;
  const known = [
    'version',
    'kind',
    'alertId',
    'test',
    'facilityCode',
    'kioskId',
    'place',
    'raisedAt',
    'ticketNumber',
    'escalation',
  ];
  assert.deepEqual(Object.keys(properties), known);
  assert.deepEqual(
    Object.keys(sampleAlert).filter((key) => !known.includes(key)),
    [],
  );
});
