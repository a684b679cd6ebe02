import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { type SimulatedVitalSigns, startSimulatedVitalSigns } from '#drivers/vital-signs/vital-signs.simulator.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { createSkippingClock, type SkippingClock } from './bench/skipping-clock.ts';
import { storedReadings } from './bench/stored-readings.ts';

/** On a whole kiosk over real wires: blood pressure by protocol, and other devices behind it. Minutes of rest are skipped. */
let bench: KioskBench;
let scale: SimulatedVitalSigns | undefined;
let clock: SkippingClock;
let page: PageDriver;

afterEach(async () => {
  page.close();
  await bench.close();
  await scale?.close();
  scale = undefined;
});

interface Site {
  readonly measuring?: Readonly<Record<string, unknown>>;
  readonly withScale?: boolean;
  /** Entries of the site file's `devices`, beside the cuff. */
  readonly devices?: readonly unknown[];
}

async function open({ measuring = {}, withScale = false, devices: more = [] }: Site = {}, cuffMs = 50): Promise<void> {
  clock = createSkippingClock();
  if (withScale) scale = await startSimulatedVitalSigns({ wirePort: 0, controlPort: 0 }, 'health-o-meter');
  const scales = scale
    ? [
        {
          ...{ id: 'scale', kind: 'vital-signs', driver: 'health-o-meter', simulated: true },
          transport: { kind: 'tcp', host: '127.0.0.1', port: scale.wirePort },
        },
      ]
    : [];
  bench = await openKioskBench(
    ['check-in', 'vitals'],
    undefined,
    undefined,
    { driver: 'and-tm2657', measuringMs: cuffMs },
    {},
    {},
    {},
    { clock, measuring, devices: [...scales, ...more] },
  );
  page = bench.page();
}

/** So much time passes; a page that was silent in it is loaded again. */
async function pass(ms: number): Promise<void> {
  clock.skip(ms);
  page.close();
  page = await bench.openPage();
}

/** The question "how do you feel", and all others, are left to themselves. */
async function rested(before: 'first' | 'next'): Promise<void> {
  const { screen: resting } = await page.shown(isResting(before));
  await pass(('seconds' in resting ? Number(resting.seconds) : 0) * 1_000);
}

const isResting =
  (before: 'first' | 'next') =>
  ({ screen: now }: Snapshot) =>
    now.show === 'resting' && now.before === before;
const isMeasuring = ({ screen: now }: Snapshot) => now.show === 'measuring' && now.phase === 'measuring';

