import type { Say } from '#config/strings/messages.ts';
import type { NotOpenOnScreen } from '#kiosk/questions/not-open-on-screen.ts';
import { weekdayText } from './weekday.ts';

/** "Mở lại lúc 13:30", "Hôm nay đã hết số. Mời sang Khám Nội 2": when and where else, in one breath. */
export function notOpenText({ is, opens, otherwise }: NotOpenOnScreen, say: Say): string {
  const when =
    is === 'full' ? say('screens.notOpen.full') : opens ? opensText(opens, say) : say('screens.notOpen.closed');
  return otherwise === undefined ? when : `${when} ${say('screens.notOpen.otherwise', { name: otherwise })}`;
}

function opensText({ on, time, weekday, date }: NonNullable<NotOpenOnScreen['opens']>, say: Say): string {
  if (on === 'today') return say('screens.notOpen.opensToday', { time });
  if (on === 'tomorrow') return say('screens.notOpen.opensTomorrow', { time });
  return say('screens.notOpen.opensLater', { time, day: `${weekdayText(weekday, say)} ${date}` });
}
