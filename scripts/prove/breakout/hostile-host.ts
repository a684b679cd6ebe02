/** The real host with another folder of pages: what a script could do, had it got onto the patient's page. For the proof alone. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { openHost } from '#kiosk/host/host.ts';
import { createKernelClock } from '#kiosk/host/time/kernel-clock.ts';
import { machineTime } from '#kiosk/host/time/machine-time.ts';

const { values } = parseArgs({
  options: { site: { type: 'string', default: '' }, pages: { type: 'string', default: '' } },
});
const site = readSiteFile(values.site);
if (!site.ok) throw new Error(sayMistakes(values.site, site.problem));
const host = await openHost(
  { site: site.value, siteFile: values.site, dataDir: site.value.kiosk.dataDir, dataDirIsGiven: false },
  {
    clock: machineTime,
    askKernel: createKernelClock(),
    randomBytes,
    random: Math.random,
    pageDir: values.pages,
    workingDirectory: process.cwd(),
    stderr: process.stderr,
    credentialsDirectory: undefined,
    environment: process.env,
    version: '0.0.0-hostile',
  },
);
if (!host.ok) throw new Error(host.problem.kind);
const ready = { ready: true, url: host.value.newLaunchUrl(), technicianUrl: host.value.newTechnicianUrl() };
process.stdout.write(`${JSON.stringify(ready)}\n`);
process.once('SIGTERM', async () => {
  await host.value.close('SIGTERM');
  process.exit(0);
});