async function checkIn(card = 'old-person'): Promise<string> {
  await page.shown(screen('attract'));
  await bench.scan(card);
  await page.shown(screen('confirm-identity'));
  await page.tap('confirm-identity', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await page.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed'));
  if (!ticket) throw new Error('no ticket');
  return ticket.code;
}

/** From the ticket to the chair. */
async function sitDown(): Promise<Snapshot['screen']> {
  await page.tap('measure', {});
  const { screen: ready } = await page.shown(screen('get-ready'));
  await page.tap('start-measuring', {});
  return ready;
}

const pressuresOf = (readings: ReturnType<typeof storedReadings>) =>
  readings.map(({ values }) =>
    'systolic' in values ? `${values.kind} ${values.systolic}/${values.diastolic}` : values.kind,
  );

describe('blood pressure by protocol', () => {
  test('rest, a reading, a minute, a second one that differs, a third one: the mean of the last two is shown, and all are stored with their quality', async () => {
    await open();
    const code = await checkIn();
    expect(await sitDown()).toMatchObject({ what: 'blood-pressure', restSeconds: 300, monitor: 'ready' });
    const { screen: resting } = await page.shown(isResting('first'));
    expect(resting).toMatchObject({ seconds: 300, question: 'symptoms', reading: { number: 1, of: 2 } });
    for (const [question, answer] of [
      ['symptoms', 'no'],
      ['half-hour', 'no'],
      ['bladder', 'yes'],
      ['medicine', 'skip'],
    ] as const) {
      await page.shown(({ screen: now }) => now.show === 'resting' && now.question === question);
      await page.tap('answer-while-resting', { question, answer });
    }
    await rested('first');
    expect((await page.shown(isResting('next'))).screen).toMatchObject({ seconds: 60 });
    await bench.monitor.act({ do: 'set-next-result', result: 'high' });
    await rested('next');
    expect((await page.shown(isResting('next'))).screen).toMatchObject({ reading: { number: 3, of: 3 } });
    await bench.monitor.act({ do: 'set-next-result', result: 'normal' });
    await rested('next');
    const { screen: shown } = await page.shown(screen('show-reading'));
    expect(shown).toMatchObject({
      result: {
        kind: 'blood-pressure',
        systolic: 138,
        diastolic: 86,
        pressureClass: 'raised',
        readings: [{ counts: false }, { systolic: 158, counts: true }, { systolic: 118, counts: true }],
      },
    });
    await page.tap('finish', {});
    await page.shown(screen('attract'));
    await bench.stop();
    const stored = storedReadings(bench.dataDir, code);
    expect(pressuresOf(stored)).toEqual([
      'blood-pressure 118/76',
      'blood-pressure 158/96',
      'blood-pressure 118/76',
      'blood-pressure-average 138/86',
    ]);
    expect(stored.map(({ circumstances }) => circumstances.readingNumber).slice(0, 3)).toEqual([1, 2, 3]);
    for (const { circumstances, deviceId } of stored) {
      expect(deviceId).toBe('bp');
      expect(circumstances).toMatchObject({
        restSeconds: 300,
        posture: 'sitting',
        protocol: { name: 'esh', version: 1 },
        said: { quietHalfHour: true, emptyBladder: expect.any(Boolean) },
        validation: { status: 'unknown' },
      });
    }
    expect(new Set(stored.map(({ circumstances }) => circumstances.sitting)).size).toBe(1);
  }, 30_000);

  test('Stop lets the air out at once, and the patient may try again', async () => {
    await open({}, 20_000);
    const code = await checkIn();
    await sitDown();
    await rested('first');
    await page.shown(isMeasuring);
    await expect.poll(() => bench.monitor.state().cuff).toBe('working');
    await page.tap('stop-measuring', {});
    expect((await page.shown(screen('not-measured'))).screen).toMatchObject({ canTryAgain: true });
    await expect.poll(() => bench.monitor.state().cuff).toBe('empty');
    await bench.stop();
    expect(storedReadings(bench.dataDir, code)).toEqual([]);
  }, 30_000);

  test('after three measurements without a reading a person is wanted, and nobody is asked to try again', async () => {
    await open();
    await checkIn();
    await bench.monitor.act({ do: 'set-next-result', result: 'error' });
    await sitDown();
    await rested('first');
    const said: unknown[] = [];
    for (let tries = 1; tries <= 3; tries++) {
      const { screen: now } = await page.shown(screen('not-measured'));
      said.push('canTryAgain' in now && now.canTryAgain);
      if (tries === 3) expect(now).toMatchObject({ advice: 'call-staff' });
      else {
        await page.tap('start-measuring', {});
        await page.shown(({ screen: { show } }) => show !== 'not-measured');
      }
    }
    expect(said).toEqual([true, true, false]);
  }, 30_000);

  test('somebody else’s card while a patient rests waits: nobody is thrown out, and the rest goes on', async () => {
    await open();
    const code = await checkIn();
    await sitDown();
    await page.shown(isResting('first'));
    await bench.scan('new-card');
    const { screen: still } = await page.shown(({ notice }) => notice === 'please-wait-for-measurement');
    expect(still.show).toBe('resting');
    await rested('first');
    await rested('next');
    await page.shown(screen('show-reading'));
    await bench.stop();
    expect(pressuresOf(storedReadings(bench.dataDir, code))).toHaveLength(3);
  }, 30_000);

  test('a kiosk that dies after the first reading has it on disk already', async () => {
    await open();
    const code = await checkIn();
    await sitDown();
    await rested('first');
    await page.shown(isResting('next'));
    // What a power cut leaves: the files as they are now, with nothing finished.
    const left = mkdtempSync(join(tmpdir(), 'tiep-don-killed-'));
    for (const name of readdirSync(bench.dataDir).filter((each) => /^store\.sqlite(-wal)?$|key/.test(each))) {
      copyFileSync(join(bench.dataDir, name), join(left, name));
    }
    expect(pressuresOf(storedReadings(left, code))).toEqual(['blood-pressure 118/76']);
    rmSync(left, { recursive: true });
  }, 30_000);

  test('the scale first and then the cuff, in the site’s order, all for one visit, with a body-mass index', async () => {
    await open({ withScale: true, measuring: { order: ['scale', 'bp'], restSeconds: 60 } });
    const code = await checkIn();
    expect(await sitDown()).toMatchObject({ what: 'scale', step: { at: 1, of: 2 }, restSeconds: 0 });
    await page.shown(isMeasuring);
    const result = page.shown(screen('show-reading'));
    let isWeighed = false;
    void result.then(() => {
      isWeighed = true;
    });
    // Whoever is on it before it was drained is taken for the one before, and steps on it again.
    clock.skip(1_000);
    const stepOn = async () => {
      if (!isWeighed) await scale?.act({ do: 'measure', vitals: { 'body-weight': 60, 'body-height': 160 } });
      return isWeighed;
    };
    await expect.poll(stepOn, { interval: 500, timeout: 20_000 }).toBe(true);
    const { screen: weighed } = await result;
    expect(weighed).toMatchObject({ next: 'blood-pressure', result: { kind: 'quantities' } });
    await page.tap('measure-next', {});
    expect((await page.shown(screen('get-ready'))).screen).toMatchObject({ what: 'blood-pressure', step: { at: 2 } });
    await page.tap('start-measuring', {});
    await rested('first');
    await rested('next');
    await page.shown(screen('show-reading'));
    await bench.stop();
    const stored = storedReadings(bench.dataDir, code);
    expect(stored.map(({ deviceId, values }) => `${deviceId} ${values.kind}`)).toEqual([
      'scale quantities',
      'bp blood-pressure',
      'bp blood-pressure',
      'bp blood-pressure-average',
    ]);
    expect(stored[0]).toMatchObject({
      circumstances: { protocol: { name: 'none', version: 0 } },
      values: { quantities: [{ of: 'body-weight' }, { of: 'body-height' }, { of: 'body-mass-index', value: 23.4 }] },
    });
  }, 30_000);

  test('a device that is not there at its step is told, and the patient goes on to the next one', async () => {
    await open({ withScale: true, measuring: { order: ['scale', 'bp'], restSeconds: 0, readings: 1 } });
    await scale?.act({ do: 'unplug' });
    await checkIn();
    await page.tap('measure', {});
    await page.shown(({ screen: now }) => now.show === 'get-ready' && now.monitor === 'unavailable');
    expect((await page.shown(screen('get-ready'))).screen).toMatchObject({ what: 'scale', next: 'blood-pressure' });
    await page.tap('measure-next', {});
    expect(
      (await page.shown(({ screen: now }) => now.show === 'get-ready' && now.what === 'blood-pressure')).screen,
    ).toMatchObject({
      monitor: 'ready',
    });
    await page.tap('start-measuring', {});
    await page.shown(screen('show-reading'));
  }, 30_000);
});

test('where two monitors stand the one that is there measures, and the reading says which one it was', async () => {
  const other = await startSimulatedMonitor({ driver: 'omron-hbp9020', measuringMs: 50, wirePort: 0, controlPort: 0 });
  await open({
    measuring: { restSeconds: 0, readings: 1 },
    devices: [
      {
        ...{ id: 'bp-2', kind: 'blood-pressure-monitor', driver: 'omron-hbp9020', simulated: true },
        ...{ serial: 'SN-0002', arm: 'left', cuffCm: { from: 17, to: 42 } },
        transport: { kind: 'tcp', host: '127.0.0.1', port: other.wirePort },
      },
    ],
  });
  await bench.monitor.act({ do: 'unplug' });
  const code = await checkIn();
  await page.tap('measure', {});
  const { screen: ready } = await page.shown(({ screen: now }) => now.show === 'get-ready' && now.monitor === 'ready');
  expect(ready).not.toHaveProperty('step');
  await page.tap('start-measuring', {});
  await page.shown(({ screen: now }) => now.show === 'measuring' && now.phase === 'waiting-for-button');
  await other.act({ do: 'press-start' });
  await page.shown(screen('show-reading'));
  await bench.stop();
  expect(storedReadings(bench.dataDir, code)).toMatchObject([
    {
      deviceId: 'bp-2',
      circumstances: { arm: 'left', deviceSerial: 'SN-0002', validation: { cuffCm: { from: 17, to: 42 } } },
    },
  ]);
  await other.close();
}, 30_000);

test('without the section a single reading is stored as such: no protocol, no rest', async () => {
  clock = createSkippingClock();
  bench = await openKioskBench(['check-in', 'vitals']);
  page = bench.page();
  const code = await checkIn();
  await sitDown();
  const { screen: shown } = await page.shown(screen('show-reading'));
  expect(shown).not.toMatchObject({ result: { pressureClass: expect.anything() } });
  await bench.stop();
  const [stored, ...more] = storedReadings(bench.dataDir, code);
  expect(more).toEqual([]);
  expect(stored?.circumstances).toMatchObject({
    readingNumber: 1,
    readingCount: 1,
    protocol: { name: 'none', version: 0 },
  });
  expect(stored?.circumstances.restSeconds).toBeUndefined();
}, 30_000);
