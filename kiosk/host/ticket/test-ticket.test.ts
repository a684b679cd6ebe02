import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createLetterAtlas } from './letter-atlas.ts';
import { drawTestTicket, vietnameseLetters } from './test-ticket.ts';
import { fontOf, registerTicketFonts } from './ticket-fonts.ts';

test('every Vietnamese letter keeps its marks on paper, in each weight and size of a ticket', () => {
  registerTicketFonts();
  const atlas = createLetterAtlas();
  assert.equal(new Set(vietnameseLetters).size, 134);
  const cut = ([500, 700, 800] as const).flatMap((weight) =>
    [15, 26, 44, 250].flatMap((sizePx) => {
      const font = fontOf(weight, sizePx);
      return vietnameseLetters.filter((letter) => {
        const [plain = '', ...marks] = letter.normalize('NFD');
        // Its dot makes room for the mark.
        const base = plain === 'i' ? 'u' : plain;
        const isAbove = marks.some((mark) => mark !== '\u0323' && mark !== '\u031b');
        return isAbove && atlas.riseOf(letter, font) <= atlas.riseOf(base, font);
      });
    }),
  );
  assert.deepEqual([...new Set(cut)], []);
});

test.each([
  [576, 'full'],
  [384, 'full'],
  [576, 'small'],
] as const)('a test ticket for %d dots across, %s, is one picture that the printer takes', (dotsAcross, size) => {
  const image = drawTestTicket(
    { dotsAcross, qr: 'raster', ticketSize: () => size },
    { hospitalName: 'PHIẾU THỬ', directions: undefined, issuedAt: '08:12' },
  );
  assert.equal(image.widthDots, size === 'small' ? dotsAcross / 2 : dotsAcross);
  assert.equal(image.rows.length, (image.heightDots * image.widthDots) / 8);
  assert.equal(image.scale, size === 'small' ? 2 : undefined);
});
