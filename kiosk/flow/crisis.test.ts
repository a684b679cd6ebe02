import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { canGoBack, canStartOver } from './places.ts';
import type { FlowState } from './state.ts';
import { step } from './step.ts';
import {
  anhCitizen,
  binhCitizen,
  clocks,
  elapsed,
  firstSession,
  type Happening,
  measuringSettings,
  pressureTaken,
  protocol,
  scanOf,
  secondSession,
  today,
  upTo,
  walk,
} from './synthetic.ts';
import { mostActs } from './turn.ts';

/** Whoever was measured in danger twice sits before a screen that nothing but a person ends. */

const high = { systolic: 191, diastolic: 112 } as const;
const site = { ...measuringSettings, callsForHelp: true };
const stored = { type: 'reading-stored', sessionId: firstSession } as const;
const notStored = { type: 'reading-not-stored', sessionId: firstSession } as const;

const toSecondReading: readonly Happening[] = [
  ...upTo(6),
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
  { waited: 'quiet-sitting' },
  pressureTaken(high),
  stored,
  { waited: 'quiet-sitting' },
  pressureTaken(high, { attempt: 2 }),
];
const toCrisis: readonly Happening[] = [...toSecondReading, stored];
const answered = { type: 'crisis-answered', sessionId: firstSession } as const;
const caller = 'C1' as CallerId;

function inCrisis(more: readonly Happening[] = []): FlowState {
  return walk([...toCrisis, ...more], site).state;
}

function calls(happenings: readonly Happening[], settings = site): readonly unknown[] {
  const wanted = ['call-for-crisis', 'raise-priority', 'raise-alert'];
  return walk(happenings, settings).effects.filter((effect) => wanted.includes(effect.do));
}

test('the second of them says that whoever has them goes first, so that the hub hears it also of another kiosk’s number', () => {
  const told = (settings: FlowSettings) =>
    walk(toCrisis, settings).effects.flatMap((effect) =>
      effect.do === 'store-reading' ? [effect.circumstances.goesFirst] : [],
    );
  expect(told(site)).toEqual([undefined, true]);
  expect(told({ ...site, measuring: { ...protocol, crisisPriority: false } })).toEqual([undefined, undefined]);
});

test('two such readings call a person by the number and tell the hospital of the priority, also where no system takes calls', () => {
  const call = { do: 'call-for-crisis', caller: firstSession, ticketNumber: 'UA012' };
  for (const callsForHelp of [true, false]) {
    const [called, priority, ...more] = calls(toCrisis, { ...site, callsForHelp });
    expect([called, more]).toEqual([call, []]);
    expect(priority).toMatchObject({ do: 'raise-priority' });
  }
  const without = { ...site, measuring: { ...site.measuring, crisisPriority: false } };
  expect(calls(toCrisis, without as typeof site)).toEqual([call]);
});

test('a disk that does not take the reading sends nobody away who was measured in danger', () => {
  const { state } = walk([...toSecondReading, notStored], site);
  expect(state.at).toBe('in-crisis');
  expect(calls([...toSecondReading, notStored])).toHaveLength(2);
});

