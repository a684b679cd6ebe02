import type { PrinterTrouble } from './escpos-status.ts';

/**
 * Kiosk printers of Custom (KPM, VKP, TG02): ESC/POS, and a presenter that holds the cut ticket and hands it out
 * (notes §4.3, four manuals, CONFIRMED). Pure.
 */

/**
 * Puts out what an earlier patient left hanging, before the new ticket. `GS e 2` would draw it back into the printer, which
 * not every model has a box for.
 */
export const ejectOldTicket: Uint8Array = Uint8Array.of(0x1d, 0x65, 0x05);

/** `ESC i`, the full cut: the presenter takes only a piece that is free. */
export const fullCut: Uint8Array = Uint8Array.of(0x1b, 0x69);

/**
 * `GS e 3 m`: hands the ticket out. The manuals' own sequence has m = 0; what one step is differs between the models (0.625,
 * 6.5, 22 mm), so nothing is added to it.
 */
export const presentTicket: Uint8Array = Uint8Array.of(0x1d, 0x65, 0x03, 0x00);

/** `DLE EOT 20`: answered by `10 0F` and four bytes. */
export const fullStatusRequest: Uint8Array = Uint8Array.of(0x10, 0x04, 0x14);

export interface KioskStatus {
  readonly trouble: PrinterTrouble | undefined;
  readonly paperLow: boolean;
  /** Nobody has taken the last ticket yet. */
  readonly ticketInOutput: boolean;
}

/**
 * The four bytes as one number, the first one highest. The fourth says what cannot be mended; its bits are UNKNOWN, and a
 * printer that has such an error says that it is offline in its other answers.
 */
export function kioskStatusFrom(fullStatus: number): KioskStatus {
  const [paper, user, recoverable] = [fullStatus >>> 24, (fullStatus >>> 16) & 0xff, (fullStatus >>> 8) & 0xff];
  return {
    trouble: troubleFrom(paper, user, recoverable),
    paperLow: (paper & (paperBits.nearEnd | paperBits.virtualEnd)) !== 0,
    ticketInOutput: (paper & paperBits.ticketInOutput) !== 0,
  };
}

const paperBits = { none: 0x01, nearEnd: 0x04, ticketInOutput: 0x20, virtualEnd: 0x40 };
const userBits = { headUp: 0x01, coverOpen: 0x02 };
const recoverableBits = { headTemperature: 0x01, voltage: 0x08 };

/** An open cover comes first: its sensor then sees no paper either. */
function troubleFrom(paper: number, user: number, recoverable: number): PrinterTrouble | undefined {
  if ((user & (userBits.headUp | userBits.coverOpen)) !== 0) return 'cover-open';
  if ((paper & paperBits.none) !== 0) return 'no-paper';
  return (recoverable & (recoverableBits.headTemperature | recoverableBits.voltage)) !== 0
    ? 'printer-error'
    : undefined;
}
