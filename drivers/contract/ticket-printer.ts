import type { Result } from '#config/agreements/result.ts';
import type { Device } from './device.ts';

/** What any ticket printer is to the rest of the kiosk, whoever made it. */
export interface TicketPrinter extends Device {
  readonly kind: 'ticket-printer';
  /** Dots across the paper that can be printed: 576 at 80 mm, 384 at 58 mm (203 dpi). */
  readonly dotsAcross: 576 | 384;
  /** Whether the picture of a ticket has its QR in it, or leaves it to the printer. */
  readonly qr: CodeBy;
  /** `small`: the line is so slow that a usual ticket would take the better part of a minute. Can change once it is known. */
  ticketSize(): TicketSize;
  /**
   * Prints and cuts one ticket. Jobs are printed one after the other. Resolves when all is known that will be. The picture is
   * the caller's again then, who overwrites it; a copy is drawn anew. What the driver made of it, the driver overwrites.
   */
  print(image: TicketImage): Promise<Result<Printed, PrintProblem>>;
}

/**
 * What is known of a ticket that nothing went wrong with. Only `printed` is ever called so (law 13).
 *
 * - `printed`: the printer answered status requests queued behind the cut.
 * - `sent-and-well`: it cannot do that; when the ticket should have been out it said that it is well.
 * - `sent`: the bytes have left, and it says nothing at all.
 */
export type Printed = 'printed' | 'sent-and-well' | 'sent';

export type TicketSize = 'full' | 'small';

/** Who draws a ticket's QR: `raster` is the host, as a part of the picture; `native` is the printer, below the picture. */
export type CodeBy = 'raster' | 'native';

/** A 1-bit picture as `GS v 0` wants it: rows from the top, 8 dots a byte, most significant bit left, 1 is black. */
export interface TicketImage {
  readonly widthDots: number;
  readonly heightDots: number;
  /** `heightDots` rows of `widthDots / 8` bytes; the width is a multiple of 8. */
  readonly rows: Uint8Array;
  /** 2: each dot is printed as two by two, so the picture has half the printer's dots across. Default 1. */
  readonly scale?: 1 | 2;
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
