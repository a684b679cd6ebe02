import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SimulatedVitalSigns, startSimulatedVitalSigns } from '#drivers/vital-signs/vital-signs.simulator.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';

/** On a whole kiosk over real wires: a thermometer beside the screening question. */
let bench: KioskBench;
let thermometer: SimulatedVitalSigns;

const well = { fever: false, cough: false, rash: false, contact: false };

beforeEach(async () => {
  thermometer = await startSimulatedVitalSigns({ wirePort: 0, controlPort: 0 }, 'text-thermometer');
  const transport = { kind: 'tcp', host: '127.0.0.1', port: thermometer.wirePort };
  bench = await openKioskBench(
    ['check-in'],
    undefined,
    undefined,
    undefined,
    {},
    {},
    { screening: { room: 'P.12' } },
    { devices: [{ id: 'forehead', kind: 'vital-signs', driver: 'text-thermometer', simulated: true, transport }] },
  );
});

afterEach(async () => {
  await bench.close();
  await thermometer.close();
});

async function toTheQuestion(card: string): Promise<void> {
  await bench.shown(screen('attract'));
  await bench.scan(card);
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('screening'));
}

/** With the number, back to rest. */
async function toTheEnd(): Promise<Snapshot['screen']> {
  await bench.page().tap('answer', { answer: well });
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const { screen: end } = await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));
  return end;
}

const measures = (celsius: number) => thermometer.act({ do: 'measure', vitals: { 'body-temperature': celsius } });
const temperatureOn = ({ screen: now }: Snapshot) => (now.show === 'screening' ? now.temperature : undefined);
const isMyTurn = (snapshot: Snapshot) => temperatureOn(snapshot)?.stands === 'measuring';
/** The device is drained a moment after it is somebody's turn; whoever is earlier is measured once more. */
async function shows(celsius: number): Promise<Snapshot> {
  await bench.shown(isMyTurn);
  const measured = (snapshot: Snapshot) => temperatureOn(snapshot)?.celsius === celsius;
  await expect
    .poll(
      async () => {
        await measures(celsius);
        return measured(await bench.shown(() => true));
      },
      { timeout: 5_000, interval: 200 },
    )
    .toBe(true);
  return bench.shown(measured);
}

const toldToTheHospital = () => JSON.stringify(bench.his.arrivals());

test('38.2 °C at the question counts as fever whatever is said: a room of one’s own, and the hospital has the value', async () => {
  await toTheQuestion('old-person');
  expect(temperatureOn(await shows(38.2))).toMatchObject({ isFever: true });
  expect((await toTheEnd()).show).toBe('go-to-isolation');
  await bench.his.until((arrivals) => arrivals.length > 0);
  expect(toldToTheHospital()).toContain('38.2');
}, 20_000);

test('a patient goes on without, and what the thermometer says afterwards is nobody’s', async () => {
  await toTheQuestion('old-person');
  await bench.shown(isMyTurn);
  expect((await toTheEnd()).show).toBe('take-ticket');
  await measures(39.4);
  await bench.logged('reading-discarded');
  await toTheQuestion('new-card');
  await bench.shown(({ screen: { show } }) => show === 'screening');
  expect(temperatureOn(await bench.shown(screen('screening')))?.celsius).toBeUndefined();
  expect((await toTheEnd()).show).toBe('take-ticket');
  await bench.his.until((arrivals) => arrivals.length > 1);
  expect(toldToTheHospital()).not.toContain('39.4');
}, 20_000);

test('without the thermometer nobody is invited to it, and the question is as ever', async () => {
  await thermometer.act({ do: 'unplug' });
  await bench.logged('device-lost');
  await toTheQuestion('old-person');
  await bench.shown((snapshot) => snapshot.screen.show === 'screening' && temperatureOn(snapshot) === undefined);
  expect((await toTheEnd()).show).toBe('take-ticket');
}, 20_000);
