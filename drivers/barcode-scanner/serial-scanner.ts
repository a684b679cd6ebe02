import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import { cutCodes, heldBytes, noCode, overwriteEnded } from '../framing/terminated-codes.ts';
import { createPushOnlyScanner, type PushOnlyScannerParts } from './push-only-scanner.ts';

export type SerialScannerParts = Pick<PushOnlyScannerParts<unknown>, 'id' | 'open' | 'clock' | 'random' | 'recognise'>;

/**
 * A barcode scanner in serial mode (RS-232, USB-CDC, or behind a serial device server): each code comes as its bytes and a
 * terminator, or with nothing but silence behind it.
 */
export function createSerialScanner(parts: SerialScannerParts): BarcodeScanner {
  return createPushOnlyScanner({
    ...parts,
    nothing: noCode,
    gather(gathered, bytes) {
      const { framing, scans } = cutCodes(gathered, bytes);
      return { gathered: framing, codes: scans };
    },
    held: heldBytes,
    overwriteEnded,
  });
}
