import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { namesOfForeigners, namesOfVietnam } from '#drivers/identity-documents/sample-names.bench.ts';
import { fontOf, inDrawnLetters, registerTicketFonts } from './ticket-fonts.ts';

registerTicketFonts();
const canvas = createCanvas(64, 64);
const context = canvas.getContext('2d');

function pictureOf(letter: string): string {
  context.clearRect(0, 0, 64, 64);
  context.font = fontOf(500, 40);
  context.fillText(letter, 8, 48);
  return canvas.toBuffer('image/png').toString('base64');
}

test('no name of Vietnam has an empty box on its ticket', () => {
  const box = pictureOf('\u{10fffe}');
  const letters = new Set([...namesOfVietnam, ...namesOfForeigners].flatMap((name) => [...inDrawnLetters(name)]));
  letters.delete(' ');
  expect([...letters].filter((letter) => pictureOf(letter) === box)).toEqual([]);
  expect(inDrawnLetters('HʼƀRĕ Ŏng Ê̆ Nguyễn')).toBe('H’bRe Ong Ê Nguyễn');
});
