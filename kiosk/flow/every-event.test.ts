import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallerId, SessionId } from '#config/agreements/ids.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { EventOf, FlowEvent, TimerName } from './events.ts';
import { measuringPhases } from './measuring-state.ts';
import { startingState } from './moves.ts';
import { places } from './places.ts';
import { questionIds } from './plan.ts';
import { type FlowState, hasSession } from './state.ts';
import { step } from './step.ts';
import {
  anhChip,
  anhCitizen,
  anhInsurance,
  binhCitizen,
  consented,
  contactKnown,
  everyWayIn,
  familySettings,
  firstSession,
  followUp,
  hospitalSaid,
  plainVisit,
  pressureTaken,
  protocol,
  secondSession,
  settingsWithPurposes,
  storedVisit,
  today,
  twinAnh,
  typedAnh,
  typedPassport,
  upTo,
} from './synthetic.ts';
import { timersOf } from './timers.ts';

const { companion, consents, particulars } = familySettings.checkIn;
const site: FlowSettings = {
  ...settingsWithPurposes,
  numbersCanBeGivenUp: true,
  readsChips: true,
  takesTemperature: true,
  asksHospital: true,
  callsForHelp: true,
  checkIn: {
    ...settingsWithPurposes.checkIn,
    companion,
    consents,
    particulars,
    waysIn: everyWayIn,
    emergency: {},
    screening: { room: '9', feverCelsius: 37.5 },
    priority: true,
    survey: true,
    paperless: true,
  },
  consentWords: familySettings.consentWords,
  measuring: protocol,
  measuringSteps: [...settingsWithPurposes.measuringSteps, { deviceId: 'scale', takes: 'quantities' }],
};
const sessions = [firstSession, secondSession];
const ofEach = <Type extends FlowEvent['type']>(make: (sessionId: typeof firstSession) => readonly EventOf<Type>[]) =>
  sessions.flatMap(make);
const caller = 'C1' as CallerId;
const ticket = { facilityCode: '27005', day: today, number: 'UA012', visitId: storedVisit.visitId };
const known = { contact: contactKnown, appointments: [followUp] };

const scaleTaken = (sessionId: SessionId, attempt: number): EventOf<'reading-taken'> => ({
  type: 'reading-taken',
  sessionId,
  attempt,
  deviceId: 'scale',
  reading: {
    kind: 'quantities',
    quantities: [
      { of: 'body-weight', value: 52, unit: 'kg' },
      { of: 'body-height', value: 155, unit: 'cm' },
    ],
    deviceTime: undefined,
    model: undefined,
  },
});

