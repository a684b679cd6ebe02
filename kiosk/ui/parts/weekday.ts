import type { Weekday } from '#config/agreements/weekday.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';

const names: Readonly<Record<Weekday, MessageKey>> = {
  mon: 'screens.weekday.mon',
  tue: 'screens.weekday.tue',
  wed: 'screens.weekday.wed',
  thu: 'screens.weekday.thu',
  fri: 'screens.weekday.fri',
  sat: 'screens.weekday.sat',
  sun: 'screens.weekday.sun',
};

export function weekdayText(weekday: Weekday, say: Say): string {
  return say(names[weekday]);
}
