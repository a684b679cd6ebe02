import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { skipReason } from '#kiosk/ui/built-page.ts';
import { buildPages } from '../../start/build-pages.ts';
import { leftIn, proveResidue } from './prove-residue.ts';

/** The short form of `npm run prove -- residue`, which leads 500 patients through and looks at the processes' memory, too. */
test.skipIf(skipReason)(
  `nothing of a patient who has gone is left in page, host or files ${skipReason ?? ''}`,
  async () => {
    await buildPages(fileURLToPath(new URL('../../..', import.meta.url)), () => undefined);
    const proof = await proveResidue({ patients: 8, looksIntoMemory: false, seed: 14, say: () => undefined });
    assert.deepEqual(leftIn(proof), []);
  },
  240_000,
);
