import type { Device, Unsubscribe } from './device.ts';

/** A scanner hands over the bytes of one code, without its terminator. What they mean is read by `identity-documents`. */
export interface BarcodeScanner extends Device {
  readonly kind: 'barcode-scanner';
  onScan(listener: (scan: Scan) => void): Unsubscribe;
}

/**
 * - `code`: one whole code, at most `longestCodeBytes` bytes.
 * - `oversized`: more bytes than any card carries came without a terminator; they are thrown away, not kept.
 */
export type Scan = { readonly kind: 'code'; readonly bytes: Uint8Array } | { readonly kind: 'oversized' };

/** The largest QR code (version 40, level L) holds 2,953 bytes (ISO/IEC 18004, table 7). */
export const longestCodeBytes = 2953;
