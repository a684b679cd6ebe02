import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { inCrisis, readingNotStored } from './crisis.ts';
import type { FlowStep } from './effects.ts';
import {
  beginMeasuring,
  measuringProgressed,
  nothingTaken,
  readingStored,
  readingTaken,
  stopMeasuring,
} from './measuring.ts';
import type { MeasuringPlaces } from './measuring-state.ts';
import { printReading, readingPaperKnown, toNextDevice } from './measuring-steps.ts';
import { deviceAfter } from './measuring-turn.ts';
import { endTurn } from './moves.ts';
import type { PlaceRow } from './place-row.ts';
import { answeredWhileResting, restAgain, restIsOver, stopResting } from './resting.ts';
import type { SessionState } from './state.ts';
import { finish } from './survey.ts';

const isDone = (settings: FlowSettings, state: SessionState): FlowStep => endTurn(settings, state, 'finished');

/** The places between ticket and reading, as `places` has them. */
export const measuringPlaces: { readonly [At in keyof MeasuringPlaces]: PlaceRow<At> } = {
  'getting-ready': {
    // Whoever rests before measuring sits still and touches nothing.
    waits: () => ({ timer: 'idle', ms: delays.restingMs, after: 'ask' }),
    back: 'none',
    leave: 'free',
    othersCard: 'asks-first',
    facts: 'closed',
    on: { 'measuring-begun': beginMeasuring, 'next-measured': toNextDevice, finished: isDone },
  },
  resting: {
    waits: ({ seconds, since }) => ({ timer: 'quiet-sitting', ms: seconds * 1_000, after: restIsOver, since }),
    back: 'none',
    leave: 'free',
    // Nobody is thrown out while resting.
    othersCard: 'waits-for-measurement',
    facts: 'closed',
    on: { 'answered-while-resting': answeredWhileResting, 'measuring-stopped': stopResting, finished: isDone },
  },
  measuring: {
    // The device's driver ends every measurement, and every wait for one, in its own time; neither is idleness.
    waits: () => ({ boundedBy: 'monitor' }),
    back: 'none',
    leave: 'free',
    othersCard: ({ phase, measuring }) =>
      phase === 'measuring' || measuring.sitting.isRested ? 'waits-for-measurement' : 'asks-first',
    facts: 'closed',
    on: {
      'measuring-stopped': stopMeasuring,
      'measuring-progressed': measuringProgressed,
      'reading-taken': readingTaken,
      'nothing-taken': nothingTaken,
    },
  },
  'storing-reading': {
    waits: () => ({ boundedBy: 'store' }),
    back: 'none',
    leave: 'owed',
    othersCard: 'waits-for-measurement',
    facts: 'closed',
    on: { 'reading-stored': readingStored, 'reading-not-stored': readingNotStored },
  },
  'showing-reading': {
    // As on the ticket: a number that is only on the screen is not taken away unasked, nor is what is still to be measured.
    waits: ({ measuring }, settings) => ({
      timer: 'reading',
      ms: delays.readingMs,
      after: measuring.isOnPaper && !deviceAfter(settings, measuring) ? 'finished' : 'ask',
    }),
    back: 'none',
    leave: 'done',
    othersCard: 'asks-first',
    facts: 'closed',
    on: {
      finished: finish,
      'next-measured': toNextDevice,
      'reading-paper-asked': printReading,
      'reading-printed': readingPaperKnown,
      'reading-not-printed': readingPaperKnown,
    },
  },
  'not-measured': {
    waits: () => ({ timer: 'idle', ms: delays.untilIdleWarningMs, after: 'ask' }),
    back: 'none',
    leave: 'free',
    othersCard: 'asks-first',
    facts: 'closed',
    on: { 'measuring-begun': beginMeasuring, 'next-measured': toNextDevice, finished: isDone },
  },
  'emergency-while-resting': {
    // Whoever reads this is not hurried, and may have to be helped first.
    waits: () => ({ timer: 'idle', ms: delays.emergencyMs, after: 'ask' }),
    back: restAgain,
    leave: 'free',
    othersCard: 'asks-first',
    facts: 'closed',
    on: { finished: isDone },
  },
  'in-crisis': inCrisis,
};
