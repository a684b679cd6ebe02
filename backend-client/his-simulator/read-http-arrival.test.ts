import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { ChipVerdict, Patient } from '../contract/patient.ts';
import { anh } from '../contract/synthetic-people.ts';
import { controlId, correction, endpointSettings, registration, site } from '../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../fhir/renderer.ts';
import { createWebhookRenderer } from '../webhook/renderer.ts';
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