describe('before anybody has answered', () => {
  test('no clock runs but the longest, there is no way back or away, and nothing of the patient but the number stands there', () => {
    const state = inCrisis();
    expect([state.at, clocks(state, site), canGoBack(state), canStartOver(state)]).toEqual([
      'in-crisis',
      {},
      false,
      false,
    ]);
    expect(step(site, inCrisis(), elapsed(inCrisis(), 'longest', site)).state.at).toBe('in-crisis');
  });

  test('somebody else’s card, any touch and a game of touches leave it; the card is told to wait', () => {
    const waits = inCrisis([scanOf(binhCitizen)]);
    expect([waits.at, waits.frame.notice?.words, waits.turn.next]).toEqual([
      'in-crisis',
      'please-wait-for-help',
      undefined,
    ]);
    let state = inCrisis();
    for (let acts = 0; acts < mostActs + 10; acts += 1) {
      for (const type of ['touched', 'finished', 'started-over', 'went-back', 'stayed'] as const)
        state = step(site, state, { type }).state;
      state = step(site, state, { type: 'language-chosen', language: acts % 2 ? 'en' : 'vi' }).state;
    }
    expect([state.at, state.turn.asked]).toEqual(['in-crisis', undefined]);
  });

  test('help and an emergency can be called beside it, and closing their sheet ends nothing', () => {
    const sheet = inCrisis([{ type: 'emergency-called', caller }]);
    expect(sheet.frame.help).toMatchObject({ caller: firstSession, isEmergency: true });
    expect(clocks(sheet, site)).toEqual({});
    expect(inCrisis([{ type: 'help-called', caller }, { type: 'help-called-off' }]).at).toBe('in-crisis');
  });

  test('whoever was asked to go while the cuff waited is asked no more', () => {
    const next = walk([...toSecondReading.slice(0, 8), scanOf(binhCitizen), ...toSecondReading.slice(8), stored], site);
    expect([next.state.at, next.state.turn.next, next.state.turn.asked]).toEqual(['in-crisis', undefined, undefined]);
  });

  test('the gesture in the corner shows staff their pad, and leaving it shows the crisis again', () => {
    const staff = inCrisis([{ type: 'help-called', caller }, { type: 'staff-came' }]);
    expect([staff.at, 'isStaffThere' in staff && staff.isStaffThere, staff.frame.help]).toEqual([
      'in-crisis',
      true,
      undefined,
    ]);
    expect(inCrisis([{ type: 'staff-came' }, { type: 'staff-left' }])).toMatchObject({
      at: 'in-crisis',
      isStaffThere: false,
      isAnswered: false,
    });
    expect(inCrisis([{ type: 'crisis-ended' }]).at).toBe('in-crisis');
  });

  test('a person who gave a name at the kiosk ends it, and then the next one may begin', () => {
    const ended = walk([...toCrisis, { type: 'staff-came' }, { type: 'crisis-ended' }], site);
    expect(ended.state.at).toBe('with-staff');
    expect(ended.effects.at(-1)).toEqual({
      do: 'note-session-ended',
      sessionId: firstSession,
      reason: 'staff-came',
    });
    expect(JSON.stringify(ended.state)).not.toMatch(/UA012|Ngọc/);
  });
});

describe('once somebody comes', () => {
  test('the screen stays ten minutes, then asks whether its patient is still here, and goes', () => {
    const state = inCrisis([answered]);
    expect(clocks(state, site)).toEqual({ idle: delays.crisisAnsweredMs });
    const asked = inCrisis([answered, { waited: 'idle' }]);
    expect([asked.at, asked.turn.asked !== undefined]).toEqual(['in-crisis', true]);
    expect(inCrisis([answered, { waited: 'idle' }, { type: 'stayed' }]).turn.asked).toBeUndefined();
    expect(inCrisis([answered, { waited: 'idle' }, { waited: 'idle-countdown' }]).at).toBe('waiting-for-card');
  });

  test('the next one’s card waits for ten minutes, and is next when nobody answers then', () => {
    const waits = inCrisis([answered, scanOf(binhCitizen)]);
    expect([waits.at, waits.frame.notice?.words]).toEqual(['in-crisis', 'please-wait-for-help']);
    const next = inCrisis([answered, { waited: 'idle' }, scanOf(binhCitizen), { waited: 'idle-countdown' }]);
    expect(next).toMatchObject({ at: 'confirming-identity', facts: { sessionId: secondSession } });
  });

  test('a word about another session’s call changes nothing', () => {
    expect(inCrisis([{ ...answered, sessionId: secondSession }])).toMatchObject({ isAnswered: false });
  });
});

test('a call that was open when the host ended has its screen again, whoever scanned before is told to wait', () => {
  const left = { type: 'crisis-left', sessionId: secondSession, today, ticketNumber: 'UA012' } as const;
  expect(walk([left], site).state).toMatchObject({ at: 'in-crisis', number: 'UA012', isAnswered: false });
  expect(walk([left, scanOf(anhCitizen, firstSession)], site).state).toMatchObject({
    at: 'in-crisis',
    frame: { notice: { words: 'please-wait-for-help' } },
  });
  expect(walk([{ type: 'store-probed', writable: false }, left], site).state.at).toBe('in-crisis');
  expect(walk([...upTo(1), left], site).state.at).toBe('confirming-identity');
});
