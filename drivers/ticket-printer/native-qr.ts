/** A QR code that the printer draws itself. Pure. Off unless somebody asks for it: clones leave it out or draw it wrong. */
export interface NativeQr {
  /** Printable ASCII only, so that nothing in it can be a command. */
  readonly text: string;
  /** Edge of one module in dots, 1 to 16. */
  readonly moduleDots: number;
  readonly errorCorrection: 'L' | 'M' | 'Q' | 'H';
}

/** Model 2 at level L takes so many bytes (ISO/IEC 18004, table 7). */
const longestText = 2953;

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
