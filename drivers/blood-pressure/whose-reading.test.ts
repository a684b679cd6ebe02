import { describe, expect, test } from 'vitest';
import { encodeR1 } from './accuniq-bp500/accuniq-bp500.simulator.ts';
import { encodeTm2657 } from './and-tm2657/and-tm2657.simulator.ts';
import { tm2657Delays } from './and-tm2657/tm2657-delays.ts';
import { simulatedValues, staleValues } from './monitor-body.simulator.ts';
import { encodeHbp9020 } from './omron-hbp9020/omron-hbp9020.simulator.ts';
import { encodeHbp9030 } from './omron-hbp9030/omron-hbp9030.simulator.ts';
import { pressureDelays } from './pressure-monitor.ts';
import { createScriptedDevice } from './scripted-monitor.bench.ts';
import { encodeSuntech } from './suntech-oem/suntech-oem.simulator.ts';
import { suntechDelays } from './suntech-oem/suntech-oem.ts';
import { withChecksum } from './suntech-oem/suntech-protocol.ts';

/** Whose reading it is (law 11), on devices that a test plays by hand. */
const at = { year: '2026', month: '07', day: '11', hour: '09', minute: '05', second: '30' } as const;
const { high } = simulatedValues;
const stopped = { type: 'failed', reason: 'stopped', advice: 'none', deviceError: undefined };
const absent = { type: 'failed', reason: 'absent', advice: 'call-staff', deviceError: undefined };
const timedOut = { type: 'failed', reason: 'timed-out', advice: 'try-again', deviceError: undefined };
const cuffMs = pressureDelays.buttonCuffWithinMs;

const buttons = {
  'omron-hbp9030': (values: typeof high | typeof staleValues) => encodeHbp9030({ kind: 'values', ...values, at }),
  'omron-hbp9020': (values: typeof high | typeof staleValues) => encodeHbp9020({ kind: 'values', ...values, at }),
} as const;

