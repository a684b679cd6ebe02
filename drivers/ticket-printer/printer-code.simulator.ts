import { create as createQrCode } from 'qrcode';
import type { CodeToPrint } from './escpos-interpreter.simulator.ts';

/**
 * A QR code as a printer draws it: the modules alone, without any white around them, and its text byte for byte (Epson;
 * which mode a clone packs the text in is UNKNOWN). A code that is wider than the paper is left out whole, as by Epson's.
 */
export function drawPrinterCode(
  { text, moduleDots, errorCorrection, align }: CodeToPrint,
  dotsAcross: number,
): readonly Uint8Array[] {
  const modules = modulesOf(text, errorCorrection);
  const codeDots = (modules?.size ?? 0) * moduleDots;
  if (!modules || codeDots === 0 || codeDots > dotsAcross) return [];
  const left = { left: 0, center: (dotsAcross - codeDots) >> 1, right: dotsAcross - codeDots }[align];
  const rows: Uint8Array[] = [];
  for (let row = 0; row < modules.size; row++) {
    const dots = new Uint8Array(dotsAcross / 8);
    for (let x = 0; x < codeDots; x++) {
      if (!modules.get(row, Math.floor(x / moduleDots))) continue;
      const at = left + x;
      dots[at >> 3] = (dots[at >> 3] ?? 0) | (0x80 >> (at & 7));
    }
    for (let copy = 0; copy < moduleDots; copy++) rows.push(dots);
  }
  return rows;
}

/** `undefined` for more text than a QR code holds. */
function modulesOf(data: Uint8Array, errorCorrectionLevel: CodeToPrint['errorCorrection']) {
  try {
    return createQrCode([{ data, mode: 'byte' }], { errorCorrectionLevel }).modules;
  } catch {
    return undefined;
  }
}
