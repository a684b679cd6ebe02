import { isAsHighAsCrisis, isCrisis } from '#kiosk/measuring/crisis.ts';
import { meanOf, type PressureTaken } from '#kiosk/measuring/mean.ts';
import type { FlowEffect } from '../effects.ts';
import { mostActs } from '../turn.ts';
import { hasEnded, isSameTurn, isStrangersCard, type Promises, sessionOf } from './promise.ts';

/** Rest, readings, their mean, and whose they are. */

type Store = Extract<FlowEffect, { readonly do: 'store-reading' }>;

const storesIn = (effects: readonly FlowEffect[]): readonly Store[] =>
  effects.flatMap((effect) => (effect.do === 'store-reading' ? [effect] : []));

/** Of one sitting; a device that takes quantities has none. */
const sittingOf = ({ circumstances }: Store) => circumstances.sitting;

export const promisesOfMeasuring: Promises = {
  'nobody is thrown out while resting, and the clock that runs there begins anew for nobody': () => {
    let ends: number | undefined;
    return {
      each: (step) => {
        const { before, after, event, clocks, now } = step;
        if (before.at === 'resting' && !isSameTurn(step)) {
          const isOwnHand = event.type === 'started-over' || event.type === 'finished' || event.type === 'staff-came';
          const isGame = before.turn.acts >= mostActs - 1;
          if (!isOwnHand && !isGame) return `${event.type}: ${hasEnded(step)}`;
        }
        if (after.at !== 'resting') {
          ends = undefined;
          return undefined;
        }
        const isNew = before.at !== 'resting' || before.since !== after.since;
        if (isNew && before.at === 'resting') return `${event.type} rests anew`;
        if (isNew) ends = now + after.seconds * 1_000;
        return clocks.get(`quiet-sitting ${after.since}`) === ends ? undefined : `${event.type} moves the clock`;
      },
    };
  },

  'whoever rests is not asked whether they are there, and no stranger waits for their place': () => ({
    each: ({ after, event }) => {
      if (after.at !== 'resting') return undefined;
      return after.turn.asked === undefined && after.turn.next === undefined ? undefined : event.type;
    },
  }),

  'no cuff works by protocol before its patient has rested, nor sooner than the gap after the last reading': () => {
    let quietSince: number | undefined;
    let lastAt: number | undefined;
    return {
      each: (step) => {
        const { site, after, effects, now } = step;
        if (!isSameTurn(step)) [quietSince, lastAt] = [undefined, undefined];
        if (after.at === 'getting-ready') lastAt = undefined;
        if (after.at === 'resting' && step.before.at !== 'resting') quietSince = now;
        const begins = effects.some((effect) => effect.do === 'start-measuring' && effect.takes === 'blood-pressure');
        if (site.measuring && begins && after.at === 'measuring') {
          const { restSeconds, gapSeconds } = site.measuring;
          const isFirst = after.measuring.sitting.readings.length === 0;
          const since = isFirst ? quietSince : lastAt;
          const rested = since === undefined ? 0 : now - since;
          const wanted = (isFirst ? restSeconds : gapSeconds) * 1_000;
          if (rested < wanted) return `${rested} of ${wanted} ms before ${isFirst ? 'the first' : 'a further one'}`;
        }
        if (storesIn(effects).length > 0) lastAt = now;
        return undefined;
      },
    };
  },

  'a reading is stored once, when it is taken, for whom it was taken': () => {
    const visits = new Map<string, string>();
    return {
      each: ({ before, after, event, effects }) => {
        const stores = storesIn(effects);
        const isTaken = event.type === 'reading-taken' && before.at === 'measuring' && after.at === 'storing-reading';
        if (stores.length !== (isTaken ? 1 : 0)) return `${stores.length} by ${event.type} at ${before.at}`;
        const [store] = stores;
        if (!store || !isTaken) return undefined;
        const { measuring, facts } = before;
        if (event.attempt !== measuring.attempt || event.deviceId !== measuring.device.deviceId)
          return 'of another measurement';
        if (event.sessionId !== facts.sessionId || store.sessionId !== facts.sessionId) return 'of another session';
        const known = visits.get(store.sessionId) ?? store.visitId;
        visits.set(store.sessionId, known);
        return store.visitId === known ? undefined : `${store.visitId} in the turn of ${known}`;
      },
    };
  },

  'a mean is made of the readings of its own sitting, and ends it': () => {
    const sittings = new Map<string, PressureTaken[]>();
    const ended = new Set<string>();
    return {
      each: ({ site, effects }) => {
        for (const store of storesIn(effects)) {
          const { reading, circumstances, average } = store;
          const sitting = sittingOf(store);
          if (sitting === undefined || !site.measuring || reading.kind !== 'blood-pressure') {
            if (average) return 'a mean without a sitting';
            continue;
          }
          if (ended.has(sitting)) return `${sitting} goes on after its end`;
          const readings = [...(sittings.get(sitting) ?? []), reading];
          sittings.set(sitting, readings);
          if (circumstances.readingNumber !== readings.length)
            return `reading ${circumstances.readingNumber} of ${sitting}`;
          if (readings.length > site.measuring.readings + 2) return `${readings.length} readings`;
          const isLast = circumstances.readingNumber === circumstances.readingCount;
          if (!isLast && !isCrisis(site.measuring, readings)) {
            if (average) return 'a mean before the last reading';
            continue;
          }
          ended.add(sitting);
          const mean = meanOf(site.measuring.rule, readings);
          if (JSON.stringify(mean) !== JSON.stringify(average)) return `${JSON.stringify(average)} of ${sitting}`;
        }
        return undefined;
      },
    };
  },

  'a stranger’s card changes nothing of a measurement': () => ({
    each: ({ before, after, event }) => {
      if (before.at !== 'resting' && before.at !== 'measuring' && before.at !== 'storing-reading') return undefined;
      if (!isStrangersCard(before, event)) return undefined;
      const isSame = after.at === before.at && after.measuring === before.measuring && after.facts === before.facts;
      return isSame && sessionOf(after) === sessionOf(before) ? undefined : `${before.at} → ${after.at}`;
    },
  }),

  'a sign of danger while resting calls somebody at once, and leads to no question but its own': () => ({
    each: (step) => {
      const { site, before, after, event, effects } = step;
      if (before.at === 'emergency-while-resting' && isSameTurn(step)) {
        const leads: readonly string[] = ['emergency-while-resting', 'resting', 'measuring'];
        if (!leads.includes(after.at)) return `→ ${after.at}`;
      }
      if (after.at !== 'emergency-while-resting' || before.at === after.at) return undefined;
      if (event.type !== 'answered-while-resting' || event.question !== 'symptoms' || event.answer !== 'yes')
        return event.type;
      const isCalled = effects.some((effect) => effect.do === 'raise-alert' && effect.kind === 'emergency');
      return isCalled === site.callsForHelp ? undefined : `called: ${isCalled}`;
    },
  }),

  'nobody walks off with one reading as high as a crisis without another, or somebody who is called': () => {
    /** Sessions whose last reading was so, and those for whom somebody was called, which is done once a turn. */
    const high = new Set<string>();
    const called = new Set<string>();
    return {
      each: (step) => {
        const { site, before, after, effects } = step;
        const session = sessionOf(before);
        if (session === undefined || !site.measuring) return undefined;
        for (const effect of effects) {
          if (effect.do === 'call-for-high-reading') called.add(effect.caller);
          if (effect.do !== 'store-reading' || effect.reading.kind !== 'blood-pressure') continue;
          if (isAsHighAsCrisis(site.measuring, effect.reading)) high.add(session);
          else high.delete(session);
        }
        if (isSameTurn(step) || !high.delete(session)) return undefined;
        const isSeenTo =
          called.has(session) || before.at === 'in-crisis' || hasEnded(step) === 'staff-came' || !site.callsForHelp;
        return isSeenTo ? undefined : `${hasEnded(step)} at ${before.at} → ${after.at}`;
      },
    };
  },

  'one turn gets three papers of what was measured at most': () => {
    const papers = new Map<string, number>();
    return {
      each: ({ effects }) => {
        for (const effect of effects) {
          if (effect.do !== 'print-reading') continue;
          const printed = (papers.get(effect.sessionId) ?? 0) + 1;
          papers.set(effect.sessionId, printed);
          if (printed > 3 || effect.paper !== printed) return `${printed}, counted ${effect.paper}`;
        }
        return undefined;
      },
    };
  },
};
