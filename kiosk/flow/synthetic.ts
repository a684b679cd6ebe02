import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { Language } from '#config/agreements/language.ts';
import { type ConsentWords, companionDetails } from '#config/settings/consent-words.ts';
import type { MeasuringSettings } from '#config/settings/measuring-settings.ts';
import type { PressureReading } from '#drivers/contract/blood-pressure-monitor.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { InsuredIdentity } from '#kiosk/facts/patient.ts';
import type { FlowEffect } from './effects.ts';
import type { EventOf, FlowEvent, TimerName } from './events.ts';
import { startingState } from './moves.ts';
import type { FlowState } from './state.ts';
import { step } from './step.ts';
import { timersOf } from './timers.ts';

/** People who do not exist and a kiosk that stands nowhere, for tests of the flow and of the host. */
export const settings: FlowSettings = {
  restingLanguage: 'vi',
  languages: ['vi', 'en'],
  facilityCode: '27005',
  offersCheckIn: true,
  offersMeasuring: true,
  takesTemperature: false,
  measuring: undefined,
  measuringSteps: [{ deviceId: 'cuff', takes: 'blood-pressure' }],
  asksHospital: false,
  findsNumbersElsewhere: false,
  checksInsurance: false,
  timeZone: 'Asia/Ho_Chi_Minh',
  callsForHelp: false,
  serviceByHisCode: new Map([
    ['K01', 'noi'],
    ['K30', 'mat'],
  ]),
  numbersCanBeGivenUp: false,
  readsChips: false,
  serviceCodes: ['noi', 'mat'],
  helpChoosingCode: 'tiep-don',
  serviceFor: new Map(),
  preparationOf: new Map(),
  symptoms: [],
  notOpen: new Map(),
  checkIn: {
    waysIn: { typedNumber: false, phone: false, passport: false, name: false },
    purposes: [],
    priority: false,
    companion: false,
    consents: [],
    particulars: [],
    appointmentWindow: { earlyMinutes: 60, lateMinutes: 30 },
    survey: false,
    paperless: false,
  },
  consentWords: new Map(),
};

function wordsOf(purpose: string): Readonly<Record<Language, ConsentWords>> {
  const wordsIn = (language: Language) => ({
    purpose,
    language,
    title: `${purpose} ${language}?`,
    text: `What is done, in ${language}.`,
    hash: `hash of ${purpose} in ${language}`,
  });
  return { vi: wordsIn('vi'), en: wordsIn('en') };
}

/** A kiosk where families come, two uses of data are asked about, and everything that the law wants to know. */
export const familySettings: FlowSettings = {
  ...settings,
  checkIn: {
    ...settings.checkIn,
    companion: true,
    consents: ['messages', 'research'].map((code) => ({ code, title: { vi: code }, text: { vi: code } })),
    particulars: ['ethnicity', 'occupation', 'address', 'phone'],
  },
  consentWords: new Map(['messages', 'research', companionDetails].map((purpose) => [purpose, wordsOf(purpose)])),
};

/** A kiosk that asks why somebody comes, where services are searched, closed and full, and one of them wants patients fasting. */
export const settingsWithPurposes: FlowSettings = {
  ...settings,
  serviceFor: new Map([
    ['results', 'ket-qua'],
    ['vitals', 'sinh-ton'],
  ]),
  preparationOf: new Map([['noi', 'fasting']]),
  symptoms: [{ code: 'dau-mat', words: { vi: 'Đau mắt' }, serviceCodes: ['mat'] }],
  checkIn: {
    ...settings.checkIn,
    purposes: ['insured', 'self-paid', 'follow-up', 'referral', 'results', 'vitals', 'unsure'],
  },
};

/** A kiosk that has a reader of chip cards as well. */
export const settingsWithReader: FlowSettings = { ...settings, readsChips: true };

/** By protocol, as a site file without a word of its own has it: two readings after five minutes, their mean. */
export const protocol: MeasuringSettings = {
  restSeconds: 300,
  gapSeconds: 60,
  readings: 2,
  rule: 'esh',
  line: { systolic: 135, diastolic: 85 },
  crisis: { systolic: 180, diastolic: 110 },
  crisisPriority: true,
  questions: true,
  order: [],
  printResult: true,
};

