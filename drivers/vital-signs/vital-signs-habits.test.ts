import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { vitalSignsNames } from '#config/settings/device-settings.ts';
import type { VitalSignsEvent } from '../contract/vital-signs.ts';
import { pushOnlyDelays } from '../measuring/push-only.ts';
import { heldByProcess, heldSince } from '../supervisor/held-by-process.bench.ts';
import { createTcpBench, examined, simulatedModel } from './vital-signs.bench.ts';
import { vitalsOf } from './vital-signs.exam.ts';
import { vitalSignsDelays } from './vital-signs-device.ts';
import type { VitalSignsName } from './vital-signs-drivers.ts';

/** What single devices do beyond the exam of all of them. */
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function readyBench(driver: VitalSignsName) {
  const clock = createHandCrankedClock(1_000_000);
  const bench = await createTcpBench(driver, clock);
  cleanUps.push(bench.close);
  const discarded: string[] = [];
  bench.device.onDiscarded(({ why }) => discarded.push(why));
  while (bench.device.condition() !== 'ready') await bench.flush();
  /** Opens a measurement. */
  const open = async () => {
    const events: VitalSignsEvent[] = [];
    bench.device.measure((event) => events.push(event));
    await bench.flush();
    return events;
  };
  /** Opens one and waits for its turn: nobody else is waited for, what was left is drained, the sensor is empty. */
  const measure = async () => {
    const events = await open();
    while (bench.device.freeInMs() > 0) {
      clock.advance(500);
      await bench.flush();
    }
    for (let step = 0; step < (examined(driver).speaks === 'stream' ? 5 : 1); step++) {
      clock.advance(500);
      await bench.flush();
    }
    return events;
  };
  const send = (text: string) =>
    bench.act({ do: 'send-bytes', base64: Buffer.from(text, 'latin1').toString('base64') });
  return { ...bench, discarded, open, measure, send };
}

const record = '\x02165.2,61.50,F,102.5,022.5\x03';
const nextRecord = '\x02150.0,50.00,M,100.0,022.2\x03';

function weights(events: readonly VitalSignsEvent[]): unknown[] {
  return events.map((event) => {
    if (event.type === 'result') return event.quantities.find(({ of }) => of === 'body-weight')?.value;
    return event.type === 'failed' ? event.reason : event.type;
  });
}

test('a record that was under way when the measurement was opened is the last person’s', async () => {
  for (const cut of [1, 10, record.length - 1]) {
    const { open, send, discarded, clock, flush } = await readyBench('gtech-gl150');
    await send(record.slice(0, cut));
    const events = await open();
    clock.advance(pushOnlyDelays.drainMs + 100);
    await flush();
    await send(record.slice(cut));
    expect([weights(events), discarded]).toEqual([['measuring'], ['stale']]);
    clock.advance(pushOnlyDelays.drainMs);
    await flush();
    await send(nextRecord);
    expect(weights(events)).toEqual(['measuring', 50]);
  }
});

test.each([
  ['gtech-gl150', record, nextRecord],
  ['health-o-meter', '\x1bR\x1bW061.50\x1bNm\x1bE', '\x1bR\x1bW050.00\x1bNm\x1bE'],
] as const)(
  'of two records of a %s in one read the first ends the measurement and the second is nobody’s',
  async (driver, first, second) => {
    const { measure, send, discarded } = await readyBench(driver);
    const events = await measure();
    await send(first + second);
    expect([weights(events), discarded]).toEqual([['measuring', 61.5], ['no-measurement-open']]);
  },
);

test('of two people’s readings in one answer of the meter’s memory the newer is the one who is there', async () => {
  const { act, measure, clock, flush } = await readyBench('onetouch-ultra2');
  const events = await measure();
  clock.advance(1_000);
  await act({ do: 'measure', vitals: { glucose: 88 } });
  clock.advance(1_000);
  await act({ do: 'measure', vitals: { glucose: 131 } });
  for (let step = 0; step < 12 && events.length < 2; step++) {
    clock.advance(500);
    await flush();
  }
  const values = events.flatMap((event) => (event.type === 'result' ? event.quantities : []));
  expect(values).toEqual([{ of: 'glucose', value: 131, unit: 'mg/dL' }]);
});

test.each(['nonin-format2', 'nonin-ascii'] as const)(
  'a %s that sends its last minute in one read is one result',
  async (driver) => {
    const { measure, act } = await readyBench(driver);
    const events = await measure();
    await act({ do: 'send-bytes', base64: Buffer.from(minuteOf(driver)).toString('base64') });
    const values = events.flatMap((event) =>
      event.type === 'result' ? event.quantities.map(({ value }) => value) : [],
    );
    expect(values).toEqual([97, 68]);
  },
);

