import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { RegistrationFact } from '../../contract/fact.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import type { VisitPurpose } from '../../contract/visit.ts';
import { controlId, endpointSettings, site } from '../../fhir/evidence/synthetic-facts.ts';
import { mistakesIn } from '../../fhir/evidence/validate.ts';
import { createFhirRenderer } from '../../fhir/renderer.ts';
import { createHl7v2Renderer } from '../../hl7v2/hl7v2-renderer.ts';
import { parseMessage, valueAt } from '../../hl7v2/parse.ts';
import { endpointWith, registration } from '../../hl7v2/sample-facts.ts';
import { createWebhookRenderer } from '../../webhook/renderer.ts';
import { fact as factSchema } from '../../webhook/words.ts';

/** A purpose that nobody foresaw is data: it reaches every system as text, without a code. */
const renderers = {
  fhir: createFhirRenderer({ endpoint: endpointSettings(), site }),
  hl7: createHl7v2Renderer({ endpoint: endpointWith(), site: syntheticSite }),
  webhook: createWebhookRenderer({ endpoint: { id: 'his', capabilities: ['registrations'] }, site: syntheticSite }),
};

function rendered(name: keyof typeof renderers, purpose: VisitPurpose): Uint8Array {
  const fact: RegistrationFact = { ...registration, purpose };
  return renderers[name].render(fact, controlId(1));
}

const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

test('a purpose that nobody foresaw reaches every system as text, one of the catalogue under its code', () => {
  assert.match(textOf(rendered('hl7', 'follow-up')), /PV2\|\|\|FOLLOW-UP\^Tái khám\^L\|/);
  assert.match(textOf(rendered('hl7', 'Hội chẩn từ xa')), /PV2\|\|\|\^Hội chẩn từ xa\|/);
  assert.match(textOf(rendered('fhir', 'Hội chẩn từ xa')), /"reasonCode":\[\{"text":"Hội chẩn từ xa"\}\]/);
  assert.deepEqual(mistakesIn(rendered('fhir', 'Hội chẩn từ xa')), []);
  const document = JSON.parse(textOf(rendered('webhook', 'Hội chẩn từ xa')));
  assert.equal(document.visit.purpose, 'Hội chẩn từ xa');
});

test('whatever text a purpose is, every message can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (purpose) => {
      const hl7 = parseMessage(Buffer.from(rendered('hl7', purpose)), 'UNICODE UTF-8');
      assert.ok(hl7.ok && valueAt(hl7.value, { segment: 'PV1', field: 19 }) !== undefined);
      factSchema.parse(JSON.parse(textOf(rendered('webhook', purpose))));
      assert.ok(!textOf(rendered('fhir', purpose)).includes('"text":""'));
    }),
    { numRuns: 200 },
  );
});