/** Every event there is, of this session and of another one; a new one does not compile until it stands here. */
const events: { readonly [Type in FlowEvent['type']]: readonly EventOf<Type>[] } = {
  'card-read': [anhCitizen, anhInsurance, binhCitizen, twinAnh].map((identity) => ({
    type: 'card-read',
    identity,
    sessionId: secondSession,
    today,
    ...(identity === binhCitizen ? { numbersToday: [storedVisit] } : {}),
  })),
  'ticket-read': (['ours', 'vouched', 'not-verified', 'unknown'] as const).map((standing) => ({
    type: 'ticket-read',
    ticket: standing === 'not-verified' ? { ...ticket, facilityCode: '01001' } : ticket,
    standing,
    sessionId: secondSession,
    today,
  })),
  'appointment-read': ['27005', 'ELSEWHERE'].map((facilityCode) => ({
    type: 'appointment-read',
    appointment: { facilityCode, appointmentId: 'LK-1' },
    sessionId: secondSession,
    today,
  })),
  'card-not-read': [{ type: 'card-not-read', why: 'oversized' }],
  'chip-card-laid': [{ type: 'chip-card-laid' }],
  'hospital-answered': sessions.flatMap((sessionId) => [
    hospitalSaid(known, 1, sessionId),
    hospitalSaid({}, 2, sessionId),
  ]),
  'visit-stored': ofEach((sessionId) => [
    { type: 'visit-stored', sessionId, visit: storedVisit, found: false },
    { type: 'visit-stored', sessionId, visit: { ...storedVisit, paper: 'printed' }, found: true, isShared: true },
  ]),
  'service-full': ofEach((sessionId) => [{ type: 'service-full', sessionId }]),
  'visit-not-stored': ofEach((sessionId) => [{ type: 'visit-not-stored', sessionId }]),
  'service-changed': ofEach((sessionId) => [{ type: 'service-changed', sessionId, visit: storedVisit }]),
  'service-not-changed': ofEach((sessionId) => [{ type: 'service-not-changed', sessionId }]),
  'number-given-up': ofEach((sessionId) => [{ type: 'number-given-up', sessionId }]),
  'number-not-given-up': ofEach((sessionId) => [{ type: 'number-not-given-up', sessionId }]),
  'reading-stored': ofEach((sessionId) => [{ type: 'reading-stored', sessionId }]),
  'reading-not-stored': ofEach((sessionId) => [{ type: 'reading-not-stored', sessionId }]),
  'store-probed': [
    { type: 'store-probed', writable: true },
    { type: 'store-probed', writable: false },
  ],
  'ticket-printed': ofEach((sessionId) => [{ type: 'ticket-printed', sessionId }]),
  'ticket-not-printed': ofEach((sessionId) => [
    { type: 'ticket-not-printed', sessionId, paper: 'untouched' },
    { type: 'ticket-not-printed', sessionId, paper: 'unknown' },
  ]),
  'chip-reading': ofEach((sessionId) => [{ type: 'chip-reading', sessionId, attempt: 1 }]),
  'chip-read': ofEach((sessionId) => [
    { type: 'chip-read', sessionId, attempt: 1, identity: anhChip, verdict: 'genuine' },
    { type: 'chip-read', sessionId, attempt: 1, identity: binhCitizen, verdict: 'not-verified' },
  ]),
  'chip-not-read': ofEach((sessionId) => [
    { type: 'chip-not-read', sessionId, attempt: 1, why: 'card-gone' },
    { type: 'chip-not-read', sessionId, attempt: 2, why: 'absent' },
    { type: 'chip-not-read', sessionId, attempt: 1, why: 'wrong-access-key' },
  ]),
  'temperature-measuring': ofEach((sessionId) => [{ type: 'temperature-measuring', sessionId, attempt: 1 }]),
  'temperature-measured': ofEach((sessionId) =>
    [36.6, 38.4].map((celsius) => ({ type: 'temperature-measured', sessionId, attempt: 1, celsius })),
  ),
  'temperature-not-measured': ofEach((sessionId) =>
    [true, false].map((isGone) => ({ type: 'temperature-not-measured', sessionId, attempt: 1, isGone })),
  ),
  'measuring-progressed': ofEach((sessionId) =>
    measuringPhases.map((phase) => ({
      type: 'measuring-progressed',
      sessionId,
      attempt: 1,
      deviceId: 'cuff',
      phase,
      cuffMmHg: 120,
    })),
  ),
  'reading-taken': ofEach((sessionId) => [
    ...[1, 2, 3].map((attempt) => pressureTaken({}, { sessionId, attempt })),
    ...[1, 2].map((attempt) => pressureTaken({ systolic: 188 }, { sessionId, attempt })),
    ...[1, 2, 3].map((attempt) => scaleTaken(sessionId, attempt)),
  ]),
  'nothing-taken': ofEach((sessionId) => [
    { type: 'nothing-taken', sessionId, attempt: 1, deviceId: 'cuff', advice: 'sit-still' },
    { type: 'nothing-taken', sessionId, attempt: 2, deviceId: 'cuff', advice: 'call-staff' },
    { type: 'nothing-taken', sessionId, attempt: 3, deviceId: 'scale', advice: 'try-again' },
  ]),
  'reading-printed': ofEach((sessionId) => [{ type: 'reading-printed', sessionId, paper: 1 }]),
  'reading-not-printed': ofEach((sessionId) => [
    { type: 'reading-not-printed', sessionId, paper: 1, bytes: 'untouched' },
    { type: 'reading-not-printed', sessionId, paper: 1, bytes: 'unknown' },
  ]),
  'started-without-papers': [{ type: 'started-without-papers', sessionId: secondSession, today }],
  'came-as-invited': [
    { type: 'came-as-invited', visitId: storedVisit.visitId, number: 'UA012', sessionId: secondSession, today },
  ],
  'way-in-chosen': (['number', 'phone', 'passport', 'name'] as const).map((way) => ({ type: 'way-in-chosen', way })),
  'scan-given-up': [{ type: 'scan-given-up' }],
  'number-typed': [
    { type: 'number-typed', text: '027148000123', read: { identity: typedAnh, groups: ['027', '148', '000', '123'] } },
    { type: 'number-typed', text: 'L898902C3', read: { identity: typedPassport, groups: ['L89', '890', '2C3'] } },
    { type: 'number-typed', text: '0271480', read: { wrong: { kind: 'missing', count: 2 } } },
  ],
  'number-confirmed': [{ type: 'number-confirmed' }],
  'name-told': ['Nguyễn Thị Ngọc Ánh', '<b>', ''].map((text) => ({ type: 'name-told', text })),
  'phone-preferred': [{ type: 'phone-preferred' }],
  'birth-year-told': [1948, 2027, 1800, undefined].map((year) => ({ type: 'birth-year-told', year })),
  'phone-told': ['0912000567', '0912', '__proto__'].map((text) => ({ type: 'phone-told', text })),
  'identity-confirmed': [
    { type: 'identity-confirmed' },
    { type: 'identity-confirmed', by: 'patient' },
    { type: 'identity-confirmed', by: 'companion' },
  ],
  'family-goes-on': [{ type: 'family-goes-on', sessionId: secondSession, today }],
  'taken-by-phone': [{ type: 'taken-by-phone' }],
  'opinion-given': [{ type: 'opinion-given', score: 2 }],
  'number-wanted': [{ type: 'number-wanted' }],
  answered: [
    { serviceCode: 'noi' },
    { serviceCode: 'mat' },
    { serviceCode: null },
    { serviceCode: 'no-such-service' },
    { isRight: true },
    { isRight: false },
    { purpose: 'insured' },
    { signedOn: null },
    { isForYear: true },
    { hasEaten: false },
    { isSearching: true },
    { symptom: 'ho' },
    { appointmentId: 'H-1' },
    { appointmentId: null },
    { appointmentId: '__proto__' },
    { relation: 'parent' },
    { relation: '__proto__' },
    { card: 'none' },
    { right: 'address' },
    { wrong: 'address' },
    ...['address', 'ethnicity', 'occupation', 'phone'].map((skip) => ({ skip })),
    { kind: 'ethnicity', value: '01' },
    { kind: 'phone', value: '0912000567' },
    ...['messages', 'research', 'companion-details'].flatMap((purpose) =>
      [true, false].map((granted) => ({ wordsHash: `hash of ${purpose} in vi`, granted })),
    ),
    { sign: 'chest-pain' },
    { sign: 'none' },
    { fever: true, cough: false, rash: false, contact: true },
    { fever: false, cough: false, rash: false, contact: false },
    { fever: true },
    { ground: 'pregnancy' },
    { ground: 'none' },
    { ground: 'age-75' },
    {},
  ].map((answer) => ({ type: 'answered', answer })),
  finished: [{ type: 'finished' }],
  'copy-asked': [{ type: 'copy-asked' }],
  'measuring-asked': [{ type: 'measuring-asked' }],
  'measuring-begun': [{ type: 'measuring-begun' }],
  'measuring-stopped': [{ type: 'measuring-stopped' }],
  'answered-while-resting': (['symptoms', 'half-hour', 'bladder', 'medicine'] as const).flatMap((question) =>
    (['yes', 'no', 'skip'] as const).map((answer) => ({ type: 'answered-while-resting', question, answer }) as const),
  ),
  'next-measured': [{ type: 'next-measured' }],
  'reading-paper-asked': [{ type: 'reading-paper-asked' }],
  'went-back': [{ type: 'went-back' }],
  'started-over': [{ type: 'started-over' }],
  'give-up-asked': [{ type: 'give-up-asked' }],
  'number-kept': [{ type: 'number-kept' }],
  'service-change-asked': [{ type: 'service-change-asked' }],
  'help-called': [{ type: 'help-called', caller }],
  'emergency-called': [{ type: 'emergency-called', caller }],
  'help-called-off': [{ type: 'help-called-off' }],
  'help-closed': [{ type: 'help-closed' }],
  stayed: [{ type: 'stayed' }],
  touched: [{ type: 'touched' }],
  'staff-came': [{ type: 'staff-came' }],
  'staff-left': [{ type: 'staff-left' }],
  'crisis-ended': [{ type: 'crisis-ended' }],
  'crisis-left': [{ type: 'crisis-left', sessionId: secondSession, today, ticketNumber: 'A012' }],
  'crisis-answered': ofEach((sessionId) => [{ type: 'crisis-answered', sessionId }]),
  'language-chosen': [
    { type: 'language-chosen', language: 'en' },
    { type: 'language-chosen', language: 'vi' },
  ],
  'timer-elapsed': [{ type: 'timer-elapsed', timer: 'idle', count: 2 }],
};
const everyEvent = Object.values(events).flat<readonly (readonly FlowEvent[])[]>();