describe.each(Object.entries(buttons) as [keyof typeof buttons, (typeof buttons)[keyof typeof buttons]][])(
  '%s, whose cuff cannot be stopped',
  (driver, record) => {
    /** The first patient has read "press the button", and perhaps pressed it. */
    async function createMeasuring() {
      const device = createScriptedDevice(driver);
      await device.pass(100);
      const first = device.measure('first');
      await device.pass(1_000);
      expect(first.told()).toEqual(['waiting-for-button']);
      return { ...device, first };
    }

    test('the record of the patient who stopped is nobody’s, and the next patient goes on by themselves when it came', async () => {
      const device = await createMeasuring();
      await device.pass(15_000);
      void device.first.stop();
      await device.pass(5_000);
      const second = device.measure('second');
      await device.turn();
      expect([second.told(), device.monitor.freeInMs()]).toEqual([['waiting-for-device'], cuffMs - 5_000]);
      await device.pass(2_000);
      device.say(record(staleValues));
      await device.pass(1_000);
      expect([second.told(), device.discarded]).toEqual([
        ['waiting-for-device', 'waiting-for-button'],
        ['no-measurement-open'],
      ]);
      device.say(record(high));
      expect(second.told().slice(2)).toHaveLength(1);
      expect(second.told()[2]).toMatchObject({ systolic: high.systolic });
    });

    test('a cuff whose record never comes is waited for as long as it can work, and not longer', async () => {
      const device = await createMeasuring();
      void device.first.stop();
      const second = device.measure('second');
      await device.pass(cuffMs - 1_000);
      expect(second.told()).toEqual(['waiting-for-device']);
      await device.pass(2_000);
      expect(second.told()).toEqual(['waiting-for-device', 'waiting-for-button']);
    });

    test('a patient whose time ran out keeps the cuff as well: the button may have been pressed late', async () => {
      const device = await createMeasuring();
      await device.pass(pressureDelays.findButtonWithinMs + cuffMs);
      expect(device.first.told().at(-1)).toEqual(timedOut);
      const second = device.measure('second');
      await device.pass(10_000);
      device.say(record(staleValues));
      await device.pass(1_000);
      expect([second.told(), device.discarded.length]).toEqual([['waiting-for-device', 'waiting-for-button'], 1]);
    });

    test('a cable that was pulled and put back frees no cuff', async () => {
      const device = await createMeasuring();
      device.cut();
      expect(device.first.told().at(-1)).toEqual(absent);
      await device.pass(3_000);
      const second = device.measure('second');
      await device.pass(1_000);
      device.say(record(staleValues));
      await device.pass(1_000);
      expect([second.told(), device.discarded.length]).toEqual([['waiting-for-device', 'waiting-for-button'], 1]);
    });

    test('the patient who stopped and begins again need not wait: what the cuff says is theirs', async () => {
      const device = await createMeasuring();
      void device.first.stop();
      await device.pass(2_000);
      const again = device.measure('first');
      await device.pass(1_000);
      device.say(record(high));
      expect(again.told()[0]).toBe('waiting-for-button');
      expect(again.told()[1]).toMatchObject({ systolic: high.systolic });
    });

    test('whoever waits may leave, and holds up nobody', async () => {
      const device = await createMeasuring();
      void device.first.stop();
      const second = device.measure('second');
      await device.pass(1_000);
      await second.stop();
      const third = device.measure('third');
      await device.pass(1_000);
      expect([second.told(), third.told()]).toEqual([['waiting-for-device', stopped], ['waiting-for-device']]);
      device.say(record(staleValues));
      await device.pass(1_000);
      expect(third.told().at(-1)).toBe('waiting-for-button');
    });

    test('after a restart of the kiosk the cuff of before is waited for', async () => {
      const device = createScriptedDevice(driver, 1, { worksOnFromBefore: true });
      const works: boolean[] = [];
      await device.pass(100);
      const patient = device.measure('second');
      await device.pass(20_000);
      expect([patient.told(), works]).toEqual([['waiting-for-device'], []]);
      device.say(record(staleValues));
      await device.pass(1_000);
      expect(patient.told()).toEqual(['waiting-for-device', 'waiting-for-button']);
    });

    test('that it works is noted from the moment in which the button may be pressed until its record came', async () => {
      const works: boolean[] = [];
      const device = createScriptedDevice(driver, 1, { onWorking: (working) => works.push(working) });
      await device.pass(100);
      const first = device.measure('first');
      await device.pass(100);
      expect(works).toEqual([]);
      await device.pass(1_000);
      void first.stop();
      expect(works).toEqual([true]);
      device.say(record(staleValues));
      expect(works).toEqual([true, false]);
    });
  },
);

describe('accuniq-bp500, which keeps its result until it is asked', () => {
  const nothing = encodeR1(undefined);
  const record = (values: typeof high | typeof staleValues) => encodeR1({ kind: 'values', ...values, at });

  test('the record of the patient who stopped is found, deleted and nobody’s', async () => {
    const device = createScriptedDevice('accuniq-bp500');
    await device.pass(100);
    device.say(nothing);
    const first = device.measure('first');
    device.say(nothing);
    void first.stop();
    await device.pass(1_000);
    device.say(nothing);
    const second = device.measure('second');
    await device.pass(2_000);
    device.heard();
    device.say(record(staleValues));
    expect([device.heard().slice(0, 1), device.discarded]).toEqual([['0206030b'], ['no-measurement-open']]);
    await device.pass(500);
    // One answer for each question that is out.
    for (let answer = 0; answer < 5; answer++) {
      device.say(nothing);
      await device.pass(300);
    }
    expect(second.told()).toEqual(['waiting-for-device', 'waiting-for-button']);
    device.say(record(high));
    expect(second.told().at(-1)).toEqual(high);
  });

  test('a late "nothing" to a question of before does not drain it', async () => {
    const device = createScriptedDevice('accuniq-bp500');
    await device.pass(100);
    const patient = device.measure('first');
    device.say(nothing);
    expect(patient.told()).toEqual([]);
    device.say(record(staleValues), nothing);
    expect([patient.told(), device.discarded]).toEqual([[], ['stale']]);
    await device.pass(300);
    device.say(nothing);
    expect(patient.told()).toEqual(['waiting-for-button']);
  });
});

