import type { OverviewState } from './overview-words.ts';
import type { EndpointOnPage, HubOnPage, UpkeepState } from './upkeep-words.ts';

/** For tests: a kiosk where nothing is wrong. */
export const calmKiosk: UpkeepState = {
  kioskId: 'kiosk-1',
  siteName: 'Trung tâm Y tế Thử Nghiệm',
  version: '0.1.0',
  test: true,
  timeZone: 'Asia/Ho_Chi_Minh',
  outOfService: false,
  storage: { freeBytes: 5e9, condition: 'ok' },
  store: 'ok',
  tickets: 'verified',
  devices: [
    { id: 'scanner', kind: 'barcode-scanner', condition: 'ready', hints: [] },
    { id: 'printer', kind: 'ticket-printer', condition: 'ready', hints: [] },
  ],
  endpoints: [],
  letters: [],
  letterGroups: [],
  stranded: [],
  alerts: [],
  time: {
    now: 0,
    today: '2026-11-21',
    trust: 'confirmed',
    why: 'kernel',
    machineClock: 0,
    lastMoment: 0,
    sources: [],
    leavable: [],
  },
  window: { page: 'connected', silentSeconds: 0, lastTapAt: 0, restarts: 1, lastRestart: 'started' },
  expired: [],
  checkInDays: [],
};

export const calmOverview: OverviewState = {
  byStaff: false,
  today: { visits: 12, printed: 11, unproven: 0, notPrinted: 1, readings: 3, screened: 0, isolated: 0 },
  paper: { tickets: 120, left: 80 },
  siteFile: { runs: 'as-written', mistakes: 0 },
  systems: [],
  inVain: [],
  selfTest: undefined,
};

/** All that the overview knows of it. */
export const calm = { kiosk: calmKiosk, overview: calmOverview, staff: undefined };

export const calmEndpoint: EndpointOnPage = {
  id: 'his',
  protocol: 'hl7v2-mllp',
  capabilities: ['registrations'],
  circuit: 'closed',
  reason: undefined,
  cure: undefined,
  since: undefined,
  queued: 0,
  oldestMinutes: 0,
  stands: false,
  namedAnother: 0,
  delayed: undefined,
};

export const calmHub: HubOnPage = {
  trouble: undefined,
  file: undefined,
  queued: 0,
  left: [{ series: 'A', left: 8 }],
  mark: 'K1',
  documentKey: 'as-theirs',
  servicesUnlike: [],
};
