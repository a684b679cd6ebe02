import { crc32, deflateSync } from 'node:zlib';
import type { TicketImage } from '../contract/ticket-printer.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A 1-bit greyscale PNG. In PNG a set bit is white, on a ticket it is black. */
export function pngFromPaper({ widthDots, heightDots, rows }: TicketImage): Uint8Array {
  const bytesPerRow = widthDots / 8;
  // Each row begins with its filter; 0 is none.
  const filtered = new Uint8Array((bytesPerRow + 1) * heightDots);
  for (let row = 0; row < heightDots; row++) {
    for (let at = 0; at < bytesPerRow; at++) {
      filtered[row * (bytesPerRow + 1) + 1 + at] = ~(rows[row * bytesPerRow + at] ?? 0) & 0xff;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthDots, 0);
  header.writeUInt32BE(heightDots, 4);
  header[8] = 1;
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
