import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { checkCapabilities } from './capability-check.ts';
import { openFhirBench } from './evidence/fhir-bench.ts';
import { answer, openScriptedHospital, type Script } from './evidence/scripted-hospital.ts';
import { endpointSettings } from './evidence/synthetic-facts.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function checked(script: Script, chosen: Partial<FhirEndpointSettings> = {}) {
  const scripted = await openScriptedHospital(script);
  const kiosk = openFhirBench({ baseUrl: scripted.baseUrl, ...chosen });
  openThings.push(scripted.close, kiosk.endpoint.close);
  return { outcome: await kiosk.endpoint.check?.(), asked: scripted.heard.map(({ line }) => line) };
}

const conditional = { conditionalCreate: true };
const resource = (type: string, codes: readonly string[]) => ({
  type,
  interaction: codes.map((code) => ({ code })),
  ...conditional,
});
const written = ['read', 'create', 'update', 'patch', 'search-type'];

function statement(types: readonly string[], more: object = {}) {
  return {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    rest: [
      {
        mode: 'server',
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        resource: types.map((type) => resource(type, written)),
      },
    ],
    ...more,
  };
}

const everything = ['Patient', 'Encounter', 'Coverage', 'Provenance', 'Observation', 'Appointment'];
const offering =
  (body: unknown): Script =>
  (_, response) =>
    answer(response, 200, body);

test('a server that offers everything is as expected', async () => {
  assert.deepEqual(await checked(offering(statement(everything))), {
    outcome: { ok: true, value: 'as-expected' },
    asked: ['GET /fhir/metadata'],
  });
});

test('where patients are asked more, a server must have records for the answers, unless the site file says that it has none', async () => {
  const scripted = await openScriptedHospital(offering(statement(everything)));
  openThings.push(scripted.close);
  const outcomes = [];
  for (const [asksMore, answerRecords] of [
    [false, true],
    [true, false],
    [true, true],
  ] as const) {
    const kiosk = openFhirBench({ baseUrl: scripted.baseUrl, capabilities: ['registrations'], answerRecords });
    openThings.push(kiosk.endpoint.close);
    const settings = endpointSettings({ baseUrl: scripted.baseUrl, capabilities: ['registrations'], answerRecords });
    const outcome = await checkCapabilities({ settings, server: kiosk.server, asksMore });
    outcomes.push(outcome.ok ? 'as-expected' : outcome.problem.missing.map((each) => each.split('.')[0]));
  }
  assert.deepEqual(outcomes.slice(0, 2), ['as-expected', 'as-expected']);
  assert.deepEqual([...new Set(outcomes[2])], ['RelatedPerson', 'QuestionnaireResponse', 'Consent']);
});

test('what a server lacks is named in the words of its statement', async () => {
  const poor = statement(['Encounter', 'Coverage'], { fhirVersion: '5.0.0' });
  const patient = { type: 'Patient', interaction: [{ code: 'create' }, { code: 'update' }], conditionalCreate: false };
  poor.rest[0]?.resource.push(patient as never);
  const { outcome } = await checked(offering(poor), { capabilities: ['registrations'] });
  assert.deepEqual(outcome, {
    ok: false,
    problem: {
      kind: 'lacks',
      missing: [
        'fhirVersion-4.0',
        'Patient.conditionalCreate',
        'Provenance.create',
        'Provenance.conditionalCreate',
        'Patient.search-type',
        'Patient.read',
      ],
    },
  });
});

test('only what the site file counts on is needed', async () => {
  const lookUpsOnly = await checked(offering(statement(['Patient'])), { capabilities: ['patient-look-up'] });
  const keepsPatients = await checked(offering(statement(everything.slice(0, 4))), {
    capabilities: ['registrations'],
    corrections: 'keep-patient',
  });
  assert.deepEqual(
    [lookUpsOnly.outcome, keepsPatients.outcome],
    [
      { ok: true, value: 'as-expected' },
      { ok: true, value: 'as-expected' },
    ],
  );
});

test.for([
  ['a web page', 200, '<html>', { kind: 'not-understood', missing: [] }],
  ['404', 404, '', { kind: 'not-understood', missing: [] }],
  ['another resource', 200, { resourceType: 'Bundle' }, { kind: 'not-understood', missing: [] }],
  ['401', 401, '', { kind: 'lacks', missing: ['authorization'] }],
  ['503', 503, '', { kind: 'not-reachable', missing: [] }],
] as const)('a statement that is %s', async ([, status, body, problem]) => {
  const { outcome } = await checked((_, response) => answer(response, status, body));
  assert.deepEqual(outcome, { ok: false, problem });
});

test('a server that is not there cannot be checked', async () => {
  const { outcome } = await checked((_, response) => response.destroy());
  assert.deepEqual(outcome, { ok: false, problem: { kind: 'not-reachable', missing: [] } });
});
