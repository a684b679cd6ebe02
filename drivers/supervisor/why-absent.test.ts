import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { monitorNames, vitalSignsNames } from '#config/settings/device-settings.ts';
import { createHidPosScanner } from '../barcode-scanner/hid-pos-scanner.ts';
import { createSerialScanner } from '../barcode-scanner/serial-scanner.ts';
import { createMonitor } from '../blood-pressure/open-monitor.ts';
import { createPcscEmrtdReader, readersNamedWithinMs } from '../card-reader/pcsc-emrtd.ts';
import { createSimulatedPcsc } from '../card-reader/pcsc-readers.simulator.ts';
import type { Device } from '../contract/device.ts';
import type { LineProblem } from '../contract/transport.ts';
import { createEscposPrinter } from '../ticket-printer/escpos-printer.ts';
import { createMemoryWire } from '../transport/memory-wire.bench.ts';
import { createDevice } from '../vital-signs/open-vital-signs-device.ts';

/** Lets everything run that only waits for promises and streams. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A line that does not open, or stands until it is cut. */
function createLine() {
  const wire = createMemoryWire(() => {});
  const refused: { kind: LineProblem['kind'] | undefined } = { kind: undefined };
  const open: typeof wire.open = async () =>
    refused.kind === undefined ? wire.open() : { ok: false, problem: { kind: refused.kind } };
  return { open, refused, cut: wire.cut, parts: { id: 'd', open, clock: createHandCrankedClock(), random: () => 0 } };
}

type Parts = ReturnType<typeof createLine>['parts'];
const devices: readonly (readonly [string, (parts: Parts) => Device])[] = [
  ['serial scanner', createSerialScanner],
  ['HID scanner', createHidPosScanner],
  ['ticket printer', (parts) => createEscposPrinter({ ...parts, paperWidthMm: 80, returnChannel: true })],
  ...monitorNames.map((name) => [name, (parts: Parts) => createMonitor(name, parts)] as const),
  ...vitalSignsNames.map((name) => [name, (parts: Parts) => createDevice(name, parts)] as const),
];

test.each(devices)('a technician is told why a %s is absent, from the line up', async (_name, create) => {
  for (const kind of ['not-found', 'busy', 'not-allowed', 'timed-out'] as const) {
    const line = createLine();
    line.refused.kind = kind;
    const device = create(line.parts);
    expect(device.whyAbsent()).toBe(undefined);
    await settled();
    expect([device.condition(), device.whyAbsent()]).toEqual(['absent', kind]);
    await device.close();
  }
});

test.each(devices)('a %s that is unplugged is lost, and then whatever the next attempt says', async (_name, create) => {
  const line = createLine();
  const device = create(line.parts);
  await settled();
  line.refused.kind = 'busy';
  line.cut();
  expect([device.condition(), device.whyAbsent()]).toEqual(['absent', 'lost']);
  await settled();
  line.parts.clock.advance(5_000);
  await settled();
  expect([device.condition(), device.whyAbsent()]).toEqual(['absent', 'busy']);
  await device.close();
});

test('of chip cards a technician is told that the service does not run, that no reader is there, or that it was unplugged', async () => {
  const clock = createHandCrankedClock();
  const pcsc = createSimulatedPcsc();
  const parts = { id: 'cccd', cscaDir: undefined, clock, random: () => 0, randomBytes, spawnPcsc: pcsc.spawnPcsc };
  const absent = createPcscEmrtdReader({ ...parts, reader: 'Another Reader' });
  await settled();
  expect(absent.condition()).toBe('connecting');
  clock.advance(readersNamedWithinMs);
  expect([absent.condition(), absent.whyAbsent()]).toEqual(['absent', 'not-found']);
  await absent.close();

  const reader = createPcscEmrtdReader({ ...parts, reader: '*' });
  await settled();
  expect([reader.condition(), reader.whyAbsent()]).toEqual(['ready', undefined]);
  pcsc.unplug();
  await settled();
  expect([reader.condition(), reader.whyAbsent()]).toEqual(['absent', 'lost']);
  pcsc.crash();
  await settled();
  expect([reader.condition(), reader.whyAbsent()]).toEqual(['absent', 'no-service']);
  await reader.close();
});
