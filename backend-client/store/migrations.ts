import type { Database } from 'better-sqlite3';
import { visitsAndMessages } from './migrations/0001-visits-and-messages.ts';
import { readings } from './migrations/0002-readings.ts';
import { factsAndAlerts } from './migrations/0003-facts-and-alerts.ts';
import { fewerPages } from './migrations/0004-fewer-pages.ts';
import { callsThatEnd } from './migrations/0005-calls-that-end.ts';
import { whatStaysOfADay } from './migrations/0006-what-stays-of-a-day.ts';
import { facilityTime } from './migrations/0007-facility-time.ts';
import { recordsOfSystems } from './migrations/0008-records-of-systems.ts';
import { withdrawnNumbers } from './migrations/0009-withdrawn-numbers.ts';
import { orderAndDocumentKeys } from './migrations/0010-order-and-document-keys.ts';
import { isolation } from './migrations/0011-isolation.ts';
import { opinionsAndPhones } from './migrations/0012-opinions-and-phones.ts';
import { numbersGivenUp } from './migrations/0013-numbers-given-up.ts';

/** In order. The store's `user_version` is how many of them it has had. */
const migrations: readonly string[] = [
  visitsAndMessages,
  readings,
  factsAndAlerts,
  fewerPages,
  callsThatEnd,
  whatStaysOfADay,
  facilityTime,
  recordsOfSystems,
  withdrawnNumbers,
  orderAndDocumentKeys,
  isolation,
  opinionsAndPhones,
  numbersGivenUp,
];

export const schemaVersion = migrations.length;

export function schemaVersionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Each migration commits together with its version, so a start that was cut off goes on where it stopped. */
export function migrate(db: Database): void {
  const applied = schemaVersionOf(db);
  for (const [index, sql] of migrations.entries()) {
    if (index < applied) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}
