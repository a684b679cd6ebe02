import { delays } from '#config/agreements/delays.ts';
import { hasSession } from '../state.ts';
import { type Promises, sessionOf } from './promise.ts';

/** How it went, and numbers that are taken by phone. */
export const promisesOfSurveys: Promises = {
  'the survey never costs the number its time on screen: only "done" leads to it, and the number is said again there':
    () => ({
      each: ({ before, after, event }) => {
        if (after.at !== 'surveying' || before.at === 'surveying') return undefined;
        if (!('ticket' in before || 'measuring' in before)) return `after ${before.at}`;
        const number = 'ticket' in before ? before.ticket.visit.number.text : before.measuring.number;
        if (after.about.number !== number) return `${after.about.number} for ${number}`;
        if (event.type === 'finished') return undefined;
        const saidBefore = 'ticket' in before && before.ticket.leaving && event.type === 'ticket-printed';
        return saidBefore ? undefined : `by ${event.type}`;
      },
    }),

  'the survey is over after some ten seconds, and never makes the next card wait': () => ({
    each: ({ before, after, event }) => {
      if (before.at !== 'surveying' || event.type !== 'card-read' || after.frame.help) return undefined;
      const isOwn = hasSession(after) && sessionOf(after) === sessionOf(before);
      return isOwn && after.at === 'surveying' && after.turn.next ? 'the next one waits' : undefined;
    },
    end: (world) => {
      if (world.state().at !== 'surveying' || world.state().frame.help) return undefined;
      world.move({ waits: delays.surveyMs + delays.surveyThanksMs });
      return world.state().at === 'surveying' ? 'still there' : undefined;
    },
  }),

  'an opinion is given at most once, on request, and says nothing of whose it is': () => {
    const given = new Map<string | undefined, number>();
    return {
      each: ({ before, event, effects, site }) => {
        for (const effect of effects) {
          if (effect.do !== 'store-opinion') continue;
          if (!site.checkIn.survey || event.type !== 'opinion-given') return `by ${event.type}`;
          const session = sessionOf(before);
          given.set(session, (given.get(session) ?? 0) + 1);
          if ((given.get(session) ?? 0) > 1) return 'twice';
          const names = Object.keys(effect.opinion).toSorted().join(' ');
          if (names !== 'score serviceCode') return names;
        }
        return undefined;
      },
    };
  },

  'a number that was taken by phone is printed only when its patient asks for paper': () => ({
    each: ({ before, after, event, effects }) => {
      const wasOnPhone = before.at === 'showing-ticket' && before.ticket.paper === 'on-phone';
      const prints = effects.some((effect) => effect.do === 'print-ticket');
      if (wasOnPhone && prints && event.type !== 'copy-asked') return event.type;
      const isOnPhone = after.at === 'showing-ticket' && after.ticket.paper === 'on-phone';
      return isOnPhone && !wasOnPhone && prints ? 'printed all the same' : undefined;
    },
  }),
};
