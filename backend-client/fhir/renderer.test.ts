import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { anh } from '../contract/synthetic-people.ts';
import { anybody } from './evidence/hostile-person.ts';
import { controlId, endpointSettings, registration, site, visitFacts } from './evidence/synthetic-facts.ts';
import { patientResource } from './patient.ts';
import { createFhirRenderer } from './renderer.ts';
import { identifierSystems } from './systems.ts';

const ordinary = createFhirRenderer({ endpoint: endpointSettings(), site });

test('a message rendered again under its id has the same bytes, and under another id another name', () => {
  fc.assert(
    fc.property(anybody, (patient) => {
      const [once, again, anew] = [1, 1, 2].map((id) => ordinary.render(registration(patient), controlId(id)));
      assert.deepEqual(once, again);
      assert.notDeepEqual(once, anew);
    }),
  );
});

test('names of cards come back from a bundle as they are on the card', () => {
  const word = fc.constantFrom('Nguyễn', 'Tôn', 'Nữ', 'Thị', 'Ngọc', 'Ánh', 'Đặng', 'Ỷ');
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 7 }), (words) => {
      const fullName = words.join(' ');
      const [name] =
        patientResource(visitFacts({ ...anh, fullName }), identifierSystems(endpointSettings(), site)).name ?? [];
      assert.deepEqual([name?.text, [name?.family, ...(name?.given ?? [])].join(' ')], [fullName, fullName]);
    }),
  );
});
