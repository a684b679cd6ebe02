import type { Result } from '#config/agreements/result.ts';
import type { Device } from './device.ts';

/** What any ticket printer is to the rest of the kiosk, whoever made it. */
export interface TicketPrinter extends Device {
  readonly kind: 'ticket-printer';
  /** Dots across the paper that can be printed: 576 at 80 mm, 384 at 58 mm (203 dpi). */
  readonly dotsAcross: 576 | 384;
  /** Whether the picture of a ticket has its QR in it, or leaves it to the printer. */
  readonly qr: CodeBy;
  /**
   * Prints and cuts one ticket. Jobs are printed one after the other. Resolves when the printer answered a status
   * request queued behind the cut, not when the bytes have left the host.
   */
  print(image: TicketImage): Promise<Result<'printed', PrintProblem>>;
}

/** Who draws a ticket's QR: `raster` is the host, as a part of the picture; `native` is the printer, below the picture. */
export type CodeBy = 'raster' | 'native';

/** A 1-bit picture as `GS v 0` wants it: rows from the top, 8 dots a byte, most significant bit left, 1 is black. */
export interface TicketImage {
  readonly widthDots: number;
  readonly heightDots: number;
  /** `heightDots` rows of `widthDots / 8` bytes; the width is a multiple of 8. */
  readonly rows: Uint8Array;
  /**
   * What the QR says that the printer draws below the picture, which leaves the white above it. Printable ASCII, at most 152
   * characters. Without it there is none, or it is in the picture.
   */
  readonly codeBelow?: string;
}

/**
 * Why a ticket is not known to be on paper, and what that allows.
 *
 * `paper: 'untouched'`: not one byte of the ticket was sent, so the same ticket may be tried again as a first one.
 * `paper: 'unknown'`: bytes were sent; whatever is printed from now on is a copy (law 4).
 */
export interface PrintProblem {
  readonly kind: 'no-paper' | 'cover-open' | 'cutter-error' | 'printer-error' | 'no-answer' | 'absent';
  readonly paper: 'untouched' | 'unknown';
}