/** A kiosk that measures by protocol, with a cuff and then a scale that knows the height. */
export const measuringSettings: FlowSettings = {
  ...settings,
  measuring: protocol,
  measuringSteps: [...settings.measuringSteps, { deviceId: 'scale', takes: 'quantities' }],
};

export const today = '2026-11-21' as BusinessDay;
export const firstSession = 'S1' as SessionId;
export const secondSession = 'S2' as SessionId;

/** An old woman with her citizen card. */
export const anhCitizen: Identity = {
  source: 'qr-cccd',
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: 'Số 1, Thôn Đông, Yên Phong, Bắc Ninh',
  document: { kind: 'citizen-card', number: '027148000123', oldNumber: undefined, issuedOn: '2021-05-25' },
  warnings: [],
};

/** The same card's chip: the name as it is registered, an old number that her card does not show. */
export const anhChip: Identity = {
  ...anhCitizen,
  source: 'chip',
  document: { kind: 'citizen-card', number: '027148000123', oldNumber: '120000001', issuedOn: '2021-05-25' },
};

/** The same woman's insurance card: capital letters, the year of birth only. */
export const anhInsurance: Identity = {
  source: 'qr-bhyt',
  fullName: 'NGUYỄN THỊ NGỌC ÁNH',
  birth: { precision: 'year', year: 1948 },
  sex: 'female',
  address: undefined,
  document: {
    kind: 'insurance-card',
    number: 'HT2270199999123',
    facilityCode: '27005',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    fiveYearsOn: '2020-01-01',
    benefitLevel: '2',
  },
  warnings: [],
};

/** Everything that a site can offer beside a card. */
export const everyWayIn: FlowSettings['checkIn']['waysIn'] = {
  typedNumber: true,
  phone: true,
  passport: true,
  name: true,
};

/** The number of her citizen card, typed. */
export const typedAnh: Identity = {
  source: 'typed',
  fullName: undefined,
  birth: undefined,
  sex: 'unknown',
  address: undefined,
  document: { kind: 'citizen-card', number: '027148000123', oldNumber: undefined, issuedOn: undefined },
  warnings: [],
};

/** The number of a foreigner's passport, typed. */
export const typedPassport: Identity = {
  ...typedAnh,
  document: { kind: 'passport', number: 'L898902C3', issuer: undefined, nationality: undefined, expiresOn: undefined },
};

/** Twins: one birth date, names that a tone tells apart, cards of their own. */
export const twinAnh: InsuredIdentity = {
  source: 'qr-bhyt',
  fullName: 'NGUYỄN MINH ANH',
  birth: { precision: 'day', date: '2021-03-04' },
  sex: 'female',
  address: undefined,
  document: {
    kind: 'insurance-card',
    number: 'TE1270000000001',
    facilityCode: '27005',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
    fiveYearsOn: undefined,
    benefitLevel: '1',
  },
  warnings: [],
};
export const twinAnhWithTone: Identity = {
  ...twinAnh,
  fullName: 'NGUYỄN MINH ÁNH',
  document: { ...twinAnh.document, number: 'TE1270000000002' },
};

/** Somebody else. */
export const binhCitizen: Identity = {
  source: 'qr-cccd',
  fullName: 'Trần Văn Bình',
  birth: { precision: 'day', date: '1990-01-02' },
  sex: 'male',
  address: undefined,
  document: { kind: 'citizen-card', number: '001090000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  warnings: [],
};

export const storedVisit: StoredVisit = {
  visitId: '00000000000000000001' as VisitId,
  day: today,
  number: { series: 'UA', sequence: 12, text: 'UA012' },
  service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: '101', floor: { vi: 'Tầng 1' } },
  priority: { ground: 'age-75', certain: true },
  storedAt: 0,
  paper: 'pending',
  replaces: undefined,
};

export const contactKnown = { phone: '0912000567', patientCode: 'BN000123' };

export const followUp: Appointment = {
  appointmentId: 'H-1',
  kind: 'follow-up-slip',
  serviceHisCode: 'K30',
  startsAt: undefined,
  description: undefined,
};

