import { runSimulator, type SimulatorPorts } from '../simulator-control/run-simulator.ts';
import { type SimulatedScanner, startSimulatedScanner } from './serial-scanner.simulator.ts';

/** Each puts its data elsewhere. */
export type HidPosMaker = 'honeywell' | 'zebra' | 'newland';

/**
 * A HID-POS scanner whose input reports of 64 bytes come over TCP, one after the other. The driver is not imported: both
 * know only the bytes. `node drivers/barcode-scanner/hid-pos-scanner.simulator.ts --wire-port 7081 --control-port 7082`
 */
export function startSimulatedHidPosScanner(ports: SimulatorPorts, maker: HidPosMaker): Promise<SimulatedScanner> {
  return startSimulatedScanner(ports, (bytes) => new Uint8Array(Buffer.concat(reportsOf(bytes, maker))));
}

/**
 * Each code up to its terminator, in reports: AIM identifier `]Q1` of a QR (not of a Newland), 56 bytes a report, the flag set on all but the
 * last. Bytes without a terminator at the end are the beginning of a code: all of their reports have the flag.
 */
export function reportsOf(bytes: Uint8Array, maker: HidPosMaker): readonly Uint8Array[] {
  const reports: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    const ends = isEnd(bytes[at]) && !isEnd(bytes[at + 1]);
    const isLast = at === bytes.length - 1;
    if (!ends && !isLast && at + 1 - start < 56) continue;
    reports.push(reportOf(bytes.subarray(start, at + 1), maker, !ends));
    start = at + 1;
  }
  return reports;
}

/** NUL, ETX, EOT, TAB, LF, CR; two of them together end one code. */
function isEnd(byte: number | undefined): boolean {
  return byte !== undefined && [0x00, 0x03, 0x04, 0x09, 0x0a, 0x0d].includes(byte);
}

export function reportOf(data: Uint8Array, maker: HidPosMaker, hasMore: boolean): Uint8Array {
  const report = new Uint8Array(64);
  const aim = { honeywell: [0x5d, 0x51, 0x31], zebra: [0, 0x5d, 0x51, 0x31], newland: [] }[maker];
  report.set([0x02, data.length, ...aim, ...data]);
  if (maker === 'honeywell') report[61] = 0x73;
  report[63] = hasMore ? 1 : 0;
  return report;
}

if (import.meta.main) {
  await runSimulator(
    ({ options: { maker }, ...given }) => {
      if (maker !== 'honeywell' && maker !== 'zebra' && maker !== 'newland') {
        throw new Error('--maker is one of honeywell, zebra, newland');
      }
      return startSimulatedHidPosScanner(given, maker);
    },
    {
      maker: 'honeywell',
    },
  );
}
