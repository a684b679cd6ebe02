import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { skipReason } from '#kiosk/ui/built-page.ts';
import { comparePictures, dotsOf, mostOtherDots, pngOf } from './compare-pictures.ts';
import { keptFiles, keptPictures, takeKeptPictures } from './pictures.ts';
import { mostPictures } from './pictures-to-keep.ts';

const renew = 'npm run gallery -- --pictures renews them; look at what changed';

test.skipIf(skipReason)(
  `every screen looks as it is kept ${skipReason ?? ''}`,
  async () => {
    const differences = mkdtempSync(join(tmpdir(), 'tiep-don-pictures-'));
    const taken: string[] = [];
    const troubles: string[] = [];
    await takeKeptPictures(async (file, png) => {
      taken.push(file);
      const kept = join(keptPictures, file);
      if (!existsSync(kept)) {
        troubles.push(`${file} is not kept yet`);
        return;
      }
      const { otherDots, shown } = comparePictures(await dotsOf(readFileSync(kept)), await dotsOf(png));
      if (otherDots <= mostOtherDots) return;
      writeFileSync(join(differences, file), pngOf(shown));
      troubles.push(`${file} differs in ${otherDots} of 10,000 dots: ${join(differences, file)}`);
    });
    for (const file of keptFiles()) if (!taken.includes(file)) troubles.push(`${file} is of no screen any more`);
    assert.deepEqual(troubles, [], renew);
  },
  180_000,
);

test('at most sixty pictures lie in the repository, and 3 MB', () => {
  const files = keptFiles();
  assert.ok(files.length <= mostPictures, `${files.length} pictures`);
  const bytes = files.reduce((sum, file) => sum + statSync(join(keptPictures, file)).size, 0);
  assert.ok(bytes <= 3_000_000, `${bytes} bytes`);
});
