import assert from 'node:assert/strict';
import { test } from 'vitest';
import type { Check, ReadinessReport } from '#kiosk/bridge/console/readiness-words.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { overviewPart } from './overview-part.ts';

const kiosk: ReturnType<KioskRooms['overview']> = {
  byStaff: false,
  today: { visits: 1, printed: 1, unproven: 0, notPrinted: 0, readings: 0, screened: 0, isolated: 0 },
  paper: undefined,
  siteFile: { runs: 'as-written', mistakes: 0 },
  systems: [],
  inVain: [],
};
const report = (checks: readonly Check[]): ReadinessReport => ({
  ...{
    kioskId: 'kiosk-1',
    version: '1',
    at: '2026-11-30T00:00:00.000Z',
    tookMs: 1,
    askedBy: 'person',
    outcome: 'pass',
  },
  checks,
  hashes: { siteFile: null, program: null },
  audit: { count: 0, hash: '' },
});
const selfTest = (newest: ReadinessReport | undefined) =>
  overviewPart(
    () => ({ overview: () => kiosk }) as KioskRooms,
    () => newest,
    () => undefined,
  ).topics.overview('')?.selfTest;

const well: Check = { part: 'store', found: 'writable' };
const warns: Check = { part: 'time', found: 'unconfirmed' };
const fails: Check = { part: 'system', about: 'his', found: 'no-answer' };

test('the overview says when the kiosk tested itself, how much passed, and what is to be mended first', () => {
  const at = Date.UTC(2026, 10, 30);
  assert.deepEqual(selfTest(report([well, warns, fails])), {
    ...{ at, passed: 1, checks: 3 },
    worst: { part: 'system', about: 'his' },
  });
  assert.deepEqual(selfTest(report([well, warns]))?.worst, { part: 'time', about: undefined });
  assert.deepEqual(selfTest(report([well])), { at, passed: 1, checks: 1, worst: undefined });
  assert.equal(selfTest(undefined), undefined, 'none yet');
});
