import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { fhirEndpoint } from '#config/settings/hospital-settings.ts';
import { answer, openScriptedHospital } from './evidence/scripted-hospital.ts';
import { storedAt } from './evidence/synthetic-facts.ts';
import { objectFromBytes } from './read-json.ts';
import { openFhirServer } from './server.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function server(written: string) {
  const scripted = await openScriptedHospital((_, response) => answer(response, 200, '{}'), 'as-the-rest');
  const baseUrl = scripted.baseUrl.replace(/\/fhir$/, written);
  const settings = fhirEndpoint.parse({ id: 'fhir', protocol: 'fhir-r4', baseUrl });
  const opened = openFhirServer({
    settings,
    clock: createHandCrankedClock(storedAt),
    randomBytes: () => new Uint8Array(),
  });
  assert.ok(opened.ok);
  openThings.push(scripted.close, opened.value.close);
  return { fhir: opened.value, scripted };
}

test.for([
  ['/fhir', ['POST /fhir', 'POST /fhir/Patient/_search', 'GET /fhir/Patient/7', 'GET /fhir/metadata']],
  ['/fhir/', ['POST /fhir/', 'POST /fhir/Patient/_search', 'GET /fhir/Patient/7', 'GET /fhir/metadata']],
  ['', ['POST /', 'POST /Patient/_search', 'GET /Patient/7', 'GET /metadata']],
  [
    '/gw/r4/?tenant=7',
    [
      'POST /gw/r4/?tenant=7',
      'POST /gw/r4/Patient/_search?tenant=7',
      'GET /gw/r4/Patient/7?tenant=7',
      'GET /gw/r4/metadata?tenant=7',
    ],
  ],
] as const)('a base address is used as the hospital wrote it: %s', async ([written, expected]) => {
  const { fhir, scripted } = await server(written);
  await fhir.transact(new TextEncoder().encode('{}'));
  await fhir.search('Patient', new URLSearchParams({ identifier: 'x|1' }));
  await fhir.read('Patient', '7');
  await fhir.metadata();
  assert.deepEqual(
    scripted.heard.map(({ line }) => line),
    expected,
  );
});

test('a byte order mark before JSON is none of the JSON', () => {
  const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('{"resourceType":"Bundle"}')]);
  assert.deepEqual(objectFromBytes(bytes), { resourceType: 'Bundle' });
});
