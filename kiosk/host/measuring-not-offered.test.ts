import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { openKiosk } from './kiosk.ts';

test('a kiosk that shall measure and has no monitor gives numbers all the same, and says at its start that it does not measure', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-no-monitor-'));
  const events: string[] = [];
  const opened = await openKiosk(
    siteFile.parse({
      ...syntheticSite,
      kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in', 'vitals'] },
      devices: [],
      hospital: [],
    }),
    {
      clock: machineClock,
      randomBytes,
      random: Math.random,
      pageDir: dataDir,
      workingDirectory: process.cwd(),
      credentialsDirectory: undefined,
      version: '0.0.0-test',
      environment: {},
      stderr: { write: (line: string) => void events.push(JSON.parse(line).event) },
    },
  );
  if (!opened.ok) throw new Error(opened.problem.sentence);
  await opened.value.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
  expect(events).toContain('measuring-not-offered');
});