/** By name, so that none is forgotten. */
const timers = {
  rest: 0,
  'scan-again': 0,
  'scan-slow': 0,
  hospital: 0,
  idle: 0,
  'idle-countdown': 0,
  'next-waits': 0,
  veil: 0,
  longest: 0,
  'last-look': 0,
  'last-call': 0,
  paper: 0,
  ticket: 0,
  'choosing-again': 0,
  reading: 0,
  'quiet-sitting': 0,
  survey: 0,
  notice: 0,
  'store-probe': 0,
  'papers-again': 0,
} satisfies Record<TimerName, 0>;
const timerNames = Object.keys(timers) as readonly TimerName[];

/** `clock`: one that runs now elapses. */
type Happening = FlowEvent | { readonly clock: number };

/** What elapses now, or a timer that may be long gone. */
const anyEvent: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...everyEvent) },
  { weight: 1, arbitrary: fc.record({ clock: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('timer-elapsed' as const),
      timer: fc.constantFrom(...timerNames),
      count: fc.nat(40),
    }),
  },
);

/** A visit with everything: a walk that starts anywhere in it reaches every state. */
const throughEverything: readonly Happening[] = [
  ...upTo(1),
  { type: 'identity-confirmed', by: 'companion' },
  hospitalSaid(known),
  { type: 'answered', answer: { sign: 'fits' } },
  { type: 'number-wanted' },
  { type: 'answered', answer: { fever: false, cough: false, rash: false, contact: false } },
  { type: 'answered', answer: { relation: 'child' } },
  { type: 'card-read', identity: binhCitizen, sessionId: secondSession, today },
  consented('companion-details', true),
  { type: 'answered', answer: { isRight: true } },
  { type: 'answered', answer: { right: 'address' } },
  { type: 'answered', answer: { kind: 'ethnicity', value: '01' } },
  { type: 'answered', answer: { skip: 'occupation' } },
  { type: 'answered', answer: { appointmentId: null } },
  { type: 'answered', answer: { purpose: 'referral' } },
  { type: 'answered', answer: { signedOn: null } },
  ...plainVisit.slice(2, 3),
  { type: 'answered', answer: { hasEaten: false } },
  consented('messages', true),
  consented('research', false),
  ...plainVisit.slice(3, 4),
  { type: 'service-change-asked' },
  { type: 'answered', answer: { serviceCode: 'mat' } },
  { type: 'service-changed', sessionId: firstSession, visit: storedVisit },
  { clock: 0 },
  { type: 'ticket-printed', sessionId: firstSession },
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
  { type: 'answered-while-resting', question: 'symptoms', answer: 'no' },
  { type: 'answered-while-resting', question: 'half-hour', answer: 'yes' },
  { clock: 0 },
  pressureTaken(),
  { type: 'reading-stored', sessionId: firstSession },
  { clock: 0 },
  pressureTaken({ systolic: 130 }, { attempt: 2 }),
  { type: 'reading-stored', sessionId: firstSession },
  { type: 'reading-paper-asked' },
  { type: 'reading-printed', sessionId: firstSession, paper: 1 },
  { type: 'next-measured' },
  { type: 'measuring-begun' },
  scaleTaken(firstSession, 3),
  { type: 'reading-stored', sessionId: firstSession },
  { type: 'finished' },
  { type: 'opinion-given', score: 4 },
];

