/** In Chromium, on a whole host in trouble: whatever a sentence of the overview names stands one click away, in both languages. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { openBrowser, skipReason } from '#kiosk/ui/built-page.ts';
import { linksThatLeadNowhere } from '#kiosk/ui/console/overview/follow-links.bench.ts';
import { type FaultyWorld, openFaultyWorld } from './faulty-world.bench.ts';

describe.skipIf(skipReason)(`sentences and their controls${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let pageDir: string;
  let browser: Browser;
  let world: FaultyWorld;

  beforeAll(async () => {
    pageDir = mkdtempSync(join(tmpdir(), 'tiep-don-pages-'));
    const configFile = fileURLToPath(new URL('../../kiosk/ui/vite.config.ts', import.meta.url));
    [browser] = await Promise.all([
      openBrowser(),
      build({ configFile, logLevel: 'error', build: { outDir: pageDir, emptyOutDir: true } }),
    ]);
    world = await openFaultyWorld({ name: 'much at once', inject: async () => {}, truth: '' }, pageDir);
    world.his.setMode({ kind: 'refuse-ae' });
    await world.patientTries();
    await world.hospitalStops();
    await world.patientTries();
    await world.printer.act({ do: 'unplug' });
    await world.scanner.act({ do: 'unplug' });
    await world.monitor.act({ do: 'set-trouble', trouble: 'silent' });
    world.setKernel(false);
    world.clock.leap(9 * 3_600_000);
    const kiosk = world.host().kiosk();
    kiosk?.rooms.byStaff.begin('lobby');
    await world.passes(120_000, () => false);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
    rmSync(pageDir, { recursive: true });
  });

  test.each(languages)(
    'in %s each link of the overview ends at its control, and the focus is there',
    async (language) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(world.host().newTechnicianUrl());
      await page.locator('main[data-page=overview] h2').first().waitFor();
      if (language === 'en') await page.locator('.switches button').first().click();
      await page.locator(`html[lang=${language}]`).waitFor();
      const { followed, nowhere } = await linksThatLeadNowhere(page);
      await page.close();
      assert.deepEqual(nowhere, []);
      for (const kind of ['end-maintenance', 'settings devices[1].transport', 'replace-device printer', 'try-now his'])
        assert.ok(followed.includes(kind), `${kind} of ${followed.join(', ')}`);
    },
  );
});
