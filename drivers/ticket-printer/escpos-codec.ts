import { createRequire } from 'node:module';
import type { TicketImage } from '../contract/ticket-printer.ts';
import { ejectOldTicket, fullCut, presentTicket } from './custom-kiosk.ts';
import { encodeNativeQr, ticketQr } from './native-qr.ts';
import { type PrinterProfile, printerProfiles } from './printer-profiles.ts';

/**
 * One ticket as ESC/POS bytes. Pure: a picture in, bytes out; nothing is opened or sent.
 *
 * The text of a ticket is never sent as text: fonts and code pages for Vietnamese differ from printer to printer, a
 * raster prints the same on all of them.
 */

/** `GS r 1`: answered in its turn, so behind a cut it proves that the paper before it is out (design §6). */
export const queuedStatusRequest: Uint8Array = Uint8Array.of(0x1d, 0x72, 0x01);

/**
 * Rows of one `GS v 0`. At most 255, so that the header's height never needs its high byte. Smaller bands let a printer
 * with a small buffer start early, and bound what is missing when a line breaks inside one.
 */
export const rowsPerBand = 128;

/** Line feeds between the last row and the cutter: 4 lines of 1/6 inch are 17 mm, the blade sits 11 to 15 mm above the head. */
const linesBeforeCut = 4;

/** The part of `escpos`' Printer that we use. Its image, qrcode and text methods emit other bytes than their names say. */
interface EscposPrinter {
  hardware(what: 'init'): EscposPrinter;
  /** `part` chooses the partial cut; `lines` feeds before it, and 0 would mean 3. */
  cut(part: boolean, lines: number): EscposPrinter;
  flush(): EscposPrinter;
}

type CreateEscposPrinter = new (adapter: { write(bytes: Uint8Array): void }) => EscposPrinter;

// A deep import: the package's door would load its USB, serial and Bluetooth adapters.
const Printer = createRequire(import.meta.url)('escpos/printer.js') as CreateEscposPrinter;

export interface TicketForm {
  /** Default `epson`. */
  readonly profile?: PrinterProfile;
}

/**
 * `ESC @`, the picture in bands of `GS v 0`, the QR if the printer is to draw it, line feeds, a cut, and `GS r 1` queued
 * behind it. The cut is a partial one, which leaves the ticket hanging in the slot until the patient takes it; a kiosk
 * printer cuts it off and hands it out.
 */
export function encodeTicket(image: TicketImage, { profile = 'epson' }: TicketForm = {}): Uint8Array {
  const bytesPerRow = image.widthDots / 8;
  if (!Number.isInteger(bytesPerRow) || image.rows.length !== bytesPerRow * image.heightDots) {
    throw new Error(
      `A picture of ${image.widthDots} × ${image.heightDots} dots cannot have ${image.rows.length} bytes`,
    );
  }
  const { hasPresenter } = printerProfiles[profile];
  const dots: Uint8Array[] = [];
  const parts: Uint8Array[] = [said((printer) => printer.hardware('init'))];
  if (hasPresenter) parts.push(ejectOldTicket);
  for (let top = 0; top < image.heightDots; top += rowsPerBand) {
    const rows = Math.min(rowsPerBand, image.heightDots - top);
    const band = image.rows.subarray(top * bytesPerRow, (top + rows) * bytesPerRow);
    dots.push(band);
    parts.push(rasterHeader(bytesPerRow, rows, image.scale), band);
  }
  if (image.codeBelow !== undefined) {
    parts.push(encodeNativeQr(ticketQr(image.codeBelow, image.widthDots * (image.scale ?? 1))));
  }
  if (hasPresenter) parts.push(cutOff, presentTicket);
  else parts.push(partialCut());
  parts.push(queuedStatusRequest);
  return joined(parts, new Set(dots));
}

/** The only copy of a picture, so that whoever has sent it can overwrite it. */
function joined(parts: readonly Uint8Array[], dots: ReadonlySet<Uint8Array>): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    if (dots.has(part)) withoutRealTimeCommands(whole.subarray(at, at + part.length));
    at += part.length;
  }
  return whole;
}

/** What the library says; it copies as it likes, so nothing about a person goes through it. */
function said(say: (printer: EscposPrinter) => EscposPrinter): Uint8Array {
  const chunks: Uint8Array[] = [];
  say(new Printer({ write: (bytes) => void chunks.push(bytes) })).flush();
  return Buffer.concat(chunks);
}

function partialCut(): Uint8Array {
  return said((printer) => printer.cut(true, linesBeforeCut));
}

const cutOff = Buffer.concat([Buffer.alloc(linesBeforeCut, 0x0a), fullCut]);

/**
 * Ends what an earlier ticket began. A raster command that broke off inside its data takes whatever comes next for dots,
 * so zeros for a whole band go first: white dots inside a band, and ignored outside (NUL is no command). With `cut`, the
 * torn ticket is cut off, so that it does not hang above the next patient's number.
 */
export function encodeRecovery(widthDots: number, cut: boolean, profile: PrinterProfile = 'epson'): Uint8Array {
  const zeros = new Uint8Array((rowsPerBand * widthDots) / 8);
  if (!cut) return zeros;
  // A ticket that nobody took stands before the blade; the next ticket begins with putting this piece out.
  if (printerProfiles[profile].hasPresenter) return new Uint8Array(Buffer.concat([zeros, ejectOldTicket, cutOff]));
  return new Uint8Array(Buffer.concat([zeros, partialCut()]));
}

/** `GS v 0 m xL xH yL yH` (ESC/POS: x in bytes, y in rows; m = 3: each dot twice as wide and twice as high). */
function rasterHeader(bytesPerRow: number, rows: number, scale: TicketImage['scale'] = 1): Uint8Array {
  return Uint8Array.of(0x1d, 0x76, 0x30, scale === 2 ? 3 : 0, bytesPerRow & 0xff, bytesPerRow >> 8, rows, 0);
}

const DLE = 0x10;
/** Second byte of the real-time commands DLE EOT, DLE ENQ and DLE DC4. */
const realTimeSeconds: readonly number[] = [0x04, 0x05, 0x14];

/**
 * A printer acts on DLE EOT, DLE ENQ and DLE DC4 wherever they stand in the stream, also inside a picture. One white dot
 * beside a black one turns black instead: 0x10 becomes 0x18, which can be nobody's second byte.
 */
function withoutRealTimeCommands(data: Uint8Array): void {
  for (let at = data.indexOf(DLE); at !== -1; at = data.indexOf(DLE, at + 1)) {
    const next = data[at + 1];
    if (next !== undefined && realTimeSeconds.includes(next)) data[at] = 0x18;
  }
}
