import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeDurably } from '#config/agreements/durable-file.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import { openLogStore } from '#kiosk/hub/log/open-log-store.ts';
import { changePeople } from '#kiosk/hub/program/change-people.ts';
import { sentenceOf } from '#kiosk/hub/program/database-sentences.ts';
import { openHubSocket } from '#kiosk/hub/program/hub-socket.ts';
import { openPeopleOfHub } from '#kiosk/hub/program/people-of-hub.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';
import { sentenceOfRefusal } from '../../hub-person/refusals.ts';
import { demoPerson } from './demo-person.ts';

export interface Enrolled {
  readonly settings: HubFile;
  /** `kiosk.id` of each kiosk, and where its key belongs. */
  readonly kiosks: readonly { readonly id: string; readonly keyFile: string }[];
  readonly documentKeyFile: string;
}

/**
 * Before the hub of a demo starts: each kiosk has a new key, the kiosks one document key, and one person may sit at a counter. The same as
 * `npm run hub-key` and `npm run hub-person` do. The problem is a sentence for the terminal.
 */
export async function enrolAll({ settings, kiosks, documentKeyFile }: Enrolled): Promise<Result<void, string>> {
  // Papers of today are known by it: another one would make a second number of each card.
  if (!existsSync(documentKeyFile)) writeDurably(documentKeyFile, `${randomBytes(32).toString('base64url')}\n`);
  const store = await openLogStore({ settings, clock: machineClock });
  try {
    for (const { id, keyFile } of kiosks) {
      const key = createKioskKey(randomBytes);
      const enrolled = await store.enrolment.enrol(id, hashOfKey(key));
      if (!enrolled.ok) return problem(sentenceOf(enrolled.problem));
      writeDurably(keyFile, `${key}\n`);
    }
  } finally {
    await store.close();
  }
  return addPerson(settings);
}

async function addPerson({ dataDir }: HubFile): Promise<Result<void, string>> {
  const held = await openHubSocket({ dataDir, workingDirectory: process.cwd() }, async () => ({ refused: 'busy' }));
  if (!held.ok) return problem(sentenceOfRefusal(held.problem.kind));
  const { staff } = openPeopleOfHub({ dataDir, clock: machineClock, randomBytes });
  const { name, role, pin } = demoPerson;
  const done = await changePeople(staff, { do: 'set', name, role, secret: pin });
  staff.close();
  await held.value.close();
  return 'refused' in done ? problem(sentenceOfRefusal(done.refused)) : ok(undefined);
}
