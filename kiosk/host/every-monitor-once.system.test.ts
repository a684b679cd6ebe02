/**
 * Every monitor and every other device once, on a whole kiosk without a screen: what python3-hl7, Medplum and Python's
 * http.server read of it.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Observation } from '@medplum/fhirtypes';
import { afterEach, test } from 'vitest';
import { openMedplumHospital } from '#backend-client/fhir/evidence/medplum-hospital.ts';
import { observationsIn, openPythonHospital } from '#backend-client/hl7v2/python-hospital.bench.ts';
import { openPythonReceiver } from '#backend-client/webhook/python-receiver.bench.ts';
import { testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { monitorNames } from '#config/settings/device-settings.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { startSimulatedVitalSigns } from '#drivers/vital-signs/vital-signs.simulator.ts';
import type { VitalSignsName } from '#drivers/vital-signs/vital-signs-drivers.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { hastyClock } from './bench/hasty-clock.ts';
import { scanOf } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startKiosk } from './bench/start-kiosk.ts';

const clock = hastyClock(8);
const ports = { wirePort: 0, controlPort: 0 };

type Phase = Extract<Snapshot['screen'], { show: 'measuring' }>['phase'];

/** A device with somebody in it, as soon as the kiosk lets it measure. */
interface Station {
  readonly driver: string;
  readonly kind: 'blood-pressure-monitor' | 'vital-signs';
  readonly wirePort: number;
  /** Somebody sees this on the screen; again and again, until there is a result. */
  measure(phase: Phase): Promise<void>;
  /** They have their result, and go. */
  leave(): Promise<void>;
  close(): Promise<unknown>;
}

const monitors = () =>
  monitorNames.map(async (driver): Promise<Station> => {
    const { wirePort, act, close } = await startSimulatedMonitor({ ...ports, driver, measuringMs: 400, clock });
    const measure = async (phase: Phase) => {
      if (phase === 'waiting-for-button') await act({ do: 'press-start' });
    };
    return { driver, kind: 'blood-pressure-monitor', wirePort, measure, leave: async () => {}, close };
  });

/** With usual numbers for each. An oximeter gives none before ten of its seconds are over, nor while the last finger is in. */
const vitalSigns = (drivers: readonly VitalSignsName[]) =>
  drivers.map(async (driver): Promise<Station> => {
    const { wirePort, act, state, close } = await startSimulatedVitalSigns(ports, driver, clock);
    // A finger stays in, and one drop of blood is enough; on a scale one steps again.
    const isMeasured = () => state().holdsFinger || (driver === 'onetouch-ultra2' && state().measured > 0);
    const measure = async (phase: Phase) => {
      // Whoever was in before their turn is asked out again.
      if (phase === 'waiting-for-empty-sensor') await act({ do: 'take-off' });
      else if (!isMeasured()) await act({ do: 'measure', vitals: {} });
    };
    return { driver, kind: 'vital-signs', wirePort, measure, leave: () => act({ do: 'take-off' }), close };
  });

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One visit through all of them in their order; what was shown and told of each. */
async function measuredWithEach(stations: readonly Station[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-each-'));
  const [hl7, fhir, webhook, scanner, printer] = await Promise.all([
    openPythonHospital(),
    openMedplumHospital(),
    openPythonReceiver(),
    startSimulatedScanner(ports),
    startSimulatedPrinter({ ...ports, paperWidthMm: 80 }),
  ]);
  const capabilities = ['readings'];
  const simulated = true;
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir, stations: ['check-in', 'vitals'] },
    devices: [
      { driver: 'serial', kind: 'barcode-scanner', wirePort: scanner.wirePort },
      { driver: 'escpos', kind: 'ticket-printer', wirePort: printer.wirePort },
      ...stations,
    ].map(({ driver, kind, wirePort }) => ({
      ...{ id: driver, kind, driver, simulated },
      transport: { kind: 'tcp', host: '127.0.0.1', port: wirePort },
    })),
    hospital: [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: hl7.port, capabilities, simulated },
      { id: 'fhir', protocol: 'fhir-r4', baseUrl: fhir.baseUrl, capabilities, simulated },
      { id: 'rest', protocol: 'webhook', url: webhook.url, secretVariable: 'WEBHOOK_SECRET', capabilities, simulated },
    ],
    measuring: { restSeconds: 0, readings: 1, questions: false, order: stations.map(({ driver }) => driver) },
  });
  const kiosk = await startKiosk(site, { clock, environment: { WEBHOOK_SECRET: testSecret } });
  const page = await openPageOf(kiosk);
  closing.push(
    () => rmSync(dataDir, { recursive: true }),
    () =>
      Promise.all([
        ...stations.map((each) => each.close()),
        fhir.close(),
        webhook.close(),
        scanner.close(),
        printer.close(),
      ]),
    () => hl7.close(),
    () => kiosk.close('SIGTERM'),
    () => page.close(),
  );

  await page.shown(({ screen: now }) => now.show === 'attract' && now.scanner === 'ready');
  await scanner.act({ do: 'send-bytes', base64: Buffer.from(scanOf('old-person')).toString('base64') });
  await page.shown(screen('confirm-identity'));
  await page.tap('confirm-identity', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  await page.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  await page.tap('measure', {});
  const shown: Snapshot[] = [];
  for (const [at, station] of stations.entries()) {
    const isItsTurn = ({ screen: now }: Snapshot) =>
      now.show === 'get-ready' && now.monitor === 'ready' && (now.step?.at ?? 1) === at + 1;
    await page.shown(isItsTurn);
    await page.tap('start-measuring', {});
    let isOver = false;
    const over = page.shown(screen('show-reading')).then((snapshot) => {
      isOver = true;
      shown.push(snapshot);
    });
    // What comes while the kiosk still drains the device is nobody's: whoever sees nothing happen tries again.
    while (!isOver) {
      const { screen: now } = await page.shown(() => true);
      if (now.show === 'measuring') await station.measure(now.phase);
      await Promise.race([over, setTimeout(200)]);
    }
    await station.leave();
    await page.tap(at + 1 < stations.length ? 'measure-next' : 'finish', {});
  }

  const told: Told[] = [];
  while (told.length < stations.length) {
    const { reading } = (await webhook.next()) as { readonly reading: ReadingTold };
    const { deviceId, observations } = reading;
    told.push({ deviceId, numbers: observations.map(({ loinc, value }) => [loinc, value]) });
  }
  const heard: ReadonlyMap<string, string>[] = [];
  while (heard.length < stations.length) {
    const observed = observationsIn(await hl7.next());
    if (observed.size > 0) heard.push(observed);
  }
  const expected = told.flatMap(({ numbers }) => numbers).length;
  let held: readonly Observation[] = [];
  while (held.flatMap(numbersOf).length < expected) {
    await setTimeout(50);
    held = await fhir.all<Observation>('Observation');
  }
  return { shown, told, heard, held };
}

