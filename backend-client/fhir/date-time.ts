import { localTimeAt } from '#config/agreements/local-time.ts';

/** FHIR dateTime and instant with the facility's own offset: `2026-11-22T08:12:05+07:00`. */
export function fhirDateTime(at: number, timeZone: string): string {
  const { year, month, day, hour, minute, second, offsetMinutes } = localTimeAt(at, timeZone);
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${offset(offsetMinutes)}`;
}

function offset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
