import { describe, expect, test } from 'vitest';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { NotOpen } from '#kiosk/facts/opening.ts';
import {
  anhCitizen,
  anhInsurance,
  chosen,
  firstSession,
  followUp,
  type Happening,
  hospitalSaid,
  paperBegins,
  scanOf,
  settingsWithPurposes,
  storedVisit,
  walk,
} from './synthetic.ts';

const site = settingsWithPurposes;
const answer = (each: Record<string, string | boolean | null>): Happening => ({ type: 'answered', answer: each });
const back: Happening = { type: 'went-back' };
const begun = [scanOf(anhCitizen, firstSession), { type: 'identity-confirmed' }] as const;
const placeAfter = (happenings: readonly Happening[], at: FlowSettings = site) => {
  const { state } = walk([...begun, ...happenings], at);
  return state.at === 'asking' ? state.question : state.at;
};
const requestAfter = (happenings: readonly Happening[], at: FlowSettings = site) => {
  const effect = walk([...begun, ...happenings], at).effects.at(-1);
  return effect?.do === 'store-visit' ? effect.request : undefined;
};
const offering = (...purposes: FlowSettings['checkIn']['purposes']): FlowSettings => ({
  ...site,
  checkIn: { ...site.checkIn, purposes },
});

describe('why somebody comes', () => {
  test.each(['insured', 'self-paid', 'follow-up'])('%s leads to the clinics, and the hospital hears it', (purpose) => {
    expect(placeAfter([answer({ purpose })])).toBe('service');
    expect(requestAfter([answer({ purpose }), chosen('mat')])).toMatchObject({ purpose, serviceCode: 'mat' });
  });

  test('results lead straight to their own place, and a measurement to its own', () => {
    expect(requestAfter([answer({ purpose: 'results' })])).toMatchObject({ serviceCode: 'ket-qua' });
    expect(requestAfter([answer({ purpose: 'vitals' })])).toMatchObject({ serviceCode: 'sinh-ton' });
  });

  test('"I do not know" gets a number where people help choosing', () => {
    expect(requestAfter([answer({ purpose: 'unsure' })])).toMatchObject({ serviceCode: 'tiep-don', purpose: 'unsure' });
  });

  test('whoever came to be measured alone goes on to the cuff, by "done" or by waiting', () => {
    const shown = [
      answer({ purpose: 'vitals' }),
      { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false },
      paperBegins,
      { type: 'ticket-printed', sessionId: firstSession },
    ] as const;
    expect(placeAfter([...shown, { type: 'finished' }])).toBe('getting-ready');
    expect(placeAfter([...shown, { waited: 'ticket' }])).toBe('getting-ready');
    const elsewhere = { ...site, offersMeasuring: false };
    expect(placeAfter([...shown, { type: 'finished' }], elsewhere)).toBe('waiting-for-card');
  });

  test('a card that says it already is not asked about: an insurance card where only the way to pay is asked', () => {
    const insuredBegun = [scanOf(anhInsurance, firstSession), { type: 'identity-confirmed' }] as const;
    const placeWith = (at: FlowSettings) => {
      const { state } = walk(insuredBegun, at);
      return state.at === 'asking' ? state.question : state.at;
    };
    expect(placeWith(offering('insured', 'self-paid', 'unsure'))).toBe('service');
    expect(placeWith(offering('insured', 'results'))).toBe('purpose');
    expect(placeAfter([], offering('insured', 'self-paid'))).toBe('purpose');
  });

  test('an appointment of today is offered first, and says why somebody comes', () => {
    const asks = { ...site, asksHospital: true };
    const known = [begun[0], hospitalSaid({ appointments: [followUp] }), begun[1]] as const;
    const { effects } = walk([...known, answer({ appointmentId: 'H-1' })], asks);
    expect(effects.at(-1)).toMatchObject({ request: { purpose: 'follow-up', serviceCode: 'mat' } });
    expect(walk([...known, answer({ appointmentId: null })], asks).state).toMatchObject({ question: 'purpose' });
  });

  test('a site with one purpose asks nothing, and tells it', () => {
    expect(requestAfter([chosen('mat')], offering('self-paid'))).toMatchObject({ purpose: 'self-paid' });
  });
});

