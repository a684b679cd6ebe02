/** A QR code that the printer draws itself. Pure. Off unless the site file asks for it: clones leave it out or draw it wrong. */
export interface NativeQr {
  /** Printable ASCII only, so that nothing in it can be a command. */
  readonly text: string;
  /** Edge of one module in dots, 1 to 16. */
  readonly moduleDots: number;
  readonly errorCorrection: 'L' | 'M' | 'Q' | 'H';
}

/** Longer ones could hold `10 04`, a real-time command, in their two bytes of length. */
const longestText = 1_000;

/**
 * `GS ( k` with `cn` = 49: model 2, module size, error correction, store, print (notes §4.4, CONFIRMED); centred by
 * `ESC a`. Text that is no printable ASCII or too long is a bug of the caller.
 */
export function encodeNativeQr({ text, moduleDots, errorCorrection }: NativeQr): Uint8Array {
  const isModule = Number.isInteger(moduleDots) && moduleDots >= 1 && moduleDots <= 16;
  if (!/^[ -~]+$/.test(text) || text.length > longestText || !isModule)
    throw new Error('No QR code can be printed of this');
  const data = new TextEncoder().encode(text);
  const stored = data.length + 3;
  return Uint8Array.of(
    ...[0x1b, 0x61, 0x01],
    ...[0x1d, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, moduleDots],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, 0x30 + 'LMQH'.indexOf(errorCorrection)],
    ...[0x1d, 0x28, 0x6b, stored & 0xff, stored >> 8, 0x31, 0x50, 0x30, ...data],
    ...[0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30],
    ...[0x1b, 0x61, 0x00],
  );
}

/** What fits across 58 mm paper in any case: version 8 at level M takes 152 bytes (ISO/IEC 18004, table 7), 57 modules. */
const longestTicketCode = 152;

/** Modules of 0.75 mm, and 0.88 mm on wide paper, where a code below the text has all the room. */
function moduleDotsFor(dotsAcross: number): number {
  return dotsAcross >= 500 ? 7 : 6;
}

/** The code of a ticket for this paper. Throws as `encodeNativeQr` does. */
export function ticketQr(text: string, dotsAcross: number): NativeQr {
  if (text.length > longestTicketCode) throw new Error('A ticket has no room for this QR code');
  return { text, moduleDots: moduleDotsFor(dotsAcross), errorCorrection: 'M' };
}

/**
 * White that a picture must leave above the code: four modules (ISO/IEC 18004). Printers draw the modules alone (Epson;
 * whether clones add white is UNKNOWN). Below it the feed before the cut is longer than that.
 */
export function whiteAboveCode(dotsAcross: number): number {
  return 4 * moduleDotsFor(dotsAcross);
}
