import assert from 'node:assert/strict';
import type { Resource } from '@medplum/fhirtypes';
import { test } from 'vitest';
import type { Fact } from '../contract/fact.ts';
import { anh, answersOfAnh, nobody } from '../contract/synthetic-people.ts';
import { factsOfSitting } from '../contract/synthetic-readings.ts';
import {
  controlId,
  correction,
  endpointSettings,
  reading,
  registration,
  site,
  visitFacts,
} from './evidence/synthetic-facts.ts';
import { mistakesOf } from './evidence/validate.ts';
import { mergePatient } from './merge-patient.ts';
import { ownDefinitions, ownExtensions, type Part } from './own-definitions.ts';
import { patientResource } from './patient.ts';
import { isObject, type JsonObject, objectsAt } from './read-json.ts';
import { createFhirRenderer } from './renderer.ts';
import { identifierSystems } from './systems.ts';

const appointment = {
  appointmentId: 'LH-42',
  kind: 'appointment',
  serviceHisCode: 'K01',
  startsAt: undefined,
  description: undefined,
} as const;
const insuranceCheck = {
  resultCode: '003',
  path: 'insured-by-new-card',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  newCardNumber: 'DN4010199999998',
  facilityCode: '01001',
  transactionId: 'GD-0001',
  checkedAt: Date.UTC(2026, 10, 22, 1, 11),
} as const;

/** Between them everything of ours that a kiosk can say. */
const facts: readonly Fact[] = [
  registration(anh, { appointment, insuranceCheck, purpose: 'follow-up' }),
  registration(nobody),
  ...(['genuine', 'not-verified', 'does-not-match'] as const).map((chip) =>
    correction({ ...anh, source: 'chip', chip }),
  ),
  registration({ ...anh, source: 'qr-bhyt' }),
  registration(anh, { answers: answersOfAnh }),
  reading(visitFacts()),
  ...factsOfSitting(visitFacts()),
];

const renderer = createFhirRenderer({ endpoint: endpointSettings(), site });
const systems = identifierSystems(endpointSettings(), site);
const card = JSON.parse(JSON.stringify(patientResource(visitFacts(anh), systems)));
const contradicted = [
  mergePatient({ resourceType: 'Patient', birthDate: '1950', gender: 'male' }, card),
  mergePatient({ resourceType: 'Patient', birthDate: '2001', name: [{ text: 'Lê Minh Khác' }] }, card),
];
const sent: readonly unknown[] = [
  ...facts.map((fact) => JSON.parse(new TextDecoder().decode(renderer.render(fact, controlId(1))))),
  ...contradicted,
];

test('every extension that a kiosk writes is defined, on the right resource, with the right type and parts', () => {
  const seen = new Set<string>();
  for (const { node, type } of nodesIn(sent)) {
    for (const extension of objectsAt(node, 'extension')) {
      const url = String(extension.url);
      const defined = ownExtensions.find((each) => each.url === url);
      if (!url.startsWith('urn:')) continue;
      seen.add(url);
      assert.ok(defined, url);
      assert.equal(type, defined.on.split('.')[0]);
      if (typeof defined.holds === 'string') assert.equal(typeIn(extension), defined.holds);
      else {
        const parts = objectsAt(extension, 'extension');
        for (const part of parts) {
          const definition: Part | undefined = defined.holds.find((each) => each.url === part.url);
          assert.ok(definition, `${url} ${String(part.url)}`);
          assert.equal(typeIn(part), definition.type);
          seen.add(`${url} ${definition.url}`);
        }
        for (const { url: part, isRequired } of defined.holds)
          if (isRequired)
            assert.ok(
              parts.some((each) => each.url === part),
              `${url} needs ${part}`,
            );
      }
    }
  }
  const all = ownExtensions.flatMap(({ url, holds }) => [
    url,
    ...(typeof holds === 'string' ? [] : holds.map((part) => `${url} ${part.url}`)),
  ]);
  assert.deepEqual([...seen].toSorted(), all.toSorted(), 'and nothing is defined that is never written');
});

test('every code of ours that a kiosk writes is in its code system, with the words that are written', () => {
  const codeSystems = new Map(
    ownDefinitions()
      .filter(({ resource }) => resource.resourceType === 'CodeSystem')
      .map(({ resource }) => [
        resource.url,
        new Map(objectsAt(resource, 'concept').map(({ code, display }) => [code, display])),
      ]),
  );
  const seen = new Set<unknown>();
  for (const { node } of nodesIn(sent)) {
    const { system, code = node.value, display } = node;
    if (typeof system !== 'string' || !system.startsWith('urn:tiep-don:code:') || system.endsWith(':payor')) continue;
    seen.add(system);
    const words = codeSystems.get(system);
    assert.ok(words, system);
    assert.ok(words.has(code), `${system} ${String(code)}`);
    if (display !== undefined) assert.equal(display, words.get(code));
  }
  assert.deepEqual([...seen].toSorted(), [...codeSystems.keys()].toSorted());
});

test.for(ownDefinitions())('no validator objects to our $name', { timeout: 30_000 }, ({ resource }) => {
  assert.deepEqual(mistakesOf(JSON.parse(JSON.stringify(resource)) as Resource), []);
});

function typeIn(extension: JsonObject): string {
  const [value = ''] = Object.keys(extension).filter((key) => key.startsWith('value'));
  const type = value.slice('value'.length);
  return type.charAt(0).toLowerCase() + type.slice(1);
}

/** Every object, with the type of the resource that it is in. */
function nodesIn(value: unknown, type = ''): readonly { readonly node: JsonObject; readonly type: string }[] {
  if (Array.isArray(value)) return value.flatMap((each) => nodesIn(each, type));
  if (!isObject(value)) return [];
  const here = typeof value.resourceType === 'string' ? value.resourceType : type;
  const logical = value.identifier;
  return [
    { node: value, type: here },
    ...Object.entries(value).flatMap(([key, each]) =>
      // The words of a logical reference stand beside it.
      key === 'identifier' && isObject(logical)
        ? [{ node: { ...logical, display: value.display }, type: here }]
        : nodesIn(each, here),
    ),
  ];
}