/** At a service that the kiosk does not have. */
export const elsewhere: Appointment = {
  ...followUp,
  appointmentId: 'H-2',
  kind: 'appointment',
  serviceHisCode: 'K99',
};

export const insured: InsuranceCheck = {
  resultCode: '000',
  path: 'insured',
  validFrom: undefined,
  validTo: undefined,
  newCardNumber: undefined,
  facilityCode: undefined,
  transactionId: undefined,
  checkedAt: 0,
};

/** An event, or that this clock of the state runs out. */
export type Happening = FlowEvent | { readonly waited: TimerName };

/** The hospital's answer to a question of this session. */
export function hospitalSaid(
  answers: Partial<EventOf<'hospital-answered'>['answers']> = {},
  question = 1,
  sessionId = firstSession,
): EventOf<'hospital-answered'> {
  const nothing = { contact: undefined, appointments: [], insuranceCheck: undefined };
  return { type: 'hospital-answered', sessionId, question, answers: { ...nothing, ...answers } };
}

/** Walks from rest and collects what was wanted on the way. */
export function walk(
  happenings: readonly Happening[],
  site: FlowSettings = settings,
): {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
} {
  let state: FlowState = startingState(site);
  const effects: FlowEffect[] = [];
  for (const each of happenings) {
    const next = step(site, state, 'waited' in each ? elapsed(state, each.waited, site) : each);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

/** Yes or no to a purpose of `familySettings`. */
export const consented = (purpose: string, granted: boolean, language: Language = 'vi'): FlowEvent => ({
  type: 'answered',
  answer: { wordsHash: `hash of ${purpose} in ${language}`, granted },
});

/** As the host says it when the time has come. */
export function elapsed(state: FlowState, timer: TimerName, site: FlowSettings = settings): FlowEvent {
  const running = timersOf(state, site).find((each) => each.timer === timer);
  if (!running) throw new Error(`no clock "${timer}" runs at ${state.at}`);
  return { type: 'timer-elapsed', timer, count: running.count };
}

/** The clocks that run, and how long; that of the whole turn, which every turn has, is left out. */
export function clocks(state: FlowState, site: FlowSettings = settings): Partial<Record<TimerName, number>> {
  const own = timersOf(state, site).filter(({ timer }) => timer !== 'longest');
  return Object.fromEntries(own.map(({ timer, ms }) => [timer, ms]));
}

/** The service question is answered. */
export const chosen = (serviceCode: string | null): FlowEvent => ({ type: 'answered', answer: { serviceCode } });

/** The moment for "choose again" is over, and the paper begins. */
export const paperBegins: FlowEvent = { type: 'timer-elapsed', timer: 'paper', count: 5 };

/** A plain visit from card to paper, one event a step. */
export const plainVisit: readonly FlowEvent[] = [
  { type: 'card-read', identity: anhCitizen, sessionId: firstSession, today },
  { type: 'identity-confirmed' },
  chosen('noi'),
  { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false },
  paperBegins,
  { type: 'ticket-printed', sessionId: firstSession },
  { type: 'finished' },
];

/** The beginning of a plain visit. */
export const upTo = (steps: number) => plainVisit.slice(0, steps);

export const scanOf = (identity: Identity, sessionId = secondSession): FlowEvent => ({
  type: 'card-read',
  identity,
  sessionId,
  today,
});

/** The frame in the notes (§1.1): what a TM-2657 really said. */
export const reading: PressureReading = {
  systolic: 127,
  diastolic: 76,
  mean: 97,
  pulse: 78,
  irregular: undefined,
  moved: undefined,
  deviceTime: undefined,
  model: undefined,
};

/** What the cuff says about the first measurement of this session, unless it is said otherwise. */
export function pressureTaken(
  changed: Partial<PressureReading> = {},
  whose: Partial<Omit<EventOf<'reading-taken'>, 'type' | 'reading'>> = {},
): EventOf<'reading-taken'> {
  const cuff = { sessionId: firstSession, attempt: 1, deviceId: 'cuff' };
  return { type: 'reading-taken', ...cuff, ...whose, reading: { kind: 'blood-pressure', ...reading, ...changed } };
}
