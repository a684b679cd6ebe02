import { create as createQrCode, type QRCode } from 'qrcode';
import { unreachable } from '#config/agreements/result.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import type { TicketImage, TicketPrinter, TicketSize } from '#drivers/contract/ticket-printer.ts';
import { whiteAboveCode } from '#drivers/ticket-printer/native-qr.ts';
import { createDotSheet, type DotSheet } from './dot-sheet.ts';
import { createLetterAtlas } from './letter-atlas.ts';
import type { TicketContent } from './ticket-content.ts';
import { registerTicketFonts } from './ticket-fonts.ts';
import { layOutTicket, type Mark } from './ticket-layout.ts';

/**
 * Draws a queue ticket as the 1-bit picture that a thermal printer burns. The picture is drawn here and not in the printer,
 * whose fonts know Vietnamese by luck only.
 */
export interface TicketRenderer {
  /** `small` has a quarter of the dots of `full` and less: for slow lines. Default `full`. */
  render(content: TicketContent, size?: TicketSize): TicketImage;
}

/** What a ticket is drawn for: a printer, or the paper of one. */
export type TicketPaper = Pick<TicketPrinter, 'dotsAcross' | 'qr'>;

/** Modules of white around a QR (ISO/IEC 18004). */
const quietModules = 4;
const lineDots = 3;

/** With `qr: 'native'` a ticket is its words, white below them, and what the printer's own QR is to say. */
export function createTicketRenderer({ dotsAcross, qr }: TicketPaper): TicketRenderer {
  registerTicketFonts();
  const atlas = createLetterAtlas();
  /** Laying out asks for the same words at the same sizes several times. Of one ticket only: words can be a name. */
  const widths = new Map<string, number>();

  function measure(text: string, font: string): number {
    const key = `${font}|${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = atlas.measure(text, font);
    widths.set(key, width);
    return width;
  }

  function setText(sheet: DotSheet, { text, font, x, y, align, ink }: Extract<Mark, { kind: 'text' }>): void {
    const begin = align === 'center' ? x - measure(text, font) / 2 : x;
    atlas.forEachLetter(text, font, begin, (letter, penX) => sheet.setLetter(letter, penX, y, ink));
  }

  function drawCode(text: string, across: number, size: TicketSize): RasterCode {
    const code = createQrCode(text, { errorCorrectionLevel: 'M' });
    const modules = code.modules.size + 2 * quietModules;
    const dotsPerModule = size === 'small' ? 2 : dotsPerModuleFor(modules, across);
    return { code, dotsPerModule, codeDots: modules * dotsPerModule };
  }

  return {
    render(content, size = 'full') {
      const across = size === 'small' ? dotsAcross / 2 : dotsAcross;
      const raster = qr === 'raster' ? drawCode(content.code, across, size) : undefined;
      const place = raster
        ? ({ by: 'raster', codeDots: raster.codeDots } as const)
        : ({ by: 'native', whiteBelow: whiteAboveCode(dotsAcross) } as const);
      const say = sayIn(content.language);
      const layout = layOutTicket(content, {
        dotsAcross: across,
        size,
        code: place,
        say,
        measure,
        riseOf: atlas.riseOf,
      });
      const sheet = createDotSheet(across, layout.heightDots);
      for (const mark of layout.marks) {
        switch (mark.kind) {
          case 'text':
            setText(sheet, mark);
            break;
          case 'bar':
            sheet.fillRound(mark);
            break;
          case 'frame':
            sheet.strokeRound(mark, lineDots);
            break;
          case 'rule':
            setRule(sheet, mark);
            break;
          case 'picture':
            sheet.setPicture(mark.picture, mark.x, mark.y);
            break;
          case 'code':
            if (raster) setCode(sheet, raster, mark);
            break;
          default:
            unreachable(mark);
        }
      }
      widths.clear();
      atlas.freeCanvasCache();
      const image: TicketImage = size === 'full' ? sheet.image : { ...sheet.image, scale: 2 };
      return raster ? image : { ...image, codeBelow: content.code };
    },
  };
}

interface RasterCode {
  readonly code: QRCode;
  readonly dotsPerModule: number;
  /** With the white around it. */
  readonly codeDots: number;
}

/** At least 4 dots (0.5 mm), which every phone reads; more where there is room, up to 6. */
function dotsPerModuleFor(modules: number, dotsAcross: number): number {
  const room = dotsAcross >= 500 ? 240 : dotsAcross;
  return Math.min(6, Math.max(4, Math.floor(room / modules)));
}

function setRule(sheet: DotSheet, { x, y, width, dashed }: Extract<Mark, { kind: 'rule' }>): void {
  const dash = dashed ? 12 : width;
  for (let from = 0; from < width; from += 2 * dash) {
    sheet.fillRect({ x: x + from, y, width: Math.min(dash, width - from), height: lineDots });
  }
}

function setCode(
  sheet: DotSheet,
  { code: { modules }, dotsPerModule }: RasterCode,
  at: { readonly x: number; readonly y: number },
): void {
  const quiet = quietModules * dotsPerModule;
  sheet.setModules(at.x + quiet, at.y + quiet, modules.size, dotsPerModule, (row, column) =>
    Boolean(modules.get(row, column)),
  );
}
