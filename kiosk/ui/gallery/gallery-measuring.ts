import { textIn } from '#config/agreements/language.ts';
import type { ResultOnScreen } from '#kiosk/bridge/measuring-words.ts';
import type { Screen, ScreenName } from '#kiosk/bridge/words.ts';
import { desk, type GalleryState, longDesk, state } from './gallery-state.ts';
import { longestNumber } from './gallery-tickets.ts';

/** Each of a screen's forms without its name. */
type Shown<Name extends ScreenName> = WithoutName<Extract<Screen, { show: Name }>>;
type WithoutName<Form> = Form extends unknown ? Omit<Form, 'show'> : never;

const step = 'measuring';
const shortNumber = 'A012';
/** Given without a line to the hub, under a kiosk's own mark. */
const markedNumber = 'UABC-K12-1234';

const inviting: readonly GalleryState[] = [
  state('attract-vitals', () => ({ show: 'attract', scanner: 'ready', serves: 'vitals', openCall: 'none' })),
  state('attract-vitals-no-scanner', () => ({
    show: 'attract',
    scanner: 'unavailable',
    serves: 'vitals',
    openCall: 'none',
  })),
  ...(
    [
      ['attract-invited', 'ready', shortNumber],
      ['attract-invited-marked', 'ready', markedNumber],
      ['attract-invited-no-scanner', 'unavailable', markedNumber],
    ] as const
  ).map(([name, scanner, number]) =>
    state(name, () => ({ show: 'attract', scanner, serves: 'vitals', openCall: 'none', invited: { number } })),
  ),
  state('attract-both', () => ({ show: 'attract', scanner: 'ready', serves: 'both', openCall: 'none' })),
  state('attract-both-no-scanner', () => ({
    show: 'attract',
    scanner: 'unavailable',
    serves: 'both',
    openCall: 'none',
  })),
  ...(['foreign', 'damaged', 'oversized', 'scanner-trouble', 'ticket-of-another-day', 'ticket-wanted'] as const).map(
    (why) => state(`scan-again-vitals-${why}`, () => ({ show: 'scan-again', why, serves: 'vitals', openCall: 'none' })),
  ),
  ...(['foreign', 'damaged', 'ticket-of-another-day'] as const).map((why) =>
    state(`scan-again-both-${why}`, () => ({ show: 'scan-again', why, serves: 'both', openCall: 'none' })),
  ),
];

const getReady = (name: string, shown: Shown<'get-ready'>): GalleryState =>
  state(`get-ready-${name}`, () => ({ show: 'get-ready', ...shown }), { step });
const resting = (name: string, shown: Partial<Shown<'resting'>>): GalleryState =>
  state(
    `resting-${name}`,
    () => ({
      show: 'resting',
      ...{ number: shortNumber, before: 'first', reading: { number: 1, of: 2 }, seconds: 300, secondsLeft: 114 },
      question: undefined,
      ...shown,
    }),
    { step },
  );
const measuring = (name: string, shown: Shown<'measuring'>): GalleryState =>
  state(`measuring-${name}`, () => ({ show: 'measuring', ...shown }), { step });
const reading = (name: string, shown: Shown<'show-reading'>): GalleryState =>
  state(`show-reading-${name}`, () => ({ show: 'show-reading', ...shown }), { step });
const notMeasured = (
  name: string,
  { where = desk, ...shown }: Omit<Shown<'not-measured'>, 'desk'> & { readonly where?: typeof desk },
): GalleryState =>
  state(`not-measured-${name}`, (language) => ({ show: 'not-measured', desk: textIn(language, where), ...shown }), {
    step,
  });
/** Nobody leaves a crisis by a button. */
const crisis = (
  name: string,
  { where = desk, ...shown }: Omit<Shown<'crisis'>, 'desk'> & { readonly where?: typeof desk },
): GalleryState =>
  state(`crisis-${name}`, (language) => ({ show: 'crisis', desk: textIn(language, where), ...shown }), {
    step,
    more: () => ({ canStartOver: false }),
  });

const things = ['scale', 'thermometer', 'oximeter', 'glucose-meter', 'other'] as const;

