import { type FlowState, hasSession } from '../state.ts';
import { step } from '../step.ts';
import { isSameTurn, mayHaveGone, type Promises } from './promise.ts';

/** What only the patient said. */
const said = /pregnancy|severe-disability|merit|chest-pain|heavy-bleeding|fits|fever|cough|rash|contact":true/;

/** Signs of an emergency, screening and priority. */
export const promisesOfCare: Promises = {
  'a sign of an emergency calls somebody at once and never costs the number': () => ({
    each: ({ site, before, after, event, effects }) => {
      if (before.at !== 'asking' || before.question !== 'emergency' || event.type !== 'answered') return undefined;
      const { sign } = event.answer;
      if (after === before || sign === 'none') return undefined;
      // A game of very many touches ends, whatever its last one was.
      if (!hasSession(after) || after.turn.over) return undefined;
      if (after.at !== 'going-to-emergency') return `sent to ${after.at}`;
      const isCalled = effects.some((effect) => effect.do === 'raise-alert' && effect.kind === 'emergency');
      if (isCalled !== site.callsForHelp) return `called: ${isCalled}`;
      const wanted = step(site, after, { type: 'number-wanted' }).state;
      return wanted.at === 'asking' || wanted.at === 'storing-visit' || !hasSession(wanted) ? undefined : wanted.at;
    },
  }),

  'a crisis is told once, and before a named person has answered nothing but one at the kiosk ends it or asks its patient to go':
    () => ({
      each: (step) => {
        const { before, after, event, effects } = step;
        const calls = effects.filter((effect) => effect.do === 'call-for-crisis').length;
        const begins = after.at === 'in-crisis' && before.at !== 'in-crisis';
        if (calls !== (begins ? 1 : 0)) return `${calls} calls by ${event.type} at ${before.at}`;
        if (before.at === 'in-crisis' && !before.isAnswered && event.type !== 'crisis-ended' && !isSameTurn(step))
          return `ended by ${event.type}`;
        return after.at === 'in-crisis' && !after.isAnswered && mayHaveGone(after)
          ? `${event.type} asks to go`
          : undefined;
      },
    }),

  'nobody who says that they have no sign is sent anywhere': () => ({
    each: ({ before, after, event, effects }) => {
      if (after.at === 'going-to-emergency' && before.at !== 'going-to-emergency') {
        return event.type === 'answered' && event.answer.sign !== 'none' ? undefined : `by ${event.type}`;
      }
      const print = effects.find((effect) => effect.do === 'print-ticket');
      if (print?.do !== 'print-ticket' || print.toIsolation !== true) return undefined;
      const signs = hasSession(before) ? before.facts.said.screening?.signs : undefined;
      return signs && signs.length > 0 ? undefined : 'to isolation without a sign';
    },
  }),

  'what was said about an emergency, a screening or a ground reaches nothing but the visit that is stored': () => ({
    each: ({ effects }) => {
      const others = effects.filter((effect) => effect.do !== 'store-visit' && effect.do !== 'print-ticket');
      return others.map((effect) => JSON.stringify(effect)).find((each) => said.test(each));
    },
  }),

  'a thermometer is open exactly while its question is on the screen, and for the session that sees it': () => {
    let openFor: string | undefined;
    return {
      each: ({ site, after, effects, event }) => {
        const isEnd = event.type === 'temperature-measured' || event.type === 'temperature-not-measured';
        if (isEnd && openFor === `${event.sessionId} ${event.attempt}`) openFor = undefined;
        for (const effect of effects) {
          if (effect.do === 'stop-taking-temperature') openFor = undefined;
          if (effect.do === 'take-temperature') openFor = `${effect.sessionId} ${effect.attempt}`;
        }
        const isAsked = after.at === 'asking' && after.question === 'screening' && site.takesTemperature;
        if (openFor === undefined) return undefined;
        if (!isAsked) return `open at ${after.at}`;
        const { sessionId, temperature } = after.facts;
        return openFor === `${sessionId} ${temperature.attempt}` ? undefined : `open for ${openFor}`;
      },
    };
  },

  'nobody is asked for a ground whom their age gives one': () => ({
    each: ({ after }) => (isAskedForGround(after) && isOldOrYoung(after) ? 'asked' : undefined),
  }),
};

function isAskedForGround(state: FlowState): boolean {
  return state.at === 'asking' && state.question === 'priority';
}

/** Of the people of these walks all but Bình are 75 or older, or under 6. */
function isOldOrYoung(state: FlowState): boolean {
  return (
    hasSession(state) && state.facts.identities.some(({ birth }) => birth && !JSON.stringify(birth).includes('1990'))
  );
}
