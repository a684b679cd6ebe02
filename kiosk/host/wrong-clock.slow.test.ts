import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { UpkeepAct } from '#kiosk/bridge/console/upkeep-words.ts';
import { type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { checkIn } from './bench/patient.ts';
import type { Health } from './health.ts';

/** A whole kiosk on a machine whose clock is wrong, with patients, a printer and a hospital on real wires. */

const dayMs = 24 * 3_600_000;

let bench: KioskBench;
beforeEach(async () => {
  bench = await openKioskBench();
});
afterEach(() => bench.close());

const startWithClock = (wrongByMs: number) =>
  bench.restart({ clock: { ...machineClock, now: () => Date.now() + wrongByMs } });

async function numberOf(card: string): Promise<string> {
  const outcome = await checkIn({
    page: bench.page(),
    scan: () => void bench.scanners[0].act({ do: 'send-bytes', base64: Buffer.from(scanOf(card)).toString('base64') }),
    serviceCode: 'noi',
  });
  if (!outcome.ok) throw new Error(`${outcome.problem.kind} at ${outcome.problem.lastScreen}`);
  return outcome.value.number;
}

async function health(): Promise<Health> {
  return (await fetch(`http://127.0.0.1:${bench.kiosk().port}/healthz`)).json() as Promise<Health>;
}

const technicianDecides = (act: UpkeepAct) => bench.kiosk().rooms.upkeep.act(act, 'Lan');

const arrived = (count: number) => bench.his.until((arrivals) => arrivals.length === count);

describe('a boot with the clock far ahead while the hospital is down', () => {
  test('costs nobody anything: numbers go on, nothing is erased, and the hospital has everybody in the end', async () => {
    bench.his.setMode({ kind: 'drop-connection' });
    const first = await numberOf('new-card');
    await startWithClock(50 * dayMs);
    await bench.logged('time-unconfirmed');
    const second = await numberOf('insured-cccd');
    const there = await health();
    assert.equal(technicianDecides({ do: 'leave-day', day: there.time.today }), true);
    assert.equal(technicianDecides({ do: 'leave-day', day: there.time.today }), false);
    const left = await health();
    bench.his.setMode({ kind: 'answer' });
    await startWithClock(0);
    const third = await numberOf('no-old-number');
    // Scans again in the queue, and on a day that was another one.
    const again = await numberOf('new-card');
    const fourth = await numberOf('insured-cccd');
    await arrived(4);
    const back = await health();
    assert.deepEqual([first, second, third, again, fourth], ['A001', 'A002', 'A003', 'A001', 'A004']);
    assert.deepEqual([there.status, there.time.trust, there.time.why], ['degraded', 'unconfirmed', 'ahead']);
    assert.equal(there.outbox.queued, 2);
    assert.deepEqual(
      [left.time.trust, left.time.why, left.time.today < there.time.today],
      ['unconfirmed', 'left', true],
    );
    assert.deepEqual([back.time.trust, back.outbox.queued, back.outbox.expired], ['confirmed', 0, 0]);
  });

  test('is found out by the hospital, too, whose time then stands on tickets and in messages, and confirms nothing', async () => {
    await numberOf('old-person');
    await arrived(1);
    await startWithClock(50 * dayMs);
    // The first message under the wrong clock brings an answer, and with it the hospital's time.
    await numberOf('new-card');
    await arrived(2);
    await numberOf('year-only');
    await arrived(3);
    const { time } = await health();
    const right = new Date().toISOString().slice(0, 4);
    assert.deepEqual([time.trust, time.why], ['unconfirmed', 'ahead']);
    assert.ok(Math.round(time.machineIsAheadMs / dayMs) === 50 && time.today.startsWith(right));
  });
});

test('a kernel that is synchronised makes a clock right that the store alone would doubt', async () => {
  await numberOf('old-person');
  const clock = { ...machineClock, now: () => Date.now() + 35 * dayMs };
  await bench.restart({ clock, askKernel: async () => true });
  assert.equal(await numberOf('new-card'), 'A001');
  const { time } = await health();
  assert.deepEqual([time.trust, time.why], ['confirmed', 'kernel']);
});