describe('and-tm2657, which the kiosk stops', () => {
  const [ST, SP, RB] = ['16160130300253540307', '16160130300253500303', '16160130300252420310'];
  const [ACK, NAK] = ['161601303006', '161601303015'];
  const yesterdays = encodeTm2657({ kind: 'values', ...staleValues, at });
  const own = encodeTm2657({ kind: 'values', ...high, at });

  async function createRunning(kept: Uint8Array | string = yesterdays) {
    const device = createScriptedDevice('and-tm2657');
    await device.pass(100);
    device.say(NAK);
    await device.pass(100);
    const patient = device.measure('first');
    device.say(kept);
    device.say(ACK);
    expect(patient.told()).toEqual(['measuring']);
    device.heard();
    return { ...device, patient };
  }

  test('an answer to RB that comes after its time is the last patient’s record, not this one’s', async () => {
    const device = await createRunning();
    await device.pass(tm2657Delays.readBackAfterMs);
    expect(device.heard()).toEqual([RB]);
    await device.pass(tm2657Delays.answerWithinMs + 100);
    device.say(yesterdays);
    expect(device.patient.told()).toEqual(['measuring']);
    device.say(own);
    expect(device.patient.told()).toEqual(['measuring', high]);
  });

  test('an RB that answers only after the start, acknowledgement first, is of before the start', async () => {
    const device = createScriptedDevice('and-tm2657');
    await device.pass(100);
    device.say(NAK);
    await device.pass(100);
    const patient = device.measure('first');
    await device.pass(tm2657Delays.answerWithinMs);
    device.say(ACK);
    await device.pass(600);
    device.say(yesterdays);
    await device.pass(600);
    device.say(ACK);
    expect([patient.told(), device.discarded]).toEqual([['measuring'], ['stale']]);
    await device.pass(30_000);
    device.say(own);
    expect(patient.told()).toEqual(['measuring', high]);
  });

  test('the record in its memory after it lost its power is not this patient’s', async () => {
    const device = await createRunning();
    await device.pass(tm2657Delays.readBackAfterMs);
    device.say(yesterdays);
    await device.pass(tm2657Delays.readBackAgainMs);
    device.say(yesterdays);
    await device.pass(tm2657Delays.longestMeasurementMs);
    expect(device.patient.told()).toEqual(['measuring', timedOut]);
  });

  test('one that repeats its record unasked, whose minute is over, gives this patient nothing', async () => {
    const device = await createRunning();
    await device.pass(tm2657Delays.sameMinuteMs);
    device.say(yesterdays);
    expect([device.patient.told(), device.discarded.at(-1)]).toEqual([['measuring'], 'repeated']);
  });

  test('the same numbers are a new reading when they come unasked within the minute, or without a clock', async () => {
    const device = await createRunning();
    await device.pass(35_000);
    device.say(yesterdays);
    expect(device.patient.told()).toEqual(['measuring', staleValues]);
    const noClock = { year: '0000', month: '00', day: '00', hour: '00', minute: '00', second: '00' };
    const timeless = encodeTm2657({ kind: 'values', ...staleValues, at: noClock });
    const other = await createRunning(timeless);
    await other.pass(80_000);
    other.say(timeless);
    expect(other.patient.told()).toEqual(['measuring', staleValues]);
  });

  test('a stop that is not answered keeps the cuff, is said again, and frees it when it is acknowledged', async () => {
    const device = await createRunning();
    void device.patient.stop();
    const second = device.measure('second');
    await device.pass(tm2657Delays.answerWithinMs * 2 + 100);
    expect([second.told(), device.heard()]).toEqual([['waiting-for-device'], [SP, SP]]);
    await device.pass(5_000);
    expect(device.heard()).toContain(SP);
    device.say(ACK);
    await device.pass(100);
    expect(device.heard()).toContain(RB);
    device.say(yesterdays);
    device.say(ACK);
    expect(second.told()).toEqual(['waiting-for-device', 'measuring']);
  });

  test('the record of a cuff that never answered its stop is nobody’s, and frees it', async () => {
    const device = await createRunning();
    void device.patient.stop();
    const second = device.measure('second');
    await device.pass(20_000);
    device.say(own);
    await device.pass(100);
    expect(device.heard().at(-1)).toBe(RB);
    expect([second.told(), device.discarded.at(-1)]).toEqual([['waiting-for-device'], 'no-measurement-open']);
  });

  test('a cuff that acknowledges its stop, works on and refuses the next start is waited for', async () => {
    const device = await createRunning();
    void device.patient.stop();
    device.say(ACK);
    await device.pass(tm2657Delays.quietAfterStopMs);
    device.heard();
    const second = device.measure('second');
    device.say(yesterdays);
    device.say(NAK);
    await device.pass(tm2657Delays.startAgainMs);
    device.say(NAK);
    await device.pass(100);
    expect([second.told(), device.heard()]).toEqual([['waiting-for-device'], [RB, ST, ST]]);
    device.say(own);
    device.say(own);
    device.say(ACK);
    expect([second.told(), device.discarded.at(-1)]).toEqual([
      ['waiting-for-device', 'measuring'],
      'no-measurement-open',
    ]);
  });

  test('a cuff whose own button somebody pressed after a stop is doubted once, and believed again when nothing more came', async () => {
    const device = await createRunning();
    /** Stopped, and acknowledged at once. */
    async function stop(patient: { readonly stop: () => Promise<void> }) {
      void patient.stop();
      device.say(ACK);
      await device.pass(tm2657Delays.quietAfterStopMs);
    }
    /** A patient whose turn has come. */
    async function start(patient: string) {
      const started = device.measure(patient);
      device.say(own);
      device.say(ACK);
      await device.turn();
      return started;
    }
    await stop(device.patient);
    await device.pass(40_000);
    device.say(own);
    expect(device.discarded.at(-1)).toBe('no-measurement-open');
    await stop(await start('second'));
    const third = device.measure('third');
    await device.turn();
    for (let passed = 0; passed < tm2657Delays.longestMeasurementMs; passed += 1_000) {
      expect(third.told()).toEqual(['waiting-for-device']);
      await device.pass(1_000);
      if (device.heard().includes(RB)) device.say(own);
    }
    device.say(ACK);
    expect(third.told()).toEqual(['waiting-for-device', 'measuring']);
    await stop(third);
    expect((await start('fourth')).told()).toEqual(['measuring']);
  });

  test('a cable that comes back brings the stop with it', async () => {
    const device = await createRunning();
    device.cut();
    await device.pass(3_000);
    expect(device.heard().slice(0, 2)).toEqual([RB, SP]);
    const second = device.measure('second');
    device.say(yesterdays, ACK);
    await device.pass(tm2657Delays.quietAfterStopMs + 100);
    device.say(yesterdays);
    device.say(ACK);
    expect(second.told()).toEqual(['measuring']);
  });
});

