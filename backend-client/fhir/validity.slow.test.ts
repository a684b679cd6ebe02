import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { answersOfAnh } from '../contract/synthetic-people.ts';
import { anybody, hostile } from './evidence/hostile-person.ts';
import {
  controlId,
  correction,
  endpointSettings,
  reading,
  registration,
  site,
  visitFacts,
} from './evidence/synthetic-facts.ts';
import { mistakesIn } from './evidence/validate.ts';
import { createFhirRenderer } from './renderer.ts';

const ordinary = createFhirRenderer({ endpoint: endpointSettings(), site });

test('no name, address or number makes a bundle that is not valid', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(anybody, hostile, hostile, (patient, phone, text) => {
      const told = { phone, patientCode: text, phoneConfirmed: true };
      const taken = reading(visitFacts(patient, { contact: told }), { deviceModel: text, deviceTime: phone });
      const said = {
        ...answersOfAnh,
        companion: { relation: 'child', fullName: patient.fullName, citizenNumber: phone },
        particulars: { ethnicity: phone, occupation: text, address: text, phone },
        consents: answersOfAnh.consents.map((consent) => ({ ...consent, purpose: text })),
        referral: { signedOn: text, validFor: undefined, standing: 'expired' },
      } as const;
      const answered = registration(patient, { answers: said });
      for (const fact of [registration(patient, { contact: told }), correction(patient), answered, taken])
        assert.deepEqual(mistakesIn(ordinary.render(fact, controlId(1))), []);
    }),
    { numRuns: 100 },
  );
});
