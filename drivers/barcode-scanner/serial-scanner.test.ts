import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openTcp } from '../transport/tcp.ts';
import { barcodeScannerExam, countReadBytes, type ScannerBench } from './barcode-scanner.exam.ts';
import { startSimulatedScanner } from './serial-scanner.simulator.ts';
import { createSerialScanner } from './serial-scanner.ts';

barcodeScannerExam('TCP', async (): Promise<ScannerBench> => {
  const simulator = await startSimulatedScanner({ wirePort: 0, controlPort: 0 });
  const clock = createHandCrankedClock();
  const open = openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock);
  const line = countReadBytes(open);
  const scanner = createSerialScanner({ id: 'scanner', open: line.open, clock, random: () => 0 });
  return {
    scanner,
    clock,
    open,
    async send(bytes) {
      // The host's side of a connection may stand a moment before the device's.
      while (simulator.state().connections === 0) await new Promise((resolve) => setImmediate(resolve));
      const arrived = line.further(bytes.length);
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
});
