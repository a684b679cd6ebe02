import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'vitest';
import type { Json, JsonObject } from '#config/settings/json.ts';
import { offeredEntry, withOfferedCode, withOfferedId } from './offers.ts';

/** As somebody types, letter by letter. */
function named(name: string, services: readonly JsonObject[], at: number, written: unknown = {}): unknown {
  let site: JsonObject = { services };
  for (let length = 1; length <= name.length; length += 1) {
    const list: readonly Json[] = Array.isArray(site.services) ? site.services : [];
    const typed = {
      services: list.with(at, { ...services[at], ...Object(list[at]), name: { vi: name.slice(0, length) } }),
    };
    site = withOfferedCode(typed, ['services', at, 'name', 'vi'], site, written);
  }
  const list: unknown = site.services;
  return Array.isArray(list) ? list[at].code : undefined;
}

test('the code of a new service follows its name', () => {
  assert.equal(named('Khám Nội', [{ prefix: 'A' }], 0), 'kham-noi');
  assert.equal(named('Đo điện tim (ECG)', [{}], 0), 'do-dien-tim-ecg');
  assert.equal(named('Khám Nội', [{ code: 'kham-noi' }, {}], 1), 'kham-noi-2');
});

test('a code that somebody typed stays, and so does that of a service under which numbers were given', () => {
  assert.equal(named('Khám Nội', [{ code: 'noi' }], 0), 'noi');
  const saved = { code: 'kham', name: { vi: 'Khám' } };
  assert.equal(named('Khám Mắt', [saved], 0, { services: [saved] }), 'kham');
});

test('whatever a service is called, its code is one that the site file takes', () => {
  // `id` of the schema.
  const shortName = /^[a-z0-9][a-z0-9-]{0,31}$/;
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
      const offered = named(name, [{}], 0);
      assert.ok(offered === '' || shortName.test(String(offered)), String(offered));
    }),
  );
});

test('a new service gets the next free letter, without those that look like digits', () => {
  const services = [...'ABCDEFGH'].map((prefix) => ({ prefix }));
  assert.deepEqual(offeredEntry('services', {}, services), { prefix: 'J' });
  assert.deepEqual(offeredEntry('services', {}, [{ prefix: 'B' }]), { prefix: 'A' });
  assert.deepEqual(offeredEntry('hospital', {}, []), {});
});

test('a system or device has a name as soon as it is known what it is; one that was given stays', () => {
  assert.deepEqual(withOfferedId({ protocol: 'hl7v2-mllp' }, []).id, 'his');
  assert.deepEqual(withOfferedId({ protocol: 'fhir-r4' }, [{ id: 'fhir' }]).id, 'fhir-2');
  assert.deepEqual(withOfferedId({ driver: 'escpos' }, []).id, 'printer');
  assert.deepEqual(withOfferedId({ id: 'pas', protocol: 'hl7v2-mllp' }, []).id, 'pas');
});
