import { describe, expect, test } from 'vitest';
import type { CallerId, VisitId } from '#config/agreements/ids.ts';
import type { EventOf, FlowEvent } from './events.ts';
import { questionWhileResting } from './resting.ts';
import type { FlowState } from './state.ts';
import { step } from './step.ts';
import {
  binhCitizen,
  clocks,
  firstSession,
  type Happening,
  pressureTaken,
  protocol,
  scanOf,
  secondSession,
  measuringSettings as site,
  today,
  walk,
} from './synthetic.ts';

const ticket: FlowEvent = {
  type: 'ticket-read',
  ticket: { facilityCode: '27005', day: today, number: 'A007', visitId: 'V7' as VisitId },
  standing: 'vouched',
  sessionId: firstSession,
  today,
};
const sat: readonly Happening[] = [ticket, { type: 'measuring-begun' }];
const stored: FlowEvent = { type: 'reading-stored', sessionId: firstSession };
const isQuiet: Happening = { waited: 'quiet-sitting' };
const taken = (attempt: number, systolic: number): FlowEvent => pressureTaken({ systolic }, { attempt });
const nothing = (attempt: number): FlowEvent => ({
  type: 'nothing-taken',
  sessionId: firstSession,
  attempt,
  deviceId: 'cuff',
  advice: 'sit-still',
});
const weighed = (attempt: number): EventOf<'reading-taken'> => ({
  type: 'reading-taken',
  sessionId: firstSession,
  attempt,
  deviceId: 'scale',
  reading: {
    kind: 'quantities',
    quantities: [
      { of: 'body-weight', value: 52, unit: 'kg' },
      { of: 'body-height', value: 155, unit: 'cm' },
    ],
    deviceTime: undefined,
    model: 'PS-1',
  },
});
const says = (question: EventOf<'answered-while-resting'>['question'], answer: 'yes' | 'no' | 'skip'): FlowEvent => ({
  type: 'answered-while-resting',
  question,
  answer,
});

const at = (happenings: readonly Happening[], settings = site): FlowState => walk(happenings, settings).state;
const next = (state: FlowState, event: FlowEvent) => step(site, state, event);
const storedIn = (happenings: readonly Happening[], settings = site) =>
  walk(happenings, settings).effects.flatMap((effect) => (effect.do === 'store-reading' ? [effect] : []));

const once: readonly Happening[] = [...sat, isQuiet, taken(1, 140), stored];
const whole: readonly Happening[] = [...once, isQuiet, taken(2, 132), stored];

describe('a measurement by protocol', () => {
  test('rests, measures, rests a minute, measures again and shows the mean', () => {
    expect(at(sat)).toMatchObject({ at: 'resting', before: 'first', seconds: 300 });
    expect(clocks(at(sat), site)).toEqual({ 'quiet-sitting': 300_000 });
    expect(at(once)).toMatchObject({ at: 'resting', before: 'next', seconds: 60 });
    expect(at(whole)).toMatchObject({
      at: 'showing-reading',
      result: { average: { systolic: 136, of: [1, 2] }, restSeconds: 300, protocol: { name: 'esh', version: 1 } },
    });
  });

  test('stores each reading at once with how it was taken, and the mean with the last one', () => {
    const [first, second, ...more] = storedIn(whole);
    const both = { restSeconds: 300, posture: 'sitting', protocol: { name: 'esh', version: 1 }, sitting: 'S1-0' };
    expect(first).toMatchObject({ average: undefined, circumstances: { ...both, readingNumber: 1, readingCount: 2 } });
    expect(second).toMatchObject({
      deviceId: 'cuff',
      average: { systolic: 136, rule: 'esh', of: [1, 2], spread: { systolic: 8, diastolic: 0 } },
      circumstances: { ...both, readingNumber: 2, readingCount: 2 },
    });
    expect(more).toEqual([]);
  });

  test('takes a third reading where the first two differ', () => {
    const third: readonly Happening[] = [...once, isQuiet, taken(2, 128), stored, isQuiet, taken(3, 130), stored];
    expect(storedIn(third).map(({ circumstances: { readingNumber: n, readingCount: of } }) => [n, of])).toEqual([
      [1, 2],
      [2, 3],
      [3, 3],
    ]);
    expect(storedIn(third).map(({ average }) => average?.of)).toEqual([undefined, undefined, [2, 3]]);
  });

  test('without rest begins at once, and still waits between two readings', () => {
    const settings = { ...site, measuring: { ...protocol, restSeconds: 0 } };
    expect(at(sat, settings)).toMatchObject({ at: 'measuring' });
    expect(storedIn([...sat, taken(1, 140)], settings)).toMatchObject([{ circumstances: { restSeconds: 0 } }]);
    expect(at([...sat, taken(1, 140), stored], settings)).toMatchObject({ at: 'resting', before: 'next' });
  });
});

