import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { ReadingFact } from '../../contract/fact.ts';
import type { MeasuredQuantity } from '../../contract/reading.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import { controlId, endpointSettings, site } from '../../fhir/evidence/synthetic-facts.ts';
import { mistakesIn } from '../../fhir/evidence/validate.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { createHl7v2Renderer } from '../../hl7v2/hl7v2-renderer.ts';
import { endpointWith, reading as sample } from '../../hl7v2/sample-facts.ts';
import { readingValuesFrom } from '../../store/reading-values.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { fact as factSchema } from '../../webhook/words.ts';

/** A quantity that nobody foresaw is data: it reaches every system under its own name, and ends no process. */
const renderers = {
  fhir: createFhirRenderer({ endpoint: endpointSettings(), site }),
  hl7: createHl7v2Renderer({ endpoint: endpointWith(), site: syntheticSite }),
  webhook: createWebhookRenderer({ endpoint: { id: 'his', capabilities: ['readings'] }, site: syntheticSite }),
};

function factOf(...quantities: readonly MeasuredQuantity[]): ReadingFact {
  return { ...sample, reading: { ...sample.reading, values: { kind: 'quantities', quantities } } };
}

function rendered(name: keyof typeof renderers, fact: ReadingFact): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(renderers[name].render(fact, controlId(1)));
}

const temperature = { of: 'body-temperature', value: 36.6, unit: 'Cel' };
const unforeseen = { of: 'grip-strength', value: 31.5, unit: 'kg' };

test('a body temperature reaches every system under its LOINC code, another quantity under its own name', {
  timeout: 60_000,
}, () => {
  const fact = factOf(temperature, unforeseen);
  assert.match(rendered('hl7', fact), /OBX\|1\|NM\|8310-5\^Body temperature\^LN\|\|36\.6\|Cel/);
  assert.match(rendered('hl7', fact), /OBX\|2\|NM\|GRIP-STRENGTH\^grip-strength\^L\|\|31\.5\|kg/);
  assert.deepEqual(mistakesIn(renderers.fhir.render(fact, controlId(1))), []);
  const bundle = rendered('fhir', fact);
  assert.match(bundle, /"code":"8310-5"/);
  assert.match(bundle, /"code":\{"text":"grip-strength"\}/);
  const document = JSON.parse(rendered('webhook', fact));
  factSchema.parse(document);
  assert.deepEqual(document.reading.observations, [
    { loinc: '8310-5', name: 'Body temperature', value: 36.6, unit: 'Cel' },
    { name: 'grip-strength', value: 31.5, unit: 'kg' },
  ]);
});

test.each([
  ['a unit that is none', { of: 'grip-strength', value: 31.5, unit: '' }, '31.5'],
  ['a unit as a device writes it', { of: 'grip-strength', value: 31.5, unit: ' °C\n' }, '31.5'],
  ['no name', { of: '', value: 31.5, unit: 'kg' }, '31.5'],
  ['a very large number', { of: 'count', value: 1e21, unit: '1' }, '1000000000000000000000'],
  ['a very small number', { of: 'count', value: 2.5e-7, unit: '1' }, '0.00000025'],
  ['a negative zero', { of: 'base-excess', value: -0, unit: 'mmol/L' }, '0'],
  ['less than nothing', { of: 'base-excess', value: -2.5, unit: 'mmol/L' }, '-2.5'],
])(
  '%s is written as each system writes it',
  (_what, quantity, number) => {
    const fact = factOf(quantity);
    const [, , , code = '', , value, unit = ''] =
      /^OBX.*/m.exec(rendered('hl7', fact).replaceAll('\r', '\n'))?.[0].split('|') ?? [];
    assert.equal(value, number);
    assert.match(code, /^[^^]+\^[^^]+\^L$/);
    assert.match(unit, quantity.unit.trim() === quantity.unit && quantity.unit !== '' ? /\^UCUM$/ : /^$|\^L$/);
    assert.deepEqual(mistakesIn(renderers.fhir.render(fact, controlId(1))), []);
    factSchema.parse(JSON.parse(rendered('webhook', fact)));
  },
  30_000,
);

test('no name and no unit of a quantity ends the kiosk, not even those of an object’s own parts', {
  timeout: 60_000,
}, () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'body-weight', ''),
  );
  const quantity = fc.record({ of: word, value: fc.double({ noNaN: true, noDefaultInfinity: true }), unit: word });
  fc.assert(
    fc.property(quantity, (each) => {
      const stored = readingValuesFrom(JSON.parse(JSON.stringify({ kind: 'quantities', quantities: [each] })));
      assert.ok(stored?.kind === 'quantities');
      const fact = factOf(...stored.quantities);
      for (const name of ['hl7', 'fhir', 'webhook'] as const) rendered(name, fact);
      factSchema.parse(JSON.parse(rendered('webhook', fact)));
    }),
    { numRuns: 200 },
  );
});

test('a stored reading of a kind that a later version wrote says what has a name, or nothing', () => {
  assert.deepEqual(readingValuesFrom({ kind: 'spirometry', quantities: [unforeseen, { of: 'x' }], curve: 'AAAA' }), {
    kind: 'quantities',
    quantities: [unforeseen],
  });
  for (const strange of [
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { kind: 'ecg' },
    { kind: 'blood-pressure', systolic: 'x' },
    { kind: 'blood-pressure', systolic: Number.NaN, diastolic: 76, pulse: 72 },
    { kind: 'quantities', quantities: [{ of: 'x', value: Number.POSITIVE_INFINITY, unit: 'kg' }] },
  ])
    assert.equal(readingValuesFrom(strange), undefined);
});
