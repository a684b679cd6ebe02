import { textIn } from '#config/agreements/language.ts';
import type { Screen, ScreenName } from '#kiosk/bridge/words.ts';
import { desk, type GalleryState, longDesk, state } from './gallery-state.ts';

/** Each of a screen's forms without its name. */
type Shown<Name extends ScreenName> = WithoutName<Extract<Screen, { show: Name }>>;
type WithoutName<Form> = Form extends unknown ? Omit<Form, 'show'> : never;

const step = 'measuring';
const shortNumber = 'A012';
const longNumber = 'UABC-1234';

const inviting: readonly GalleryState[] = [
  state('attract-vitals', () => ({ show: 'attract', scanner: 'ready', serves: 'vitals', openCall: 'none' })),
  state('attract-vitals-no-scanner', () => ({
    show: 'attract',
    scanner: 'unavailable',
    serves: 'vitals',
    openCall: 'none',
  })),
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

/** Blood pressure, from the invitation to the numbers. */
export const measuringStates: readonly GalleryState[] = [
  ...inviting,
  getReady('host', {
    what: 'blood-pressure',
    restSeconds: 0,
    number: shortNumber,
    startedBy: 'host',
    monitor: 'ready',
  }),
  getReady('button', {
    what: 'blood-pressure',
    restSeconds: 0,
    number: longNumber,
    startedBy: 'button',
    monitor: 'ready',
  }),
  getReady('unavailable', {
    what: 'blood-pressure',
    restSeconds: 0,
    number: longNumber,
    startedBy: 'host',
    monitor: 'unavailable',
  }),
  measuring('waiting-for-device', { what: 'blood-pressure', phase: 'waiting-for-device', secondsLeft: 104 }),
  measuring('waiting-for-button', { what: 'blood-pressure', phase: 'waiting-for-button', cuffMmHg: undefined }),
  measuring('quiet', { what: 'blood-pressure', phase: 'measuring', cuffMmHg: undefined }),
  measuring('cuff', { what: 'blood-pressure', phase: 'measuring', cuffMmHg: 148 }),
  reading('plain', {
    number: shortNumber,
    result: { kind: 'blood-pressure', systolic: 127, diastolic: 76, pulse: 72 },
  }),
  reading('wide', {
    number: longNumber,
    result: { kind: 'blood-pressure', systolic: 228, diastolic: 134, pulse: 118 },
  }),
  reading('narrow', {
    number: shortNumber,
    result: { kind: 'blood-pressure', systolic: 91, diastolic: 54, pulse: 48 },
  }),
  ...(['put-cuff-right', 'sit-still', 'try-again', 'none'] as const).flatMap((advice) => [
    notMeasured(advice, { what: 'blood-pressure', advice, canTryAgain: true }),
    notMeasured(`${advice}-last`, { what: 'blood-pressure', advice, canTryAgain: false, where: longDesk }),
  ]),
  notMeasured('call-staff', { what: 'blood-pressure', advice: 'call-staff', canTryAgain: false }),
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
