import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startKiosk } from './bench/start-kiosk.ts';

/** What it says at its start. */
async function saidAtStart(more: object): Promise<readonly string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-no-monitor-'));
  const events: string[] = [];
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in', 'vitals'] },
    devices: [],
    hospital: [],
    ...more,
  });
  const stderr = { write: (line: string) => void events.push(JSON.parse(line).event) };
  const kiosk = await startKiosk(site, { stderr, environment: { SECRET: testSecret } });
  await kiosk.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
  return events;
}

test('a kiosk that shall measure and has no monitor gives numbers all the same, and says at its start that it does not measure', async () => {
  expect(await saidAtStart({})).toContain('measuring-not-offered');
});

test('a kiosk that measures by protocol says at its start that nobody takes its calls, and measures all the same', async () => {
  const transport = { kind: 'tcp', host: '127.0.0.1', port: 9 };
  const devices = [{ id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', transport }];
  const takes = { id: 'ward', protocol: 'webhook', url: 'http://127.0.0.1:9/', secretVariable: 'SECRET' };
  const hospital = [{ ...takes, capabilities: ['alerts'] }];
  const said = await saidAtStart({ devices, measuring: {} });
  expect(said).toContain('crisis-rings-here-only');
  expect(said).not.toContain('measuring-not-offered');
  expect(await saidAtStart({ devices })).not.toContain('crisis-rings-here-only');
  expect(await saidAtStart({ devices, measuring: {}, hospital })).not.toContain('crisis-rings-here-only');
});
