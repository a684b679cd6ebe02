import type { FlowEffect } from '../effects.ts';
import type { FlowEvent } from '../events.ts';
import { type FlowState, hasSession, type SessionState } from '../state.ts';
import { heldMs } from '../ticket.ts';
import { mostNoPapersInRow } from '../turn.ts';
import { isSameTurn, type Promises, sessionOf } from './promise.ts';

function countOf(effects: readonly FlowEffect[], name: FlowEffect['do']): number {
  return effects.filter((effect) => effect.do === name).length;
}

/** Counts per session what is done. */
function atMost(most: number, name: FlowEffect['do']) {
  const counts = new Map<string | undefined, number>();
  return {
    each: (step: { readonly before: Parameters<typeof sessionOf>[0]; readonly effects: readonly FlowEffect[] }) => {
      const session = sessionOf(step.before);
      const count = (counts.get(session) ?? 0) + countOf(step.effects, name);
      counts.set(session, count);
      return count > most ? `${count} × ${name}` : undefined;
    },
  };
}

function isHeld(state: FlowState): boolean {
  return state.at === 'showing-ticket' && state.ticket.paper === 'held';
}

/** A name is soon invented. */
function hasPapers({ facts }: SessionState): boolean {
  return facts.identities.some(({ document }) => document.kind !== 'undocumented');
}

/** A number, its paper, and another service. */
export const promisesOfNumbers: Promises = {
  'one turn stores one visit': () => {
    const counts = new Map<string | undefined, number>();
    return {
      each: ({ before, after, event, effects }) => {
        const session = sessionOf(before);
        // Of a service that was full nothing is stored.
        const isFull = event.type === 'service-full' && before !== after;
        const count = (counts.get(session) ?? 0) + countOf(effects, 'store-visit') - (isFull ? 1 : 0);
        counts.set(session, count);
        return count > 1 ? `${count} × store-visit` : undefined;
      },
    };
  },

  'one turn changes the service once': () => atMost(1, 'change-service'),

  'one turn gets four papers at most: a number’s, a changed number’s, and two copies': () => atMost(4, 'print-ticket'),

  'one number gets three papers at most': () => {
    const papers = new Map<string, number>();
    return {
      each: ({ effects }) => {
        for (const effect of effects) {
          if (effect.do !== 'print-ticket') continue;
          const { text } = effect.visit.number;
          papers.set(text, (papers.get(text) ?? 0) + 1);
          if ((papers.get(text) ?? 0) > 3) return text;
        }
        return undefined;
      },
    };
  },

  'a turn is about one visit, from the number to the reading': () => ({
    each: (step) => {
      const visitOf = (state: typeof step.before) =>
        'ticket' in state ? state.ticket.visit.visitId : 'measuring' in state ? state.measuring.visitId : undefined;
      const [was, is] = [visitOf(step.before), visitOf(step.after)];
      // Where nothing is done for the visit any more only its number is kept.
      const { at } = step.after;
      const isOver = at === 'surveying' || at === 'in-crisis' || at === 'gave-up';
      return isSameTurn(step) && was !== undefined && is !== was && !isOver ? `${was} → ${is}` : undefined;
    },
  }),

  'a number is given up by whoever has said so twice, one after the other, and never one that has just come': () => {
    let said = 0;
    return {
      each: ({ before, event, effects }) => {
        if (event.type === 'give-up-asked' && before.at === 'giving-up') said = before.isAskedAgain ? 2 : 1;
        if (countOf(effects, 'give-up') === 0) return undefined;
        if (before.at !== 'giving-up' || said < 2) return `said ${said} ×`;
        return before.ticket.again && !before.ticket.visit.isElsewhere ? undefined : 'a number that has just come';
      },
    };
  },

  'an old number is never changed, and a changed one never shown or printed again': () => {
    const old: string[] = [];
    return {
      each: ({ before, after, event, effects }) => {
        if (event.type === 'service-changed' && before.at === 'storing-change' && after !== before) {
          if (before.ticket.again) return 'a number that was found again was changed';
          if (event.visit.number.text !== before.ticket.visit.number.text) old.push(before.ticket.visit.number.text);
        }
        if (old.length === 0) return undefined;
        const all = JSON.stringify([after, effects]);
        return old.find((number) => all.includes(number));
      },
    };
  },

  'paper begins 1.5 s after the number, or 6 s where it may be taken by phone, whatever is done meanwhile': () => {
    let since: number | undefined;
    return {
      each: ({ before, after, now, site }) => {
        if (!isHeld(after)) since = undefined;
        else if (!isHeld(before) || since === undefined) since = now;
        return since !== undefined && now - since > heldMs(site) ? `${now - since} ms` : undefined;
      },
      end: (world) => {
        if (!isHeld(world.state())) return undefined;
        const touches: readonly FlowEvent[] = [{ type: 'touched' }, { type: 'language-chosen', language: 'en' }];
        for (const does of [...touches, ...touches]) {
          world.move({ does });
          world.move({ waits: heldMs(world.site) / 2 });
        }
        return isHeld(world.state()) ? 'put off' : undefined;
      },
    };
  },

  'a patient says "done" and gets the paper first, and a jam leaves the number on the screen': () => ({
    each: ({ before, after, event }) => {
      if (
        before.at !== 'showing-ticket' ||
        event.type !== 'ticket-not-printed' ||
        event.sessionId !== sessionOf(before)
      )
        return undefined;
      return after.at === 'showing-ticket' ? undefined : after.at;
    },
  }),

  'after five numbers without papers in a row the next ones stay on the screen': () => {
    let inRow = 0;
    return {
      each: ({ before, after, event, effects }) => {
        if (event.type === 'timer-elapsed' && event.timer === 'papers-again') inRow = 0;
        if (event.type === 'visit-stored' && before.at === 'storing-visit' && after.at === 'showing-ticket') {
          inRow = hasPapers(before) ? 0 : inRow + 1;
        }
        return hasSession(before) &&
          !hasPapers(before) &&
          inRow > mostNoPapersInRow &&
          countOf(effects, 'print-ticket') > 0
          ? `${inRow}`
          : undefined;
      },
    };
  },

  'a cuff is stopped, or has ended, when its place is left': () => ({
    each: ({ before, after, event, effects }) =>
      before.at === 'measuring' &&
      after.at !== 'measuring' &&
      countOf(effects, 'stop-measuring') === 0 &&
      event.type !== 'reading-taken' &&
      event.type !== 'nothing-taken'
        ? event.type
        : undefined,
  }),

  'no chip is awaited once the number is on its way or the turn is over': () => ({
    each: ({ before, after, event, effects }) => {
      const isAwaited = (state: typeof before) => hasSession(state) && 'attempt' in state.facts.chip;
      const isLeftOpen =
        isAwaited(before) &&
        !isAwaited(after) &&
        countOf(effects, 'stop-reading-chip') === 0 &&
        event.type !== 'chip-read';
      if (isLeftOpen && event.type !== 'chip-not-read') return `left open by ${event.type}`;
      const isClosed = ['storing-visit', 'showing-ticket', 'getting-ready', 'measuring'].includes(after.at);
      return isClosed && isAwaited(after) ? `awaited at ${after.at}` : undefined;
    },
  }),
};
