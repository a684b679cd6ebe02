import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeTm2657 } from '#drivers/blood-pressure/and-tm2657/and-tm2657.simulator.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { storedReadings } from './bench/stored-readings.ts';

let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench(['check-in', 'vitals']);
});

afterEach(() => bench.close());

/** Checks somebody in and returns what the ticket's QR says. */
async function checkIn(card = 'old-person'): Promise<string> {
  await bench.scan(card);
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed'));
  if (!ticket) throw new Error('no ticket');
  return ticket.code;
}

/** What the store of the stopped kiosk holds. */
const readingsOf = (code: string) => storedReadings(bench.dataDir, code);

/** What somebody measured who pressed the button on the device after the session was over. */
const late = {
  kind: 'values',
  ...{ systolic: 143, diastolic: 89, mean: 108, pulse: 67 },
  at: { year: '2026', month: '11', day: '21', hour: '08', minute: '00', second: '00' },
} as const;

describe('blood pressure on a kiosk that checks in and measures', () => {
  test('after the ticket: the reading is stored with the visit, the device and the time', async () => {
    const code = await checkIn();
    await bench.page().tap('measure', {});
    await bench.shown(screen('get-ready'));
    await bench.page().tap('start-measuring', {});
    const { screen: reading } = await bench.shown(screen('show-reading'));
    await bench.page().tap('finish', {});
    await bench.shown(screen('attract'));
    await bench.stop();
    const [stored, ...more] = readingsOf(code);
    expect(more).toEqual([]);
    expect(stored).toMatchObject({ deviceId: 'bp', deviceModel: 'TM2657', values: { kind: 'blood-pressure' } });
    expect(reading).toMatchObject({
      ...(stored?.values.kind === 'blood-pressure'
        ? { result: { systolic: stored.values.systolic, diastolic: stored.values.diastolic } }
        : {}),
      number: 'UA001',
    });
    expect(Math.abs((stored?.takenAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('the hospital has the reading at once: it does not wait for the next patient', async () => {
    const told = (wanted: string) => bench.his.until((arrivals) => arrivals.some(({ kind }) => kind === wanted));
    await checkIn();
    await told('registration');
    await bench.page().tap('measure', {});
    await bench.shown(screen('get-ready'));
    await bench.page().tap('start-measuring', {});
    await bench.shown(screen('show-reading'));
    await told('reading');
  });

  test('from the scanned ticket, in a session of its own', async () => {
    const code = await checkIn('new-card');
    await bench.page().tap('finish', {});
    await bench.shown(screen('attract'));
    await bench.scan(new TextEncoder().encode(`${code}\r`));
    expect((await bench.shown(screen('get-ready'))).screen).toMatchObject({
      number: 'A001',
      monitor: 'ready',
      startedBy: 'host',
    });
    await bench.page().tap('start-measuring', {});
    await bench.shown(screen('show-reading'));
    await bench.stop();
    expect(readingsOf(code)).toHaveLength(1);
  });

  test('a result that arrives after the session has ended is thrown away and the technician is told', async () => {
    const code = await checkIn();
    await bench.page().tap('measure', {});
    await bench.shown(screen('get-ready'));
    await bench.page().tap('start-measuring', {});
    await bench.shown(screen('show-reading'));
    await bench.page().tap('finish', {});
    await bench.shown(screen('attract'));
    await bench.monitor.act({ do: 'send-bytes', base64: Buffer.from(encodeTm2657(late)).toString('base64') });
    await bench.logged('reading-discarded');
    await bench.stop();
    expect(readingsOf(code)).toHaveLength(1);
  });

  test.each([
    ['error', 'not-measured'],
    ['impossible', 'not-measured'],
  ] as const)(
    'a monitor that answers with %s tells the patient what to do, and nothing is stored',
    async (result, name) => {
      const code = await checkIn();
      await bench.monitor.act({ do: 'set-next-result', result });
      await bench.page().tap('measure', {});
      await bench.shown(screen('get-ready'));
      await bench.page().tap('start-measuring', {});
      expect((await bench.shown(screen(name))).screen).toMatchObject({ canTryAgain: true });
      await bench.stop();
      expect(readingsOf(code)).toEqual([]);
    },
  );

  test('no value of a measurement is in a log line', async () => {
    await checkIn();
    await bench.page().tap('measure', {});
    await bench.shown(screen('get-ready'));
    await bench.page().tap('start-measuring', {});
    await bench.shown(screen('show-reading'));
    expect(readFileSync(join(bench.dataDir, 'logs/kiosk.log'), 'utf8')).not.toMatch(/systolic|diastolic|pulse/);
  });
});