describe('suntech-oem, which the kiosk stops', () => {
  const [start, abort] = ['3a20a6', '3a7901004c'];
  const status = (letter: string) => withChecksum(0x3e, 4, letter.charCodeAt(0));
  const last = encodeSuntech({ kind: 'values', ...staleValues, at });
  const own = encodeSuntech({ kind: 'values', ...high, at });

  async function createRunning() {
    const device = createScriptedDevice('suntech-oem');
    await device.pass(100);
    device.say(status('A'));
    const patient = device.measure('first');
    device.say(status('O'));
    expect(patient.told()).toEqual(['measuring']);
    return { ...device, patient };
  }

  test('an abort that is not answered keeps the cuff, is said again, and frees it when it is answered', async () => {
    const device = await createRunning();
    void device.patient.stop();
    const second = device.measure('second');
    await device.pass(10_000);
    expect(second.told()).toEqual(['waiting-for-device']);
    device.heard();
    await device.pass(5_000);
    expect(device.heard()).toContain(abort);
    device.say(status('A'));
    expect(device.heard()).toEqual([start]);
    device.say(status('O'));
    expect(second.told()).toEqual(['waiting-for-device', 'measuring']);
  });

  test('a result that an earlier measurement asked for and that comes late is not this patient’s', async () => {
    const device = await createRunning();
    device.say(status('K'));
    await device.pass(suntechDelays.answerWithinMs * 3);
    const second = device.measure('second');
    device.say(last, last, last);
    device.say(status('A'));
    device.say(last);
    device.say(status('O'), status('K'));
    expect([second.told(), device.discarded]).toEqual([['measuring'], Array(4).fill('stale')]);
    device.say(own);
    expect(second.told()).toEqual(['measuring', high]);
  });
});
