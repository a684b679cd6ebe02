import { createRequire } from 'node:module';
import type { TicketImage } from '../contract/ticket-printer.ts';

/** CommonJS that calls itself an ES module; its types describe the latter. */
const readQr = createRequire(import.meta.url)('jsqr') as (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly data: string } | null;

/** What the QR on a piece of paper says, read by a decoder of other authors. */
export function readQrOf({ widthDots, heightDots, rows }: TicketImage): string | undefined {
  const pixels = new Uint8ClampedArray(widthDots * heightDots * 4).fill(255);
  for (let dot = 0; dot < widthDots * heightDots; dot += 1) {
    const black = ((rows[dot >> 3] ?? 0) >> (7 - (dot & 7))) & 1;
    if (black) pixels.fill(0, dot * 4, dot * 4 + 3);
  }
  return readQr(pixels, widthDots, heightDots)?.data;
}
