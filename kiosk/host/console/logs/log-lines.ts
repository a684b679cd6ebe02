import type { LogLevel, LogLineOnPage, LogSearch } from '#kiosk/bridge/console/logs-words.ts';
import { logLevels } from '#kiosk/bridge/console/logs-words.ts';

const ownFields = ['level', 'time', 'kiosk', 'event', 'msg'];

/** One line as pino wrote it; `undefined` for anything else, such as a line that a crash cut off. */
export function readLogLine(text: string): LogLineOnPage | undefined {
  const line = parsed(text);
  if (!line) return undefined;
  const { level, time, event } = line;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (typeof event !== 'string' || !isLevel(level) || Number.isNaN(at)) return undefined;
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(line)) {
    if (ownFields.includes(name)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  return { at, level, event, fields };
}

function isLevel(level: unknown): level is LogLevel {
  return logLevels.some((each) => each === level);
}

export function fits(line: LogLineOnPage, search: LogSearch, text: string): boolean {
  const { levels, events, deviceId, from, to } = search;
  if (levels && !levels.includes(line.level)) return false;
  if (events && !events.includes(line.event)) return false;
  if (deviceId !== undefined && line.fields.deviceId !== deviceId) return false;
  if (from !== undefined && line.at < from) return false;
  if (to !== undefined && line.at > to) return false;
  return search.text === undefined || text.toLocaleLowerCase('vi').includes(search.text.toLocaleLowerCase('vi'));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
