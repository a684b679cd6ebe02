import type { Clock } from '#config/agreements/clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { Decider } from '../deciding/decider.ts';
import type { HospitalSystems } from '../log/hospital-systems.ts';
import { tellSystem } from '../server/system-events.ts';

const longestSecret = 4_096;

/** Each system that has an address is told what happens; one whose secret does not read is told nothing, and the log says so. */
export function tellSystems({
  settings,
  ...needs
}: {
  readonly settings: Pick<HubFile, 'systems'>;
  readonly decider: Decider;
  readonly systems: HospitalSystems;
  readonly clock: Clock;
  readonly log: HubLog;
}): () => Promise<unknown> {
  const telling = settings.systems.flatMap(({ id, eventsUrl: url, secretFile }) => {
    if (url === undefined) return [];
    const read = secretFile === undefined ? undefined : readPrivateFile(secretFile, longestSecret);
    if (secretFile !== undefined && !read?.ok) {
      needs.log('system-secret-not-read', { system: id });
      return [];
    }
    const secret = read?.ok ? read.value.toString('utf8').trim() : undefined;
    return [tellSystem({ system: { id, url, secret }, ...needs })];
  });
  return () => Promise.all(telling.map((each) => each.close()));
}
