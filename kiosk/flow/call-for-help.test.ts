import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import {
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  pressureTaken,
  scanOf,
  settings,
  storedVisit,
  upTo,
  walk,
} from './synthetic.ts';

const site = { ...settings, asksHospital: true, callsForHelp: true };
const [first, second] = ['C1' as CallerId, 'C2' as CallerId];
const help = (caller: CallerId = first): Happening => ({ type: 'help-called', caller });
const emergency = (caller: CallerId = first): Happening => ({ type: 'emergency-called', caller });
const off: Happening = { type: 'help-called-off' };
const after = (...happenings: readonly Happening[]) => walk(happenings, site);
const calls = (...happenings: readonly Happening[]) =>
  after(...happenings).effects.filter((effect) => effect.do === 'raise-alert' || effect.do === 'call-off-help');
const sheet = (...happenings: readonly Happening[]) => after(...happenings).state.frame.help;

describe('a call for help', () => {
  test('reaches somebody where a system takes calls, and says where to go where none does', () => {
    expect(calls(help())).toEqual([{ do: 'raise-alert', kind: 'help-wanted', caller: first }]);
    expect(calls(...upTo(1), help())).toEqual([{ do: 'raise-alert', kind: 'help-wanted', caller: firstSession }]);
    const { state, effects } = walk([help()], settings);
    expect([state.frame.help?.caller, effects]).toEqual([first, []]);
  });

  test('can be called off by whoever called, at rest and in their turn', () => {
    expect(calls(help(), off).at(-1)).toEqual({ do: 'call-off-help', caller: first });
    expect(sheet(help(), off)).toBeUndefined();
    expect(calls(...upTo(2), help(), off).at(-1)).toEqual({ do: 'call-off-help', caller: firstSession });
  });

  test('opened twice in one turn is one caller’s', () => {
    expect(calls(help(first), help(second)).map((call) => call.caller)).toEqual([first, first]);
    const { caller } = sheet(...upTo(1), help(first), { type: 'help-closed' }, help(second)) ?? {};
    expect(caller).toBe(firstSession);
  });

  test('of somebody who has left is not called off by whoever comes next', () => {
    const left = [...upTo(1), help(), { waited: 'idle' }, { waited: 'idle-countdown' }] as const;
    expect(after(...left).state).toMatchObject({
      at: 'waiting-for-card',
      frame: { help: { caller: firstSession, isCallers: false } },
    });
    expect(calls(...left, off)).toEqual(calls(...left));
    expect(calls(...left, help(second), off).at(-1)).toEqual({ do: 'call-off-help', caller: second });
    expect(calls(...left, scanOf(binhCitizen), help(second), off).at(-1)).toEqual({
      do: 'call-off-help',
      caller: 'S2',
    });
  });
});

describe('an emergency', () => {
  test('may follow a call for help, and may be called at once', () => {
    const raised = { do: 'raise-alert', kind: 'emergency' };
    expect(calls(help(), emergency()).at(-1)).toEqual({ ...raised, caller: first });
    expect(calls(emergency())).toEqual([{ ...raised, caller: first }]);
  });

  test('is not called off at the kiosk, by nobody', () => {
    expect(calls(emergency(), off)).toEqual(calls(emergency()));
    expect(sheet(emergency(), off)).toMatchObject({ isEmergency: true });
    expect(calls(help(), emergency(), off).map((call) => call.do)).not.toContain('call-off-help');
    const left = [...upTo(1), emergency(), { waited: 'idle' }, { waited: 'idle-countdown' }] as const;
    expect(calls(...left, help(second), off)).toEqual([
      ...calls(...left, help(second)),
      { do: 'call-off-help', caller: second },
    ]);
  });
});

describe('the help sheet', () => {
  const opened = { caller: firstSession, isCallers: true };

  test.each([
    [
      'the hospital’s answer',
      2,
      [
        {
          type: 'hospital-answered',
          sessionId: firstSession,
          question: 1,
          answers: { contact: undefined, appointments: [], insuranceCheck: undefined },
        },
      ],
    ],
    ['the store’s answer', 3, [{ type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false }]],
    ['the paper', 4, [{ waited: 'paper' }, { type: 'ticket-printed', sessionId: firstSession }]],
    ['"are you still here?"', 1, [{ waited: 'idle' }]],
    ['somebody else’s card', 1, [scanOf(binhCitizen)]],
    ['a code that cannot be read', 1, [{ type: 'card-not-read', why: 'foreign' }]],
  ] satisfies readonly (readonly [string, number, readonly Happening[]])[])(
    'stays open over %s',
    (_name, steps, what) => {
      const waits = { ...site, asksHospital: steps === 2 };
      expect(walk([...upTo(steps), help(), ...what], waits).state.frame.help).toMatchObject(opened);
    },
  );

  test('stays open over a reading', () => {
    const measuring: readonly Happening[] = [
      ...upTo(6),
      { type: 'measuring-asked' },
      { type: 'measuring-begun' },
      help(),
      pressureTaken(),
      { type: 'reading-stored', sessionId: firstSession },
    ];
    expect(walk(measuring).state).toMatchObject({ at: 'showing-reading', frame: { help: opened } });
  });

  test('holds the turn of whoever waits, and asks after a minute', () => {
    for (const steps of [1, 2, 6]) {
      const { state } = walk([...upTo(steps), help()]);
      expect(clocks(state)).toMatchObject({ idle: delays.helpMs });
      expect(clocks(state)).not.toHaveProperty('ticket');
    }
    const printed = walk([...upTo(6), help(), { waited: 'idle' }]).state;
    expect(printed).toMatchObject({
      at: 'showing-ticket',
      turn: { asked: expect.any(Number) },
      frame: { help: opened },
    });
  });

  test('outlives the paper of somebody who has said "done" early', () => {
    const { state } = walk([...upTo(5), { type: 'finished' }, help(), ...upTo(6).slice(-1)]);
    expect(state).toMatchObject({ at: 'showing-ticket', frame: { help: opened } });
  });

  test('goes by the hand of whoever opened it, or with their turn when they start over', () => {
    expect(sheet(...upTo(2), help(), { type: 'help-closed' })).toBeUndefined();
    expect(sheet(...upTo(2), help(), { type: 'started-over' })).toBeUndefined();
  });
});