const preparing: readonly GalleryState[] = [
  getReady('rest', {
    what: 'blood-pressure',
    restSeconds: 300,
    number: shortNumber,
    startedBy: 'host',
    monitor: 'ready',
  }),
  getReady('host', {
    what: 'blood-pressure',
    restSeconds: 0,
    number: shortNumber,
    startedBy: 'host',
    monitor: 'ready',
  }),
  getReady('button', {
    what: 'blood-pressure',
    restSeconds: 90,
    number: longestNumber,
    startedBy: 'button',
    monitor: 'ready',
    step: { at: 1, of: 3 },
  }),
  ...things.map((what, at) =>
    getReady(what, {
      what,
      restSeconds: 0,
      number: longestNumber,
      startedBy: 'host',
      monitor: 'ready',
      step: { at: at + 1, of: 6 },
    }),
  ),
  getReady('unavailable', {
    what: 'blood-pressure',
    restSeconds: 0,
    number: longestNumber,
    startedBy: 'host',
    monitor: 'unavailable',
  }),
  getReady('unavailable-next', {
    what: 'oximeter',
    restSeconds: 0,
    number: longestNumber,
    startedBy: 'host',
    monitor: 'unavailable',
    next: 'blood-pressure',
  }),
];

const sitting: readonly GalleryState[] = [
  resting('medicine', { question: 'medicine' }),
  resting('symptoms', { question: 'symptoms', number: longestNumber, secondsLeft: 297 }),
  resting('half-hour', { question: 'half-hour', seconds: 900, secondsLeft: 754 }),
  resting('bladder', { question: 'bladder', reading: { number: 1, of: 1 } }),
  resting('quiet', { secondsLeft: 9 }),
  resting('next', {
    before: 'next',
    reading: { number: 3, of: 3 },
    seconds: 60,
    secondsLeft: 41,
    number: longestNumber,
  }),
  measuring('waiting-for-device', { what: 'blood-pressure', phase: 'waiting-for-device', secondsLeft: 104 }),
  measuring('waiting-for-button', { what: 'blood-pressure', phase: 'waiting-for-button', cuffMmHg: undefined }),
  measuring('quiet', { what: 'blood-pressure', phase: 'measuring', cuffMmHg: undefined }),
  measuring('cuff', { what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 }),
  measuring('second', {
    what: 'blood-pressure',
    phase: 'measuring',
    cuffMmHg: 148,
    reading: { number: 2, of: 3 },
  }),
  ...things.flatMap((what) => [
    measuring(`${what}-start`, {
      what,
      phase: what === 'oximeter' ? 'waiting-for-empty-sensor' : 'waiting-for-button',
      cuffMmHg: undefined,
    }),
    measuring(what, { what, phase: 'measuring', cuffMmHg: undefined }),
  ]),
];

const raisedSitting: ResultOnScreen = {
  kind: 'blood-pressure',
  ...{ systolic: 138, diastolic: 84, pulse: 72, pressureClass: 'raised' },
  readings: [
    { systolic: 148, diastolic: 92, counts: false },
    { systolic: 139, diastolic: 85, counts: true },
    { systolic: 137, diastolic: 83, counts: true },
  ],
  earlier: [
    { day: '2025-09-14', systolic: 152, diastolic: 94 },
    { day: '2025-10-02', systolic: 147, diastolic: 90 },
    { day: '2025-11-11', systolic: 150, diastolic: 91 },
    { day: '2026-02-12', systolic: 142, diastolic: 88 },
  ],
};

