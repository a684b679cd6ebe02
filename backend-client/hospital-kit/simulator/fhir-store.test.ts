import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { type FhirResource, meets } from './fhir-search.ts';
import { FhirStore, UnknownCriterion } from './fhir-store.ts';

const few = (name: string) => fc.integer({ min: 0, max: 3 }).map((number) => `${name}${number}`);
const resource = fc.record({
  resourceType: fc.constantFrom('Encounter', 'Appointment'),
  identifier: fc.array(fc.record({ system: few('s'), value: few('n') }), { maxLength: 2 }),
  meta: fc.record({ tag: fc.array(fc.record({ system: few('s'), code: few('c') }), { maxLength: 2 }) }),
  subject: fc.record({ reference: few('Patient/p') }),
  status: fc.constantFrom('arrived', 'booked'),
});
const step = fc.record({ resource, id: few('id'), does: fc.constantFrom('put', 'put', 'delete') });
const criterion = fc.oneof(
  few('id').map((id) => ['_id', id] as const),
  fc.tuple(few('s'), few('n')).map(([system, value]) => ['identifier', `${system}|${value}`] as const),
  fc.array(few('n'), { minLength: 1 }).map((values) => ['identifier', values.join(',')] as const),
  fc.tuple(few('s'), few('c')).map(([system, code]) => ['_tag', `${system}|${code}`] as const),
  few('p').map((person) => ['patient', person] as const),
  few('Patient/p').map((person) => ['subject', person] as const),
  fc.constantFrom(['status', 'booked'] as const),
);

test('the index finds what looking through everything finds, after whatever was written and deleted', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(criterion, { maxLength: 2 }), (steps, criteria) => {
      const store = new FhirStore(100);
      const all = new Map<string, FhirResource>();
      for (const { resource, id, does } of steps) {
        const { resourceType } = resource;
        if (does === 'put') store.put(resource, id, { now: 0 });
        else store.delete(resourceType, id);
        if (does === 'put') all.set(`${resourceType}/${id}`, { ...resource, id });
        else all.delete(`${resourceType}/${id}`);
      }
      const expected = [...all.values()].filter(
        (each) => each.resourceType === 'Encounter' && criteria.every(([name, value]) => meets(each, name, value)),
      );
      const asked = new URLSearchParams(criteria.map(([name, value]): [string, string] => [name, value]));
      const found = store.search('Encounter', asked);
      assert.deepEqual(found.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
    }),
  );
});

test('a criterion that the store does not know finds nobody instead of everybody', () => {
  assert.throws(() => new FhirStore(1).search('Encounter', new URLSearchParams('colour=red')), UnknownCriterion);
});

test('what was written longest ago is forgotten, also by the index; what is kept stays, also when it changes', () => {
  const store = new FhirStore(2);
  const encounter = (value: string) => ({ resourceType: 'Encounter', identifier: [{ value }] });
  store.put(encounter('slip'), 'slip', { now: 0, kept: true });
  for (const id of ['a', 'b', 'a', 'c']) store.put(encounter(id), id, { now: 0 });
  store.put(encounter('slip'), 'slip', { now: 0 });
  const idsOf = (criteria: string) => store.search('Encounter', new URLSearchParams(criteria)).map(({ id }) => id);
  assert.deepEqual([idsOf('').sort(), idsOf('identifier=b')], [['a', 'c', 'slip'], []]);
});
