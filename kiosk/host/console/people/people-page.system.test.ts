/** The console's page of people in Chromium, on a real console: what is done there, and that everybody can read it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hotp } from '#kiosk/staff/totp.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';

const require = createRequire(import.meta.url);

describe.skipIf(skipReason)(`the page of people${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  let bench: ConsoleBench;
  let page: Page;

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    const configFile = fileURLToPath(new URL('../../../ui/vite.config.ts', import.meta.url));
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(pageDir, { recursive: true });
  });
  beforeEach(async () => {
    bench = await openConsoleBench({ clock: machineClock, pageDir });
    await bench.staff.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
    await bench.staff.people.add({ name: 'Lan Thử', roles: ['technician'], secret: 'cà phê sữa đá' });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  });
  afterEach(async () => {
    await page.close();
    await bench.close();
  });

  async function signIn(name: string, pin: string): Promise<void> {
    await page.goto(`${bench.console.origin}/sign-in`);
    await page.fill('input[name=name]', name);
    await page.fill('input[name=pin]', pin);
    await page.click('button.primary');
    await page.locator('nav').waitFor();
    await page.goto(`${bench.console.origin}/people`);
    await page.locator('[data-person]').first().waitFor();
  }

  const act = (name: string, does: string) => page.click(`[data-person="${name}"] [data-act="${does}"]`);
  const submit = () => page.click('.act button.primary');
  const isDone = () => page.locator('.strip.good[role=status]').first().waitFor();

  test('a supervisor adds somebody, who changes their own PIN and nobody else', async () => {
    await signIn('Minh Thử', '271828');
    await page.click('[data-act="add"]');
    await page.fill('.act input[name=name]', 'Anh Thử');
    await page.fill('.act input[name=pin]', '123456');
    await page.fill('.act input[name=again]', '123456');
    await page.fill('.act input[name=own-pin]', '271828');
    await submit();
    await page.locator('.act .refusal:not(:empty)').waitFor();
    assert.match((await page.locator('.act .refusal').textContent()) ?? '', /liên tiếp/);
    await page.fill('.act input[name=pin]', '161803');
    await page.fill('.act input[name=again]', '161803');
    await submit();
    await isDone();
    await page.locator('[data-person="Anh Thử"]').waitFor();
    await page.click('[data-sign-out]');
    await page.locator('input[name=name]').waitFor();

    await signIn('Anh Thử', '161803');
    assert.equal(await page.locator('[data-person] [data-act]').count(), 2);
    assert.equal(await page.locator('[data-audit]').count(), 0);
    await act('Anh Thử', 'set-pin');
    await page.fill('.act input[name=pin]', '141421');
    await page.fill('.act input[name=again]', '141421');
    await page.fill('.act input[name=own-pin]', '161803');
    await submit();
    await isDone();
    assert.match((await page.locator('.who').textContent()) ?? '', /Anh Thử/);
  });

  test('whoever sets up an authenticator app scans, types a code, and is asked for one from then on', async () => {
    await signIn('Minh Thử', '271828');
    await act('Minh Thử', 'set-app');
    await page.fill('.act input[name=own-pin]', '271828');
    await submit();
    const secret = (await page.locator('[data-app-secret]').textContent()) ?? '';
    assert.equal(await page.locator('.app-code svg.qr').count(), 1);
    await page.fill('.act input[name=code]', codeOf(secret));
    await submit();
    await isDone();
    await page.click('[data-act="set-lobby-pin"]');
    await page.locator('.act input[name=own-code]').waitFor();
  });

  test('when everybody has forgotten their PIN, the owner of the machine sets a new one', async () => {
    await page.goto(bench.console.newOpeningUrl());
    await page.locator('nav').waitFor();
    await page.goto(`${bench.console.origin}/people`);
    await act('Minh Thử', 'set-pin');
    assert.equal(await page.locator('.act input[name=own-pin]').count(), 0);
    await page.fill('.act input[name=pin]', '141421');
    await page.fill('.act input[name=again]', '141421');
    await submit();
    await isDone();
    await page.locator('[data-audit] tr:has-text("Chủ máy"):has-text("Đặt mã PIN mới")').waitFor();
    await page.click('[data-act="verify"]');
    await page.locator('[data-chain="whole"]').waitFor();
    await page.fill('input[name=search]', 'chu may');
    assert.ok((await page.locator('[data-audit] tbody tr').count()) >= 2);
  });

  test('axe finds nothing and nothing lies beside the glass, in both languages, light and dark, on three glasses', async () => {
    await signIn('Minh Thử', '271828');
    await page.click('[data-act="add"]');
    const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const found: string[] = [];
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const _ of ['vi', 'en']) {
          await page.click('.switches button:first-child');
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
          if (wide > 0) found.push(`${width} ${colorScheme}: ${wide}px too wide`);
          // The debugger's own world, so that the page keeps its CSP.
          await page.evaluate(axe);
          const violations = await page.evaluate(
            `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(', ')))`,
          );
          for (const each of violations as string[]) found.push(`${width} ${colorScheme}: ${each}`);
        }
      }
    }
    assert.deepEqual([...new Set(found)], []);
  });
});

function codeOf(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
  return hotp(bytes, Math.floor(machineClock.now() / 30_000));
}
