import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import type { TicketImage } from '../contract/ticket-printer.ts';
import { encodeTicket } from './escpos-codec.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { encodeNativeQr, ticketQr, whiteAboveCode } from './native-qr.ts';
import { readQrOf } from './qr-on-paper.simulator.ts';

const image: TicketImage = { widthDots: 16, heightDots: 1, rows: Uint8Array.of(0xff, 0x00) };
/** As long as the code of a ticket gets: facility of 20 characters, number of 16, visit of 20. */
const longestCode = `TIEPDON:1:${'F'.repeat(20)}:20261121:ABCDEFGH12345678:0123456789ABCDEFGHJK`;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** What comes out of the simulated printer for these bytes, which end with `GS r 1`. */
async function paperFor(paperWidthMm: 58 | 80, bytes: Uint8Array): Promise<TicketImage | undefined> {
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm });
  const host = connect(printer.wirePort, '127.0.0.1');
  cleanUps.push(printer.close, () => host.destroy());
  host.write(bytes);
  await once(host, 'data');
  return printer.papers()[0];
}

describe('a QR code drawn by the printer', () => {
  test('is exactly the commands of the manual, between the picture and the cut', () => {
    const expected = [
      [0x1b, 0x61, 0x01],
      [0x1d, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00],
      [0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, 0x06],
      [0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, 0x31],
      [0x1d, 0x28, 0x6b, 0x05, 0x00, 0x31, 0x50, 0x30, 0x41, 0x31],
      [0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30],
      [0x1b, 0x61, 0x00],
    ];
    const commands = expected.flat();
    assert.deepEqual([...encodeNativeQr({ text: 'A1', moduleDots: 6, errorCorrection: 'M' })], commands);
    const ticket = Buffer.from(encodeTicket({ ...image, codeBelow: 'A1' }));
    const without = Buffer.from(encodeTicket(image));
    const at = without.indexOf(Buffer.from([0x0a, 0x0a, 0x0a, 0x0a, 0x1d, 0x56]));
    const before = [...without.subarray(0, at)];
    assert.deepEqual([...ticket], [...before, ...commands, ...without.subarray(at)]);
  });

  test('a long text has its length in two bytes', () => {
    const bytes = encodeNativeQr({ text: 'x'.repeat(300), moduleDots: 3, errorCorrection: 'L' });
    assert.deepEqual([...bytes.slice(28, 36)], [0x1d, 0x28, 0x6b, 303 & 0xff, 303 >> 8, 0x31, 0x50, 0x30]);
  });

  test('text with control bytes or letters beyond ASCII, and text without end, can never reach the printer', () => {
    for (const text of ['', 'A\x10\x04\x01', '\x1d\x56\x00', 'Nguyễn', 'A\n', 'x'.repeat(1_037)]) {
      assert.throws(() => encodeNativeQr({ text, moduleDots: 6, errorCorrection: 'M' }));
      assert.throws(() => encodeTicket({ ...image, codeBelow: text }));
    }
    assert.throws(() => encodeTicket({ ...image, codeBelow: 'x'.repeat(153) }));
    for (const moduleDots of [0, 17, 1.5]) {
      assert.throws(() => encodeNativeQr({ text: 'A', moduleDots, errorCorrection: 'M' }));
    }
  });

  test('whatever it says, no real-time command stands in its bytes', () => {
    const texts = fc
      .string({ unit: 'binary-ascii', minLength: 1, maxLength: 152 })
      .filter((text) => /^[ -~]+$/.test(text));
    fc.assert(
      fc.property(texts, fc.constantFrom(384, 576), (text, dotsAcross) => {
        const bytes = Buffer.from(encodeNativeQr(ticketQr(text, dotsAcross)));
        for (const second of [0x04, 0x05, 0x14]) assert.equal(bytes.includes(Buffer.of(0x10, second)), false);
      }),
    );
  });

  test.each([
    [58, 384],
    [80, 576],
  ] as const)(
    'on %i mm paper it comes out whole, in the middle, below the picture, and can be read',
    async (width, dots) => {
      for (const codeBelow of ['A', longestCode, 'x'.repeat(152)]) {
        const heightDots = 20 + whiteAboveCode(dots);
        const rows = new Uint8Array((dots / 8) * heightDots).fill(0xff, 0, (dots / 8) * 20);
        const paper = await paperFor(width, encodeTicket({ widthDots: dots, heightDots, rows, codeBelow }));
        assert.ok(paper);
        const below = { ...paper, heightDots: paper.heightDots - 20, rows: paper.rows.subarray((dots / 8) * 20) };
        assert.equal(readQrOf(paper), codeBelow);
        assert.deepEqual(Buffer.from(paper.rows.subarray(0, rows.length)), Buffer.from(rows));
        const { left, right, top, bottom } = inkOf(below);
        const { moduleDots } = ticketQr(codeBelow, dots);
        const white = [left, dots - 1 - right, top, below.heightDots - 1 - bottom];
        assert.ok(Math.min(...white) >= 4 * moduleDots, `white around it: ${white}`);
        assert.ok(Math.abs(left - (dots - 1 - right)) <= 1, `left ${left}, right ${right}`);
      }
    },
  );

  test('a code that is wider than the paper is not printed, rather than clipped', async () => {
    const tooWide = encodeNativeQr({ text: 'x'.repeat(900), moduleDots: 16, errorCorrection: 'H' });
    const paper = await paperFor(58, Uint8Array.of(...tooWide, 0x0a, 0x1d, 0x56, 0x00, 0x1d, 0x72, 0x01));
    assert.deepEqual([paper?.heightDots, paper?.rows.some((byte) => byte !== 0)], [34, false]);
  });

  test('a code that was stored before power-on or ESC @ is forgotten', async () => {
    const stored = encodeNativeQr({ text: 'A', moduleDots: 6, errorCorrection: 'M' });
    const print = [0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30];
    const bytes = [
      ...stored.slice(0, -print.length - 3),
      0x1b,
      0x40,
      ...print,
      0x0a,
      0x1d,
      0x56,
      0x00,
      0x1d,
      0x72,
      0x01,
    ];
    const paper = await paperFor(58, Uint8Array.from(bytes));
    assert.equal(
      paper?.rows.some((byte) => byte !== 0),
      false,
    );
  });
});

/** The smallest box around everything black. */
function inkOf({ widthDots, heightDots, rows }: TicketImage) {
  const box = { left: widthDots, right: 0, top: heightDots, bottom: 0 };
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) {
      if ((((rows[(y * widthDots + x) >> 3] ?? 0) >> (7 - (x & 7))) & 1) === 0) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}
