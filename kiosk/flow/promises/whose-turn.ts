import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEvent } from '../events.ts';
import { canGoBack, isLastCall, isMeasuring, leaveAt } from '../places.ts';
import { type FlowState, hasSession } from '../state.ts';
import { numberOnScreenOnly } from '../timers.ts';
import { mostActs, mostTouches } from '../turn.ts';
import {
  hasEnded,
  isOwnCard,
  isSameTurn,
  isScan,
  isStrangersCard,
  mayHaveGone,
  type Promises,
  peopleIn,
  sessionOf,
  untilGone,
} from './promise.ts';
import { personOf } from './random-walk.ts';

/** The card waits 20 s at most for its turn, and the name is there for 10 s then. */
const longestName = delays.nextWaitsForNumberMs + delays.nameOfNextMs;

/** Somebody without a card says who they are. */
function isTelling({ type }: FlowEvent): boolean {
  return ['number-confirmed', 'name-told', 'birth-year-told', 'phone-told'].includes(type);
}

/** No two people in one visit, nobody sent away, nobody kept. */
export const promisesOfTurns: Promises = {
  'one visit holds the cards of one person, twins included': () => ({
    each: ({ after }) => (peopleIn(after).length > 1 ? peopleIn(after).join(' and ') : undefined),
  }),

  'whoever may have gone gets nothing from somebody else’s scan': () => ({
    each: (step) => {
      const { before, after, event } = step;
      if (!isScan(event) || !isSameTurn(step) || !mayHaveGone(before)) return undefined;
      if (!hasSession(before) || !hasSession(after)) return undefined;
      const people = peopleIn(before);
      if (people.length === 0 && peopleIn(after).length > 0) return 'a card was added to nobody’s';
      return before.facts.slip !== after.facts.slip ? 'a slip was added' : undefined;
    },
  }),

  'a stranger’s card changes nothing of a turn but who comes next': () => ({
    each: (step) => {
      const { before, after, event } = step;
      if (!isStrangersCard(before, event) || !isSameTurn(step)) return undefined;
      const withoutStranger = (state: typeof before) => ({
        ...state,
        turn: { ...state.turn, next: undefined },
        frame: { ...state.frame, notice: undefined, notices: 0 },
      });
      return JSON.stringify(withoutStranger(before)) === JSON.stringify(withoutStranger(after))
        ? undefined
        : 'more has changed';
    },
  }),

  'strangers who scan every 3 s keep nobody’s turn going': () => ({
    end: (world) => {
      const session = sessionOf(world.state());
      const people = peopleIn(world.state());
      // Without cards the next card may well be the patient's own.
      if (people.length === 0) return undefined;
      // A crisis is ended by a person, whoever has gone.
      const isOver = (state: FlowState) => sessionOf(state) !== session || state.at === 'in-crisis';
      const alone = untilGone(world.copy(), { steps: 60, isOver });
      const scans = people.includes('Bình') ? 'anhCitizen' : 'binhCitizen';
      const disturbed = untilGone(world, { steps: 900, isOver, everyMs: 3_000, meanwhile: { scans } });
      if (alone === undefined) return 'it never ends';
      const isLonger = disturbed === undefined || disturbed > alone + 9_000;
      return isLonger ? `${alone} ms alone, ${disturbed} ms with them` : undefined;
    },
  }),

  'nobody’s name is on the screen 30 s after they showed their card, whatever anybody taps': () => {
    const shownAt = new Map<string, number>();
    const isTooLate = (state: FlowState, now: number) => {
      const [person] = peopleIn(state);
      const isNamed = state.at === 'confirming-identity' && !state.veil.hides && person !== undefined;
      return isNamed && now - (shownAt.get(person) ?? 0) > longestName ? `${person} at ${now}` : undefined;
    };
    return {
      each: ({ before, after, event, now }) => {
        if (event.type === 'card-read') shownAt.set(personOf(event.identity), now);
        if (isTelling(event)) for (const each of peopleIn(after)) shownAt.set(each, now);
        const [lies] = peopleIn(before);
        if (event.type === 'chip-read' && lies !== undefined) shownAt.set(lies, now);
        return isTooLate(after, now);
      },
      end: (world) => {
        const session = sessionOf(world.state());
        world.move({ waits: longestName + 1 });
        return sessionOf(world.state()) === session ? isTooLate(world.state(), world.now()) : undefined;
      },
    };
  },

  'a name that is hidden comes back only by its card': () => ({
    each: (step) => {
      const { before, after, event } = step;
      if (!isSameTurn(step) || after.at !== 'confirming-identity' || after.veil.hides) return undefined;
      const wasNamed = before.at === 'confirming-identity' && !before.veil.hides;
      const isShown = event.type === 'card-read' || event.type === 'chip-read' || isTelling(event);
      return wasNamed || isShown ? undefined : event.type;
    },
  }),

  'a number that is only on the screen goes after its owner was asked for 20 s, and not before': () => {
    let askedSince: number | undefined;
    return {
      each: (step) => {
        const { before, after, event, now } = step;
        const reason = hasEnded(step);
        const isOwnHand = ['finished', 'family-goes-on', 'started-over', 'went-back', 'staff-came'].includes(
          event.type,
        );
        const isGame = before.turn.acts >= mostActs - 1;
        if (numberOnScreenOnly(before) !== undefined && reason !== undefined && reason !== 'store-failed') {
          const askedFor = askedSince === undefined ? 0 : now - askedSince;
          if (!isOwnHand && !isGame && askedFor < delays.nextWaitsForNumberMs)
            return `${event.type} after ${askedFor} ms`;
        }
        if (!mayHaveGone(after)) askedSince = undefined;
        else if (!mayHaveGone(before) || !isSameTurn(step)) askedSince = now;
        return undefined;
      },
    };
  },

  'what is owed to somebody is never ended before it is known': () => ({
    each: (step) => {
      const { before, event } = step;
      if (hasEnded(step) === undefined || leaveAt(before) !== 'owed') return undefined;
      // Whoever plays with the question after the number has the number.
      if (before.at === 'choosing-again' && before.turn.acts >= mostActs - 1) return undefined;
      // Of a number that is there already the paper comes, whoever stands at the screen.
      const isThere = before.at === 'showing-ticket' || before.at === 'choosing-again';
      if (event.type === 'staff-came' && isThere) return undefined;
      // The person whom a crisis waits for has come, or said long ago that they come.
      if (before.at === 'in-crisis' && (event.type === 'crisis-ended' || before.isAnswered)) return undefined;
      return ['visit-not-stored', 'reading-not-stored', 'ticket-printed'].includes(event.type) ? undefined : event.type;
    },
  }),

  'staff at the screen see nothing of whoever stood here, whose paper comes all the same': () => ({
    each: ({ before, after, event, effects }) => {
      if (event.type !== 'staff-came' || before.at === 'with-staff') return undefined;
      if (before.at === 'in-crisis' && after.at === 'in-crisis')
        return after.isStaffThere && !after.frame.help && !after.frame.notice ? undefined : 'in a crisis';

      if (before.at.startsWith('storing-'))
        return after === before ? undefined : `a number that is on its way was left at ${before.at}`;
      if (after.at !== 'with-staff' || after.frame.help || after.frame.notice) return `${before.at} → ${after.at}`;
      const isHeld = 'ticket' in before && before.ticket.paper === 'held';
      const comes = effects.some((effect) => effect.do === 'print-ticket');
      return isHeld === comes ? undefined : `paper at ${before.at}: ${comes}`;
    },
  }),

  'nobody is served before staff have left the screen': () => ({
    each: ({ before, after, event }) =>
      before.at === 'with-staff' && after.at !== 'with-staff' && event.type !== 'staff-left'
        ? `${event.type} → ${after.at}`
        : undefined,
  }),

  'the patient of a turn changes only by being asked anew who this is': () => ({
    each: (step) => {
      const { before, after, event } = step;
      if (!isSameTurn(step)) return undefined;
      if (!hasSession(before) || !hasSession(after)) return undefined;
      // Who told it was asked by its being read back, and who takes it back tells it anew.
      if (isTelling(event) || (after.at === 'choosing-way-in' && peopleIn(after).length === 0)) return undefined;
      const wasNamed = before.facts.identities[0]?.fullName;
      const isNamed = after.facts.identities[0]?.fullName;
      if (peopleIn(before).length > 0 && wasNamed !== isNamed && after.at !== 'confirming-identity')
        return 'another name';
      const [[was], [is]] = [peopleIn(before), peopleIn(after)];
      return is !== was && is !== undefined && after.at !== 'confirming-identity'
        ? `${was} → ${is} at ${after.at}`
        : undefined;
    },
  }),

  'one’s own card says that one is still here': () => ({
    each: (step) => {
      const { before, after, event } = step;
      const isAsked = isOwnCard(before, event) && isSameTurn(step) && mayHaveGone(after) && !isLastCall(after);
      return isAsked ? `still asked at ${after.at}` : undefined;
    },
  }),

  'every turn is opened and closed once in the log': () => {
    let open: string | undefined;
    return {
      each: ({ after, effects }) => {
        for (const effect of effects) {
          if (effect.do === 'note-session-started') {
            if (open !== undefined) return `${effect.sessionId} while ${open}`;
            open = effect.sessionId;
          } else if (effect.do === 'note-session-ended') {
            if (open !== effect.sessionId) return `${effect.sessionId} ended, ${open} open`;
            open = undefined;
          }
        }
        return sessionOf(after) === open ? undefined : `${sessionOf(after)} stands, ${open} is noted`;
      },
    };
  },

  'nobody plays for ever': () => {
    let touches = 0;
    return {
      each: (step) => {
        const { before, after, event } = step;
        if (!isSameTurn(step)) touches = 0;
        else if (event.type === 'touched' && after !== before) touches += 1;
        if (touches > mostTouches) return `${touches} touches`;
        const isOwed = leaveAt(after) === 'owed' && !canGoBack(after);
        // Whoever has called for a person is not sent away, however often they touched the glass before.
        const isHelped = after.frame.help !== undefined;
        return hasSession(after) && !isOwed && !isHelped && after.turn.acts >= mostActs
          ? `${after.turn.acts} acts at ${after.at}`
          : undefined;
      },
    };
  },

  'no turn is longer than 20 minutes, but for a number that is owed, its last look, and the cuff': () => {
    let began = 0;
    let since: number | undefined;
    const tooLong = (state: FlowState, now: number) => {
      const isBusy = leaveAt(state) === 'owed' || isMeasuring(state);
      if (!hasSession(state) || isBusy || now - began < delays.longestTurnMs) since = undefined;
      else since ??= now;
      return since !== undefined && now - since > delays.lastLookMs + delays.lastCallMs
        ? `${now - began} ms at ${state.at}`
        : undefined;
    };
    return {
      each: (step) => {
        if (!isSameTurn(step)) [began, since] = [step.now, undefined];
        return tooLong(step.after, step.now);
      },
      // Whoever is there does something twice a minute, and never goes.
      end: (world) => {
        const session = sessionOf(world.state());
        if (session === undefined) return undefined;
        const longest =
          delays.longestTurnMs + 4 * (delays.lastLookMs + delays.lastCallMs) + 60_000 + longestSittingMs(world.site);
        const isOver = (state: FlowState) => sessionOf(state) !== session || state.at === 'in-crisis';
        const meanwhile = { does: { type: 'language-chosen', language: 'en' } } as const;
        const took = untilGone(world, { steps: 200, isOver, everyMs: 30_000, meanwhile });
        return took !== undefined && took <= longest ? undefined : `${took} ms at ${world.state().at}`;
      },
    };
  },

  'a turn is over by its longest time only then, and never while a number is owed or the cuff works': () => {
    let began = 0;
    return {
      each: (step) => {
        if (hasEnded(step) === 'time-up') {
          const { before, now } = step;
          if (now - began < delays.longestTurnMs + delays.lastCallMs) return `after ${now - began} ms`;
          if (leaveAt(before) === 'owed' || isMeasuring(before)) return `at ${before.at}`;
        }
        if (!isSameTurn(step)) began = step.now;
        return undefined;
      },
    };
  },

  'whoever shows their card again reads their name for another 25 s': () => ({
    each: ({ before, after, event, now, clocks }) => {
      if (!isOwnCard(before, event) || before.at !== 'confirming-identity' || after.at !== before.at) return undefined;
      if (isLastCall(before)) return undefined;
      const until = clocks.get(`veil ${after.veil.since}`);
      return until === now + delays.nameOnScreenMs ? undefined : `until ${until}, it is ${now}`;
    },
  }),

  'the first stranger who came is the next one, whoever else scans': () => ({
    each: (step) => {
      const { before, after, event } = step;
      if (!before.turn.next || !isStrangersCard(before, event) || !isSameTurn(step)) return undefined;
      return after.turn.next === before.turn.next ? undefined : 'somebody else is next';
    },
  }),
};

/** Rest, and a gap before each further reading: whoever sits there when the time is up sits it out. */
function longestSittingMs({ measuring }: FlowSettings): number {
  return measuring ? (measuring.restSeconds + (measuring.readings + 1) * measuring.gapSeconds) * 1_000 : 0;
}