const read: readonly GalleryState[] = [
  reading('mean', { number: shortNumber, result: raisedSitting, paper: 'offered' }),
  reading('plain', {
    number: shortNumber,
    result: { kind: 'blood-pressure', systolic: 127, diastolic: 76, pulse: 72 },
  }),
  reading('wide', {
    number: longestNumber,
    result: { kind: 'blood-pressure', systolic: 228, diastolic: 134, pulse: 118 },
  }),
  reading('narrow', {
    number: shortNumber,
    result: { kind: 'blood-pressure', systolic: 91, diastolic: 54, pulse: 48 },
  }),
  reading('mean-usual', {
    number: shortNumber,
    result: {
      kind: 'blood-pressure',
      ...{ systolic: 118, diastolic: 76, pulse: 66, pressureClass: 'usual' },
      readings: [
        { systolic: 119, diastolic: 77, counts: true },
        { systolic: 117, diastolic: 75, counts: true },
      ],
    },
    paper: 'printing',
  }),
  reading('mean-low', {
    number: longestNumber,
    result: { kind: 'blood-pressure', systolic: 88, diastolic: 54, pulse: 58, pressureClass: 'low' },
    next: 'scale',
  }),
  reading('mean-high', {
    number: longestNumber,
    result: {
      ...raisedSitting,
      ...{ systolic: 164, diastolic: 98, pulse: 104, pressureClass: 'high' },
      earlier: [{ day: '2026-02-12', systolic: 148, diastolic: 92 }],
    },
    next: 'oximeter',
    paper: 'offered',
  }),
  reading('mean-very-high', {
    number: longestNumber,
    result: { ...raisedSitting, ...{ systolic: 204, diastolic: 118, pulse: 118, pressureClass: 'very-high' } },
    next: 'glucose-meter',
    paper: 'perhaps-printed',
  }),
  reading('mean-print-again', {
    number: longestNumber,
    result: raisedSitting,
    next: 'oximeter',
    paper: 'offered-again',
  }),
  reading('mean-printed', { number: longestNumber, result: raisedSitting, paper: 'printed' }),
  reading('mean-not-printed', { number: longestNumber, result: raisedSitting, paper: 'not-printed' }),
  reading('weight', {
    number: shortNumber,
    result: {
      kind: 'quantities',
      quantities: [
        { of: 'body-weight', value: 63.4, unit: 'kg' },
        { of: 'body-height', value: 158, unit: 'cm' },
        { of: 'body-mass-index', value: 25.4, unit: 'kg/m2' },
      ],
    },
    next: 'thermometer',
  }),
  reading('temperature', {
    number: shortNumber,
    result: { kind: 'quantities', quantities: [{ of: 'body-temperature', value: 36.8, unit: 'Cel' }] },
    paper: 'offered',
  }),
  reading('oxygen', {
    number: longestNumber,
    result: {
      kind: 'quantities',
      quantities: [
        { of: 'oxygen-saturation', value: 97, unit: '%' },
        { of: 'pulse-rate', value: 118, unit: '/min' },
      ],
    },
    next: 'glucose-meter',
    paper: 'offered',
  }),
  reading('quantities-many', {
    number: longestNumber,
    result: {
      kind: 'quantities',
      quantities: [
        { of: 'glucose', value: 104.5, unit: 'mg/dL' },
        { of: 'oxygen-saturation', value: 97, unit: '%' },
        { of: 'pulse-rate', value: 118, unit: '/min' },
        { of: 'body-temperature', value: 36.85, unit: 'Cel' },
        { of: 'perfusion index', value: 12.25, unit: '%' },
      ],
    },
    paper: 'offered',
  }),
];

const notRead: readonly GalleryState[] = [
  ...(['put-cuff-right', 'sit-still', 'try-again', 'none'] as const).flatMap((advice) => [
    notMeasured(advice, { what: 'blood-pressure', advice, canTryAgain: true }),
    notMeasured(`${advice}-last`, { what: 'blood-pressure', advice, canTryAgain: false, where: longDesk }),
  ]),
  notMeasured('high', {
    what: 'blood-pressure',
    advice: 'none',
    canTryAgain: true,
    high: 'staff-called',
    next: 'scale',
  }),
  notMeasured('call-staff', { what: 'blood-pressure', advice: 'call-staff', canTryAgain: false, high: 'tell-desk' }),
  ...things.map((what) => notMeasured(what, { what, advice: 'sit-still', canTryAgain: true })),
  notMeasured('scale-next', { what: 'scale', advice: 'put-cuff-right', canTryAgain: true, next: 'oximeter' }),
  notMeasured('thermometer-next', {
    what: 'thermometer',
    advice: 'put-cuff-right',
    canTryAgain: false,
    next: 'blood-pressure',
    where: longDesk,
  }),
];

const inCrisis: readonly GalleryState[] = [
  crisis('calling', {
    number: shortNumber,
    call: { is: 'calling', whose: 'own', emergency: true, canCallOff: false },
  }),
  crisis('coming', {
    number: longestNumber,
    call: { is: 'coming', whose: 'own', emergency: true, by: 'Điều dưỡng Nguyễn Thị Phương Thảo' },
  }),
  crisis('nobody-called', { number: longestNumber, call: undefined, where: longDesk }),
];

/** From the invitation to the numbers. */
export const measuringStates: readonly GalleryState[] = [
  ...inviting,
  ...preparing,
  ...sitting,
  ...read,
  ...notRead,
  ...inCrisis,
  state(
    'notice-please-wait-for-measurement',
    () => ({
      show: 'get-ready',
      what: 'blood-pressure',
      restSeconds: 0,
      number: shortNumber,
      startedBy: 'button',
      monitor: 'ready',
    }),
    { step, more: () => ({ notice: 'please-wait-for-measurement' }) },
  ),
];
