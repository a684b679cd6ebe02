import { join } from 'node:path';
import { type Log, type LogEventId, logEvents } from '#config/agreements/log-events.ts';
import { type EventLogParts, openEventLog } from '#config/agreements/open-log.ts';

export interface KioskLog {
  readonly write: Log;
  close(): void;
}

export interface LogParts {
  readonly dataDir: string;
  readonly kioskId: string;
  readonly stderr: EventLogParts<typeof logEvents>['stderr'];
  readonly onEvent: (id: LogEventId, fields: Readonly<Record<string, string | number | boolean>>) => void;
}

/** To stderr and to `<dataDir>/logs/kiosk.log`. */
export function openLog({ dataDir, kioskId, stderr, onEvent }: LogParts): KioskLog {
  const file = join(dataDir, 'logs', 'kiosk.log');
  return openEventLog({ events: logEvents, file, base: { kiosk: kioskId }, stderr, onEvent });
}
