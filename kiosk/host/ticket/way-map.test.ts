import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'vitest';
import { encodeTicket } from '#drivers/ticket-printer/escpos-codec.ts';
import type { DotPicture } from './dot-picture.ts';
import { marginDots } from './paper-sheet.ts';
import { dithered, drawWayMap } from './way-map.ts';

const map = readFileSync(new URL('../../../config/sites/maps/room-101.png', import.meta.url));

function blackDots({ widthDots, bytesAcross, rows }: DotPicture): number {
  let count = 0;
  for (let at = 0; at < rows.length * 8; at++) {
    if (((rows[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) {
      assert.ok(at % (bytesAcross * 8) < widthDots, 'ink beyond the width');
      count += 1;
    }
  }
  return count;
}

test.each([576, 384])(
  'a map is as wide as paper of %i dots between its margins, in its own proportions',
  async (dots) => {
    const { onPaper, onScreen } = await drawWayMap(map, dots);
    assert.equal(onPaper.widthDots, dots - 2 * marginDots);
    assert.equal(onPaper.heightDots, Math.floor(((dots - 2 * marginDots) * 320) / 560));
    const share = blackDots(onPaper) / (onPaper.widthDots * onPaper.heightDots);
    assert.ok(share > 0.1 && share < 0.3, `${share} of it is black`);
    assert.equal(Buffer.from(onScreen).subarray(1, 4).toString('latin1'), 'PNG');
  },
);

test('a tall map stays within three quarters of the width of the paper, so that no ticket hangs to the floor', async () => {
  const { createCanvas } = (await import('./ticket-canvas.ts')).ticketCanvas();
  const { onPaper } = await drawWayMap(createCanvas(100, 1600).toBuffer('image/png'), 576);
  assert.ok(onPaper.heightDots <= 552 * 0.75 && onPaper.widthDots < 40);
  // Transparent is white: nothing was drawn.
  assert.equal(blackDots(onPaper), 0);
});

test('greys become as many dots as they are dark; nearly white stays clean, nearly black stays whole', () => {
  const shareOf = (grey: number) => blackDots(dithered(new Float32Array(64 * 64).fill(grey), 64)) / (64 * 64);
  assert.deepEqual([shareOf(0), shareOf(50), shareOf(230), shareOf(255)], [1, 1, 0, 0]);
  for (const grey of [96, 128, 160, 200]) assert.ok(Math.abs(shareOf(grey) - (1 - grey / 255)) < 0.05, `${grey}`);
});

test('whatever picture a site brings, no real-time command stands in what is sent to the printer', () => {
  const greys = fc
    .tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.nat(255)))
    .map(([width, height, values]) => ({
      width,
      grey: Float32Array.from({ length: width * height }, () => values.next().value ?? 0),
    }));
  fc.assert(
    fc.property(greys, fc.constantFrom(0x04, 0x05, 0x14), ({ width, grey }, second) => {
      const { bytesAcross, heightDots, rows } = dithered(grey, width);
      assert.equal(rows.length, bytesAcross * heightDots);
      // As hostile as dots can be.
      if (rows.length > 1) rows.set([0x10, second]);
      const sent = Buffer.from(encodeTicket({ widthDots: bytesAcross * 8, heightDots, rows }));
      for (const each of [0x04, 0x05, 0x14]) assert.equal(sent.indexOf(Buffer.of(0x10, each), 10), -1);
    }),
    { numRuns: 50 },
  );
});

test('a file that has the start and the end of a PNG and nothing between is refused, and nothing else happens', async () => {
  const empty = Buffer.concat([map.subarray(0, 33), Buffer.from('IEND')]);
  await assert.rejects(drawWayMap(empty, 576));
});
