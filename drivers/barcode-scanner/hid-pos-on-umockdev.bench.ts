import { machineClock } from '#config/agreements/machine-clock.ts';
import { openBarcodeScanner } from './open-barcode-scanner.ts';

/**
 * A program for `hid-pos-scanner.system.test.ts`, which runs it under umockdev: the scanner of the one argument, a
 * `transport` of a site file as JSON. Prints each condition and each scan as a line of JSON; ends when its input ends.
 */
const transport = JSON.parse(process.argv[2] ?? '');
const scanner = openBarcodeScanner(
  { id: 'scanner', kind: 'barcode-scanner', driver: 'hid-pos', transport, simulated: false },
  { clock: machineClock, random: () => 0 },
);
const print = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

scanner.onCondition((condition) => print({ condition }));
scanner.onScan((scan) => print(scan.kind === 'code' ? { code: Buffer.from(scan.bytes).toString('utf8') } : scan));
process.stdin.resume();
process.stdin.once('end', () => void scanner.close());
