import type { SessionId } from '#config/agreements/ids.ts';
import { hasSession } from '../state.ts';
import { isScan, type Promises, sessionOf } from './promise.ts';

/** Help and emergency are never stale, and never somebody else's. */
export const promisesOfHelp: Promises = {
  'the help sheet goes only by a hand, the patient’s or of staff, by its own clock at rest, or as somebody’s turn begins':
    () => ({
      each: ({ before, after, event }) => {
        if (!before.frame.help || after.frame.help) return undefined;
        const hands = ['help-closed', 'help-called-off', 'started-over', 'staff-came', 'crisis-ended'];
        if (hands.includes(event.type)) return undefined;
        const isAtRest = !hasSession(before);
        if (isAtRest && event.type === 'timer-elapsed' && event.timer === 'rest') return undefined;
        const begins = isScan(event) || event.type === 'started-without-papers';
        return isAtRest && begins && hasSession(after) ? undefined : `${event.type} at ${before.at}`;
      },
    }),

  'an emergency is never called off at the kiosk': () => ({
    each: ({ before, effects }) =>
      before.frame.help?.isEmergency && effects.some((effect) => effect.do === 'call-off-help') ? before.at : undefined,
  }),

  'a call is called off only by whoever called, in the same turn': () => {
    /** Whose call was opened in which turn; `undefined` at rest. */
    const calledIn = new Map<string, SessionId | undefined>();
    return {
      each: ({ before, after, event, effects }) => {
        const { help } = after.frame;
        if (help && (event.type === 'help-called' || event.type === 'emergency-called')) {
          calledIn.set(help.caller, sessionOf(before));
        }
        for (const effect of effects) {
          if (effect.do !== 'call-off-help') continue;
          if (effect.caller !== before.frame.help?.caller) return 'not the caller on the sheet';
          if (calledIn.get(effect.caller) !== sessionOf(before)) return `called in another turn: ${effect.caller}`;
        }
        return undefined;
      },
    };
  },

  'every call and every emergency goes out at once, from everywhere': () => ({
    each: ({ before, after, event, effects }) => {
      if (event.type !== 'help-called' && event.type !== 'emergency-called') return undefined;
      const isSaid = after.frame.help !== undefined;
      const isSent = effects.some((effect) => effect.do === 'raise-alert');
      return isSaid && (isSent || !effects.length) ? undefined : `${event.type} at ${before.at}`;
    },
  }),

  'a turn under a help sheet is taken by nobody else': () => ({
    each: ({ before, event, effects }) =>
      before.frame.help &&
      effects.some((effect) => effect.do === 'note-session-ended' && effect.reason === 'next-patient')
        ? `by ${event.type} at ${before.at}`
        : undefined,
  }),
};
