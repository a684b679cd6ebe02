import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { exportedSite } from './export-site.ts';
import { largestMapBytes, mapTrouble } from './map-file.ts';
import { readSite } from './read-site-file.ts';
import { sayMistake } from './site-mistakes.ts';

const folder = mkdtempSync(join(tmpdir(), 'tiep-don-maps-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sites = resolve(import.meta.dirname, '../sites');
const map = readFileSync(join(sites, 'maps/room-101.png'));

function withSize(width: number, height: number): Buffer {
  const changed = Buffer.from(map);
  changed.writeUInt32BE(width, 16);
  changed.writeUInt32BE(height, 20);
  return changed;
}

function siteWithMap(mapFile: string) {
  const draft = JSON.parse(readFileSync(join(sites, 'demo.json'), 'utf8'));
  draft.services[0].mapFile = mapFile;
  draft.checkIn = { screening: { room: '9', mapFile } };
  writeFileSync(join(folder, 'site.json'), JSON.stringify(draft));
  return readSite(join(folder, 'site.json'));
}

test('whatever is wrong with a map, the site is read, and a technician reads in both languages what to put there', () => {
  writeFileSync(join(folder, 'half.png'), map.subarray(0, map.length - 40));
  writeFileSync(join(folder, 'words.png'), 'this is no picture, but it is longer than the header of one');
  writeFileSync(join(folder, 'heavy.png'), Buffer.concat([map, Buffer.alloc(largestMapBytes)]));
  writeFileSync(join(folder, 'huge.png'), withSize(60_000, 60_000));
  writeFileSync(join(folder, 'nothing.png'), withSize(0, 10));
  execFileSync('mkfifo', [join(folder, 'pipe.png')]);
  const said = ['missing.png', '.', 'pipe.png', 'half.png', 'words.png', 'heavy.png', 'huge.png', 'nothing.png'].map(
    (file) => {
      const read = siteWithMap(`./${file}`);
      assert.ok(read.ok, file);
      assert.deepEqual(
        read.value.notes.map(({ path }) => path),
        ['services[0].mapFile', 'checkIn.screening.mapFile'],
      );
      const [note] = read.value.notes;
      assert.ok(note);
      const [vi, en] = [sayMistake(note, 'vi').expected, sayMistake(note, 'en').expected];
      assert.match(vi, /phiếu không có hình$/);
      return en.replace('; until then tickets have no map', '');
    },
  );
  const [there, whole] = ['expected a PNG file that is there and can be read', 'expected a whole PNG picture'];
  assert.deepEqual(said, [
    there,
    there,
    there,
    whole,
    whole,
    'expected a picture of at most 256 kB',
    'expected a picture of at most 1600 × 1600 dots, this one has 60000 × 60000',
    whole,
  ]);
});

test('a map is named relative to the file that names it, also in what is exported', () => {
  writeFileSync(join(folder, 'good.png'), map);
  const read = siteWithMap('./good.png');
  assert.ok(read.ok);
  assert.deepEqual(read.value.notes, []);
  assert.equal(read.value.site.services[0]?.mapFile, join(folder, 'good.png'));
  assert.equal(JSON.parse(exportedSite(read.value.layers)).services[0].mapFile, './good.png');
});

test('no bytes whatever break the look at a map, and no size beyond the bounds gets through', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)).map(([width, height]) => withSize(width, height)),
    fc.nat(map.length).map((length) => map.subarray(0, length)),
  );
  fc.assert(
    fc.property(bytes, (each) => {
      if (mapTrouble(each)) return;
      const header = Buffer.from(each);
      assert.ok(header.readUInt32BE(16) <= 1600 && header.readUInt32BE(20) <= 1600);
      assert.equal(header.length, map.length);
    }),
  );
  assert.equal(mapTrouble(map), undefined);
});