/** LOINC codes and values, in their order. */
type Numbers = readonly (readonly [loinc: string | undefined, value: number | undefined])[];

interface Told {
  readonly deviceId: string;
  readonly numbers: Numbers;
}

interface ReadingTold {
  readonly deviceId: string;
  readonly observations: readonly { readonly loinc: string; readonly value: number }[];
}

function numbersOf({ code, valueQuantity, component = [] }: Observation): Numbers {
  const measured = valueQuantity ? [{ code, valueQuantity }] : component;
  return measured.flatMap((each) =>
    each.valueQuantity ? [[each.code.coding?.[0]?.code, each.valueQuantity.value] as const] : [],
  );
}

test('every monitor gives one reading with its quality', async () => {
  const { told, heard, held } = await measuredWithEach(await Promise.all(monitors()));
  const pressures = { '8480-6': 118, '8462-4': 76, '8867-4': 72 };
  assert.deepEqual(
    told.map(({ deviceId }) => deviceId),
    monitorNames,
  );
  for (const { numbers } of told)
    assert.deepEqual({ ...Object.fromEntries(numbers), ...pressures }, Object.fromEntries(numbers));
  for (const each of heard) {
    assert.deepEqual(
      [...Object.keys(pressures), 'READING-NUMBER', 'REST-BEFORE', 'PROTOCOL'].map((code) => each.get(code)),
      ['118', '76', '72', '1', '0', 'esh'],
    );
    assert.ok(each.has('VALIDATION'));
  }
  assert.deepEqual(
    held.flatMap(numbersOf),
    told.flatMap(({ numbers }) => numbers),
  );
  for (const panel of held) {
    const quality = new Map(
      panel.extension?.flatMap(({ extension = [] }) => extension).map((each) => [each.url, each]),
    );
    assert.deepEqual([quality.get('restSeconds')?.valueInteger, quality.get('protocol')?.valueCode], [0, 'esh']);
    assert.ok(quality.has('validation'));
  }
}, 60_000);

/** What a simulated person has, by LOINC: weight, height and what they make of each other, SpO2 and pulse, temperature, glucose. */
const usual = {
  'gtech-gl150': { '8302-2': 165.2, '29463-7': 61.5, '39156-5': 22.5 },
  'health-o-meter': { '29463-7': 90.98, '8302-2': 178.7, '39156-5': 28.5 },
  'nonin-format2': { '59408-5': 98, '8867-4': 72 },
  'nonin-ascii': { '59408-5': 98, '8867-4': 72 },
  'mcu-90615': { '8310-5': 36.6 },
  'text-thermometer': { '8310-5': 36.6 },
  'onetouch-ultra2': { '2339-0': 105 },
} as const satisfies Readonly<Record<VitalSignsName, Readonly<Record<string, number>>>>;

const visits: readonly (readonly VitalSignsName[])[] = [
  ['gtech-gl150', 'nonin-format2', 'mcu-90615', 'onetouch-ultra2'],
  ['health-o-meter', 'nonin-ascii', 'text-thermometer'],
];

test.each(visits)(
  'weight, height, SpO2, pulse, temperature and glucose arrive as they were on the screen: %s, %s, %s',
  async (...drivers) => {
    const { shown, told, heard, held } = await measuredWithEach(await Promise.all(vitalSigns(drivers)));
    const expected = drivers.map((driver) => Object.entries(usual[driver]));
    assert.deepEqual(
      shown.map(valuesOn),
      expected.map((numbers) => numbers.map(([, value]) => value)),
    );
    assert.deepEqual(
      told,
      drivers.map((deviceId, at) => ({ deviceId, numbers: expected[at] })),
    );
    assert.deepEqual(held.flatMap(numbersOf), expected.flat());
    for (const [at, numbers] of expected.entries())
      for (const [loinc, value] of numbers) assert.equal(heard[at]?.get(loinc), String(value));
  },
  60_000,
);

function valuesOn({ screen: now }: Snapshot): readonly number[] {
  return now.show === 'show-reading' && now.result.kind === 'quantities'
    ? now.result.quantities.map(({ value }) => value)
    : [];
}
