import { createRequire } from 'node:module';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
import type { Contender } from './contest.ts';

/** The part of node-thermal-printer that prints a picture; its own types do not describe it. */
interface ThermalPrinter {
  printImageBuffer(png: Uint8Array): Promise<unknown>;
  cut(): void;
  getBuffer(): Uint8Array;
  clear(): void;
}
const { ThermalPrinter, PrinterTypes } = createRequire(import.meta.url)('node-thermal-printer') as {
  readonly ThermalPrinter: new (config: { readonly type: string; readonly interface: string }) => ThermalPrinter;
  readonly PrinterTypes: { readonly EPSON: string };
};

/**
 * Two encoders for ticket printers, given one ready-made picture in the form that they ask for. Rejects when one of them
 * would not print the same dots: then nothing could be compared.
 */
export async function peersPrinting(image: TicketImage): Promise<readonly Contender[]> {
  const canvas = canvasOf(image);
  const thermal = thermalPrinter(canvas.toBuffer('image/png'));
  const encoder = receiptEncoder(canvas, image);
  const peers = [
    { name: 'node-thermal-printer 4.6.1: a ready picture (PNG)', print: thermal },
    { name: '@point-of-sale/receipt-printer-encoder 4.0.1: a ready picture (pixels)', print: encoder },
  ];
  for (const { name, print } of peers) {
    if (!printsTheSame(await print(), image)) throw new Error(`${name} prints other dots than ours`);
  }
  return peers.map(({ name, print }) => ({
    name,
    async run(times) {
      let sum = 0;
      for (let count = 0; count < times; count++) sum += (await print()).length;
      return sum;
    },
  }));
}

function thermalPrinter(png: Uint8Array): () => Promise<Uint8Array> {
  // The address is parsed and never opened.
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: 'tcp://127.0.0.1:9' });
  return async () => {
    printer.clear();
    await printer.printImageBuffer(png);
    printer.cut();
    return printer.getBuffer();
  };
}

function receiptEncoder(canvas: Canvas, { widthDots, heightDots }: TicketImage): () => Uint8Array {
  const pixels = canvas.getContext('2d').getImageData(0, 0, widthDots, heightDots);
  // It asks for a height that is a multiple of 8 and pads by itself.
  return () =>
    new ReceiptPrinterEncoder({ language: 'esc-pos', columns: 48, imageMode: 'raster' })
      .initialize()
      .image(pixels, widthDots, heightDots, 'threshold')
      .cut()
      .encode();
}

function canvasOf({ widthDots, heightDots, rows }: TicketImage): Canvas {
  const canvas = createCanvas(widthDots, heightDots);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(widthDots, heightDots);
  for (let dot = 0; dot < widthDots * heightDots; dot++) {
    const isBlack = ((rows[dot >> 3] ?? 0) & (0x80 >> (dot & 7))) !== 0;
    pixels.data.fill(isBlack ? 0 : 255, dot * 4, dot * 4 + 3);
    pixels.data[dot * 4 + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** All `GS v 0` pictures of a job one below the other; white rows may follow. */
function printsTheSame(job: Uint8Array, { rows }: TicketImage): boolean {
  const bytes = Buffer.from(job);
  const dots: Buffer[] = [];
  for (let at = bytes.indexOf('\x1dv0', 0, 'latin1'); at !== -1; ) {
    const end = at + 8 + bytes.readUInt16LE(at + 4) * bytes.readUInt16LE(at + 6);
    dots.push(bytes.subarray(at + 8, end));
    at = bytes.indexOf('\x1dv0', end, 'latin1');
  }
  const printed = Buffer.concat(dots);
  return printed.subarray(0, rows.length).equals(rows) && printed.subarray(rows.length).every((byte) => byte === 0);
}
