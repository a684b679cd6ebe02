import { assert, describe, expect, test } from 'vitest';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { RawAnswer } from '#kiosk/facts/question.ts';
import { canGoOnWithFamily } from './family.ts';
import { canGoBack, canStartOver } from './places.ts';
import {
  anhCitizen,
  binhCitizen,
  chosen,
  clocks,
  firstSession,
  type Happening,
  scanOf,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';
import { canMeasure } from './ticket.ts';

const off = settings.checkIn;
const emergency = { directions: { vi: 'Theo vạch đỏ, cửa số 1' } };
const room = { room: 'P.12', feverCelsius: 37.5 };

const siteWith = (checkIn: Partial<FlowSettings['checkIn']>): FlowSettings => ({
  ...settings,
  callsForHelp: true,
  checkIn: { ...off, ...checkIn },
});
const says = (answer: RawAnswer): Happening => ({ type: 'answered', answer });
const well = { fever: false, cough: false, rash: false, contact: false };
const back: Happening = { type: 'went-back' };
const stored: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
const began = [scanOf(binhCitizen, firstSession), { type: 'identity-confirmed' }] as const;
const oldWoman = [scanOf(anhCitizen, firstSession), { type: 'identity-confirmed' }] as const;

const placeAfter = (site: FlowSettings, ...happenings: readonly Happening[]) => {
  const { state } = walk(happenings, site);
  return state.at === 'asking' ? state.question : state.at;
};
const requestAfter = (site: FlowSettings, ...happenings: readonly Happening[]) => {
  const effect = walk(happenings, site).effects.find(({ do: what }) => what === 'store-visit');
  return effect?.do === 'store-visit' ? effect.request : undefined;
};

test('a site that switches nothing on asks none of this', () => {
  expect(placeAfter(settings, ...began)).toBe('service');
  expect(requestAfter(settings, ...began, chosen('noi'))).toMatchObject({ priority: undefined });
});

test('whoever is sent to a room of their own is offered neither the cuff nor a place for the next of the family', () => {
  const site = siteWith({ screening: room, companion: true });
  const printed: Happening = { type: 'ticket-printed', sessionId: firstSession };
  const shownAfter = (answer: RawAnswer) => {
    const { state } = walk([...began, says(answer), chosen('noi'), stored, { waited: 'paper' }, printed], site);
    assert(state.at === 'showing-ticket');
    return [canMeasure(site, state), canGoOnWithFamily(site, state)];
  };
  expect(shownAfter(well)).toEqual([true, true]);
  expect(shownAfter({ ...well, fever: true })).toEqual([false, false]);
});

describe('signs of an emergency', () => {
  const site = siteWith({ emergency });

  test('are asked first, and whoever has one is sent there while somebody is called at once', () => {
    expect(placeAfter(site, ...began)).toBe('emergency');
    const { state, effects } = walk([...began, says({ sign: 'chest-pain' })], site);
    expect(state.at).toBe('going-to-emergency');
    expect(effects.at(-1)).toEqual({ do: 'raise-alert', kind: 'emergency', caller: firstSession });
  });

  test('are kept nowhere: not in the state, not in the call, not in the visit', () => {
    const { state, effects } = walk([...began, says({ sign: 'chest-pain' })], site);
    expect(JSON.stringify([state, effects])).not.toContain('chest-pain');
    const request = requestAfter(
      site,
      ...began,
      says({ sign: 'chest-pain' }),
      { type: 'number-wanted' },
      chosen('noi'),
    );
    expect(JSON.stringify(request)).not.toContain('chest-pain');
    expect(request?.answers).toBeUndefined();
  });

  test('never cost the number: on request the visit goes on, in the priority lane, for staff to confirm', () => {
    const wanted = [...began, says({ sign: 'fits' }), { type: 'number-wanted' }] as const;
    expect(placeAfter(site, ...wanted)).toBe('service');
    expect(requestAfter(site, ...wanted, chosen('noi'))).toMatchObject({
      priority: { ground: 'emergency', certain: false },
    });
  });

  test('that nobody has change nothing', () => {
    expect(placeAfter(site, ...began, says({ sign: 'none' }))).toBe('service');
    const { effects } = walk([...began, says({ sign: 'none' })], site);
    expect(effects.filter((effect) => effect.do === 'raise-alert')).toEqual([]);
  });

  test('touched by mistake are asked again by Back, and the call stays with whoever comes', () => {
    const mistaken = [...began, says({ sign: 'fits' }), back] as const;
    expect(placeAfter(site, ...mistaken)).toBe('emergency');
    expect(walk(mistaken, site).effects.map((effect) => effect.do)).not.toContain('call-off-help');
    expect(requestAfter(site, ...mistaken, says({ sign: 'none' }), chosen('noi'))).toMatchObject({
      priority: undefined,
    });
    expect(placeAfter(site, ...began, says({ sign: 'fits' }), { type: 'number-wanted' }, back)).toBe('emergency');
  });

  test('leave nobody in a hurry: the screen waits three minutes, asks, and only then goes', () => {
    const sent = [...began, says({ sign: 'fits' })] as const;
    const { state } = walk(sent, site);
    expect(clocks(state, site)).toEqual({ idle: 180_000 });
    expect([canGoBack(state), canStartOver(state)]).toEqual([true, true]);
    expect(walk([...sent, { waited: 'idle' }], site).state).toMatchObject({ at: 'going-to-emergency' });
    expect(walk([...sent, { waited: 'idle' }, { waited: 'idle-countdown' }], site).state.at).toBe('waiting-for-card');
  });

  test('of somebody without papers are asked as well, and an unknown one is no answer', () => {
    const without: Happening = { type: 'started-without-papers', sessionId: secondSession, today };
    expect(placeAfter(site, without)).toBe('emergency');
    for (const answer of [{}, { sign: 'toothache' }, { sign: true }, { sign: null }, { serviceCode: 'noi' }]) {
      expect(placeAfter(site, ...began, says(answer))).toBe('emergency');
    }
  });

  test('where no system takes calls nobody is said to be called', () => {
    const { effects } = walk([...began, says({ sign: 'fits' })], { ...site, callsForHelp: false });
    expect(effects.map((effect) => effect.do)).not.toContain('raise-alert');
  });
});

describe('a screening', () => {
  const site = siteWith({ screening: room });

  test('with a sign leads to a room of its own, with a number all the same', () => {
    const said = [...began, says({ ...well, fever: true, contact: true }), chosen('noi')] as const;
    const screening = { signs: ['fever', 'contact'], isolate: true };
    expect(requestAfter(site, ...said)).toMatchObject({ answers: { screening } });
    const { effects } = walk([...said, stored, { waited: 'paper' }], site);
    expect(effects.find((effect) => effect.do === 'print-ticket')).toMatchObject({ toIsolation: true });
  });

  test('with a sign calls somebody to the room, with the number and nothing else', () => {
    const said = [...began, says({ ...well, rash: true }), chosen('noi'), stored] as const;
    const calls = walk(said, site).effects.filter((effect) => effect.do === 'call-to-isolation');
    expect(calls).toEqual([{ do: 'call-to-isolation', ticketNumber: 'UA012' }]);
    const nobody = walk([...began, says(well), chosen('noi'), stored], site).effects;
    expect(nobody.map((effect) => effect.do)).not.toContain('call-to-isolation');
    expect(walk(said, { ...site, callsForHelp: false }).effects.map((effect) => effect.do)).not.toContain(
      'call-to-isolation',
    );
  });

  test('without a sign sends nobody anywhere, and the hospital hears that it was asked', () => {
    const said = [...began, says(well), chosen('noi')] as const;
    expect(requestAfter(site, ...said)).toMatchObject({ answers: { screening: { signs: [], isolate: false } } });
    const { effects } = walk([...said, stored, { waited: 'paper' }], site);
    expect(effects.find((effect) => effect.do === 'print-ticket')).not.toHaveProperty('toIsolation');
  });

  test('takes nothing for "no" that was not said', () => {
    for (const answer of [{}, { fever: true }, { ...well, rash: null }, { ...well, cough: 'false' }]) {
      expect(placeAfter(site, ...began, says(answer))).toBe('screening');
    }
  });

  test('is asked again after Back, with nothing left of what was said', () => {
    expect(placeAfter(site, ...began, says({ ...well, rash: true }), back)).toBe('screening');
    const { state } = walk([...began, says({ ...well, rash: true }), back], site);
    expect(state).toMatchObject({ facts: { said: {} } });
  });
});

describe('the ground for the priority lane', () => {
  const site = siteWith({ priority: true });

  test.each(['pregnancy', 'severe-disability', 'merit'])('%s is declared, and staff confirm it', (ground) => {
    expect(placeAfter(site, ...began, chosen('noi'))).toBe('priority');
    expect(requestAfter(site, ...began, chosen('noi'), says({ ground }))).toMatchObject({
      priority: { ground, certain: false },
    });
  });

  test('is not asked of whom their age gives one', () => {
    expect(requestAfter(site, ...oldWoman, chosen('noi'))).toMatchObject({
      priority: { ground: 'age-75', certain: true },
    });
  });

  test('may stay unsaid: one touch, and an ordinary number', () => {
    expect(requestAfter(site, ...began, chosen('noi'), says({ ground: 'none' }))).toMatchObject({
      priority: undefined,
    });
  });

  test('is asked anew after Back, and no age can be claimed', () => {
    const both = siteWith({ priority: true, emergency });
    const declared = [...began, says({ sign: 'none' }), chosen('noi')] as const;
    expect(placeAfter(both, ...declared, says({ ground: 'age-75' }))).toBe('priority');
    expect(walk([...declared, back], both).state).toMatchObject({ facts: { declared: undefined } });
  });
});
