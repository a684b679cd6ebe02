import type { Device, Unsubscribe } from './device.ts';

/** A scanner hands over the bytes of one code, without its terminator. What they mean is read by `identity-documents`. */
export interface BarcodeScanner extends Device {
  readonly kind: 'barcode-scanner';
  onScan(listener: (scan: Scan) => void): Unsubscribe;
}

/**
 * - `code`: one whole code, at most `longestCodeBytes` bytes, without what the scanner puts around it. Whoever listens
 *   overwrites them when the document has been read: the driver keeps no other copy.
 * - `oversized`: more bytes than any card carries came without a terminator; they are thrown away, not kept.
 *
 * Whoever stands there scanned something, and no code came of it, for a reason that lies with the scanner; nothing of the
 * bytes is kept:
 *
 * - `wrapped`: a document stands inside it, with something around it that nobody knows.
 * - `unfinished`: nothing said that it was over, and it was no whole document when the scanner fell silent.
 * - `garbled`: bytes that are no text at all.
 */
export type Scan =
  | { readonly kind: 'code'; readonly bytes: Uint8Array }
  | { readonly kind: 'oversized' | 'wrapped' | 'unfinished' | 'garbled' };

/** The largest QR code (version 40, level L) holds 2,953 bytes (ISO/IEC 18004, table 7). */
export const longestCodeBytes = 2953;

/** Makers whose scanners take commands over their own serial line. */
export type SetUpMaker = 'honeywell' | 'newland';
