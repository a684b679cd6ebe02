import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

export const largestPicture = 60_000;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity. */
  readonly data: Uint8ClampedArray;
}

/** Pictures lie in the repository: `width` dots wide, a palette of 256 colours, and coarser ones where the file is still too large. */
export async function smallPng(png: Buffer, width = 880): Promise<Buffer> {
  const picture = await scaled(png, width);
  const fine = packed(picture, 6);
  return fine.length <= largestPicture ? fine : packed(picture, 5);
}

async function scaled(png: Buffer, width: number): Promise<Picture> {
  const image = await loadImage(png);
  const height = Math.round((image.height * width) / image.width);
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** `bits` of each part of a colour count; nobody sees the others, and gradients pack well without them. */
function packed({ width, height, data }: Picture, bits: number): Buffer {
  const colours = Array.from({ length: width * height }, (_, dot) =>
    [0, 1, 2].reduce((colour, part) => (colour << bits) | ((data[dot * 4 + part] ?? 0) >> (8 - bits)), 0),
  );
  const partsOf = (colour: number) =>
    [2, 1, 0].map((part) => ((colour >> (part * bits)) & (2 ** bits - 1)) * (255 / (2 ** bits - 1)));
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byUse = [...counts].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour);
  const palette = byUse.slice(0, 256).map(partsOf);
  const indexOf = new Map(byUse.map((colour, at) => [colour, at < 256 ? at : nearestOf(palette, partsOf(colour))]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [dot, colour] of colours.entries())
    rows[Math.floor(dot / width) * (width + 1) + 1 + (dot % width)] = indexOf.get(colour) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a dot, which name a colour of the palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat().map(Math.round))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function nearestOf(palette: readonly (readonly number[])[], parts: readonly number[]): number {
  const distances = palette.map((each) => each.reduce((sum, part, at) => sum + (part - (parts[at] ?? 0)) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}

/** PNG 5.3: length, type, data, CRC of type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}
