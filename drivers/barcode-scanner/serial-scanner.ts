import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import type { OpenTransport, Transport } from '../contract/transport.ts';
import { type CodeFraming, cutCodes, noCode } from '../framing/terminated-codes.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';

/**
 * A barcode scanner in serial mode (RS-232, USB-CDC, or behind a serial device server): each code comes as its bytes and a
 * CR, LF or CRLF. It is only listened to, so it is `ready` as long as its line stands.
 */
export interface SerialScannerParts {
  readonly id: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
}

/**
 * The rest of a code follows within a fraction of a second, even at 9600 baud. A scanner that lost its power in the middle
 * of a code never sends the rest, and its half must not become the beginning of the next patient's card.
 */
export const longestPauseInCodeMs = 2_000;

export function createSerialScanner({ id, open, clock, random }: SerialScannerParts): BarcodeScanner {
  const report = createConditionReport();
  const listeners = new Set<(scan: Scan) => void>();
  let framing: CodeFraming = noCode;
  let callOffDrop = () => {};

  const line = superviseLine({
    open,
    clock,
    random,
    onOpen(transport: Transport) {
      transport.onData(read);
      report.change('ready');
    },
    onLost() {
      dropHalfCode();
      report.change('absent');
    },
  });

  function read(bytes: Uint8Array): void {
    callOffDrop();
    const step = cutCodes(framing, bytes);
    framing = step.framing;
    if (framing !== noCode) callOffDrop = clock.after(longestPauseInCodeMs, dropHalfCode);
    for (const scan of step.scans) {
      for (const listener of listeners) listener(scan);
    }
  }

  function dropHalfCode(): void {
    callOffDrop();
    framing = noCode;
  }

  return {
    id,
    kind: 'barcode-scanner',
    condition: report.condition,
    onCondition: report.onCondition,
    onScan(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      report.end();
      listeners.clear();
      dropHalfCode();
      return line.close();
    },
  };
}
