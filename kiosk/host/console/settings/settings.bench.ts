import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteText, withValue } from '#config/settings/edit-site.ts';
import { firstSite } from '#config/settings/first-site.ts';
import type { Json, JsonObject, JsonPath } from '#config/settings/json.ts';
import { type ConsoleDriver, driverOf } from '../../bench/console-driver.ts';
import { openPage, type PageDriver, screen } from '../../bench/page-driver.ts';
import { startHostOf } from '../../bench/start-kiosk.ts';
import type { Host } from '../../host.ts';

/** For tests: a whole program in a folder of its own, which can be started again, with patients' pages. */
export interface SettingsBench {
  readonly dataDir: string;
  readonly siteFile: string;
  host(): Host;
  /** As `main.ts` does it. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A kiosk that runs, by a file that was written by hand. */
  runs(): Promise<void>;
  patientPage(): Promise<PageDriver>;
  /** Until what was saved is what runs. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export function createSettingsBench(pageDir = tmpdir()): SettingsBench {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-settings-'));
  const dataDir = join(folder, 'kiosk');
  const siteFile = join(dataDir, 'site.json');
  const pages: PageDriver[] = [];
  let running: Host | undefined;

  function host(): Host {
    assert.ok(running, 'the program is stopped');
    return running;
  }

  async function start(): Promise<void> {
    running = await startHostOf(dataDir, { pageDir });
  }

  async function stop(): Promise<void> {
    for (const page of pages.splice(0)) page.close();
    await running?.close('SIGTERM');
    running = undefined;
  }

  return {
    ...{ dataDir, siteFile, host, start, stop },
    async runs() {
      mkdirSync(dataDir);
      writeFileSync(siteFile, wholeSite(siteText(firstSite({ kioskId: 'kiosk-1' }))));
      await start();
    },
    async patientPage() {
      const page = await openPage(host().newLaunchUrl());
      assert.ok(page.ok);
      pages.push(page.value);
      return page.value;
    },
    async settled() {
      for (let turn = 0; turn < 500 && host().siteEditor.standing().applying.is !== 'settled'; turn += 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
      assert.deepEqual(host().siteEditor.standing().applying, { is: 'settled' });
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The code of the kiosk's screen, and the first person. */
export async function setUp(bench: SettingsBench): Promise<ConsoleDriver> {
  const { screen: shown } = await (await bench.patientPage()).shown(screen('set-up'));
  const { origin } = new URL(bench.host().newTechnicianUrl());
  const answer = await fetch(`${origin}/api/set-up-code`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code: shown.show === 'set-up' ? shown.code : '' }),
  });
  const desk = driverOf(origin, answer);
  const first = await desk.call('people/first', { name: 'Minh Thử', pin: '271828' });
  assert.equal(first.status, 200);
  return desk;
}

export function changedText(text: string, ...changes: readonly (readonly [JsonPath, Json])[]): string {
  const own: JsonObject = JSON.parse(text);
  return siteText(changes.reduce((site, [path, value]) => withValue(site, site, path, value) ?? site, own));
}

export const service = { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' };

/** What set-up starts with, with everything that a technician has to say. */
export function wholeSite(text: string): string {
  return changedText(
    text,
    [['profile'], 'demo'],
    [['site', 'facilityCode'], '27005'],
    [['site', 'name'], 'Bệnh viện Thử'],
    [['kiosk', 'listen', 'port'], 0],
    [['management', 'listen', 'port'], 0],
    [['services', 0], service],
  );
}
