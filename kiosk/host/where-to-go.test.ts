import { expect, test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { whereToGo } from './where-to-go.ts';

const [service] = syntheticSite.services;
const site = siteFile.parse({
  ...syntheticSite,
  services: [{ ...service, arrow: 'left', mapFile: '/a/noi.png' }, ...syntheticSite.services.slice(1)],
  checkIn: { screening: { room: '9', mapFile: '/a/nine.png' } },
});
const [noi] = site.services;

test('arrow and map of a service go with its door, and with no other one', () => {
  if (!noi) throw new Error('a site has services');
  expect(whereToGo(noi, false, site, 'vi').arrow).toBe('left');
  expect(whereToGo({ ...noi, room: 'elsewhere' }, false, site, 'vi').arrow).toBeUndefined();
  expect(whereToGo(noi, true, site, 'vi')).toMatchObject({ room: '9' });
  expect(whereToGo(noi, true, site, 'vi').arrow).toBeUndefined();
  const mapOf = (toIsolation: boolean, room: string) => whereToGo({ ...noi, room }, toIsolation, site, 'vi').mapFile;
  expect([mapOf(false, noi.room), mapOf(false, 'elsewhere'), mapOf(true, noi.room)]).toEqual([
    '/a/noi.png',
    undefined,
    '/a/nine.png',
  ]);
});
