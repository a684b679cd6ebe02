import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { TicketImage } from '../contract/ticket-printer.ts';
import { encodeRecovery, encodeTicket } from './escpos-codec.ts';

describe('a ticket as ESC/POS bytes', () => {
  test('a small picture becomes exactly the commands of the manual', () => {
    const image: TicketImage = { widthDots: 16, heightDots: 2, rows: Uint8Array.of(0xff, 0x00, 0x80, 0x01) };
    const expected = [
      [0x1b, 0x40], // ESC @
      [0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02, 0x00], // GS v 0, 2 bytes × 2 rows
      [0xff, 0x00, 0x80, 0x01],
      [0x0a, 0x0a, 0x0a, 0x0a], // LF × 4
      [0x1d, 0x56, 0x01], // GS V 1, partial cut
      [0x1d, 0x72, 0x01], // GS r 1
    ];
    assert.deepEqual([...encodeTicket(image)], expected.flat());
  });

  test('a long picture is cut into bands that put back together are the picture', () => {
    const image = pictureOf(576, 300, (at) => (at * 31) & 0x0f);
    const { bandHeights, rows } = bandsOf(encodeTicket(image));
    assert.deepEqual(bandHeights, [128, 128, 44]);
    assert.deepEqual(rows, image.rows);
  });

  test('no picture can say a real-time command, and at most one dot per forbidden pair changes', () => {
    // Mostly the dangerous bytes, so that pairs stand next to each other, overlap, and meet at the borders of rows.
    const byte = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0x10, 0x04, 0x05, 0x14) }, fc.nat(255));
    const pictures = fc
      .record({ bytesPerRow: fc.constantFrom(1, 2, 4, 16, 48, 72), heightDots: fc.integer({ min: 1, max: 300 }) })
      .chain(({ bytesPerRow, heightDots }) =>
        fc.array(byte, { minLength: 1, maxLength: 64 }).map((seed) => {
          return pictureOf(bytesPerRow * 8, heightDots, (at) => seed[at % seed.length] ?? 0);
        }),
      );
    fc.assert(
      fc.property(pictures, (image) => {
        const job = encodeTicket(image);
        assert.equal(realTimeCommandsIn(job), 0);
        const { rows } = bandsOf(job);
        let whiteTurnedBlack = 0;
        for (const [at, now] of rows.entries()) {
          const before = image.rows[at] ?? 0;
          assert.equal(before & ~now, 0, 'no black dot turns white');
          whiteTurnedBlack += dotsIn(now & ~before);
        }
        assert.ok(whiteTurnedBlack <= realTimeCommandsIn(image.rows));
      }),
    );
  });

  test('whatever a ticket is made of, no two of its bytes are a real-time command: bands, small tickets, codes, presenters', () => {
    const bytes = fc.constantFrom(0x10, 0x10, 0x04, 0x05, 0x14, 0x00, 0xff);
    const pictures = fc
      .record({
        scale: fc.constantFrom(1 as const, 2 as const),
        heightDots: fc.integer({ min: 1, max: 280 }),
        code: fc.option(fc.stringMatching(/^[ -~]{1,152}$/), { nil: undefined }),
        seed: fc.array(bytes, { minLength: 1, maxLength: 50 }),
      })
      .map(({ scale, heightDots, code, seed }): TicketImage => {
        const widthDots = 384 / scale;
        const picture = pictureOf(widthDots, heightDots, (at) => seed[at % seed.length] ?? 0);
        return { ...picture, scale, ...(code === undefined ? {} : { codeBelow: code }) };
      });
    fc.assert(
      fc.property(pictures, fc.constantFrom('epson', 'custom-kiosk', 'hwasung'), (image, profile) => {
        const sent = [...encodeRecovery(384, true, profile), ...encodeTicket(image, { profile })];
        const at = sent.findIndex((byte, index) => byte === 0x10 && [0x04, 0x05, 0x14].includes(sent[index + 1] ?? 0));
        assert.equal(at, -1);
      }),
      { numRuns: 150 },
    );
  });

  test('what ends a torn ticket is zeros for a whole band, and a cut when its beginning hangs in the slot', () => {
    const zeros = new Array<number>(128 * 2).fill(0);
    assert.deepEqual([...encodeRecovery(16, false)], zeros);
    assert.deepEqual([...encodeRecovery(16, true)], [...zeros, 0x0a, 0x0a, 0x0a, 0x0a, 0x1d, 0x56, 0x01]);
  });

  test('a picture whose bytes do not match its size is a bug', () => {
    assert.throws(() => encodeTicket({ widthDots: 16, heightDots: 2, rows: new Uint8Array(3) }));
    assert.throws(() => encodeTicket({ widthDots: 12, heightDots: 2, rows: new Uint8Array(3) }));
  });
});

function pictureOf(widthDots: number, heightDots: number, byteAt: (at: number) => number): TicketImage {
  return {
    widthDots,
    heightDots,
    rows: Uint8Array.from({ length: (widthDots / 8) * heightDots }, (_, at) => byteAt(at)),
  };
}

function bandsOf(job: Uint8Array): { readonly bandHeights: readonly number[]; readonly rows: Uint8Array } {
  const bandHeights: number[] = [];
  const rows: number[] = [];
  let at = 2;
  while (job[at] === 0x1d && job[at + 1] === 0x76) {
    const length = (job[at + 4] ?? 0) * (job[at + 6] ?? 0);
    bandHeights.push(job[at + 6] ?? 0);
    rows.push(...job.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { bandHeights, rows: Uint8Array.from(rows) };
}

function realTimeCommandsIn(bytes: Uint8Array): number {
  let found = 0;
  for (let at = 0; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0x10 && [0x04, 0x05, 0x14].includes(bytes[at + 1] ?? 0)) found += 1;
  }
  return found;
}

function dotsIn(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
