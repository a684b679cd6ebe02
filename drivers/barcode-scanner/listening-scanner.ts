import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';

/** A scanner that is only listened to, so it is `ready` as long as its line stands. */
export interface ListeningScannerParts<Gathered> {
  readonly id: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Between two codes. */
  readonly nothing: Gathered;
  /** What has come so far and the next bytes of the line; pure. */
  gather(gathered: Gathered, bytes: Uint8Array): { readonly gathered: Gathered; readonly scans: readonly Scan[] };
}

/**
 * The rest of a code follows within a fraction of a second, even at 9600 baud. A scanner that lost its power in the middle
 * of a code never sends the rest, and its half must not become the beginning of the next patient's card.
 */
export const longestPauseInCodeMs = 2_000;

export function createListeningScanner<Gathered>(parts: ListeningScannerParts<Gathered>): BarcodeScanner {
  const { id, open, clock, random, nothing, gather } = parts;
  const report = createConditionReport(clock);
  const listeners = new Set<(scan: Scan) => void>();
  let gathered = nothing;
  let callOffDrop = () => {};

  const line = superviseLine({
    open,
    clock,
    random,
    onOpen(transport) {
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
    const step = gather(gathered, bytes);
    gathered = step.gathered;
    if (gathered !== nothing) callOffDrop = clock.after(longestPauseInCodeMs, dropHalfCode);
    for (const scan of step.scans) {
      for (const listener of listeners) listener(scan);
    }
  }

  function dropHalfCode(): void {
    callOffDrop();
    gathered = nothing;
  }

  return {
    id,
    kind: 'barcode-scanner',
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
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
