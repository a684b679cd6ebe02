import { expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { reportsOver } from '../transport/hid-reports-over-tcp.ts';
import { openTcp } from '../transport/tcp.ts';
import { barcodeScannerExam, countReadBytes, type ScannerBench } from './barcode-scanner.exam.ts';
import { type HidPosMaker, reportsOf, startSimulatedHidPosScanner } from './hid-pos-scanner.simulator.ts';
import { createHidPosScanner, greetingOfVendor, layoutOfVendor } from './hid-pos-scanner.ts';

for (const maker of ['honeywell', 'zebra', 'newland'] as const) {
  barcodeScannerExam(`HID-POS reports (${maker})`, () => createBench(maker));
}

async function createBench(maker: HidPosMaker): Promise<ScannerBench> {
  const simulator = await startSimulatedHidPosScanner({ wirePort: 0, controlPort: 0 }, maker);
  const clock = createHandCrankedClock();
  const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
  const line = countReadBytes(open);
  const scanner = createHidPosScanner({
    id: 'scanner',
    open: reportsOver(line.open),
    layout: maker,
    clock,
    random: () => 0,
  });
  return {
    scanner,
    clock,
    open,
    async send(bytes) {
      while (simulator.state().connections === 0) await new Promise((resolve) => setImmediate(resolve));
      const arrived = line.further(reportsOf(bytes, maker).length * 64);
      await simulator.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') });
      await arrived;
    },
    unplug: () => simulator.act({ do: 'unplug' }),
    plugIn: () => simulator.act({ do: 'plug-in' }),
    async close() {
      await scanner.close();
      await simulator.close();
    },
  };
}

test('a vendor’s habits are known by its id', () => {
  expect([0x0c2e, 0x23d0, 0x05e0, 0x05f9, 0x1eab, 0x1234].map((vendor) => layoutOfVendor(vendor))).toEqual([
    'honeywell',
    'honeywell',
    'zebra',
    'zebra',
    'newland',
    undefined,
  ]);
  expect([greetingOfVendor(0x0c2e), greetingOfVendor(0x1eab)]).toEqual([[Uint8Array.of(0xfe, 0x01)], []]);
});
