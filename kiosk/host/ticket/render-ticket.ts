import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { create as createQrCode, type QRCode } from 'qrcode';
import { unreachable } from '#config/agreements/result.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
import type { TicketContent } from './ticket-content.ts';
import { registerTicketFonts } from './ticket-fonts.ts';
import { layOutTicket, type Mark } from './ticket-layout.ts';

/**
 * Draws a queue ticket as the 1-bit picture that a thermal printer burns. The picture is drawn here and not in the printer,
 * whose fonts know Vietnamese by luck only.
 */
export interface TicketRenderer {
  render(content: TicketContent): TicketImage;
}

/** Enough for an ordinary ticket; a longer one gets a longer canvas. */
const usualHeightDots = 1_400;

/** Lighter than this stays white. A little above the middle: strokes come out as heavy as on the screen. */
const threshold = 150;

/** Modules of white around a QR (ISO/IEC 18004). */
const quietModules = 4;

export function createTicketRenderer({ dotsAcross }: { readonly dotsAcross: 576 | 384 }): TicketRenderer {
  registerTicketFonts();
  // One canvas for all tickets: reading the pixels of a fresh one takes several times as long.
  let canvas = createCanvas(dotsAcross, usualHeightDots);
  let context = canvas.getContext('2d');
  let fontSet = '';
  /** Laying out asks for the same words at the same sizes several times. Of one ticket only: words can be a name. */
  const widths = new Map<string, number>();

  function setFont(font: string): void {
    if (font !== fontSet) context.font = font;
    fontSet = font;
  }

  function measure(text: string, font: string): number {
    const key = `${font}|${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    setFont(font);
    const { width } = context.measureText(text);
    widths.set(key, width);
    return width;
  }

  function riseOf(text: string, font: string): number {
    setFont(font);
    return context.measureText(text).actualBoundingBoxAscent;
  }

  function makeRoom(heightDots: number): void {
    if (canvas.height >= heightDots) return;
    canvas = createCanvas(dotsAcross, heightDots);
    context = canvas.getContext('2d');
    fontSet = '';
  }

  function draw(mark: Mark): void {
    context.fillStyle = 'black';
    switch (mark.kind) {
      case 'text':
        setFont(mark.font);
        context.fillStyle = mark.ink;
        context.textAlign = mark.align;
        context.fillText(mark.text, mark.x, mark.y);
        break;
      case 'bar':
        context.beginPath();
        context.roundRect(mark.x, mark.y, mark.width, mark.height, mark.radius);
        context.fill();
        break;
      case 'frame':
        context.lineWidth = 3;
        context.beginPath();
        context.roundRect(mark.x + 1.5, mark.y + 1.5, mark.width - 3, mark.height - 3, mark.radius);
        context.stroke();
        break;
      case 'rule':
        drawRule(context, mark);
        break;
      case 'code':
        // Set as dots when the rest is drawn: it has no edge to smooth.
        break;
      default:
        unreachable(mark);
    }
  }

  return {
    render(content) {
      widths.clear();
      const code = createQrCode(content.code, { errorCorrectionLevel: 'M' });
      const modules = code.modules.size + 2 * quietModules;
      const dotsPerModule = dotsPerModuleFor(modules, dotsAcross);
      const say = sayIn(content.language);
      const codeDots = modules * dotsPerModule;
      const layout = layOutTicket(content, { dotsAcross, codeDots, say, measure, riseOf });
      makeRoom(layout.heightDots);
      context.fillStyle = 'white';
      context.fillRect(0, 0, dotsAcross, layout.heightDots);
      for (const mark of layout.marks) draw(mark);
      const pixels = context.getImageData(0, 0, dotsAcross, layout.heightDots).data;
      const image = { widthDots: dotsAcross, heightDots: layout.heightDots, rows: packed(pixels) };
      for (const mark of layout.marks) if (mark.kind === 'code') setCode(image, code, dotsPerModule, mark);
      return image;
    },
  };
}

/** At least 4 dots (0.5 mm), which every phone reads; more where there is room, up to 6. */
function dotsPerModuleFor(modules: number, dotsAcross: number): number {
  const room = dotsAcross >= 500 ? 240 : dotsAcross;
  return Math.min(6, Math.max(4, Math.floor(room / modules)));
}

function drawRule(context: SKRSContext2D, { x, y, width, dashed }: Extract<Mark, { kind: 'rule' }>): void {
  const dash = dashed ? 12 : width;
  for (let from = 0; from < width; from += 2 * dash) context.fillRect(x + from, y, Math.min(dash, width - from), 3);
}

function setCode(
  { widthDots, rows }: TicketImage,
  { modules }: QRCode,
  dotsPerModule: number,
  at: { readonly x: number; readonly y: number },
): void {
  const left = at.x + quietModules * dotsPerModule;
  const top = at.y + quietModules * dotsPerModule;
  const across = modules.size * dotsPerModule;
  for (let y = 0; y < across; y++) {
    const rowBegin = (top + y) * widthDots + left;
    for (let x = 0; x < across; x++) {
      if (!modules.get(Math.floor(y / dotsPerModule), Math.floor(x / dotsPerModule))) continue;
      const dot = rowBegin + x;
      rows[dot >> 3] = (rows[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
    }
  }
}

/** RGBA to 1 bit; the most significant bit is the leftmost dot. */
function packed(pixels: Uint8ClampedArray): Uint8Array {
  const words = new Int32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  const rows = new Uint8Array(words.length / 8);
  for (let at = 0; at < rows.length; at++) {
    let byte = 0;
    for (let dot = at * 8, bit = 0x80; bit > 0; dot++, bit >>= 1) {
      const word = words[dot] ?? white;
      // Most of a ticket is white. Everything is drawn in greys, so that one colour stands for all three.
      if (word !== white && (word & 0xff) < threshold) byte |= bit;
    }
    rows[at] = byte;
  }
  return rows;
}

/** As a signed number: larger ones would not be small integers to the engine. */
const white = -1;
