import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';

let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench();
});

afterEach(() => bench.close());

test('an appointment slip and then a card: the hospital hears of a follow-up, and the log of no appointment', async () => {
  await bench.scan('appointment');
  await bench.shown(screen('scan-card-too'));
  await bench.scan('new-card');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(bench.his.arrivals()[0]?.raw).toContain('FOLLOW-UP');
  expect(readFileSync(join(bench.dataDir, 'logs/kiosk.log'), 'utf8')).not.toContain('VIDU-2026');
});

test('an appointment slip without any card still ends with a number, by the desk', async () => {
  await bench.scan('appointment');
  await bench.shown(screen('scan-card-too'));
  await bench.page().tap('start-without-papers', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  expect((await bench.shown((snapshot) => ticketOf(snapshot) !== undefined)).screen).toMatchObject({
    show: 'go-to-desk',
    why: 'no-papers',
  });
});
