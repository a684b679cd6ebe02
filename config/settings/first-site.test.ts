import assert from 'node:assert/strict';
import { test } from 'vitest';
import { firstSite } from './first-site.ts';
import { siteFile, usualConsolePort, usualPagePort } from './site-file.ts';
import { syntheticSite } from './synthetic-site.ts';

test('a kiosk that has been set up keeps the addresses of its set-up, also when its program starts again', () => {
  const { site, services } = syntheticSite;
  const { kiosk, management } = siteFile.parse({ ...firstSite({ kioskId: 'kiosk-1' }), site, services });
  assert.deepEqual([kiosk.listen.port, management.listen.port], [usualPagePort, usualConsolePort]);
  assert.equal(management.listen.host, '127.0.0.1');
});
