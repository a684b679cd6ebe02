import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { ChipVerdict, Patient } from '../../contract/patient.ts';
import { anh } from '../../contract/synthetic-people.ts';
import { controlId, correction, endpointSettings, registration, site } from '../../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { receivedOverHttp } from './read-http-arrival.ts';

const renderers = {
  fhir: createFhirRenderer({ endpoint: endpointSettings(), site }),
  webhook: createWebhookRenderer({ endpoint: { id: 'rest', capabilities: ['registrations'] }, site }),
} as const;

const bundlePost = { method: 'POST', path: '', query: '', headers: {}, ifNoneExist: undefined };

function shown(protocol: 'fhir' | 'webhook', chip: ChipVerdict | undefined) {
  const patient: Patient = { ...anh, chip };
  return [registration(patient), correction(patient)].map((fact) => {
    const body = new TextDecoder().decode(renderers[protocol].render(fact, controlId(1)));
    const received = receivedOverHttp(protocol, { ...bundlePost, body }, undefined);
    return [received?.kind, received?.facts.identitySource, received?.facts.chipVerdict];
  });
}

test.for(['fhir', 'webhook'] as const)('the desk sees over %s what the chip of the card proved', (protocol) => {
  for (const verdict of ['genuine', 'not-verified', 'does-not-match'] as const) {
    assert.deepEqual(shown(protocol, verdict), [
      ['registration', 'qr-cccd', verdict],
      ['correction', 'qr-cccd', verdict],
    ]);
  }
  assert.deepEqual(shown(protocol, undefined), [
    ['registration', 'qr-cccd', ''],
    ['correction', 'qr-cccd', ''],
  ]);
});

test.for(['fhir', 'webhook'] as const)(
  'the desk sees over %s why somebody goes first, and that it must be checked',
  (protocol) => {
    const body = new TextDecoder().decode(renderers[protocol].render(registration(), controlId(1)));
    const facts = receivedOverHttp(protocol, { ...bundlePost, body }, undefined)?.facts;
    assert.deepEqual([facts?.priority, facts?.priorityGround, facts?.priorityToCheck], [true, 'AGE75', true]);
  },
);

test.for([
  ['fhir', 'crisis-reading', 'CRISIS'],
  ['webhook', 'crisis-reading', 'CRISIS'],
  ['fhir', 'severe-disability', 'DISABILITY'],
  ['webhook', 'pregnancy', 'PREGNANCY'],
] as const)('the desk sees over %s that %s goes first, as over HL7: %s', ([protocol, ground, shownAs]) => {
  const visit = { ...registration().visit, priority: { ground, certain: false } };
  const body = new TextDecoder().decode(renderers[protocol].render(registration(anh, { visit }), controlId(1)));
  assert.equal(receivedOverHttp(protocol, { ...bundlePost, body }, undefined)?.facts.priorityGround, shownAs);
});

test.for([
  [{ result: 'found', patientCode: 'BN260007' }, 'found BN260007'],
  [{ result: 'unknown' }, 'unknown'],
  [{ maKetQua: '004', maThe: '2700000007' }, 'insurance 004'],
  [{ appointments: [{ appointmentId: 'HK-1' }, { appointmentId: 'HK-2' }] }, 'HK-1, HK-2'],
  [{ appointments: [] }, 'no appointment'],
  [{ appointment: { appointmentId: 'HK-3' } }, 'HK-3'],
  [{ appointment: null }, 'no appointment'],
  [undefined, 'no answer'],
] as const)('what the webhook answered to a question is %o, in words: %s', ([answered, words]) => {
  const answer = answered && { status: 200, contentType: 'application/json', body: JSON.stringify(answered) };
  const asked = { ...bundlePost, path: '/look-ups', body: '{"kind":"find-patient"}' };
  assert.equal(receivedOverHttp('webhook', asked, answer)?.says, words);
});
