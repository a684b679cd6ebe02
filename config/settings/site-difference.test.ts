import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { allFields } from './forms/site-form.ts';
import { isEqualJson, isObject, type JsonObject } from './json.ts';
import { needsRestart, siteDifference, withChanges } from './site-difference.ts';
import { syntheticSite } from './synthetic-site.ts';
import { takenAtOnce, waitsForRestart } from './taken-at-once.ts';

const scanner = { id: 'scanner', transport: { kind: 'tcp', port: 4001 } };
const printer = { id: 'printer', transport: { kind: 'tcp', port: 9100 } };

test('a device that went is one change, and those behind it are the same as before', () => {
  const changes = siteDifference({ devices: [scanner, printer] }, { devices: [printer, { id: 'bp' }] });
  assert.deepEqual(
    changes.map(({ path, kind }) => [path, kind]),
    [
      ['devices[0]', 'removed'],
      ['devices[1]', 'added'],
    ],
  );
});

test('what changed within a device is named by its field, with both values and when it counts', () => {
  const moved = { ...printer, transport: { kind: 'tcp', port: 9101 } };
  const [change, ...others] = siteDifference({ devices: [scanner, printer] }, { devices: [scanner, moved] });
  assert.deepEqual(others, []);
  assert.deepEqual(change, {
    path: 'devices[1].transport.port',
    at: ['devices', 1, 'transport', 'port'],
    kind: 'changed',
    before: 9100,
    after: 9101,
    applies: 'restart',
  });
  assert.equal(needsRestart(siteDifference({ $schema: 'a' }, { $schema: 'b' })), false);
});

test('another order of devices is one change of the list', () => {
  const changes = siteDifference({ devices: [scanner, printer] }, { devices: [printer, scanner] });
  assert.deepEqual(
    changes.map(({ path }) => path),
    ['devices'],
  );
});

const entry = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    port: fc.nat(3),
    inner: fc.array(fc.record({ code: fc.constantFrom('x', 'y', 'z') }), { maxLength: 3 }),
  },
  { requiredKeys: ['id'] },
);
const site = fc.oneof(
  fc.dictionary(
    fc.constantFrom('devices', 'services', 'site', '__proto__', 'kiosk'),
    fc.oneof(fc.array(entry, { maxLength: 4 }), fc.jsonValue({ maxDepth: 3 })),
  ),
  fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
);

test('the old file with the changes made is the new file, whatever stands in them', () => {
  fc.assert(
    fc.property(site, site, (before, after) => {
      const [old, now] = [jsonOf(before), jsonOf(after)];
      const changes = siteDifference(old, now);
      assert.ok(isEqualJson(withChanges(old, changes), now), JSON.stringify(changes));
      assert.equal(changes.length === 0, isEqualJson(old, now));
    }),
    { numRuns: 2_000 },
  );
});

function jsonOf(value: unknown): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(value));
  return isObject(json) ? json : {};
}

test('a running kiosk takes over what counts at once and nothing else', () => {
  const saved = {
    ...syntheticSite,
    site: { ...syntheticSite.site, facilityCode: '99999', desk: { vi: 'quầy 9' }, kioskPlace: 'Sảnh B' },
    services: syntheticSite.services.slice(1),
    standingAfterMinutes: 3,
  };
  const now = takenAtOnce(syntheticSite, saved);
  const { site, services, standingAfterMinutes } = now;
  assert.deepEqual(site, { ...syntheticSite.site, desk: { vi: 'quầy 9' }, kioskPlace: 'Sảnh B' });
  assert.deepEqual([services, standingAfterMinutes], [syntheticSite.services, 3]);
  assert.deepEqual(
    waitsForRestart(now, saved).map(({ path }) => path),
    ['site.facilityCode', 'services[0]'],
  );
  assert.equal(takenAtOnce(syntheticSite, syntheticSite), syntheticSite);
});

test('no entry of a list counts at once, since its place could have changed', () => {
  assert.deepEqual(
    allFields().filter(({ pattern, applies }) => pattern.includes('[]') && applies === 'at-once'),
    [],
  );
});
