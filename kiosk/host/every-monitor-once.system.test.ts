/**
 * Every monitor once, in one visit, on a whole kiosk without a screen: what python3-hl7 and Python's http.server
 * read of it.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, test } from 'vitest';
import { observationsIn, openPythonHospital } from '#backend-client/hl7v2/python-hospital.bench.ts';
import { openPythonReceiver } from '#backend-client/webhook/python-receiver.bench.ts';
import { testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { monitorNames } from '#config/settings/device-settings.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
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
  readonly kind: 'blood-pressure-monitor';
  readonly wirePort: number;
  measure(phase: Phase): Promise<void>;
  close(): Promise<unknown>;
}

const monitors = () =>
  monitorNames.map(async (driver): Promise<Station> => {
    const monitor = await startSimulatedMonitor({ ...ports, driver, measuringMs: 400, clock });
    const measure = async (phase: Phase) => {
      if (phase === 'waiting-for-button') await monitor.act({ do: 'press-start' });
    };
    return { driver, kind: 'blood-pressure-monitor', wirePort: monitor.wirePort, measure, close: monitor.close };
  });

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One visit through all of them in their order; what was told of each, by the receivers. */
async function measuredWithEach(stations: readonly Station[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-each-'));
  const [hl7, webhook, scanner, printer] = await Promise.all([
    openPythonHospital(),
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
      { id: 'rest', protocol: 'webhook', url: webhook.url, secretVariable: 'WEBHOOK_SECRET', capabilities, simulated },
    ],
    measuring: { restSeconds: 0, readings: 1, questions: false, order: stations.map(({ driver }) => driver) },
  });
  const kiosk = await startKiosk(site, { clock, environment: { WEBHOOK_SECRET: testSecret } });
  const page = await openPageOf(kiosk);
  closing.push(
    () => rmSync(dataDir, { recursive: true }),
    () => Promise.all([...stations.map((each) => each.close()), webhook.close(), scanner.close(), printer.close()]),
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
  for (const [at, station] of stations.entries()) {
    const isItsTurn = ({ screen: now }: Snapshot) =>
      now.show === 'get-ready' && now.monitor === 'ready' && (now.step?.at ?? 1) === at + 1;
    await page.shown(isItsTurn);
    await page.tap('start-measuring', {});
    let isOver = false;
    const over = page.shown(screen('show-reading')).then(() => {
      isOver = true;
    });
    // What comes while the kiosk still drains the device is nobody's: whoever sees nothing happen tries again.
    while (!isOver) {
      const { screen: now } = await page.shown(() => true);
      if (now.show === 'measuring') await station.measure(now.phase);
      await Promise.race([over, setTimeout(200)]);
    }
    await page.tap(at + 1 < stations.length ? 'measure-next' : 'finish', {});
  }

  const told: { readonly deviceId: string; readonly loincs: readonly (string | undefined)[] }[] = [];
  const heard: ReadonlyMap<string, string>[] = [];
  while (told.length < stations.length) {
    const { reading } = (await webhook.next()) as { reading: { deviceId: string; observations: { loinc?: string }[] } };
    told.push({ deviceId: reading.deviceId, loincs: reading.observations.map(({ loinc }) => loinc) });
  }
  while (heard.length < stations.length) {
    const observed = observationsIn(await hl7.next());
    if (observed.size > 0) heard.push(observed);
  }
  return { told, heard };
}

test('every monitor gives one reading with its quality', async () => {
  const { told, heard } = await measuredWithEach(await Promise.all(monitors()));
  assert.deepEqual(
    told.map(({ deviceId }) => deviceId),
    monitorNames,
  );
  for (const each of heard) {
    assert.deepEqual(
      ['8480-6', '8462-4', '8867-4', 'READING-NUMBER', 'REST-BEFORE', 'PROTOCOL'].map((code) => each.get(code)),
      ['118', '76', '72', '1', '0', 'esh'],
    );
    assert.ok(each.has('VALIDATION'));
  }
}, 60_000);
