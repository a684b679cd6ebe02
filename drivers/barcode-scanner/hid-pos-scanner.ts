import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { gatherReport, type HidPosLayout, noReports } from './hid-pos-reports.ts';
import { longestPauseInCodeMs } from './serial-scanner.ts';

/**
 * A barcode scanner in HID-POS mode: raw bytes of each code, in reports. It is only listened to, so it is `ready` as long as
 * its line stands. Best set to send CR behind each code; without it, a scanner whose more flag is unknown loses codes of
 * exactly 56, 112, 168 … bytes.
 */
export interface HidPosScannerParts {
  readonly id: string;
  /** Each `onData` is one input report (`openHid`, or `reportsOver` a byte stream). */
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** What the vendor is known to do; see `layoutOfVendor`. */
  readonly layout?: HidPosLayout | undefined;
}

export function createHidPosScanner({ id, open, clock, random, layout }: HidPosScannerParts): BarcodeScanner {
  const report = createConditionReport();
  const listeners = new Set<(scan: Scan) => void>();
  let gathering = noReports;
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
    const step = gatherReport(gathering, bytes, layout);
    gathering = step.gathering;
    if (gathering !== noReports) callOffDrop = clock.after(longestPauseInCodeMs, dropHalfCode);
    if (!step.scan) return;
    for (const listener of listeners) listener(step.scan);
  }

  function dropHalfCode(): void {
    callOffDrop();
    gathering = noReports;
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

/** By USB vendor id (notes §3); `undefined` for vendors that nobody has described, whose reports tell by themselves. */
export function layoutOfVendor(vendorId: number): HidPosLayout | undefined {
  switch (vendorId) {
    case 0x0c2e:
    case 0x23d0:
      return 'honeywell';
    case 0x05e0:
    case 0x05f9:
      return 'zebra';
    case 0x1eab:
      return 'newland';
    default:
      return undefined;
  }
}

/** Feature reports that switch HID-POS on after opening: Honeywell and Youjie want 01 under id FE (SINGLE). */
export function greetingOfVendor(vendorId: number): readonly Uint8Array[] {
  return layoutOfVendor(vendorId) === 'honeywell' ? [Uint8Array.of(0xfe, 0x01)] : [];
}
