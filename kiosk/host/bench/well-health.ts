import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Health } from '../health.ts';

/** For tests: what a kiosk says of itself when nothing is wrong. */
export const wellHealth: Health = {
  status: 'ok',
  version: '0.0.0-test',
  closedByStaff: false,
  devices: [],
  storage: { freeBytes: 5e9, condition: 'ok' },
  store: 'ok',
  outbox: { queued: 0, refused: 0, unsure: 0, expired: 0, systems: [] },
  tickets: 'verified',
  time: { trust: 'confirmed', why: 'kernel', today: '2026-11-21', machineIsAheadMs: 0 },
  siteFile: { runs: 'as-written', mistakes: 0 },
  window: { page: 'connected', silentSeconds: 0, isLost: false, restarts: 0 },
};

export const calmUpkeep: UpkeepState = {
  kioskId: 'kiosk-1',
  siteName: 'Trung tâm Y tế Thử Nghiệm',
  version: '0.0.0',
  test: true,
  timeZone: 'Asia/Ho_Chi_Minh',
  outOfService: false,
  storage: { freeBytes: 5e9, condition: 'ok' },
  store: 'ok',
  tickets: 'verified',
  devices: [],
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
