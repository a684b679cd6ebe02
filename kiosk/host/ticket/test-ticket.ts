import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import { createDotSheet } from './dot-sheet.ts';
import { createLetterAtlas } from './letter-atlas.ts';
import { createTicketRenderer } from './render-ticket.ts';
import type { TicketContent } from './ticket-content.ts';
import { fontOf, registerTicketFonts } from './ticket-fonts.ts';

const tones = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
const small = [...'aăâeêioôơuưy'].flatMap((vowel) => tones.map((tone) => `${vowel}${tone}`.normalize('NFC')));
const notAscii = (letter: string) => letter.charCodeAt(0) > 0x7f;

/** The 67 letters that Vietnamese has beyond those of English, then their capitals. */
export const vietnameseLetters: readonly string[] = [...small.filter(notAscii), 'đ'].flatMap((letter, at, all) =>
  at === all.length - 1 ? [letter, ...all.map((each) => each.toLocaleUpperCase('vi'))] : [letter],
);

const lettersARow = 12;

/** A ticket that is nobody's and says so: every Vietnamese letter above what stands on each ticket, its QR included. */
export function drawTestTicket(
  printer: Pick<TicketPrinter, 'dotsAcross' | 'qr' | 'ticketSize'>,
  words: Pick<TicketContent, 'hospitalName' | 'directions' | 'issuedAt'>,
): TicketImage {
  const size = printer.ticketSize();
  const ticket = createTicketRenderer(printer).render(
    {
      ...{ language: 'vi', number: 'A000', replaces: undefined, serviceName: '—', room: '000', floor: undefined },
      ...{ priority: undefined, maskedName: undefined, code: 'TIEPDON-TEST-PRINT', copy: undefined, test: true },
      ...words,
      desk: undefined,
      remark: undefined,
    },
    size,
  );
  const letters = drawLetters(ticket.widthDots);
  const rows = new Uint8Array(letters.rows.length + ticket.rows.length);
  rows.set(letters.rows);
  rows.set(ticket.rows, letters.rows.length);
  return { ...ticket, heightDots: letters.heightDots + ticket.heightDots, rows };
}

function drawLetters(widthDots: number): TicketImage {
  registerTicketFonts();
  const atlas = createLetterAtlas();
  const column = Math.floor(widthDots / lettersARow);
  const sizePx = Math.round(column * 0.66);
  const line = Math.round(sizePx * 1.5);
  const rows = Math.ceil(vietnameseLetters.length / lettersARow);
  const sheet = createDotSheet(widthDots, rows * line + line);
  const font = fontOf(500, sizePx);
  for (const [at, letter] of vietnameseLetters.entries()) {
    const x = (at % lettersARow) * column + column / 4;
    const y = Math.floor(at / lettersARow) * line + line;
    atlas.forEachLetter(letter, font, x, (ink, penX) => sheet.setLetter(ink, penX, y, 'black'));
  }
  return sheet.image;
}
