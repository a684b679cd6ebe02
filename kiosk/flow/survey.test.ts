import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import {
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  scanOf,
  secondSession,
  settings,
  storedVisit,
  upTo,
  walk,
} from './synthetic.ts';

const asking: FlowSettings = { ...settings, checkIn: { ...settings.checkIn, survey: true } };
const paperless: FlowSettings = { ...settings, checkIn: { ...settings.checkIn, paperless: true } };
const done: readonly Happening[] = [...upTo(6), { type: 'finished' }];

describe('how it went', () => {
  test('is asked after "done", once, with the number still on the screen, and only where the site asks', () => {
    expect(walk(done).state.at).toBe('waiting-for-card');
    expect(walk(done, asking).state).toMatchObject({ at: 'surveying', about: { number: 'UA012' }, isThanked: false });
    const { state, effects } = walk([...done, { type: 'opinion-given', score: 2 }], asking);
    expect(state).toMatchObject({ at: 'surveying', isThanked: true });
    expect(effects.at(-1)).toEqual({ do: 'store-opinion', opinion: { serviceCode: 'noi', score: 2 } });
    const twice = walk([...done, { type: 'opinion-given', score: 2 }, { type: 'opinion-given', score: 5 }], asking);
    expect(twice.effects.filter((effect) => effect.do === 'store-opinion')).toHaveLength(1);
  });

  test('goes by itself after ten seconds, and the thanks after three', () => {
    expect(clocks(walk(done, asking).state, asking)).toMatchObject({ survey: delays.surveyMs });
    expect(walk([...done, { waited: 'survey' }], asking).state.at).toBe('waiting-for-card');
    const thanked: readonly Happening[] = [...done, { type: 'opinion-given', score: 5 }];
    expect(clocks(walk(thanked, asking).state, asking)).toMatchObject({ survey: delays.surveyThanksMs });
    expect(walk([...thanked, { waited: 'survey' }], asking).state.at).toBe('waiting-for-card');
  });

  test('may be skipped, and the next one’s card ends it without a word', () => {
    expect(walk([...done, { type: 'finished' }], asking).state.at).toBe('waiting-for-card');
    expect(walk([...done, scanOf(binhCitizen)], asking).state).toMatchObject({
      at: 'confirming-identity',
      facts: { sessionId: secondSession },
    });
  });

  test('is not asked of whoever walks off with the paper, or calls for help', () => {
    expect(walk([...upTo(6), { waited: 'ticket' }], asking).state.at).toBe('waiting-for-card');
    const helped: readonly Happening[] = [
      ...upTo(6),
      { type: 'help-called', caller: 'C1' as never },
      { type: 'finished' },
    ];
    expect(walk(helped, asking).state.at).toBe('waiting-for-card');
  });
});

describe('a number that is taken by phone', () => {
  const taken: readonly Happening[] = [...upTo(4), { type: 'taken-by-phone' }];

  test('is read for six seconds before paper comes, is not printed, and stays like one that is only on the screen', () => {
    expect(clocks(walk(upTo(4), paperless).state, paperless)).toMatchObject({ paper: delays.takeByPhoneMs });
    const { state, effects } = walk(taken, paperless);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { paper: 'on-phone' } });
    expect(effects.map((effect) => effect.do)).not.toContain('print-ticket');
    expect(effects.at(-1)).toMatchObject({ do: 'note-taken-by-phone', number: 'UA012' });
    expect(clocks(state, paperless)).toMatchObject({ ticket: delays.unprintedTicketMs });
    expect(walk([...taken, scanOf(binhCitizen)], paperless).state.turn.next).toBeDefined();
  });

  test('may still be printed, as its first ticket', () => {
    const { state, effects } = walk([...taken, { type: 'copy-asked' }], paperless);
    expect(effects.at(-1)?.do).toBe('print-ticket');
    expect(state).toMatchObject({ ticket: { paper: 'printing' } });
  });

  test('is printed at once for whoever says "done", and by itself for whoever does nothing', () => {
    expect(walk([...upTo(4), { type: 'finished' }], paperless).effects.at(-1)?.do).toBe('print-ticket');
    expect(walk([...upTo(4), { waited: 'paper' }], paperless).state).toMatchObject({ ticket: { paper: 'printing' } });
  });

  test('is on the phone also when the same card comes back', () => {
    const again = { ...storedVisit, paper: 'taken-by-phone' } as const;
    const { state } = walk(
      [...upTo(3), { type: 'visit-stored', sessionId: firstSession, visit: again, found: true }],
      paperless,
    );
    expect(state).toMatchObject({ ticket: { paper: 'on-phone' } });
  });

  test('is not offered where the site prints', () => {
    expect(walk(taken).state).toMatchObject({ ticket: { paper: 'held' } });
  });
});
