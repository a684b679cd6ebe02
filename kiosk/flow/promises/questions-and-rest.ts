import type { TimerName } from '../events.ts';
import { canGoBack, canStartOver, rowOf } from '../places.ts';
import { isDue } from '../plan.ts';
import { type FlowState, hasSession, type Place } from '../state.ts';
import { step } from '../step.ts';
import { timersOf } from '../timers.ts';
import { mostActs } from '../turn.ts';
import { type Promises, untilGone } from './promise.ts';

/** Whatever stands for a person of these walks. */
const personal =
  /Ngọc|NGỌC|Bình|BÌNH|MINH A|MINH Á|0271|L8989|001090|HT227|TE127|DN427|0912000567|BN000|Thôn|H-\d|UA\d{3}x/;

const isCalm = (state: FlowState) =>
  !hasSession(state) &&
  state.frame.language === 'vi' &&
  state.frame.help === undefined &&
  state.frame.notice === undefined;

/** What is asked, how one goes on and back, and what stays when everybody has gone. */
export const promisesOfQuestionsAndRest: Promises = {
  'what is asked is still to be asked': () => ({
    each: ({ site, after, event }) =>
      after.at === 'asking' && !isDue(site, after.facts, after.question)
        ? `${after.question} after ${event.type}`
        : undefined,
  }),

  'a phone number that is asked about is on the screen': () => ({
    each: ({ after, event }) =>
      after.at === 'asking' && after.question === 'contact' && !/\d{3}$/.test(after.facts.hospital.contact?.phone ?? '')
        ? event.type
        : undefined,
  }),

  'a choice of appointments is never empty': () => ({
    each: ({ after, event }) =>
      after.at === 'asking' && after.question === 'appointment' && after.facts.hospital.appointments.length === 0
        ? event.type
        : undefined,
  }),

  'every answer can be taken back': () => ({
    each: ({ site, before, after, event }) => {
      if (event.type !== 'answered' || before.at !== 'asking' || after.at !== 'asking') return undefined;
      // Nothing was answered: only words came.
      if (after.facts === before.facts) return undefined;
      // A game of so many taps ends with the next one or two, Back too.
      if (after.turn.acts >= mostActs - 2) return undefined;
      const back = step(site, after, { type: 'went-back' }).state;
      // A question of two steps, whose first was answered before another one came in between, goes back by its own step first.
      const further = step(site, back, { type: 'went-back' }).state;
      const isAskedAgain = [back, ...(isSameQuestion(back, after) ? [further] : [])].some((state) =>
        isSameQuestion(state, before),
      );
      return isAskedAgain ? undefined : `${before.question} → ${back.at}`;
    },
  }),

  'Back and Start over do something where they are offered, and nothing where they are not': () => ({
    each: ({ site, after }) => {
      const back = step(site, after, { type: 'went-back' }).state;
      const isDead = back.at === after.at && !('question' in after);
      if (canGoBack(after) ? isDead : back !== after) return `Back at ${after.at}`;
      const over = step(site, after, { type: 'started-over' }).state;
      return (canStartOver(after) ? hasSession(over) : over !== after) ? `Start over at ${after.at}` : undefined;
    },
  }),

  'wherever somebody stands a clock runs or an answer is on its way': () => ({
    end: (world) => {
      const state = world.state();
      const wait = rowOf<Place>(state).waits(state, world.site);
      if ('timer' in wait) {
        const besides: readonly TimerName[] = ['notice', 'veil', 'longest', 'last-look'];
        const running = timersOf(state, world.site).filter(({ timer }) => !besides.includes(timer));
        return running.length > 0 ? undefined : `no clock at ${state.at}`;
      }
      if (wait.boundedBy === 'staff') return undefined;
      const owes = {
        store: ['store-visit', 'change-service', 'give-up', 'store-reading'],
        printer: ['print-ticket'],
        monitor: ['start-measuring'],
      }[wait.boundedBy];
      return world.open().some((effect) => owes.includes(effect.do)) ? undefined : `nothing comes at ${state.at}`;
    },
  }),

  'a notice has its own time': () => ({
    each: ({ before, after }) => {
      const [was, is] = [before.frame.notice, after.frame.notice];
      return was && is && was !== is && was.count === is.count ? `${was.words} → ${is.words}` : undefined;
    },
  }),

  'at rest nothing is left of anybody': () => ({
    each: ({ after, event }) =>
      !hasSession(after) && personal.test(JSON.stringify(after)) ? `${event.type} → ${after.at}` : undefined,
  }),

  'with everybody gone the kiosk is soon at rest, in its own language': () => ({
    end: (world) => {
      const isOver = (state: FlowState) => isCalm(state) && state.at === 'waiting-for-card';
      world.move({ does: { type: 'staff-left' } });
      if (untilGone(world, { steps: 30, isOver }) !== undefined) return undefined;
      return `stays at ${world.state().at}`;
    },
  }),

  'with everybody gone and a store that stays broken nothing of them stays': () => ({
    end: (world) =>
      untilGone(world, { steps: 30, isOver: isCalm, how: 'bad' }) === undefined
        ? `stays at ${world.state().at}`
        : undefined,
  }),
};

function isSameQuestion(one: FlowState, other: FlowState): boolean {
  return one.at === 'asking' && other.at === 'asking' && one.question === other.question;
}
