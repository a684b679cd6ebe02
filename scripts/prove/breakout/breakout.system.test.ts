import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { buildPages } from '../../start/build-pages.ts';
import { openIn, proveBreakout } from './prove-breakout.ts';
import { rowNumbers } from './ways.ts';

const parts = ['/usr/bin/chromium', '/usr/lib/xorg/Xorg', '/usr/bin/xwininfo', '/usr/bin/xwd', '/usr/bin/xclip'];
const missing = parts.filter((file) => !existsSync(file));
const skipReason =
  missing.length > 0
    ? `no ${missing.join(', ')}`
    : process.getuid?.() === 0
      ? undefined
      : 'a mount namespace and another user need root';

/** The short form of `npm run prove -- breakout`; the long one tries each row in more ways, and ends everything 20 times. */
test.skipIf(skipReason !== undefined)(
  `no way leads out of the kiosk, and whatever ends, the patient has their number back ${skipReason ?? ''}`,
  async () => {
    await buildPages(fileURLToPath(new URL('../../..', import.meta.url)), () => undefined);
    const plan = { rows: rowNumbers, isShort: true, falls: 1, say: () => undefined, pictures: undefined };
    const result = await proveBreakout(plan);
    assert.deepEqual(openIn(result), []);
    assert.equal(result.rows.length, rowNumbers.length);
    assert.equal(result.endurance.length, 3);
  },
  300_000,
);
