import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEffect } from './effects.ts';
import type { FlowEvent } from './events.ts';
import { startingState } from './moves.ts';
import type { FlowState } from './state.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  binhCitizen,
  contactKnown,
  everyWayIn,
  firstSession,
  hospitalSaid,
  secondSession,
  settings,
  storedVisit,
  today,
  typedAnh,
  typedPassport,
} from './synthetic.ts';
import { timersOf } from './timers.ts';

const site: FlowSettings = { ...settings, checkIn: { ...settings.checkIn, waysIn: everyWayIn } };
const withHospital: FlowSettings = { ...site, asksHospital: true };

const begin: FlowEvent = { type: 'started-without-papers', sessionId: firstSession, today };
const way = (chosen: 'number' | 'phone' | 'passport' | 'name'): FlowEvent => ({ type: 'way-in-chosen', way: chosen });
const number: FlowEvent = {
  type: 'number-typed',
  text: '027148000123',
  read: { identity: typedAnh, groups: ['027', '148', '000', '123'] },
};
const confirmed: FlowEvent = { type: 'number-confirmed' };
const name: FlowEvent = { type: 'name-told', text: 'Nguyễn Thị Ngọc Ánh' };
const year: FlowEvent = { type: 'birth-year-told', year: 1948 };
const back: FlowEvent = { type: 'went-back' };
const scan = (identity: typeof anhCitizen): FlowEvent => ({
  type: 'card-read',
  identity,
  sessionId: secondSession,
  today,
});

function walk(events: readonly FlowEvent[], on = site): { state: FlowState; effects: readonly FlowEffect[] } {
  let state: FlowState = startingState(on);
  let effects: readonly FlowEffect[] = [];
  for (const event of events) ({ state, effects } = step(on, state, event));
  return { state, effects };
}
const at = (events: readonly FlowEvent[], on = site) => walk(events, on).state.at;
const identitiesAfter = (events: readonly FlowEvent[], on = site) => {
  const { state } = walk(events, on);
  return 'facts' in state ? state.facts.identities : [];
};

