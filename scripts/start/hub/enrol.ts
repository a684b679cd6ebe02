import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeDurably } from '#config/agreements/durable-file.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import { openLogStore } from '#kiosk/hub/log/open-log-store.ts';
import { sentenceOf } from '#kiosk/hub/program/database-sentences.ts';
import { askHub } from '#kiosk/hub/program/hub-socket.ts';
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
 * While the hub of a demo runs and decides: each kiosk has a new key, the kiosks one document key, and one person may sit at a counter. The
 * same as `npm run hub-key` and `npm run hub-person` do. Not before: a hub without a day that knows kiosks already takes its log for lost,
 * and gives no numbers until they have told theirs. The problem is a sentence for the terminal.
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
  const { name, role, pin } = demoPerson;
  const asked = await askHub({ dataDir, workingDirectory: process.cwd() }, { do: 'set', name, role, secret: pin });
  if (!asked?.ok) return problem('The hub does not answer whoever adds people.');
  return 'refused' in asked.value ? problem(sentenceOfRefusal(asked.value.refused)) : ok(undefined);
}
