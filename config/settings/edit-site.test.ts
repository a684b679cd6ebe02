import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { ok, problem } from '#config/agreements/result.ts';
import { siteText, withValue } from './edit-site.ts';
import { withoutValueIn } from './forms/editing.ts';
import { exampleSites } from './forms/example-sites.ts';
import { placedFields, siteForm } from './forms/site-form.ts';
import { isEqualJson, type JsonObject, pathText, readPath, valueAt } from './json.ts';
import { mergedSite, readLayers, type SiteLayers } from './site-layers.ts';

const common = {
  site: { facilityCode: '27005', name: 'Bệnh viện', desk: { vi: 'quầy 1' } },
  services: [{ code: 'noi', prefix: 'A' }],
  devices: [{ id: 'chip', kind: 'card-reader', driver: 'pcsc-emrtd', cscaDir: './csca' }],
};
const kiosk = { extends: '../hospital.json', site: { name: 'Bệnh viện, sảnh B' }, kiosk: { id: 'k2', dataDir: '.' } };

function layersOf(own: JsonObject): SiteLayers {
  const files: Record<string, JsonObject> = { '/a/k2/site.json': own, '/a/hospital.json': common };
  const read = readLayers('/a/k2/site.json', (path) => {
    const file = files[path];
    return file ? ok(new TextEncoder().encode(JSON.stringify(file))) : problem({ code: 'ENOENT' });
  });
  assert.ok(read.ok);
  return read.value;
}

test('a value that is overridden stands in the own file only, and taken out of it the inherited one counts again', () => {
  const layers = layersOf(kiosk);
  const path = ['site', 'desk', 'vi'];
  const overridden = withValue(layers[0].own, mergedSite(layers), path, 'quầy 9');
  assert.ok(overridden);
  assert.deepEqual(overridden.site, { name: 'Bệnh viện, sảnh B', desk: { vi: 'quầy 9' } });
  assert.equal(valueAt(mergedSite(layersOf(overridden)), path), 'quầy 9');
  assert.deepEqual(withoutValueIn(siteForm(), overridden, mergedSite(layersOf(overridden)), path), kiosk);
});

test('whoever changes an entry of an inherited list gets the list, with its paths still leading to the same files', () => {
  const layers = layersOf(kiosk);
  const changed = withValue(layers[0].own, mergedSite(layers), ['devices', 0, 'id'], 'reader');
  assert.deepEqual(changed?.devices, [{ ...common.devices[0], id: 'reader', cscaDir: '/a/csca' }]);
  assert.deepEqual(withoutValueIn(siteForm(), layers[0].own, mergedSite(layers), ['devices', 0]).devices, []);
});

test('an empty "tls" means TLS and stays; an empty group that says nothing goes', () => {
  const own: JsonObject = {
    hospital: [{ id: 'his', protocol: 'hl7v2-mllp', tls: { serverName: 'his.vn' } }],
    management: { listen: { port: 7072 } },
  };
  assert.deepEqual(withoutValueIn(siteForm(), own, own, ['hospital', 0, 'tls', 'serverName']).hospital, [
    { id: 'his', protocol: 'hl7v2-mllp', tls: {} },
  ]);
  assert.deepEqual(Object.keys(withoutValueIn(siteForm(), own, own, ['management', 'listen', 'port'])), ['hospital']);
});

test('a value can be set wherever a field stands, and nowhere where nothing could', () => {
  assert.equal(withValue({ profile: 'demo' }, {}, ['profile', 'x'], 1), undefined);
  assert.equal(withValue({}, {}, ['devices', 3], {}), undefined);
  assert.deepEqual(withValue({}, {}, ['devices', 0, 'id'], 'a'), { devices: [{ id: 'a' }] });
  const sites = exampleSites();
  fc.assert(
    fc.property(fc.constantFrom(...sites), fc.nat(), fc.jsonValue({ maxDepth: 2 }), ({ site }, nth, value) => {
      const fields = placedFields(site);
      const { path } = fields[nth % fields.length] ?? { path: [] };
      const json: unknown = JSON.parse(JSON.stringify(value));
      const changed = withValue(site, site, path, JSON.parse(JSON.stringify(value)));
      assert.ok(changed && isEqualJson(valueAt(changed, path), json));
      assert.deepEqual(readPath(pathText(path)), path);
      assert.ok(isEqualJson(JSON.parse(siteText(changed)), changed), 'what is written is what was meant, valid or not');
    }),
  );
});
