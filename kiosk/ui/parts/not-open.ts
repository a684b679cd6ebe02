import type { Say } from '#config/strings/messages.ts';
import type { NotOpenOnScreen } from '#kiosk/questions/not-open-on-screen.ts';
import { weekdayText } from './weekday.ts';

/** When and where else: `text` in one breath, `when` among many cards, `short` in a crowd of them. */
export interface NotOpenWords {
  readonly text: string;
  readonly when: string;
  readonly short: string;
}

export function notOpenWords({ is, opens, otherwise }: NotOpenOnScreen, say: Say): NotOpenWords {
  const when = opens ? opensWords(opens, say) : whyWords(is, say);
  if (otherwise === undefined) return when;
  return { ...when, text: `${when.text} ${say('screens.notOpen.otherwise', { name: otherwise })}` };
}

function whyWords(is: NotOpenOnScreen['is'], say: Say): NotOpenWords {
  return is === 'full'
    ? wordsOf(say('screens.notOpen.full'), say('screens.notOpen.fullShort'))
    : wordsOf(say('screens.notOpen.closed'), say('screens.notOpen.closedShort'));
}

function opensWords({ on, time, weekday, date }: NonNullable<NotOpenOnScreen['opens']>, say: Say): NotOpenWords {
  if (on === 'today') return wordsOf(say('screens.notOpen.opensToday', { time }), time);
  if (on === 'tomorrow') {
    return wordsOf(say('screens.notOpen.opensTomorrow', { time }), say('screens.notOpen.opensTomorrowShort'));
  }
  return wordsOf(say('screens.notOpen.opensLater', { time, day: `${weekdayText(weekday, say)} ${date}` }), date);
}

function wordsOf(when: string, short: string): NotOpenWords {
  return { text: when, when, short };
}
