import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startKiosk } from './bench/start-kiosk.ts';

test('a kiosk that shall measure and has no monitor gives numbers all the same, and says at its start that it does not measure', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-no-monitor-'));
  const events: string[] = [];
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in', 'vitals'] },
    devices: [],
    hospital: [],
  });
  const stderr = { write: (line: string) => void events.push(JSON.parse(line).event) };
  const kiosk = await startKiosk(site, { stderr });
  await kiosk.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
  expect(events).toContain('measuring-not-offered');
});
