import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Pictures lie in the repository: 880 dots wide, and a palette of the 256 colours that they have most of. */
export async function smallPng(png: Buffer, width = 880): Promise<Buffer> {
  const image = await loadImage(png);
  const height = Math.round((image.height * width) / image.width);
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const colourAt = (dot: number) =>
    // Four dark or bright shades more or less are one colour.
    [0, 1, 2].reduce((colour, part) => colour * 64 + ((data[dot * 4 + part] ?? 0) >> 2), 0);
  const counts = new Map<number, number>();
  for (let dot = 0; dot < width * height; dot += 1) counts.set(colourAt(dot), (counts.get(colourAt(dot)) ?? 0) + 1);
  const palette = [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([colour]) => partsOf(colour))
    .slice(0, 256);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let dot = 0; dot < width * height; dot += 1) {
    const colour = colourAt(dot);
    const index = nearest.get(colour) ?? nearestOf(palette, partsOf(colour));
    nearest.set(colour, index);
    rows[Math.floor(dot / width) * (width + 1) + 1 + (dot % width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((parts) => parts.map((part) => Math.min(255, part * 4 + (part >> 4)))))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function partsOf(colour: number): readonly number[] {
  return [colour >> 12, (colour >> 6) & 63, colour & 63];
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
