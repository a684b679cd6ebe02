import { expect, test } from 'vitest';
import { anh, answersOfAnh } from '../../contract/synthetic-people.ts';
import { controlId, endpointSettings, registration, site } from '../../fhir/evidence/synthetic-facts.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { parseMessage } from '../../hl7v2/parse.ts';
import { answered, render } from '../../hl7v2/sample-facts.ts';
import { documentOf, sampleAnswered } from '../../webhook/examples.ts';
import { receivedOverMllp } from './read-arrival.ts';
import { receivedOverHttp } from './read-http-arrival.ts';

/** What every protocol says that this patient answered. */
const everything = {
  companion: 'child Trần Văn Thử 001075000002',
  ethnicity: '02',
  occupation: 'retired',
  address: 'Số 9, Phố Tạm Trú, Hà Nội',
  'screening-signs': 'fever, cough',
  'screening-temperature': '38.2',
  'screening-isolate': 'yes',
  'has-eaten': 'no',
  'referral-signed-on': '2026-11-16',
  'referral-valid-for': 'ten-working-days',
  'referral-standing': 'valid',
  'consent messages': 'yes',
  'consent research': 'no',
  'consent companion-details': 'yes',
};

function question(body: string) {
  return { method: 'POST', path: '', query: '', headers: {}, ifNoneExist: undefined, body } as const;
}

function overHl7() {
  const bytes = render(answered);
  const message = parseMessage(bytes);
  if (!message.ok) throw new Error(message.problem.kind);
  return receivedOverMllp(message.value, bytes).facts;
}

function overFhir(changes: object = {}) {
  const fact = registration(anh, { purpose: 'referral', answers: answersOfAnh, ...changes });
  const bytes = createFhirRenderer({ endpoint: endpointSettings(), site }).render(fact, controlId(1));
  const body = new TextDecoder().decode(bytes);
  return receivedOverHttp('fhir', question(body), undefined)?.facts;
}

function overWebhook() {
  const body = JSON.stringify(documentOf(sampleAnswered));
  return receivedOverHttp('webhook', question(body), undefined)?.facts;
}

test('all that a patient answered is the same over HL7, FHIR and webhook', () => {
  const [hl7, fhir, webhook] = [overHl7(), overFhir(), overWebhook()];
  expect([hl7.answers, fhir?.answers, webhook?.answers]).toEqual([everything, everything, everything]);
  expect([hl7.purpose, fhir?.purpose, webhook?.purpose]).toEqual(['referral', 'referral', 'referral']);
  expect(new Set([hl7.phone, fhir?.phone, webhook?.phone])).toEqual(new Set(['0987000009']));
});

test('a hospital that is told of no answers reads none', () => {
  expect(overFhir({ answers: undefined })?.answers).toEqual({});
});
