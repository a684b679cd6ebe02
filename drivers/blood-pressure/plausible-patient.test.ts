import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { SimulatedPatient } from '../contract/simulator.ts';
import { type PatientReading, patientNames, seat } from './plausible-patient.simulator.ts';
import { plausiblePressure } from './plausible-pressure.ts';
import { startSimulatedMonitor } from './pressure-monitor.simulator.ts';

const minutes = (count: number) => count * 60_000;

type Values = Extract<PatientReading, { kind: 'values' }>;

/** Readings of many people, each measured once after so long a rest. */
function readings(type: SimulatedPatient, restedMs: number, people = 2_000): readonly Values[] {
  return Array.from({ length: people }, (_, who) => seat(type, createSeededRandom(who)).reading(restedMs)).filter(
    (reading) => reading.kind === 'values',
  );
}

function meanOf(all: readonly Values[], of: 'systolic' | 'diastolic'): number {
  return all.reduce((sum, each) => sum + each[of], 0) / all.length;
}

test('rest does its work: the first unrested reading is higher, and half of that is gone within six minutes', () => {
  const fallen = (type: SimulatedPatient, after: number) =>
    meanOf(readings(type, 0), 'systolic') - meanOf(readings(type, minutes(after)), 'systolic');
  expect(fallen('white-coat', 5.8)).toBeCloseTo(13, 0);
  expect(fallen('white-coat', 60)).toBeCloseTo(26, 0);
  // As it was measured: 11.6 in 16 minutes.
  expect(fallen('high', 16)).toBeGreaterThan(10.6);
  expect(fallen('high', 16)).toBeLessThan(12.6);
  expect(fallen('calm', 5)).toBeLessThan(fallen('white-coat', 5) / 3);
});

test('unrested a white coat is taken for high pressure, rested it is none', () => {
  const raised = (restedMs: number) =>
    readings('white-coat', restedMs).filter(({ systolic, diastolic }) => systolic >= 135 || diastolic >= 85).length /
    2_000;
  expect(raised(0)).toBeGreaterThan(0.75);
  expect(raised(minutes(30))).toBeLessThan(0.15);
});

test('a crisis is one at every reading, and at rest hardly anybody else has one', () => {
  const inCrisis = (type: SimulatedPatient, restedMs: number) =>
    readings(type, restedMs).filter(({ systolic, diastolic }) => systolic >= 180 || diastolic >= 110).length / 2_000;
  expect(inCrisis('crisis', minutes(10))).toBeGreaterThan(0.97);
  for (const type of patientNames.filter((each) => each !== 'crisis'))
    expect(inCrisis(type, minutes(10))).toBeLessThan(0.03);
  expect(inCrisis('calm', 0)).toBe(0);
});

test('two readings of one visit differ by ten or more as often as people’s do, and of an irregular heart more often', () => {
  const share = (type: SimulatedPatient) => {
    const differing = Array.from({ length: 4_000 }, (_, who) => {
      const person = seat(type, createSeededRandom(who));
      const [one, other] = [person.reading(minutes(5)), person.reading(minutes(6))];
      if (one.kind !== 'values' || other.kind !== 'values') return false;
      return Math.abs(one.systolic - other.systolic) >= 10 || Math.abs(one.diastolic - other.diastolic) >= 10;
    });
    return differing.filter(Boolean).length / differing.length;
  };
  // 25.2 % (doi:10.1097/HJH.0000000000003065).
  expect(share('calm')).toBeGreaterThan(0.18);
  expect(share('calm')).toBeLessThan(0.3);
  expect(share('irregular-heart')).toBeGreaterThan(0.45);
});

test('an irregular heart and a moving arm are told, and some readings of a moving arm fail', () => {
  expect(readings('irregular-heart', 0).every(({ irregular, moved }) => irregular && !moved)).toBe(true);
  const moving = readings('moving-arm', 0);
  expect(moving.every(({ moved }) => moved)).toBe(true);
  expect(moving.length / 2_000).toBeCloseTo(0.7, 1);
});

test('whoever it is and however they rested, it is a reading that a human has, and the same seed is the same person', () => {
  fc.assert(
    fc.property(fc.constantFrom(...patientNames), fc.nat(), fc.nat(minutes(60)), (type, seed, restedMs) => {
      const [one, again] = [0, 1].map(() => seat(type, createSeededRandom(seed)).reading(restedMs));
      expect(one).toEqual(again);
      if (one?.kind === 'values') expect(plausiblePressure({ ...one, model: undefined }).ok).toBe(true);
    }),
  );
});

test('on the wire the same person is measured lower after a rest, and the next one is raised again', async () => {
  const clock = createHandCrankedClock();
  const random = createSeededRandom(7);
  const monitor = await startSimulatedMonitor({
    ...{ wirePort: 0, controlPort: 0, driver: 'omron-hbp9030', measuringMs: 1_000, patient: 'white-coat' },
    ...{ clock, random, timeLapse: 10 },
  });
  const host = connect(monitor.wirePort, '127.0.0.1');
  await once(host, 'connect');
  while (monitor.state().connections < 1) await new Promise((resolve) => setImmediate(resolve));
  const measured = async () => {
    const heard = once(host, 'data');
    await monitor.act({ do: 'press-start' });
    clock.advance(1_000);
    return Number(String((await heard)[0]).split(',')[7]);
  };
  await monitor.act({ do: 'seat', patient: 'white-coat' });
  const first = await measured();
  clock.advance(170_000);
  const rested = await measured();
  expect(first - rested).toBeGreaterThan(10);
  expect(monitor.state()).toMatchObject({ patient: 'white-coat', nextResult: 'normal' });
  // Nobody was measured for a while: somebody else sits down as the cuff starts.
  clock.advance(600_000);
  expect((await measured()) - rested).toBeGreaterThan(10);
  // What the hand on the dock has chosen is exactly that.
  await monitor.act({ do: 'set-next-result', result: 'high' });
  expect([await measured(), monitor.state().patient]).toEqual([158, undefined]);
  host.destroy();
  await monitor.close();
});