describe('whoever rests', () => {
  const resting = at(sat);

  test.each<[string, FlowEvent]>([
    ['a touch', { type: 'touched' }],
    ['another language', { type: 'language-chosen', language: 'en' }],
    ['an answer', says('symptoms', 'no')],
    ['a call for help', { type: 'help-called', caller: 'C1' as CallerId }],
    ['somebody else’s card', scanOf(binhCitizen)],
    [
      'somebody else’s ticket',
      { ...ticket, sessionId: secondSession, ticket: { ...ticket.ticket, visitId: 'V8' as VisitId } } as FlowEvent,
    ],
    ['their own ticket', { ...ticket, sessionId: secondSession }],
  ])('keeps the clock that runs, and nobody throws them out: %s', (_what, event) => {
    const { state } = next(resting, event);
    expect(state.at).toBe('resting');
    const { notice: _notice, ...running } = clocks(state, site);
    expect(running).toEqual({ 'quiet-sitting': 300_000 });
    expect('since' in state && 'since' in resting && state.since === resting.since).toBe(true);
  });

  test('lets the next patient read that somebody is measured', () => {
    expect(next(resting, scanOf(binhCitizen)).state.frame.notice?.words).toBe('please-wait-for-measurement');
  });

  test('is asked one question after the other, may leave each out, and is asked nothing between two readings', () => {
    const asked = (state: FlowState) => (state.at === 'resting' ? questionWhileResting(state) : state.at);
    expect(asked(resting)).toBe('symptoms');
    expect(asked(at([...sat, says('medicine', 'yes')]))).toBe('symptoms');
    expect(asked(at([...sat, says('symptoms', 'no')]))).toBe('half-hour');
    const all = [says('symptoms', 'skip'), says('half-hour', 'no'), says('bladder', 'skip'), says('medicine', 'yes')];
    expect(asked(at([...sat, ...all]))).toBeUndefined();
    expect(asked(at(once))).toBeUndefined();
    const [reading] = storedIn([...sat, ...all, isQuiet, taken(1, 130)]);
    expect(reading?.circumstances.said).toEqual({ quietHalfHour: true, medicineToday: true });
  });

  test('is asked nothing where the site asks nothing', () => {
    const state = at(sat, { ...site, measuring: { ...protocol, questions: false } });
    expect(state.at === 'resting' && questionWhileResting(state)).toBeUndefined();
  });

  test('with a sign of danger is sent to whoever can help, who are called at once, and is asked for no number', () => {
    const { state, effects } = step({ ...site, callsForHelp: true }, resting, says('symptoms', 'yes'));
    expect(state).toMatchObject({ at: 'emergency-while-resting', measuring: { number: 'A007' } });
    expect(effects).toEqual([{ do: 'raise-alert', kind: 'emergency', caller: firstSession }]);
    expect(next(state, { type: 'number-wanted' }).state).toBe(state);
    // A finger had slipped: the same question, and the whole rest.
    expect(next(state, { type: 'went-back' }).state).toMatchObject({ at: 'resting', seconds: 300 });
    expect(
      JSON.stringify(storedIn([...sat, says('symptoms', 'yes'), { type: 'went-back' }, isQuiet, taken(1, 130)])),
    ).not.toMatch(/symptom/);
  });

  test('may stop, and rests the whole time again who begins anew', () => {
    const stopped = at([...sat, { type: 'measuring-stopped' }]);
    expect(stopped).toMatchObject({ at: 'not-measured', advice: 'none' });
    expect(next(stopped, { type: 'measuring-begun' }).state).toMatchObject({ at: 'resting', seconds: 300 });
    expect(at([...sat, { type: 'finished' }])).toMatchObject({ at: 'waiting-for-card' });
  });

  test('is not told that their time is up', () => {
    const long = at([ticket, { waited: 'longest' }]);
    expect(long.turn.over?.isSaid).toBe(true);
    const sitting = at([...sat, { waited: 'longest' }]);
    expect(sitting).toMatchObject({ at: 'resting', turn: { over: { isSaid: false } } });
    expect(clocks(sitting, site)).toEqual({ 'quiet-sitting': 300_000 });
  });
});

