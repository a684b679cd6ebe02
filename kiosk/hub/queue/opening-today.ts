import { businessDayAt, localTimeAt } from '#config/agreements/local-time.ts';
import { nextOpening } from '#kiosk/facts/opening.ts';
import { serviceToday } from './owned-day.ts';
import type { QueueDay } from './queue-day.ts';
import type { QueueService, QueueSettings } from './queue-settings.ts';

/** Whether patients are sent to it at `now`, epoch ms; the time of day is the facility's. */
export function isOpen({ timeZone, closedDays }: QueueSettings, { hours }: QueueService, now: number): boolean {
  if (hours.length === 0) return true;
  const { hour, minute } = localTimeAt(now, timeZone);
  const wall = { day: businessDayAt(now, timeZone), minute: hour * 60 + minute };
  return nextOpening(hours, wall, closedDays) === 'open';
}

/** Numbers of today that are left of a service with a quota. */
export function quotaLeft(
  day: Pick<QueueDay, 'services'>,
  { code, quota }: { readonly code: string; readonly quota: number },
): number {
  return Math.max(0, quota - serviceToday(day, code).given);
}