describe('a referral letter', () => {
  const letter = (...happenings: readonly Happening[]) =>
    requestAfter([answer({ purpose: 'referral' }), ...happenings, chosen('mat')])?.answers?.referral;

  test('of this week is valid, with one tap', () => {
    expect(letter(answer({ signedOn: '2026-11-18' }))).toEqual({
      signedOn: '2026-11-18',
      validFor: 'ten-working-days',
      standing: 'valid',
    });
  });

  test('of earlier is asked whether it is for a year: yes, no, and nobody knows', () => {
    const earlier = answer({ signedOn: 'earlier' });
    expect(letter(earlier, answer({ isForYear: true }))).toMatchObject({ validFor: 'one-year', standing: 'not-known' });
    expect(letter(earlier, answer({ isForYear: false }))).toMatchObject({ standing: 'expired' });
    expect(letter(earlier, answer({ isForYear: null }))).toMatchObject({ standing: 'not-known' });
  });

  test('of which nobody knows the day is not called anything, and costs no further tap', () => {
    expect(letter(answer({ signedOn: null }))).toMatchObject({ standing: 'not-known' });
  });

  test('that has expired costs nobody the number', () => {
    const gone = [answer({ signedOn: 'earlier' }), answer({ isForYear: false })];
    expect(requestAfter([answer({ purpose: 'referral' }), ...gone, chosen('mat')])).toBeDefined();
  });

  test('is taken back one step at a time', () => {
    const asked = [answer({ purpose: 'referral' }), answer({ signedOn: 'earlier' })];
    const stateAfter = (...happenings: readonly Happening[]) => walk([...begun, ...asked, ...happenings], site).state;
    expect(stateAfter()).toMatchObject({
      question: 'referral',
      facts: { said: { referral: { standing: 'expired' } } },
    });
    expect(stateAfter(back)).toMatchObject({ question: 'referral', facts: { said: {} } });
    expect(stateAfter(back, back)).toMatchObject({ question: 'purpose' });
    expect(stateAfter(answer({ isForYear: null }), back)).toMatchObject({ question: 'referral', facts: { said: {} } });
  });

  test('of a day that was not on the screen is no answer', () => {
    for (const signedOn of ['2026-01-01', '2026-11-22', 'yesterday', 7, true]) {
      const { state } = walk([...begun, answer({ purpose: 'referral' }), answer({ signedOn } as never)], site);
      expect(state).toMatchObject({ question: 'referral', facts: { said: {} } });
    }
  });
});

describe('coming fasting', () => {
  const insured = answer({ purpose: 'insured' });

  test('is asked where the service wants it, and nowhere else', () => {
    expect(placeAfter([insured, chosen('noi')])).toBe('preparation');
    expect(placeAfter([insured, chosen('mat')])).toBe('storing-visit');
  });

  test.each([true, false])('hasEaten %s: there is a number, and the hospital hears it', (hasEaten) => {
    expect(requestAfter([insured, chosen('noi'), answer({ hasEaten })])).toMatchObject({
      serviceCode: 'noi',
      answers: { preparation: { hasEaten } },
    });
  });

  test('can be taken back together with the clinic', () => {
    expect(placeAfter([insured, chosen('noi'), back])).toBe('service');
    const other = [insured, chosen('noi'), back, chosen('mat')];
    expect(requestAfter(other)?.answers).toBeUndefined();
  });
});

describe('finding a service by what one complains of', () => {
  const search = [answer({ purpose: 'insured' }), answer({ isSearching: true })];

  test('leads to the services that have it, one step at a time and back again', () => {
    const stateAfter = (...happenings: readonly Happening[]) => walk([...begun, ...search, ...happenings], site).state;
    const symptom = answer({ symptom: 'dau-mat' });
    expect(stateAfter()).toMatchObject({ question: 'service', facts: { search: { symptom: undefined } } });
    expect(stateAfter(symptom)).toMatchObject({ question: 'service', facts: { search: { symptom: 'dau-mat' } } });
    expect(stateAfter(symptom, chosen('mat')).at).toBe('storing-visit');
    expect(stateAfter(symptom, back)).toMatchObject({ facts: { search: { symptom: undefined } } });
    expect(stateAfter(symptom, back, back)).toMatchObject({ question: 'service', facts: { search: undefined } });
    expect(stateAfter(symptom, back, back, back)).toMatchObject({ question: 'purpose' });
  });

  test('whoever finds nothing there gets help choosing', () => {
    expect(requestAfter([...search, chosen(null)])).toMatchObject({ serviceCode: 'tiep-don' });
  });

  test('is nowhere where the site has no words for it', () => {
    const { state } = walk([...begun, ...search], { ...site, symptoms: [] });
    expect(state).toMatchObject({ facts: { search: undefined } });
  });
});

