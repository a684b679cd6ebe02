import { afterEach, expect, test } from 'vitest';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { storedReadings } from './bench/stored-readings.ts';

/** On a whole kiosk over real wires: nobody's reading stands in another visit (law 11). */
let bench: KioskBench;
afterEach(() => bench.close());

const phase = (wanted: string) => (snapshot: Snapshot) =>
  snapshot.screen.show === 'measuring' && snapshot.screen.phase === wanted;

async function checkIn(card: string): Promise<string> {
  await bench.scan(card);
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed'));
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));
  if (!ticket) throw new Error('no ticket');
  return ticket.code;
}

async function beginMeasuring(ticket: string): Promise<void> {
  await bench.scan(new TextEncoder().encode(`${ticket}\r`));
  await bench.shown(screen('get-ready'));
  await bench.page().tap('start-measuring', {});
}

async function stopAndLeave(): Promise<void> {
  await bench.page().tap('stop-measuring', {});
  await bench.shown(screen('not-measured'));
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));
}

/** What the store of the stopped kiosk holds. */
async function systolicsOf(...codes: readonly string[]): Promise<readonly (readonly number[])[]> {
  await bench.stop();
  return codes.map((code) =>
    storedReadings(bench.dataDir, code).map(({ values }) =>
      values.kind === 'blood-pressure' ? values.systolic : Number.NaN,
    ),
  );
}

/** Two patients with their numbers, and the first has pressed the button of a device whose cuff cannot be stopped. */
async function firstPatientMeasures(driver: 'omron-hbp9030' | 'accuniq-bp500', cuffMs: number) {
  bench = await openKioskBench(['check-in', 'vitals'], undefined, undefined, { driver, measuringMs: cuffMs });
  const [first, second] = [await checkIn('old-person'), await checkIn('new-card')];
  await bench.monitor.act({ do: 'set-next-result', result: 'crisis' });
  await beginMeasuring(first);
  await bench.shown(phase('waiting-for-button'));
  await bench.monitor.act({ do: 'press-start' });
  return { first, second };
}

test.each(['omron-hbp9030', 'accuniq-bp500'] as const)(
  'a patient who begins while the %s’s cuff still works for the one who stopped reads so with a clock, and is measured when it is free',
  async (driver) => {
    const { first, second } = await firstPatientMeasures(driver, 1_000);
    await stopAndLeave();
    await beginMeasuring(second);
    const { screen: waiting } = await bench.shown(phase('waiting-for-device'));
    expect(waiting).toMatchObject({ secondsLeft: expect.toSatisfy((left: number) => left > 100 && left <= 120) });
    await bench.logged('reading-discarded');
    await bench.shown(phase('waiting-for-button'));
    await bench.monitor.act({ do: 'set-next-result', result: 'normal' });
    await bench.monitor.act({ do: 'press-start' });
    expect((await bench.shown(screen('show-reading'))).screen).toMatchObject({ result: { systolic: 118 } });
    expect(await systolicsOf(first, second)).toEqual([[], [118]]);
  },
  20_000,
);

test('a page that is loaded again while somebody waits shows the seconds that are left now', async () => {
  const { second } = await firstPatientMeasures('omron-hbp9030', 4_000);
  await stopAndLeave();
  await beginMeasuring(second);
  const secondsLeft = ({ screen: now }: Snapshot) =>
    now.show === 'measuring' && now.phase === 'waiting-for-device' ? now.secondsLeft : Number.NaN;
  const atFirst = secondsLeft(await bench.shown(phase('waiting-for-device')));
  const onAnotherPage = async () => {
    const page = await bench.openPage();
    const snapshot = await page.until(phase('waiting-for-device'));
    page.close();
    return snapshot.ok ? secondsLeft(snapshot.value) : Number.NaN;
  };
  await expect.poll(onAnotherPage, { timeout: 3_000 }).toBeLessThan(atFirst);
}, 20_000);

test('whoever starts over leaves a cuff behind, and the next patient’s visit gets nothing of it', async () => {
  const { first, second } = await firstPatientMeasures('omron-hbp9030', 1_000);
  await bench.page().tap('start-over', {});
  await bench.shown(screen('attract'));
  await beginMeasuring(second);
  await bench.shown(phase('waiting-for-device'));
  await bench.shown(phase('waiting-for-button'));
  await bench.page().tap('stop-measuring', {});
  await bench.shown(screen('not-measured'));
  expect(await systolicsOf(first, second)).toEqual([[], []]);
}, 20_000);

test('after a restart in the middle of a measurement the next patient waits for that cuff', async () => {
  const { first, second } = await firstPatientMeasures('omron-hbp9030', 2_500);
  await bench.restart();
  await beginMeasuring(second);
  await bench.shown(phase('waiting-for-device'));
  await bench.logged('reading-discarded');
  await bench.shown(phase('waiting-for-button'));
  expect(await systolicsOf(first, second)).toEqual([[], []]);
}, 20_000);

test('a cable that was pulled and put back does not free the cuff', async () => {
  const { first, second } = await firstPatientMeasures('omron-hbp9030', 3_500);
  await bench.monitor.act({ do: 'unplug' });
  await bench.shown(screen('not-measured'));
  await bench.monitor.act({ do: 'plug-in' });
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));
  await bench.scan(new TextEncoder().encode(`${second}\r`));
  await bench.shown((snapshot) => snapshot.screen.show === 'get-ready' && snapshot.screen.monitor === 'ready');
  await bench.page().tap('start-measuring', {});
  await bench.shown(phase('waiting-for-device'));
  await bench.logged('reading-discarded');
  await bench.shown(phase('waiting-for-button'));
  expect(await systolicsOf(first, second)).toEqual([[], []]);
}, 20_000);

test('the patient who stopped and tries again in the same session need not wait for the own cuff', async () => {
  const { first } = await firstPatientMeasures('omron-hbp9030', 1_500);
  await bench.page().tap('stop-measuring', {});
  await bench.shown(screen('not-measured'));
  await bench.page().tap('start-measuring', {});
  await bench.shown(phase('waiting-for-button'));
  expect((await bench.shown(screen('show-reading'))).screen).toMatchObject({ result: { systolic: 212 } });
  expect(await systolicsOf(first)).toEqual([[212]]);
}, 20_000);
