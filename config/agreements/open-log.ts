import pino from 'pino';
import type { LogEventShape } from './log-events.ts';
import { openRotatingFile } from './rotating-file.ts';

export type Catalogue = Readonly<Record<string, LogEventShape>>;
type Fields = Readonly<Record<string, string | number | boolean>>;

/** Writes one catalogued line. */
export type LogOf<Events extends Catalogue> = <Id extends keyof Events & string>(
  id: Id,
  fields: Readonly<Record<Events[Id]['fields'][number], string | number | boolean>>,
) => void;

export interface EventLog<Events extends Catalogue> {
  readonly write: LogOf<Events>;
  close(): void;
}

export interface EventLogParts<Events extends Catalogue> {
  readonly events: Events;
  readonly file: string;
  /** Who writes it; in each line. */
  readonly base: Readonly<Record<string, string>>;
  readonly stderr: { write(line: string): unknown };
  readonly onEvent: (id: keyof Events & string, fields: Fields) => void;
}

/**
 * One JSON line an event, to stderr and to `file`. Only events and fields of the catalogue can be written; the check stands here again at
 * run time, because a structural type lets extra fields through.
 */
export function openEventLog<const Events extends Catalogue>(parts: EventLogParts<Events>): EventLog<Events> {
  const { events, base, stderr, onEvent } = parts;
  const file = openRotatingFile(parts.file);
  const logger = pino(
    { base, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    pino.multistream([{ stream: { write: (line) => void stderr.write(line) } }, { stream: file }]),
  );

  return {
    write(id, fields: Fields) {
      const { level, fields: declared, says } = eventOf(events, id);
      for (const name of Object.keys(fields)) {
        if (!declared.includes(name)) throw new Error(`The log event ${id} has no field ${name}`);
      }
      const line: Readonly<Record<string, unknown>> = { event: id, ...fields };
      logger[level](line, says);
      onEvent(id, fields);
    },
    close: () => file.close(),
  };
}

function eventOf(events: Catalogue, id: string): LogEventShape {
  const event = events[id];
  if (!event) throw new Error(`There is no log event ${id}`);
  return event;
}
