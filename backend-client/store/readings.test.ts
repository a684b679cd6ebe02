import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { ReadingRequest } from '../contract/reading.ts';
import { createStoreBench, dayMs, deliver, lan, request, type StoreBench, storedVisit } from './store.bench.ts';

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

function pressure(visitId: VisitId, systolic: number): ReadingRequest {
  return {
    visitId,
    ticketNumber: 'A001',
    values: {
      kind: 'blood-pressure',
      systolic,
      diastolic: 76,
      mean: 97,
      pulse: 78,
      irregular: false,
      moved: undefined,
    },
    deviceId: 'bp',
    deviceModel: 'TM2657-SYNTHETIC',
    deviceTime: '2024-11-12T10:14',
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
  };
}

test('a reading belongs to its visit, with device and time, and is still there after a restart', () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  const takenAt = bench.clock.now();
  const first = store.storeReading(pressure(visitId, 127));
  bench.clock.advance(60_000);
  store.storeReading(pressure(visitId, 125));
  store.close();
  const reopened = bench.open();
  const readings = reopened.readingsOf(visitId);
  reopened.close();
  const stored = (systolic: number, at: number) => ({ ...pressure(visitId, systolic), takenAt: at, day: '2026-11-21' });
  expect(readings).toEqual([
    { ...stored(127, takenAt), readingId: expect.any(String) },
    { ...stored(125, takenAt + 60_000), readingId: expect.any(String) },
  ]);
  expect(first).toEqual({ ok: true, value: readings[0] });
});

test('a vitals kiosk stores a reading for a visit that another kiosk has', () => {
  const store = bench.open();
  const elsewhere = 'ZZZZZZZZZZZZZZZZZZZZ' as VisitId;
  store.storeReading(pressure(elsewhere, 140));
  expect(store.readingsOf(elsewhere)).toHaveLength(1);
  store.close();
});

test('measured values are unreadable on the disk, and gone with their key after thirty days', async () => {
  const store = bench.open();
  const { visitId } = storedVisit(store, request(lan));
  store.storeReading(pressure(visitId, 127));
  for (const word of ['systolic', 'SYNTHETIC']) expect(bench.rawBytes().includes(word)).toBe(false);
  deliver(store, 'refused');
  bench.clock.advance(32 * dayMs);
  expect(await store.eraseExpired()).toMatchObject({ value: { readings: 1, dayKeys: 1 } });
  expect(store.readingsOf(visitId)).toEqual([]);
  store.close();
});