describe('without a card', () => {
  test('a kiosk that offers no other way goes straight to the questions, as it always did', () => {
    expect(at([begin], settings)).toBe('asking');
    expect(at([begin, back], settings)).toBe('waiting-for-card');
  });

  test('one that offers ways asks which, and offers none that the site has not switched on', () => {
    const onlyName = {
      ...site,
      checkIn: { ...site.checkIn, waysIn: { ...everyWayIn, typedNumber: false, phone: false } },
    };
    expect(at([begin], onlyName)).toBe('choosing-way-in');
    expect(at([begin, way('number')], onlyName)).toBe('choosing-way-in');
    expect(at([begin, way('phone')], onlyName)).toBe('choosing-way-in');
    expect(at([begin, way('name')], onlyName)).toBe('telling-name');
  });

  test('law 1: whoever tells nothing at all gets a number', () => {
    const nothing: FlowEvent = { ...begin };
    expect(at([begin, nothing])).toBe('asking');
    expect(identitiesAfter([begin, nothing])).toEqual([]);
    expect(at([begin, nothing, back])).toBe('choosing-way-in');
    expect(at([begin, way('name'), nothing])).toBe('asking');
    expect(at([begin, way('name'), { type: 'phone-preferred' }, nothing])).toBe('asking');
  });

  test('a number that was typed is said back before it counts, and comes back to be corrected', () => {
    expect(walk([begin, way('number'), number]).state).toMatchObject({
      at: 'confirming-number',
      groups: ['027', '148', '000', '123'],
      facts: { identities: [] },
    });
    expect(walk([begin, way('number'), number, back]).state).toMatchObject({
      at: 'typing-number',
      typed: '027148000123',
    });
    expect(identitiesAfter([begin, way('number'), number, confirmed])).toEqual([typedAnh]);
  });

  test('what is wrong with a number is told, and nothing of it is lost', () => {
    const wrong: FlowEvent = { type: 'number-typed', text: '0271', read: { wrong: { kind: 'missing', count: 5 } } };
    expect(walk([begin, way('number'), wrong]).state).toMatchObject({
      at: 'typing-number',
      typed: '0271',
      wrong: { kind: 'missing', count: 5 },
    });
  });

  test('of a number that somebody typed the hospital may know whose it is, and the screen does not read it out', () => {
    const { state, effects } = walk([begin, way('number'), number, confirmed], withHospital);
    expect(state).toMatchObject({ at: 'confirming-identity', veil: { hides: true } });
    expect(effects).toMatchObject([{ do: 'ask-hospital', patient: { source: 'typed' } }]);
    expect(at([begin, way('number'), number, confirmed])).toBe('asking');
  });

  test('name and birth year are shown once more; the year is one that somebody can be born in', () => {
    const told = [begin, way('name'), name];
    for (const impossible of [2027, 1905, 0, 1948.5]) {
      expect(at([...told, { type: 'birth-year-told', year: impossible }])).toBe('telling-birth-year');
    }
    expect(walk([...told, year]).state).toMatchObject({
      at: 'confirming-identity',
      veil: { hides: false },
      facts: {
        identities: [{ source: 'typed', fullName: 'Nguyễn Thị Ngọc Ánh', birth: { precision: 'year', year: 1948 } }],
      },
    });
    expect(at([...told, { type: 'birth-year-told', year: undefined }])).toBe('confirming-identity');
  });

  test('law 8: what is no name, no phone and no year is not taken', () => {
    for (const text of ['', '   ', '<script>', 'Ánh\u0000', '0912000567', 'a'.repeat(61), '***']) {
      expect(at([begin, way('name'), { type: 'name-told', text }])).toBe('telling-name');
    }
    for (const text of ['', '0912', '091200056x', '+84912000567 ', '0'.repeat(16), '__proto__']) {
      expect(at([begin, way('name'), { type: 'phone-preferred' }, { type: 'phone-told', text }])).toBe('telling-phone');
    }
    for (const text of ['Nguyễn Thị Ngọc Ánh', "H'Hen Niê", 'Y Wĩ Ksor', 'O’Brien', 'Anna-Lena von Ahlefeldt']) {
      expect(at([begin, way('name'), { type: 'name-told', text }])).toBe('telling-birth-year');
    }
  });

  test('a card on a phone that does not read is noted as shown, and goes on with a name or without', () => {
    const shown = [begin, way('phone'), { type: 'scan-given-up' } as const];
    expect(walk(shown).state).toMatchObject({ at: 'telling-name', facts: { identities: [{ source: 'phone-shown' }] } });
    expect(identitiesAfter([...shown, name, year]).map(({ source }) => source)).toEqual(['phone-shown', 'typed']);
    expect(at([...shown, begin])).toBe('asking');
    expect(walk([...shown, back]).state).toMatchObject({ at: 'showing-to-scanner', facts: { identities: [] } });
  });

  test('a phone that is not read for a while, or whose code is none, is shown another way by the screen', () => {
    const { state } = walk([begin, way('phone')]);
    const [clock] = timersOf(state, site);
    expect(clock).toMatchObject({ timer: 'scan-slow', ms: delays.scanIsSlowMs });
    const slow = step(site, state, { type: 'timer-elapsed', timer: 'scan-slow', count: clock?.count ?? 0 }).state;
    expect(slow).toMatchObject({ at: 'showing-to-scanner', isSlow: true });
    expect(walk([begin, way('phone'), { type: 'card-not-read', why: 'foreign' }]).state).toMatchObject({
      at: 'showing-to-scanner',
      isSlow: true,
      frame: { notice: { words: 'code-not-usable' } },
    });
  });

  test('a passport that is typed has a number and a name', () => {
    const passport: FlowEvent = {
      type: 'number-typed',
      text: 'L898902C3',
      read: { identity: typedPassport, groups: [] },
    };
    const typed = [begin, way('passport'), { type: 'scan-given-up' } as const, passport, confirmed];
    expect(at(typed)).toBe('telling-name');
    expect(walk([...typed, name]).state).toMatchObject({
      at: 'confirming-identity',
      facts: { identities: [{ fullName: 'Nguyễn Thị Ngọc Ánh', document: { kind: 'passport', number: 'L898902C3' } }] },
    });
    expect(walk([...typed, back]).state).toMatchObject({ at: 'typing-number', of: 'passport', typed: 'L898902C3' });
  });

  test.each<readonly [string, readonly FlowEvent[]]>([
    ['while one chooses', [begin]],
    ['while a number is typed', [begin, way('number')]],
    ['while it is said back', [begin, way('number'), number]],
    ['while a name is typed', [begin, way('name')]],
    ['while a year is typed', [begin, way('name'), name]],
    ['while a phone is shown', [begin, way('phone')]],
    ['after the phone was noted as shown', [begin, way('phone'), { type: 'scan-given-up' }]],
  ])('a card that is scanned %s is easier, and wins in the same turn', (_when, events) => {
    const { state } = walk([...events, scan(anhCitizen)]);
    expect(state).toMatchObject({ at: 'confirming-identity', veil: { hides: false } });
    expect('facts' in state && [state.facts.sessionId, state.facts.identities.at(-1)]).toEqual([
      firstSession,
      anhCitizen,
    ]);
  });

  test('her card takes the place of the number that she typed, and her name is on the screen', () => {
    const { state } = walk([begin, way('number'), number, confirmed, scan(anhCitizen)], withHospital);
    expect(state).toMatchObject({
      at: 'confirming-identity',
      veil: { hides: false },
      facts: { identities: [anhCitizen] },
    });
  });

  test('a stranger’s card after a name was told is the next one’s', () => {
    const { state } = walk([begin, way('name'), name, year, scan(binhCitizen)]);
    expect(state).toMatchObject({ at: 'confirming-identity', turn: { next: { scan: { identity: binhCitizen } } } });
  });

  test('who tells it anew is asked about anew: an answer about the number before counts no more', () => {
    const { state } = walk([begin, way('number'), number, confirmed, back], withHospital);
    expect(state).toMatchObject({
      at: 'choosing-way-in',
      facts: { identities: [], hospital: { open: [], question: 1 } },
    });
    const late = step(withHospital, state, hospitalSaid({ contact: contactKnown }));
    expect(late.state).toMatchObject({ facts: { hospital: { contact: undefined } } });
  });

  test('names are soon invented: after five numbers for them in a row the next ones stay on the screen, and not for a typed number', () => {
    const stored: FlowEvent = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
    const chosen: FlowEvent = { type: 'answered', answer: { serviceCode: 'noi' } };
    const visit = (events: readonly FlowEvent[], from: FlowState) =>
      [...events, chosen, stored].reduce((state, event) => step(site, state, event).state, from);
    const byName = visit([begin, way('name'), name, year, { type: 'identity-confirmed' }], startingState(site));
    expect(byName).toMatchObject({ at: 'showing-ticket', turn: { noPapersInRow: 1 } });
    const byNumber = visit([begin, way('number'), number, confirmed], startingState(site));
    expect(byNumber).toMatchObject({ at: 'showing-ticket', turn: { noPapersInRow: 0 } });
  });
});
