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
