import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { ticketOf } from './bench/patient.ts';

let bench: KioskBench;

beforeEach(async () => {
  bench = await openKioskBench();
});

afterEach(() => bench.close());

async function shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  const snapshot = await bench.page().until(fits);
  if (!snapshot.ok) throw new Error(`${snapshot.problem.kind} at ${snapshot.problem.lastScreen}`);
  return snapshot.value;
}
const screen = (name: Snapshot['screen']['show']) => (snapshot: Snapshot) => snapshot.screen.show === name;
const scan = (card: string) =>
  bench.scanners[0].act({ do: 'send-bytes', base64: Buffer.from(scanOf(card)).toString('base64') });

test('an appointment slip and then a card: the hospital hears of a follow-up, and the log of no appointment', async () => {
  await scan('appointment');
  await shown(screen('scan-card-too'));
  await scan('new-card');
  await shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  await shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(bench.his.arrivals()[0]?.raw).toContain('FOLLOW-UP');
  expect(readFileSync(join(bench.dataDir, 'logs/kiosk.log'), 'utf8')).not.toContain('VIDU-2026');
});

test('an appointment slip without any card still ends with a number, by the desk', async () => {
  await scan('appointment');
  await shown(screen('scan-card-too'));
  await bench.page().tap('start-without-papers', {});
  await shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  expect((await shown((snapshot) => ticketOf(snapshot) !== undefined)).screen).toMatchObject({
    show: 'go-to-desk',
    why: 'no-papers',
  });
});
