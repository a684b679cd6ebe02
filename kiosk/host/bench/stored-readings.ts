import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StoredReading } from '#backend-client/contract/reading.ts';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { openStore } from '#backend-client/store/store.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readTicketCode } from '../ticket/ticket-code.ts';

/** For tests: the readings of a ticket's visit, as the store of a kiosk that has stopped, or a copy of it, has them. */
export function storedReadings(dataDir: string, ticketCode: string): readonly StoredReading[] {
  const key = readMasterKey({ dataDir, randomBytes });
  if (!key.ok) throw new Error(key.problem.kind);
  const store = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: key.value,
    facility: { timeZone: 'Asia/Ho_Chi_Minh', services: [] },
    renderers: [],
    endpoints: [],
    clock: machineClock,
    randomBytes,
  });
  if (!store.ok) throw new Error(store.problem.kind);
  const readings = store.value.readingsOf(readTicketCode(ticketCode)?.visitId ?? ('none' as VisitId));
  store.value.close();
  return readings;
}
