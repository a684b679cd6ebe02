import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { describe, test } from 'vitest';
import { writeWav } from '#kiosk/bridge/hub/sound/wav.ts';
import { buildPages, openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { boardSettings, openBenchedBoards } from './boards.bench.ts';

/** What the microphone hears: a second of quiet, a second of a voice of a kind, and quiet again. */
function heard(seconds: number) {
  const sampleRate = 48_000;
  const samples = Int16Array.from({ length: seconds * sampleRate }, (_, at) => {
    const t = at / sampleRate;
    return t > 1 && t < 2 ? 9_000 * Math.sin(2 * Math.PI * 220 * t) : 6 * Math.sin(at);
  });
  return writeWav({ sampleRate, samples });
}

describe.skipIf(skipReason)(
  `the page for recordings, in Chromium${skipReason ? ` (skipped: ${skipReason})` : ''}`,
  () => {
    test('a technician records a word, hears what is wrong with it, keeps it, and boards have it', async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-recording-'));
      const microphone = join(dataDir, 'microphone.wav');
      writeFileSync(microphone, heard(10));
      const pageDir = await buildPages();
      const browser = await openBrowser([
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}%noloop`,
      ]);
      const boards = await openBenchedBoards(boardSettings({ dataDir }, { languages: ['vi', 'en'] }), pageDir);
      try {
        await boards.library.prepare();
        const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
        await page.goto(`${boards.url}/assets/`);
        const signedIn = await page.evaluate(async () => {
          const headers = { 'content-type': 'application/json' };
          const body = JSON.stringify({ name: 'minh', pin: '271828' });
          return (await fetch('/api/sign-in', { method: 'POST', headers, body })).status;
        });
        assert.equal(signedIn, 200);
        await page.goto(`${boards.url}/board-voice`);
        await page.locator('[data-clip="vi/digit-7"]').click();
        assert.equal(await page.locator('.text').textContent(), 'bảy');
        await page.locator('[data-act="record"]').click();
        await page.locator('[data-act="stop"]').waitFor();
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        await page.locator('[data-act="stop"]').click();
        await page.locator('[data-act="keep"]').click();
        await page.locator('[data-clip="vi/digit-7"][data-source="recording"]').waitFor();
        assert.equal(boards.library.clip('vi/digit-7', 'hall')?.source, 'recording');
        const length = boards.library.clip('vi/digit-7', 'hall')?.lengthMs ?? 0;
        assert.ok(length > 800 && length < 1_400, `${length} ms`);

        await page.locator('[data-act="record"]').click();
        await page.locator('[data-act="stop"]').waitFor();
        await new Promise((resolve) => setTimeout(resolve, 500));
        await page.locator('[data-act="stop"]').click();
        await page.locator('[data-trouble]').waitFor();
        assert.equal(await page.locator('[data-act="keep"]').count(), 0);
        await page.locator('[data-act="forget"]').click();
        await page.locator('[data-clip="vi/digit-7"][data-source="made"]').waitFor();
        if (process.env.BOARD_PICTURES) await page.screenshot({ path: join(process.env.BOARD_PICTURES, 'voice.png') });

        const session = await page.context().newCDPSession(page);
        await session.send('Page.setBypassCSP', { enabled: true });
        for (const _ of ['vi', 'en']) {
          await page.locator('header button').click();
          await page.reload();
          await page.locator('[data-clip]').first().waitFor();
          await page.evaluate(axe.source);
          const violations = await page.evaluate<readonly { readonly id: string }[]>(
            'axe.run().then(({ violations }) => violations)',
          );
          assert.deepEqual(
            violations.map(({ id }) => id),
            [],
          );
        }
      } finally {
        await boards.close();
        await browser.close();
        rmSync(pageDir, { recursive: true });
        rmSync(dataDir, { recursive: true });
      }
    });
  },
);
