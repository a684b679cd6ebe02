import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { BusinessDay, SessionId, VisitId } from '#config/agreements/ids.ts';
import type { PressureReading } from '#drivers/contract/blood-pressure-monitor.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { CheckInEffect } from './effects.ts';
import type { CheckInEvent } from './events.ts';
import { startingState } from './moves.ts';
import type { CheckInState, FlowSettings } from './state.ts';
import { step } from './step.ts';

/** People who do not exist and a kiosk that stands nowhere, for tests of the flow and of the host. */
export const settings: FlowSettings = {
  restingLanguage: 'vi',
  languages: ['vi', 'en'],
  facilityCode: '27005',
  offersCheckIn: true,
  offersMeasuring: true,
  asksHospital: false,
  callsForHelp: false,
  serviceByHisCode: new Map([
    ['K01', 'noi'],
    ['K30', 'mat'],
  ]),
  readsChips: false,
  serviceCodes: ['noi', 'mat'],
  helpChoosingCode: 'tiep-don',
};

/** A kiosk that has a reader of chip cards as well. */
export const settingsWithReader: FlowSettings = { ...settings, readsChips: true };

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

/** Walks events from rest and collects what was wanted on the way. */
export function walk(
  events: readonly CheckInEvent[],
  site: FlowSettings = settings,
): {
  readonly state: CheckInState;
  readonly effects: readonly CheckInEffect[];
} {
  let state = startingState(site);
  const effects: CheckInEffect[] = [];
  for (const event of events) {
    const next = step(site, state, event);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

/** A plain visit from card to paper, one event a step. */
export const plainVisit: readonly CheckInEvent[] = [
  { type: 'card-read', identity: anhCitizen, sessionId: firstSession, today },
  { type: 'identity-confirmed' },
  { type: 'service-chosen', serviceCode: 'noi' },
  { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false },
  { type: 'ticket-printed', sessionId: firstSession },
  { type: 'finished' },
];

/** The beginning of a plain visit. */
export const upTo = (steps: number) => plainVisit.slice(0, steps);

export const scanOf = (identity: Identity, sessionId = secondSession): CheckInEvent => ({
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
