import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openSiteVersions } from './site-versions.ts';

const anna = { kind: 'person', id: 'aaaaaaaaaaaaaaaa', name: 'Trần An' } as const;
const services = [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }];

let dataDir: string;
let siteFile: string;
const open = () => openSiteVersions({ siteFile, dataDir, dataDirIsGiven: true, clock: machineClock });
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'site-versions-'));
  siteFile = join(dataDir, 'site.json');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a kiosk that is killed while somebody saves has a whole site file, and the newest version is that file', {
  timeout: 60_000,
}, async () => {
  const program = `
    import { openSiteVersions } from '#kiosk/host/site-versions/site-versions.ts';
    import { siteText } from '#config/settings/edit-site.ts';
    import { firstSite } from '#config/settings/first-site.ts';
    const versions = openSiteVersions({ siteFile: ${JSON.stringify(siteFile)}, dataDir: ${JSON.stringify(dataDir)}, dataDirIsGiven: true, clock: { now: Date.now } });
    const by = ${JSON.stringify(anna)};
    for (let at = 0; at < 100_000; at += 1) {
      const text = siteText({ ...firstSite({ kioskId: 'k' }), site: { facilityCode: '1', name: 'Bệnh viện ' + Date.now() + ' ' + at }, services: ${JSON.stringify(services)} });
      const saved = versions.save({ text, from: versions.current().hash, by, why: String(at) });
      if (!saved.ok) throw new Error(saved.problem.kind);
      if (at === 0) process.stdout.write('.');
    }`;
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await new Promise((after) => setTimeout(after, 7 * round + 3));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const after = open();
    const { hash, look } = after.current();
    assert.ok(look.site, JSON.stringify(look.mistakes));
    const [newest] = after.list();
    assert.deepEqual([newest?.hash, newest?.by], [hash, anna]);
  }
});