/** Everything that can be told without a card. */
const throughWaysIn: readonly Happening[] = [
  ...events['started-without-papers'],
  { type: 'way-in-chosen', way: 'number' },
  ...events['number-typed'].slice(0, 1),
  { type: 'number-confirmed' },
  { type: 'went-back' },
  { type: 'way-in-chosen', way: 'phone' },
  { type: 'scan-given-up' },
  { type: 'name-told', text: 'Nguyễn Thị Ngọc Ánh' },
  { type: 'went-back' },
  { type: 'went-back' },
  { type: 'went-back' },
  { type: 'way-in-chosen', way: 'name' },
  { type: 'phone-preferred' },
  { type: 'phone-told', text: '0912000567' },
];

/** Somebody whom no age gives a ground for the priority lane, and whom a screening sends to a room of their own. */
const toTheGround: readonly Happening[] = [
  { type: 'card-read', identity: binhCitizen, sessionId: firstSession, today },
  { type: 'identity-confirmed' },
  hospitalSaid({}),
  { type: 'answered', answer: { sign: 'none' } },
  { type: 'answered', answer: { fever: true, cough: false, rash: false, contact: false } },
  ...['ethnicity', 'occupation', 'phone'].map((skip) => ({ type: 'answered', answer: { skip } }) as const),
  { type: 'answered', answer: { purpose: 'self-paid' } },
  { type: 'answered', answer: { serviceCode: 'noi' } },
  { type: 'answered', answer: { hasEaten: true } },
];