describe('a sitting that does not go well', () => {
  test('goes on where it was once the cuff sits right', () => {
    const again = at([...once, isQuiet, nothing(2), { type: 'measuring-begun' }]);
    expect(again).toMatchObject({
      at: 'measuring',
      measuring: { attempt: 3, sitting: { readings: [{ systolic: 140 }] } },
    });
    expect(storedIn([...once, isQuiet, nothing(2), { type: 'measuring-begun' }, taken(3, 132)]).at(-1)).toMatchObject({
      average: { of: [1, 2] },
    });
  });

  test('after three tries in a row wants a person, and the next device may be used all the same', () => {
    const tries: readonly Happening[] = [1, 2, 3].flatMap((attempt) => [
      nothing(attempt),
      { type: 'measuring-begun' } as const,
    ]);
    const state = at([...sat, isQuiet, ...tries]);
    expect(state).toMatchObject({ at: 'not-measured', advice: 'call-staff' });
    expect(next(state, { type: 'next-measured' }).state).toMatchObject({
      at: 'getting-ready',
      measuring: { device: { deviceId: 'scale' } },
    });
  });

  test('tells a person of the readings that there were, without a mean', () => {
    const onlyOne = at([...once, { type: 'measuring-stopped' }, { type: 'next-measured' }]);
    expect(onlyOne).toMatchObject({ measuring: { results: [{ readings: [{ systolic: 140 }], average: undefined }] } });
  });
});

describe('two readings as high as a crisis', () => {
  const high: readonly Happening[] = [...sat, isQuiet, taken(1, 186), stored, isQuiet, taken(2, 190)];

  test('are stored with their mean before anybody is called, by the number', () => {
    expect(storedIn(high).at(-1)).toMatchObject({ average: { systolic: 188 } });
    expect(at(high).at).toBe('storing-reading');
    const { state, effects } = next(at(high), stored);
    expect(state).toMatchObject({ at: 'in-crisis', number: 'A007' });
    expect(effects).toEqual([
      { do: 'call-for-crisis', caller: firstSession, ticketNumber: 'A007' },
      { do: 'raise-priority', visitId: 'V7' },
    ]);
  });

  test('are measured a minute apart, and one of them is no crisis', () => {
    expect(at([...sat, isQuiet, taken(1, 186), stored])).toMatchObject({ at: 'resting', before: 'next', seconds: 60 });
    const calm = [
      ...sat,
      isQuiet,
      taken(1, 186),
      stored,
      isQuiet,
      taken(2, 150),
      stored,
      isQuiet,
      taken(3, 150),
      stored,
    ];
    expect(at(calm)).toMatchObject({ at: 'showing-reading', result: { average: { systolic: 150 } } });
  });
});

describe('one reading as high as a crisis that is not taken again', () => {
  const high: readonly Happening[] = [...sat, isQuiet, taken(1, 212), stored];
  const call = { do: 'call-for-high-reading', caller: firstSession, ticketNumber: 'A007' } as const;
  const callsIn = (happenings: readonly Happening[], callsForHelp = true) =>
    walk(happenings, { ...site, callsForHelp }).effects.filter((effect) => effect.do.startsWith('call-for'));
  const again: Happening = { type: 'measuring-begun' };
  const failed: readonly Happening[] = [nothing(2), again, nothing(3), again, nothing(4)];

  test.each<[string, readonly Happening[]]>([
    ['stops while waiting for it', [{ type: 'measuring-stopped' }]],
    ['stops the cuff', [isQuiet, { type: 'measuring-stopped' }]],
    ['cannot be measured in three tries', [isQuiet, ...failed]],
    [
      'stops, tries again, stops again, and goes',
      [{ type: 'measuring-stopped' }, again, { type: 'measuring-stopped' }, { type: 'finished' }],
    ],
    ['leaves after the first failure', [isQuiet, nothing(2), { type: 'finished' }]],
    ['goes on to the scale', [isQuiet, nothing(2), { type: 'next-measured' }]],
    ['is gone', [isQuiet, nothing(2), { waited: 'idle' }, { waited: 'idle-countdown' }]],
  ])('calls somebody by the number, once, when a patient %s', (_how, then) => {
    expect(callsIn([...high, ...then])).toEqual([call]);
  });

  test('calls nobody when the next one is calm, or staff are there', () => {
    const calm: readonly Happening[] = [
      isQuiet,
      taken(2, 150),
      stored,
      isQuiet,
      taken(3, 150),
      stored,
      { type: 'finished' },
    ];
    expect(callsIn([...high, ...calm])).toEqual([]);
    expect(callsIn([...high, isQuiet, nothing(2), { type: 'staff-came' }])).toEqual([]);
    expect(callsIn([...once, { type: 'measuring-stopped' }, { type: 'finished' }])).toEqual([]);
  });

  test('is told to the patient, also where no system takes calls', () => {
    expect(at([...high, { type: 'measuring-stopped' }])).toMatchObject({
      at: 'not-measured',
      measuring: { wantsPerson: true },
    });
    expect(callsIn([...high, { type: 'measuring-stopped' }], false)).toEqual([]);
  });
});

