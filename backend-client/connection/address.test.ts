import assert from 'node:assert/strict';
import { test } from 'vitest';
import { below } from './address.ts';

test.for([
  ['https://his', 'https://his/Patient/_search'],
  ['https://his/', 'https://his/Patient/_search'],
  ['https://his/fhir', 'https://his/fhir/Patient/_search'],
  ['https://his/fhir/', 'https://his/fhir/Patient/_search'],
  ['https://his:8443/a/b//', 'https://his:8443/a/b/Patient/_search'],
  ['https://gw/fhir?tenant=7&x=%2F', 'https://gw/fhir/Patient/_search?tenant=7&x=%2F'],
  ['https://gw/fhir/?tenant=7', 'https://gw/fhir/Patient/_search?tenant=7'],
  ['https://gw/B%E1%BB%87nh%20vi%E1%BB%87n', 'https://gw/B%E1%BB%87nh%20vi%E1%BB%87n/Patient/_search'],
  ['http://[::1]:80/fhir', 'http://[::1]/fhir/Patient/_search'],
] as const)('below %s lies %s', ([base, expected]) => {
  assert.equal(below(base, 'Patient/_search'), expected);
});