const notMeasured: readonly Happening[] = [
  { type: 'ticket-read', ticket, standing: 'ours', sessionId: firstSession, today },
  { type: 'measuring-begun' },
  { clock: 0 },
  { type: 'nothing-taken', sessionId: firstSession, attempt: 1, deviceId: 'cuff', advice: 'sit-still' },
];

const inDanger: readonly Happening[] = [
  ...notMeasured.slice(0, 2),
  { type: 'answered-while-resting', question: 'symptoms', answer: 'yes' },
  { type: 'went-back' },
  { clock: 0 },
  pressureTaken({ systolic: 190 }),
  { type: 'reading-stored', sessionId: firstSession },
  { clock: 0 },
  pressureTaken({ systolic: 186 }, { attempt: 2 }),
  { type: 'reading-stored', sessionId: firstSession },
];

const givesUp: readonly Happening[] = [
  { type: 'card-read', identity: binhCitizen, sessionId: firstSession, today, numbersToday: [storedVisit] },
  { type: 'number-wanted' },
  { type: 'visit-stored', sessionId: firstSession, visit: { ...storedVisit, paper: 'printed' }, found: true },
  { type: 'give-up-asked' },
  { type: 'give-up-asked' },
  { type: 'give-up-asked' },
  { type: 'number-given-up', sessionId: firstSession },
];

