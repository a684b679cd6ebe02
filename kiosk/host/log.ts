import { join } from 'node:path';
import pino from 'pino';
import { type Log, type LogEventId, logEvents } from '#config/agreements/log-events.ts';
import { openRotatingFile } from './rotating-file.ts';

export interface KioskLog {
  readonly write: Log;
  close(): void;
}

export interface LogParts {
  readonly dataDir: string;
  readonly kioskId: string;
  readonly stderr: { write(line: string): unknown };
  readonly onEvent: (id: LogEventId, fields: Readonly<Record<string, string | number | boolean>>) => void;
}

/**
 * One JSON line an event, to stderr and to `<dataDir>/logs/kiosk.log`. Only events and fields of the catalogue can be
 * written; the check stands here again at run time, because a structural type lets extra fields through.
 */
export function openLog({ dataDir, kioskId, stderr, onEvent }: LogParts): KioskLog {
  const file = openRotatingFile(join(dataDir, 'logs', 'kiosk.log'));
  const logger = pino(
    {
      base: { kiosk: kioskId },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    pino.multistream([{ stream: { write: (line) => void stderr.write(line) } }, { stream: file }]),
  );

  return {
    write(id, fields) {
      const { level, fields: declared, says } = logEvents[id];
      const names: readonly string[] = declared;
      for (const name of Object.keys(fields)) {
        if (!names.includes(name)) throw new Error(`The log event ${id} has no field ${name}`);
      }
      const line: Readonly<Record<string, unknown>> = { event: id, ...fields };
      logger[level](line, says);
      onEvent(id, fields);
    },
    close: () => file.close(),
  };
}
