import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import { gatherReport, type HidPosLayout, heldData, noReports, overwriteEndedReports } from './hid-pos-reports.ts';
import { createPushOnlyScanner, type PushOnlyScannerParts } from './push-only-scanner.ts';

/** Each `onData` of `open` is one input report (`openHid`, or `reportsOver` a byte stream). */
export interface HidPosScannerParts
  extends Pick<PushOnlyScannerParts<unknown>, 'id' | 'open' | 'clock' | 'random' | 'recognise'> {
  /** What the vendor is known to do; see `layoutOfVendor`. */
  readonly layout?: HidPosLayout | undefined;
}

/**
 * A barcode scanner in HID-POS mode: raw bytes of each code, in reports. Best set to send CR behind each code; without it, a
 * scanner whose more flag is unknown loses foreign codes of exactly 56, 112, 168 … bytes (a document is read all the same).
 */
export function createHidPosScanner({ layout, ...parts }: HidPosScannerParts): BarcodeScanner {
  return createPushOnlyScanner({
    ...parts,
    nothing: noReports,
    gather(gathered, bytes) {
      const { gathering, codes } = gatherReport(gathered, bytes, layout);
      return { gathered: gathering, codes };
    },
    held: heldData,
    overwriteEnded: overwriteEndedReports,
  });
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