/** Each is walked to its end, and from anywhere in it. */
const walks = [throughEverything, throughWaysIn, toTheGround, notMeasured, inDanger, givesUp];
const anyBeginning = fc
  .constantFrom(...walks)
  .chain((walk) => fc.nat(walk.length).map((steps) => walk.slice(0, steps)));

/** Opens a turn, or is a scan: its session is a fresh one. */
const opensTurn: readonly FlowEvent['type'][] = [
  'card-read',
  'ticket-read',
  'appointment-read',
  'started-without-papers',
  'came-as-invited',
  'family-goes-on',
  'crisis-left',
];

/** Never throws, leaves nothing of a person at rest, and nothing of another session moves a session on. */
function tryOut(state: FlowState, event: FlowEvent): FlowState {
  const next = step(site, state, event);
  const isAnswer = 'sessionId' in event && !opensTurn.includes(event.type);
  if (isAnswer && hasSession(state) && state.facts.sessionId !== event.sessionId) {
    expect(next).toEqual({ state, effects: [] });
  }
  if (!hasSession(next.state)) {
    expect(JSON.stringify(next.state)).not.toMatch(
      /Ngọc|Bình|NGUYỄN|1480001|148|L8989|0900000|LK-|0912000567|BN000123|UA012/,
    );
    // Nobody's chip is being read for nobody.
    const wasReading = hasSession(state) && 'attempt' in state.facts.chip;
    expect(next.effects.some((effect) => effect.do === 'stop-reading-chip')).toBe(wasReading);
  }
  return next.state;
}

/** What makes a state another one for the page or for a rule. */
function kindOf(state: FlowState): string {
  const { turn, frame } = state;
  return JSON.stringify([
    state.at,
    'question' in state && state.question,
    'ticket' in state && [state.ticket.paper, state.ticket.leaving, state.ticket.isChanged, state.ticket.noPaper],
    'isAskedAgain' in state && [state.isAskedAgain, state.isTicketAlone],
    'phase' in state && state.phase,
    'veil' in state && state.veil.hides,
    hasSession(state) && [state.facts.identities.length, state.facts.chip.stands, state.facts.slip],
    hasSession(state) && state.facts.companionCard.stands,
    turn.asked !== undefined,
    turn.next !== undefined,
    turn.over?.isSaid,
    frame.help && [frame.help.isCallers, frame.help.isEmergency],
  ]);
}

test('every state has a defined outcome for every event, and no event of another session moves a session on', () => {
  const kinds = new Map<string, FlowState>();
  const go = (happenings: readonly Happening[]): void => {
    let state: FlowState = startingState(site);
    for (const each of happenings) {
      if ('type' in each) {
        state = tryOut(state, each);
      } else {
        const running = timersOf(state, site);
        const elapsing = running[each.clock % Math.max(1, running.length)];
        if (elapsing) state = tryOut(state, { type: 'timer-elapsed', ...elapsing });
      }
      const kind = kindOf(state);
      if (!kinds.has(kind)) kinds.set(kind, state);
    }
  };
  walks.forEach(go);
  fc.assert(
    fc.property(anyBeginning, fc.array(anyEvent, { maxLength: 40 }), (beginning, happenings) =>
      go([...beginning, ...happenings]),
    ),
    { numRuns: 1500 },
  );
  for (const state of kinds.values()) {
    for (const event of everyEvent) tryOut(state, event);
    for (const clock of timersOf(state, site)) tryOut(state, { type: 'timer-elapsed', ...clock });
  }
  const reached = [...kinds.values()];
  expect(new Set(reached.map(({ at }) => at))).toEqual(new Set(Object.keys(places)));
  expect(new Set(reached.flatMap((state) => ('question' in state ? [state.question] : [])))).toEqual(
    new Set(questionIds),
  );
});
