/**
 * `npm run hub-person -- --site hub.json --name lan --role counter`: somebody who may sign in at the hub; the PIN is read from standard input.
 * Somebody who is there gets the new role and PIN and is signed out. `--remove`, `--list`. Works while the hub runs: the hub does it.
 */
import { randomBytes } from 'node:crypto';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { usage } from '#kiosk/hub/program/arguments.ts';
import { changePeople, type PeopleAnswer, type PeopleWish } from '#kiosk/hub/program/change-people.ts';
import { askHub, openHubSocket } from '#kiosk/hub/program/hub-socket.ts';
import { openPeopleOfHub } from '#kiosk/hub/program/people-of-hub.ts';
import { readHubOrStop } from '#kiosk/hub/program/read-hub-or-stop.ts';
import { roles } from '#kiosk/staff/roles.ts';
import { readSecret } from './hub-person/read-secret.ts';
import { sentenceOfRefusal } from './hub-person/refusals.ts';

const { values } = readCommandLine(usage.person, {
  options: {
    site: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    remove: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const site = values.site ?? stop(2, usage.person);
const wish = await wished();
const { dataDir } = readHubOrStop(site);
const place = { dataDir, workingDirectory: process.cwd() };
const asked = await askHub(place, wish);
if (asked && !asked.ok) stop(1, 'The hub runs and does not answer. Look at its service, then try again.');
say(asked ? asked.value : await doItHere());

async function wished(): Promise<PeopleWish> {
  const { name, role: named, remove, list } = values;
  if (list && name === undefined && !remove) return { do: 'list' };
  if (name === undefined || list) return stop(2, usage.person);
  if (remove) return named === undefined ? { do: 'remove', name } : stop(2, usage.person);
  const role = roles.find((each) => each === named) ?? stop(2, usage.person);
  const secret = await readSecret(process.stdin, process.stderr, `PIN of ${name}: `);
  return { do: 'set', name, role, secret };
}

/** No hub runs: the folder is held as a hub holds it, so that none starts meanwhile. */
async function doItHere(): Promise<PeopleAnswer> {
  const held = await openHubSocket(place, async () => ({ refused: 'busy' }));
  if (!held.ok) return stop(1, sentenceOfRefusal(held.problem.kind));
  const { staff } = openPeopleOfHub({ dataDir, clock: machineClock, randomBytes });
  const answer = await changePeople(staff, wish);
  staff.close();
  await held.value.close();
  return answer;
}

function say(answer: PeopleAnswer): void {
  if ('refused' in answer) stop(1, sentenceOfRefusal(answer.refused));
  if ('people' in answer)
    for (const { name, roles: held } of answer.people) process.stdout.write(`${name}\t${held.join(',')}\n`);
  else process.stderr.write(`${values.name} is ${answer.done}.\n`);
  process.exit(0);
}
