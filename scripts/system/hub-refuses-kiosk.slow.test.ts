import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import staffWords from '#config/strings/staff.en.json' with { type: 'json' };
import type { HubOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { openConsoleAt } from '#kiosk/host/bench/console-driver.ts';
import { ticketOf } from '#kiosk/host/bench/patient.ts';
import { openPageOf, startHost } from '#kiosk/host/bench/start-kiosk.ts';
import { type HubBench, openHubBench } from '#kiosk/hub/program/hub.bench.ts';

/** A whole kiosk with its console at a whole hub that takes nothing from it. */
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const service = { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' };

async function startHub(profile: 'production' | 'demo'): Promise<HubBench> {
  const hub = await openHubBench({
    profile,
    services: [service],
    places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] }],
    counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] }],
    kiosks: [],
  });
  cleanUps.push(() => hub.close());
  return hub;
}

async function startKioskAt(hub: HubBench, key: string, profile: 'production' | 'demo') {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-refused-'));
  cleanUps.push(() => rmSync(dataDir, { recursive: true }));
  const keyFile = join(dataDir, 'hub.key');
  writeFileSync(keyFile, key, { mode: 0o600 });
  const site = siteFile.parse({
    ...syntheticSite,
    profile,
    kiosk: { ...syntheticSite.kiosk, id: 'kiosk-1', dataDir },
    management: { listen: { port: 0 } },
    services: [service],
    devices: [],
    hospital: [],
    hub: { url: hub.url, keyFile },
  });
  const host = await startHost({ site, dataDir });
  cleanUps.push(() => host.close('SIGTERM'));
  const technician = await openConsoleAt(host.newTechnicianUrl());
  const page = await openPageOf(host);
  cleanUps.push(() => page.close());
  return {
    keyFile,
    reads: (trouble: HubOnPage['trouble']) =>
      technician.until(({ hub: shown }) => shown !== undefined && shown.trouble === trouble),
    async takesNumber(): Promise<string> {
      await page.shown(({ screen }) => screen.show === 'attract');
      await page.tap('start-without-papers', {});
      await page.shown(({ screen }) => screen.show === 'choose-service');
      await page.tap('answer', { answer: { serviceCode: 'noi' } });
      const shown = await page.shown((snapshot) => ticketOf(snapshot) !== undefined);
      return ticketOf(shown)?.number ?? '';
    },
  };
}

const waitingAt = async (hub: HubBench) =>
  /tiepdon_hub_waiting\{service="noi",lane="ordinary"\} (\d+)/.exec(
    await (await fetch(`${hub.url}/metrics`)).text(),
  )?.[1];

test.for([
  ['key-unknown', async (_hub: HubBench) => 'k'.repeat(43)],
  [
    'key-revoked',
    async (hub: HubBench) => {
      const key = await hub.enrol('kiosk-1');
      await hub.revoke('kiosk-1');
      return key;
    },
  ],
] as const)(
  'a kiosk with a key that is %s gives its patients numbers, its technician reads what to do, and the right key ends it',
  { timeout: 60_000 },
  async ([trouble, keyOf]) => {
    const hub = await startHub('production');
    const kiosk = await startKioskAt(hub, await keyOf(hub), 'production');
    assert.match(await kiosk.takesNumber(), /^A-Z[0-9A-Z]{7}-01$/);
    await kiosk.reads(trouble);
    expect(staffWords.console.overview.hub[trouble]).toMatch(/npm run hub-key/);
    writeFileSync(kiosk.keyFile, await hub.enrol('kiosk-1'));
    await kiosk.reads(undefined);
    await vi.waitFor(async () => assert.equal(await waitingAt(hub), '1'), { timeout: 20_000 });
  },
);

test.for([
  ['production', 'demo'],
  ['demo', 'production'],
] as const)(
  'a %s hub takes nothing from a %s kiosk; its patients have their numbers and its technician reads why',
  async ([ofHub, ofKiosk]) => {
    const hub = await startHub(ofHub);
    const kiosk = await startKioskAt(hub, await hub.enrol('kiosk-1'), ofKiosk);
    await kiosk.reads('profile');
    assert.match(await kiosk.takesNumber(), /^A-Z[0-9A-Z]{7}-01$/);
    await kiosk.reads('profile');
    assert.equal(await waitingAt(hub), undefined);
  },
);