describe('the next device', () => {
  const onScale: readonly Happening[] = [...whole, { type: 'next-measured' }, { type: 'measuring-begun' }];

  test('follows in the site’s order without a rest, and its body-mass index is stored with it', () => {
    expect(at(onScale)).toMatchObject({ at: 'measuring', measuring: { attempt: 3, device: { deviceId: 'scale' } } });
    const [weight] = storedIn([...onScale, weighed(3)]).slice(-1);
    expect(weight).toMatchObject({ deviceId: 'scale', reading: { kind: 'quantities' }, average: undefined });
    expect(weight?.reading.kind === 'quantities' && weight.reading.quantities.at(-1)).toEqual({
      of: 'body-mass-index',
      value: 21.6,
      unit: 'kg/m2',
    });
    expect(weight?.circumstances).toEqual({
      readingNumber: 1,
      readingCount: 1,
      restSeconds: undefined,
      posture: undefined,
      protocol: { name: 'none', version: 0 },
    });
    const shown = at([...onScale, weighed(3), stored]);
    expect(shown).toMatchObject({ at: 'showing-reading', result: { kind: 'quantities', deviceId: 'scale' } });
    expect(next(shown, { type: 'next-measured' }).state).toBe(shown);
  });

  test.each([
    ['the cuff', pressureTaken({}, { attempt: 3 })],
    ['the cuff under the scale’s name', pressureTaken({}, { attempt: 3, deviceId: 'scale' })],
    ['the scale, of an earlier measurement', weighed(2)],
    ['the scale, of somebody else', { ...weighed(3), sessionId: secondSession }],
  ])('hears nothing of %s', (_whose, event) => {
    const state = at(onScale);
    expect(next(state, event)).toEqual({ state, effects: [] });
  });

  test('is gone to at once from one that is not there', () => {
    expect(at([ticket, { type: 'next-measured' }])).toMatchObject({
      measuring: { device: { deviceId: 'scale' }, results: [] },
    });
  });

  test('is asked for before the turn of a patient who stands there is over', () => {
    const shown = at([...whole, { waited: 'reading' }]);
    expect(shown).toMatchObject({ at: 'showing-reading', turn: { asked: expect.any(Number) } });
  });
});

describe('the paper with what was measured', () => {
  const asked: FlowEvent = { type: 'reading-paper-asked' };
  const printed: FlowEvent = { type: 'reading-printed', sessionId: firstSession, paper: 1 };

  test('comes when it is asked for, with every device’s result', () => {
    expect(at(whole)).toMatchObject({ paper: 'offered' });
    const { state, effects } = walk([...whole, asked], site);
    expect(state).toMatchObject({ at: 'showing-reading', paper: 'printing' });
    expect(effects.at(-1)).toMatchObject({
      do: 'print-reading',
      paper: 1,
      ticketNumber: 'A007',
      language: 'vi',
      results: [{ kind: 'blood-pressure', average: { systolic: 136 } }],
    });
    expect(next(state, printed).state).toMatchObject({ paper: 'printed' });
    expect(next(state, asked).state).toBe(state);
  });

  test('that did not come may be asked for again, three times in a turn', () => {
    const failed = (paper: number): FlowEvent => ({
      type: 'reading-not-printed',
      sessionId: firstSession,
      paper,
      bytes: 'untouched',
    });
    const thrice = at([...whole, asked, failed(1), asked, failed(2), asked, failed(3)]);
    expect(thrice).toMatchObject({ paper: 'not-printed' });
    expect(next(thrice, asked).state).toBe(thrice);
  });

  test('that may have come is neither said to have come nor to have failed', () => {
    const perhaps: FlowEvent = { type: 'reading-not-printed', sessionId: firstSession, paper: 1, bytes: 'unknown' };
    expect(at([...whole, asked, perhaps])).toMatchObject({ paper: 'perhaps-printed' });
  });

  test('of an earlier device says nothing at the next one', () => {
    const later = at([...whole, asked, { type: 'next-measured' }, { type: 'measuring-begun' }, weighed(3), stored]);
    expect(next(later, printed).state).toMatchObject({ paper: 'offered' });
  });

  test('is not offered where the site prints none', () => {
    const none = { ...site, measuring: { ...protocol, printResult: false } };
    expect(at(whole, none)).toMatchObject({ at: 'showing-reading', paper: 'none' });
    expect(at([...whole, asked], none)).toMatchObject({ paper: 'none' });
  });
});
