import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { unconfigured } from '#kiosk/host/set-up/set-up.ts';

/** One file of a package: where it goes on the machine, and what stands in it. */
export interface PackagedFile {
  readonly path: string;
  readonly text: string;
}

/** What the units give the host as its own (`StateDirectory=`). */
const stateDir = '/var/lib/tiep-don';

/**
 * What a package installs for the kiosk's window: Chromium's managed policies, which hold for every user of the machine and
 * allow this kiosk's one origin, and the units of host and window. Without a site it is a kiosk that nobody has set up. The problem is
 * a sentence.
 */
export function windowFiles(shellDir: string, site: SiteFile | undefined): Result<readonly PackagedFile[], string> {
  const kiosk = site?.kiosk ?? { listen: unconfigured.listen, dataDir: stateDir };
  const { host, port } = kiosk.listen;
  if (port === 0)
    return problem('kiosk.listen.port: policies allow one origin, so that the port has to be a fixed one.');
  if (kiosk.dataDir !== stateDir)
    return problem(`kiosk.dataDir: the units give the host ${stateDir} and no other folder.`);
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const units = join(shellDir, 'systemd');
  const policies = readFileSync(join(shellDir, 'policies/tiep-don.json'), 'utf8');
  return ok([
    { path: 'etc/chromium/policies/managed/tiep-don.json', text: policies.replaceAll('http://127.0.0.1:7070', origin) },
    ...readdirSync(units).map((name) => ({
      path: `lib/systemd/system/${name}`,
      text: readFileSync(join(units, name), 'utf8'),
    })),
  ]);
}
