import { create as createQrCode, type QRCode } from 'qrcode';
import { unreachable } from '#config/agreements/result.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { TicketImage } from '#drivers/contract/ticket-printer.ts';
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
  render(content: TicketContent): TicketImage;
}

/** Modules of white around a QR (ISO/IEC 18004). */
const quietModules = 4;
const lineDots = 3;

export function createTicketRenderer({ dotsAcross }: { readonly dotsAcross: 576 | 384 }): TicketRenderer {
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

  return {
    render(content) {
      const code = createQrCode(content.code, { errorCorrectionLevel: 'M' });
      const modules = code.modules.size + 2 * quietModules;
      const dotsPerModule = dotsPerModuleFor(modules, dotsAcross);
      const codeDots = modules * dotsPerModule;
      const say = sayIn(content.language);
      const layout = layOutTicket(content, { dotsAcross, codeDots, say, measure, riseOf: atlas.riseOf });
      const sheet = createDotSheet(dotsAcross, layout.heightDots);
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
          case 'code':
            setCode(sheet, code, dotsPerModule, mark);
            break;
          default:
            unreachable(mark);
        }
      }
      widths.clear();
      return sheet.image;
    },
  };
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
  { modules }: QRCode,
  dotsPerModule: number,
  at: { readonly x: number; readonly y: number },
): void {
  const quiet = quietModules * dotsPerModule;
  sheet.setModules(at.x + quiet, at.y + quiet, modules.size, dotsPerModule, (row, column) =>
    Boolean(modules.get(row, column)),
  );
}
