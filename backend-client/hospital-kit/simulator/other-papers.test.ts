import assert from 'node:assert/strict';
import { test } from 'vitest';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Patient } from '../../contract/patient.ts';
import { erika, nobody, syntheticSite, typedPapers } from '../../contract/synthetic-people.ts';
import { controlId, endpointSettings, registration, site } from '../../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { createHl7v2Renderer } from '../../hl7v2/hl7v2-renderer.ts';
import { parseMessage } from '../../hl7v2/parse.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { readArrival } from './read-arrival.ts';
import { receivedOverHttp } from './read-http-arrival.ts';
import type { ArrivalFacts } from './words.ts';

const endpoint = hl7v2Endpoint.parse({
  ...{ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 2575, ackTimeoutMs: 10_000 },
  ...{ sendingApplication: 'TIEPDON', receivingApplication: 'HIS', receivingFacility: '01001' },
  ...{ deduplicates: true, simulated: false },
});
const renderers = {
  hl7: createHl7v2Renderer({ endpoint, site: syntheticSite }),
  fhir: createFhirRenderer({ endpoint: endpointSettings(), site }),
  webhook: createWebhookRenderer({ endpoint: { id: 'rest', capabilities: ['registrations'] }, site }),
} as const;

function seen(wire: keyof typeof renderers, patient: Patient) {
  const bytes = renderers[wire].render(registration(patient, { contact: undefined }), controlId(1));
  const facts = wire === 'hl7' ? overMllp(bytes) : overHttp(wire, bytes);
  const { patientName, passportNumber, oldCitizenNumber, citizenNumber, patientCode, phone, identitySource } = facts;
  return { patientName, passportNumber, oldCitizenNumber, citizenNumber, patientCode, phone, identitySource };
}

function overMllp(bytes: Uint8Array): ArrivalFacts {
  const message = parseMessage(bytes);
  assert.ok(message.ok);
  return readArrival(message.value);
}

function overHttp(wire: 'fhir' | 'webhook', bytes: Uint8Array): ArrivalFacts {
  const post = { method: 'POST', path: '', query: '', headers: {}, ifNoneExist: undefined };
  const received = receivedOverHttp(wire, { ...post, body: new TextDecoder().decode(bytes) }, undefined);
  assert.ok(received);
  return received.facts;
}

const none = { passportNumber: '', oldCitizenNumber: '', citizenNumber: '', patientCode: '', phone: '' };
const sources = {
  'passport-mrz': 'PASSPORT_MRZ',
  'patient-card': 'PATIENT_CARD',
  typed: 'TYPED',
  'phone-shown': 'VNEID_SHOWN',
} as const;

test.for(['hl7', 'fhir', 'webhook'] as const)(
  'the desk sees over %s the passport of a foreigner, and the numbers and the phone that somebody typed',
  (wire) => {
    const source = (word: keyof typeof sources) => (wire === 'hl7' ? sources[word] : word);
    assert.deepEqual(seen(wire, erika), {
      ...none,
      patientName: 'MUSTER ERIKA',
      passportNumber: 'C01X0001',
      identitySource: source('passport-mrz'),
    });
    assert.deepEqual(seen(wire, typedPapers), {
      ...none,
      patientName: '',
      oldCitizenNumber: '012345678',
      patientCode: 'BN00012345',
      phone: '0901234567',
      identitySource: source('typed'),
    });
    for (const word of ['patient-card', 'phone-shown'] as const)
      assert.equal(seen(wire, { ...nobody, source: word }).identitySource, source(word));
  },
);

test('a passport says over HL7 whose citizen that is, which state gave it and until when it is valid, and over FHIR by whose system it counts', () => {
  const hl7 = new TextDecoder().decode(renderers.hl7.render(registration(erika, { contact: undefined }), controlId(1)));
  assert.match(hl7, /\rPID\|1\|\|C01X0001\^\^\^PASSPORT\^PPN\^\^\^20311031\^D\|/);
  assert.equal(/\rPID\|([^\r]*)/.exec(hl7)?.[1]?.split('|')[25], 'DEU^^ISO3166_1');
  const fhir = new TextDecoder().decode(
    renderers.fhir.render(registration(erika, { contact: undefined }), controlId(1)),
  );
  assert.match(fhir, /"http:\/\/hl7\.org\/fhir\/sid\/passport-DEU","value":"C01X0001"/);
  assert.match(fhir, /"code":"PPN"/);
  assert.match(fhir, /patient-nationality".*"urn:iso:std:iso:3166","code":"DEU"/);
});