function minuteOf(driver: 'nonin-format2' | 'nonin-ascii'): Uint8Array {
  const clock = createHandCrankedClock();
  const said: Uint8Array[] = [];
  simulatedModel(driver)
    .create({ clock, say: (bytes) => void said.push(bytes) })
    .measure({ 'oxygen-saturation': 97, 'pulse-rate': 68 });
  clock.advance(60_000);
  return Buffer.concat(said);
}

test.each(vitalSignsNames)(
  'a %s that is unplugged and plugged in again 72 times costs no handle, no file descriptor and no timer',
  async (driver) => {
    const { device, act, clock, flush, measure, person } = await readyBench(driver);
    /** A line that has stood for a while is a sound one, and nothing waits any more. */
    const settle = async () => {
      // In steps, so that nothing that is asked runs out of time before it is answered.
      for (let step = 0; step < 12; step++) {
        clock.advance(500);
        await flush();
      }
    };
    await settle();
    const timers = clock.pending();
    const before = heldByProcess();
    const reached = async (condition: string) => {
      while (device.condition() !== condition) {
        clock.advance(50);
        await flush();
      }
    };
    for (let round = 0; round < 72; round++) {
      await act({ do: 'unplug' });
      await reached('absent');
      await act({ do: 'plug-in' });
      await reached('ready');
    }
    await settle();
    expect({ timers: clock.pending(), held: await heldSince(before) }).toEqual({
      timers,
      held: { handles: 0, descriptors: 0 },
    });
    const events = await measure();
    await person(vitalsOf(examined(driver).one));
    expect(events.map(({ type }) => type)).toEqual(['measuring', 'result']);
  },
);

test('half a record that never went on does not become a part of the next person’s', async () => {
  const { measure, send, clock, discarded } = await readyBench('gtech-gl150');
  await send('\x021');
  clock.advance(vitalSignsDelays.longestPauseInRecordMs);
  const events = await measure();
  await send('50.0,50.00,M,100.0,022.2\x03');
  await send(record);
  expect([weights(events), discarded]).toEqual([['measuring', 61.5], []]);
});

test('an oximeter that finds no finger until the end says so, one that is silent has run out of time', async () => {
  const { measure, clock, flush } = await readyBench('nonin-ascii');
  const events = await measure();
  for (let second = 0; second < vitalSignsDelays.measureWithinMs / 1_000; second++) {
    clock.advance(1_000);
    await flush();
  }
  expect(events).toEqual([{ type: 'measuring' }, { type: 'failed', reason: 'sensor', deviceError: undefined }]);
});

test('a reading that was taken before the meter could be asked is the patient’s when it is younger than the measurement', async () => {
  const { act, measure, clock, flush, discarded } = await readyBench('onetouch-ultra2');
  await act({ do: 'measure', vitals: { glucose: 250 } });
  clock.advance(60_000);
  await act({ do: 'set-silent', silent: true });
  const events = await measure();
  clock.advance(10_000);
  await act({ do: 'measure', vitals: { glucose: 99 } });
  await act({ do: 'set-silent', silent: false });
  for (let step = 0; step < 12 && events.length < 2; step++) {
    clock.advance(500);
    await flush();
  }
  // The meter's own time, which is wrong like that of most meters.
  const deviceTime = '2010-01-01T00:01';
  const quantities = [{ of: 'glucose', value: 99, unit: 'mg/dL' }];
  const plate = { model: 'OneTouch Ultra2', serial: 'AB1234567' };
  expect(events).toEqual([{ type: 'measuring' }, { type: 'result', quantities, deviceTime, ...plate }]);
  expect(discarded).toEqual(['stale']);
});

test.each(['nonin-format2', 'nonin-ascii'] as const)(
  'ten seconds of a %s with noise in the middle are no ten steady seconds, also in one read',
  async (driver) => {
    const { measure, act } = await readyBench(driver);
    const events = await measure();
    const { samples, bytes } = driver === 'nonin-ascii' ? { samples: 10, bytes: 17 } : { samples: 30, bytes: 125 };
    const steady = minuteOf(driver).subarray(0, samples * bytes);
    const middle = (samples / 2) * bytes;
    const wire = Buffer.concat([steady.subarray(0, middle), Uint8Array.of(0xff, 0x0d), steady.subarray(middle)]);
    await act({ do: 'send-bytes', base64: wire.toString('base64') });
    expect(events.map(({ type }) => type)).toEqual(['measuring']);
    await act({ do: 'send-bytes', base64: Buffer.from(steady).toString('base64') });
    expect(events.map(({ type }) => type)).toEqual(['measuring', 'result']);
  },
);
