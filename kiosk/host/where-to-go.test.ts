import assert from 'node:assert/strict';
import { test } from 'vitest';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { storedVisit } from '#kiosk/flow/synthetic.ts';
import { whereToGo } from './where-to-go.ts';

const { service } = storedVisit;
const room = { room: 'P.05', floor: { vi: 'Nhà B', en: 'Building B' }, directions: { vi: 'Ra cửa bên trái' } };
const site = { checkIn: { ...syntheticSite.checkIn, screening: room } };

test('paper and screen send whoever has a room of their own there, and everybody else to the door of the service', () => {
  assert.deepEqual(whereToGo(service, true, site, 'en'), {
    room: 'P.05',
    floor: 'Building B',
    directions: 'Ra cửa bên trái',
  });
  assert.deepEqual(whereToGo(service, false, site, 'vi'), { room: '101', floor: 'Tầng 1', directions: undefined });
});

test('a room that is not in the site file any more leaves the door of the service', () => {
  assert.equal(whereToGo(service, true, { checkIn: syntheticSite.checkIn }, 'vi').room, '101');
});
