/**
 * `npm run hub-key -- --site hub.json --kiosk kiosk-2`: a new key for this kiosk, on stdout and nowhere else; an earlier one opens nothing any
 * more. `--system his-1` makes one for a system of the hospital. `--revoke` takes it away, `--list` says which kiosks there are. Works while hubs run: keys lie in the database, as hashes.
 */
import { randomBytes } from 'node:crypto';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { id } from '#config/settings/text-fields.ts';
import { openLogStore } from '#kiosk/hub/log/open-log-store.ts';
import { usage } from '#kiosk/hub/program/arguments.ts';
import { sentenceOf } from '#kiosk/hub/program/database-sentences.ts';
import { readHubOrStop } from '#kiosk/hub/program/read-hub-or-stop.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';

const { values } = readCommandLine(usage.key, {
  options: {
    site: { type: 'string' },
    kiosk: { type: 'string' },
    system: { type: 'string' },
    revoke: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const { site, kiosk, system, revoke, list } = values;
const named = [kiosk, system].filter((each) => each !== undefined).length;
if (site === undefined || named !== (list ? 0 : 1) || (list && revoke)) stop(2, usage.key);
if (kiosk !== undefined && !id.safeParse(kiosk).success)
  stop(2, `${JSON.stringify(kiosk)} is no name of a kiosk: give kiosk.id of its site file.`);

const settings = readHubOrStop(site);
if (system !== undefined && !settings.systems.some((each) => each.id === system))
  stop(2, `No system is called ${JSON.stringify(system)}: name it in systems[] of the hub file first.`);
const store = await openLogStore({ settings, clock: machineClock });
const { enrolment, systems } = store;
if (list) {
  const all = await enrolment.list();
  if (!all.ok) stop(1, sentenceOf(all.problem));
  for (const { kioskId, mark, isRevoked } of all.value)
    process.stdout.write(`${kioskId}\t${mark}\t${isRevoked ? 'revoked' : 'enrolled'}\n`);
} else if (system !== undefined) {
  if (revoke) {
    const revoked = await systems.revoke(system);
    if (!revoked.ok) stop(1, sentenceOf(revoked.problem));
    if (revoked.value === 'unknown') stop(1, `${system} has no key.`);
    process.stderr.write(`The key of ${system} opens nothing any more.\n`);
  } else {
    const key = createKioskKey(randomBytes);
    const put = await systems.put(system, hashOfKey(key));
    if (!put.ok) stop(1, sentenceOf(put.problem));
    process.stdout.write(`${key}\n`);
  }
} else if (revoke) {
  const revoked = await enrolment.revoke(String(kiosk));
  if (!revoked.ok) stop(1, sentenceOf(revoked.problem));
  if (revoked.value === 'unknown') stop(1, `No kiosk is called ${kiosk}: see --list.`);
  process.stderr.write(`The key of ${kiosk} opens nothing any more. Its tickets go on.\n`);
} else {
  const key = createKioskKey(randomBytes);
  const enrolled = await enrolment.enrol(String(kiosk), hashOfKey(key));
  if (!enrolled.ok) stop(1, sentenceOf(enrolled.problem));
  process.stdout.write(`${key}\n`);
}
await store.close();
