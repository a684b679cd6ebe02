import { describe, expect, test } from 'vitest';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { delays } from '#config/agreements/delays.ts';
import { canStartOver } from './places.ts';
import { step } from './step.ts';
import {
  binhCitizen,
  chosen,
  clocks,
  firstSession,
  type Happening,
  scanOf,
  settings,
  storedVisit,
  upTo,
  walk,
} from './synthetic.ts';

const again: Happening = { type: 'service-change-asked' };
const changedVisit: StoredVisit = {
  ...storedVisit,
  number: { series: 'M', sequence: 3, text: 'M003' },
  service: { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, room: '102', floor: undefined },
  paper: 'pending',
};
const changed: Happening = { type: 'service-changed', sessionId: firstSession, visit: changedVisit };
const notChanged: Happening = { type: 'service-not-changed', sessionId: firstSession };
const printed: Happening = { type: 'ticket-printed', sessionId: firstSession };
const papers = (...happenings: readonly Happening[]) =>
  walk(happenings).effects.flatMap((effect) => (effect.do === 'print-ticket' ? [effect.visit.number.text] : []));

describe('another service after the number', () => {
  test.each([
    ['before its paper', 4],
    ['after its paper', 6],
  ] as const)('%s is the same visit under another number, with a paper of its own', (_name, steps) => {
    const asked = [...upTo(steps), again, chosen('mat')];
    expect(walk(asked).effects.at(-1)).toEqual({
      do: 'change-service',
      sessionId: firstSession,
      visitId: storedVisit.visitId,
      serviceCode: 'mat',
    });
    const { state } = walk([...asked, changed]);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { visit: changedVisit, paper: 'held' } });
    expect(JSON.stringify(state)).not.toContain('UA012');
    expect(papers(...asked, changed, { waited: 'paper' }, printed)).toEqual(steps === 4 ? ['M003'] : ['UA012', 'M003']);
  });

  test('that is the same one keeps number and paper, and so does Back, and whoever does not choose', () => {
    const keeps: readonly Happening[] = [chosen('noi'), { type: 'went-back' }, { waited: 'choosing-again' }];
    for (const keep of keeps) {
      const { state, effects } = walk([...upTo(4), again, keep]);
      expect(state).toMatchObject({ at: 'showing-ticket', ticket: { visit: storedVisit, paper: 'held' } });
      expect(clocks(state)).toEqual({ paper: delays.chooseAgainMs });
      expect(effects.map((effect) => effect.do)).not.toContain('change-service');
    }
  });

  test('for somebody who does not know which goes to the service for that', () => {
    expect(walk([...upTo(4), again, chosen(null)]).effects.at(-1)).toMatchObject({ serviceCode: 'tiep-don' });
  });

  test('that could not be had leaves the old number and says so', () => {
    const { state } = walk([...upTo(4), again, chosen('mat'), notChanged]);
    expect(state).toMatchObject({
      at: 'showing-ticket',
      ticket: { visit: storedVisit, paper: 'held' },
      facts: { choice: { serviceCode: 'noi' } },
      frame: { notice: { words: 'service-not-changed' } },
    });
    expect(papers(...upTo(6), again, chosen('mat'), notChanged)).toEqual(['UA012']);
  });

  test('is had once a session', () => {
    for (const answer of [changed, notChanged]) {
      const once: readonly Happening[] = [...upTo(6), again, chosen('mat'), answer];
      const { state } = walk(once);
      expect(step(settings, state, { type: 'service-change-asked' })).toEqual({ state, effects: [] });
    }
  });

  test('is not offered for a number that was found again, while it prints, or to somebody who has said "done"', () => {
    const found: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: true };
    for (const before of [[...upTo(3), found], upTo(5), [...upTo(4), { type: 'finished' } as const]]) {
      expect(walk([...before, again])).toEqual(walk(before));
    }
  });

  test('is owed an answer: nobody ends the turn meanwhile, and the next one is asked to wait', () => {
    for (const steps of [[again], [again, chosen('mat')]]) {
      const { state } = walk([...upTo(6), ...steps]);
      expect(canStartOver(state)).toBe(false);
      expect(walk([...upTo(6), ...steps, { type: 'started-over' }]).state).toEqual(state);
      expect(walk([...upTo(6), ...steps, scanOf(binhCitizen)]).state).toMatchObject({
        at: state.at,
        frame: { notice: { words: 'please-wait-for-ticket' } },
      });
    }
  });
});
