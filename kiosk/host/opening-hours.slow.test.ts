import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

let dataDir: string;
let kiosk: Kiosk;
let page: PageDriver;

const days = ['mon', 'tue', 'wed', 'thu', 'fri'];
const [medicine, eyes, desk] = syntheticSite.services;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hours-'));
});

afterEach(async () => {
  page.close();
  await kiosk.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
});

/** Monday, 30 November 2026, in Vietnam. */
async function openAt(time: string): Promise<void> {
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    services: [
      { ...medicine, quota: 1, otherwise: 'mat' },
      { ...eyes, hours: [{ days, from: '07:00', to: '11:30' }] },
      desk,
    ],
    checkIn: { purposes: ['examination', 'results'] },
  });
  const offset = Date.parse(`2026-11-30T${time}:00+07:00`) - machineClock.now();
  kiosk = await startKiosk(site, { clock: { ...machineClock, now: () => machineClock.now() + offset } });
  page = await openPageOf(kiosk);
}

async function services() {
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-purpose'));
  await page.tap('answer', { answer: { purpose: 'examination' } });
  const shown = await page.shown(screen('choose-service'));
  assert.ok(shown.screen.show === 'choose-service');
  return shown.screen.services.map(({ code, notOpen }) => [
    code,
    notOpen?.is,
    notOpen?.opens?.time,
    notOpen?.otherwise,
  ]);
}

async function numberFor(serviceCode: string | null): Promise<string | undefined> {
  await page.tap('answer', { answer: { serviceCode } });
  const shown = await page.shown((snapshot) => ticketOf(snapshot)?.paper === 'not-printed');
  await page.tap('finish', {});
  return ticketOf(shown)?.number;
}

test('the last number of the day is given once; then the card says so, where else, and cannot be chosen', async () => {
  await openAt('09:00');
  assert.deepEqual(await services(), [
    ['noi', undefined, undefined, undefined],
    ['mat', undefined, undefined, undefined],
  ]);
  assert.equal(await numberFor('noi'), 'A001');
  assert.deepEqual(await services(), [
    ['noi', 'full', undefined, eyes?.name.vi],
    ['mat', undefined, undefined, undefined],
  ]);
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  const told = await page.shown(({ notice }) => notice === 'service-not-open');
  assert.equal(told.screen.show, 'choose-service');
  assert.equal(await numberFor('mat'), 'B001');
});

test('at noon a clinic says when it opens again, and the desk gives a number', async () => {
  await openAt('12:00');
  assert.deepEqual((await services())[1], ['mat', 'closed', '07:00', undefined]);
  assert.equal(await numberFor(null), 'T001');
});
