import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mostPictures, picturesIn, readPicture } from './board-pictures.ts';
import { pictureShape } from './picture-shape.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-pictures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 2, 0, 3, 0, 1, 0, 0]);
const webp = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0'),
  Buffer.from([0xff, 0x01, 0, 0xff, 0x02, 0, 0, 0]),
]);

test('pictures are shown in the order of their names; what is none, a link, hidden or too large is left out', async () => {
  writeFileSync(join(folder, 'b.png'), png(1920, 1080));
  writeFileSync(join(folder, 'a.any'), jpeg);
  writeFileSync(join(folder, 'c.webp'), webp);
  writeFileSync(join(folder, 'd.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'e.png'), png(30_000, 30_000));
  writeFileSync(join(folder, '.f.png'), png(10, 10));
  symlinkSync('/etc/passwd', join(folder, 'g.png'));
  symlinkSync(join(folder, 'b.png'), join(folder, 'h.png'));
  expect((await picturesIn(folder)).map(({ kind }) => kind)).toEqual(['jpeg', 'png', 'webp']);
  expect(await picturesIn(join(folder, 'not-there'))).toEqual([]);
});

test('a folder of thousands gives a board no more than it shows', async () => {
  for (let count = 0; count < mostPictures + 5; count += 1)
    writeFileSync(join(folder, `${count}.png`), png(10 + count, 10));
  expect(await picturesIn(folder)).toHaveLength(mostPictures);
});

test('a file that was changed behind the list is not sent under its name', async () => {
  writeFileSync(join(folder, 'a.png'), png(10, 10));
  const [picture] = await picturesIn(folder);
  writeFileSync(join(folder, 'a.png'), png(20, 20));
  expect(picture && (await readPicture(picture))).toBeUndefined();
});

test('the shape of any bytes is a picture of ours or nothing', () => {
  expect([pictureShape(png(3, 2)), pictureShape(jpeg), pictureShape(webp)]).toEqual([
    { kind: 'png', width: 3, height: 2 },
    { kind: 'jpeg', width: 768, height: 512 },
    { kind: 'webp', width: 512, height: 768 },
  ]);
  const starts = fc
    .constantFrom(png(1, 1), jpeg, webp)
    .chain((bytes) =>
      fc
        .tuple(fc.nat(bytes.length), fc.uint8Array({ maxLength: 60 }))
        .map(([cut, rest]) => Buffer.concat([bytes.subarray(0, cut), rest])),
    );
  fc.assert(
    fc.property(starts, (bytes) => {
      const shape = pictureShape(bytes);
      if (shape) expect(shape.width * shape.height).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