describe('a service that takes nobody now', () => {
  const insured = answer({ purpose: 'insured' });
  const closed = (...codes: readonly string[]): FlowSettings => ({
    ...site,
    notOpen: new Map(codes.map((code): [string, NotOpen] => [code, { is: 'closed', opens: undefined }])),
  });

  test('cannot be chosen; whoever points at it is told so, and is still asked', () => {
    const { state } = walk([...begun, insured, chosen('mat')], closed('mat'));
    expect(state).toMatchObject({ question: 'service', frame: { notice: { words: 'service-not-open' } } });
    expect(
      requestAfter([insured, chosen('mat'), chosen('noi'), answer({ hasEaten: false })], closed('mat')),
    ).toBeDefined();
  });

  test('law 1: where nothing is open the desk still gives a number', () => {
    expect(requestAfter([insured, chosen(null)], closed('noi', 'mat'))).toMatchObject({ serviceCode: 'tiep-don' });
    expect(placeAfter([answer({ purpose: 'results' })], closed('ket-qua'))).toBe('purpose');
    expect(
      requestAfter([], { ...closed('ket-qua'), ...offering('results'), notOpen: closed('ket-qua').notOpen }),
    ).toMatchObject({
      serviceCode: 'tiep-don',
    });
  });

  test('an appointment there counts all the same: the hospital gave it', () => {
    const asks = { ...closed('mat'), asksHospital: true };
    const known = [begun[0], hospitalSaid({ appointments: [followUp] }), begun[1], answer({ appointmentId: 'H-1' })];
    expect(walk(known, asks).effects.at(-1)).toMatchObject({ request: { serviceCode: 'mat' } });
  });

  test('whoever saw it open gets their number, though it closes while they choose', () => {
    let isOpen = true;
    const closes: FlowSettings = {
      ...site,
      get notOpen() {
        return isOpen ? new Map() : closed('mat').notOpen;
      },
    };
    const before = walk([...begun, insured], closes).state;
    isOpen = false;
    expect(before).toMatchObject({ question: 'service', facts: { notOpen: new Map() } });
  });

  test('the last number was given to somebody else: another one or the desk, and no number is lost', () => {
    const full: Happening = { type: 'service-full', sessionId: firstSession };
    const { state } = walk([...begun, insured, chosen('mat'), full], site);
    expect(state).toMatchObject({
      at: 'asking',
      question: 'service',
      facts: { choice: undefined, notOpen: new Map([['mat', { is: 'full' }]]) },
      frame: { notice: { words: 'service-not-open' } },
    });
    expect(requestAfter([insured, chosen('mat'), full, chosen('noi'), answer({ hasEaten: false })])).toMatchObject({
      serviceCode: 'noi',
    });
    expect(requestAfter([answer({ purpose: 'results' }), full])).toMatchObject({ serviceCode: 'tiep-don' });
  });

  test('a change of service goes by what is open at that moment', () => {
    const shown = [
      insured,
      chosen('mat'),
      {
        type: 'visit-stored',
        sessionId: firstSession,
        visit: { ...storedVisit, service: { ...storedVisit.service, code: 'mat' } },
        found: false,
      },
      { type: 'service-change-asked' },
    ] as const;
    const { state, effects } = walk([...begun, ...shown, chosen('noi')], closed('noi'));
    expect(state).toMatchObject({ at: 'choosing-again', frame: { notice: { words: 'service-not-open' } } });
    expect(effects.some((effect) => effect.do === 'change-service')).toBe(false);
  });
});

test('a site that switches nothing on asks what it asked before', () => {
  const plain = { ...site, checkIn: { ...site.checkIn, purposes: [] }, preparationOf: new Map(), symptoms: [] };
  expect(placeAfter([], plain)).toBe('service');
  expect(requestAfter([chosen('noi')], plain)).toMatchObject({ purpose: 'examination', serviceCode: 'noi' });
  expect(requestAfter([chosen('noi')], plain)?.answers).toBeUndefined();
});
