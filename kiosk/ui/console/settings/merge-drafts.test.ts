import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '#config/settings/json.ts';
import { mergeDrafts } from './merge-drafts.ts';

/** Two technicians who edited the same site file. */
const base: JsonObject = {
  site: { name: 'Một', desk: { vi: 'quầy' } },
  services: [
    { code: 'noi', room: '101' },
    { code: 'nhi', room: '102' },
  ],
};

test('what each of two technicians changed alone is kept, in lists too, and nobody is asked', () => {
  const mine = {
    site: { name: 'Hai', desk: { vi: 'quầy' } },
    services: [
      { code: 'noi', room: '101' },
      { code: 'nhi', room: '202' },
      { code: 'mat', room: '103' },
    ],
  };
  const theirs = { site: { name: 'Một', desk: { vi: 'bàn 3' } }, services: [{ code: 'nhi', room: '102' }] };
  expect(mergeDrafts({ base, mine, theirs }, () => false)).toEqual({
    merged: {
      site: { name: 'Hai', desk: { vi: 'bàn 3' } },
      services: [
        { code: 'nhi', room: '202' },
        { code: 'mat', room: '103' },
      ],
    },
    conflicts: [],
  });
});

test('where both changed the same place the technician chooses, field by field', () => {
  const named = (name: string, room: string): JsonObject => ({
    site: { name, desk: { vi: 'quầy' } },
    services: [
      { code: 'noi', room },
      { code: 'nhi', room: '102' },
    ],
  });
  const drafts = { base, mine: named('Hai', '201'), theirs: named('Ba', '301') };
  const { merged, conflicts } = mergeDrafts(drafts, (path) => path === 'site.name');
  expect(conflicts).toEqual([
    { path: 'site.name', mine: 'Hai', theirs: 'Ba' },
    { path: 'services[0].room', mine: '201', theirs: '301' },
  ]);
  expect(merged).toEqual(named('Hai', '301'));
});

test('whoever changed nothing loses nothing, whatever the other one did', () => {
  const value = fc.oneof(fc.constantFrom(1, 'a', true), fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c') })));
  const site = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(value, fc.dictionary(fc.constantFrom('x', 'y'), value)),
    {
      noNullPrototype: true,
    },
  );
  fc.assert(
    fc.property(site, site, (one, other) => {
      const unchanged = { merged: other, conflicts: [] };
      expect(mergeDrafts({ base: one, mine: one, theirs: other }, () => false)).toEqual(unchanged);
      expect(mergeDrafts({ base: one, mine: other, theirs: one }, () => false)).toEqual(unchanged);
      expect(mergeDrafts({ base: one, mine: other, theirs: other }, () => false)).toEqual(unchanged);
    }),
  );
});
