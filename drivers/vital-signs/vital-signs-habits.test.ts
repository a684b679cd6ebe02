import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { VitalSignsEvent } from '../contract/vital-signs.ts';
import { openTcp } from '../transport/tcp.ts';
import { longestPauseInRecordMs, measureWithinMs } from './listening-device.ts';
import type { VitalSignsDriver } from './open-vital-signs-device.ts';
import { createBench } from './vital-signs-bench.simulator.ts';

/** What single devices do beyond the exam of all of them. */
const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function readyBench(driver: VitalSignsDriver) {
  const clock = createHandCrankedClock(1_000_000);
  const bench = await createBench(driver, clock, async ({ wirePort }) => ({
    open: openTcp({ host: '127.0.0.1', port: wirePort }, clock),
    async unplug() {},
    async plugIn() {},
    async close() {},
  }));
  cleanUps.push(bench.close);
  const discarded: string[] = [];
  bench.device.onDiscarded(({ why }) => discarded.push(why));
  while (bench.device.condition() !== 'ready') await bench.flush();
  const measure = async () => {
    const events: VitalSignsEvent[] = [];
    bench.device.measure((event) => events.push(event));
    await bench.flush();
    return events;
  };
  const send = (text: string) =>
    bench.act({ do: 'send-bytes', base64: Buffer.from(text, 'latin1').toString('base64') });
  return { ...bench, discarded, measure, send };
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
    const { measure, send, discarded } = await readyBench('gtech-gl150');
    await send(record.slice(0, cut));
    const events = await measure();
    await send(record.slice(cut));
    expect([weights(events), discarded]).toEqual([['measuring'], ['stale']]);
    await send(nextRecord);
    expect(weights(events)).toEqual(['measuring', 50]);
  }
});

test('of two records in one read the first ends the measurement and the second is nobody’s', async () => {
  const { measure, send, discarded } = await readyBench('gtech-gl150');
  const events = await measure();
  await send(record + nextRecord);
  expect([weights(events), discarded]).toEqual([['measuring', 61.5], ['no-measurement-open']]);
});

test('half a record that never went on does not become a part of the next person’s', async () => {
  const { measure, send, clock, discarded } = await readyBench('gtech-gl150');
  await send('\x021');
  clock.advance(longestPauseInRecordMs);
  const events = await measure();
  await send('50.0,50.00,M,100.0,022.2\x03');
  await send(record);
  expect([weights(events), discarded]).toEqual([['measuring', 61.5], []]);
});

test('an oximeter that finds no finger until the end says so, one that is silent has run out of time', async () => {
  const { measure, clock, flush } = await readyBench('nonin-ascii');
  const events = await measure();
  for (let second = 0; second < measureWithinMs / 1_000; second++) {
    clock.advance(1_000);
    await flush();
  }
  expect(events).toEqual([{ type: 'measuring' }, { type: 'failed', reason: 'sensor', deviceError: undefined }]);
});

test('a reading that was taken before the meter could be asked is the patient’s when it is younger than the measurement', async () => {
  const { act, measure, clock, flush, discarded } = await readyBench('onetouch-ultra2');
  await act({ do: 'measure', vitals: { glucoseMgPerDl: 250 } });
  clock.advance(60_000);
  await act({ do: 'set-silent', silent: true });
  const events = await measure();
  clock.advance(10_000);
  await act({ do: 'measure', vitals: { glucoseMgPerDl: 99 } });
  await act({ do: 'set-silent', silent: false });
  for (let step = 0; step < 12 && events.length < 2; step++) {
    clock.advance(500);
    await flush();
  }
  // The meter's own time, which is wrong like that of most meters.
  const deviceTime = '2010-01-01T00:17';
  const quantities = [{ of: 'glucose', value: 99, unit: 'mg/dL' }];
  expect(events).toEqual([{ type: 'measuring' }, { type: 'result', quantities, deviceTime, model: 'OneTouch Ultra2' }]);
  expect(discarded).toEqual(['stale']);
});
