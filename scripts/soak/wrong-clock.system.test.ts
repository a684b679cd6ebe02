import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openPage, type PageDriver } from '#kiosk/host/bench/page-driver.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import type { Health } from '#kiosk/host/health.ts';
import { type HostProcess, startHost } from './host-process.ts';
import { soakPerson } from './people.ts';
import { openSoakSite, type SoakSite } from './soak-site.ts';

/*
 * The real program on a machine whose clock is wrong; the hospital's is right. Debian's `faketime` stands between the program and
 * the clock, and leaves elapsed time alone, as a machine does.
 */
const dayMs = 24 * 3_600_000;
/** The loader puts the architecture in for `$LIB`. */
const faketime = 'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1';
const missing = !existsSync('/usr/bin/faketime') && !process.env.CI;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test.skipIf(missing)(
  `through 1970, a clock weeks ahead, a leap and a power cut nobody is lost, and no number comes twice on a day${missing ? ' (skipped: faketime is not installed)' : ''}`,
  async () => {
    const site = await openSoakSite({ paced: false });
    cleanUps.push(site.close);
    site.his.setMode({ kind: 'drop-connection' });
    const numbers: string[] = [];

    const yesterday = await openKiosk(site, -dayMs);
    numbers.push(await yesterday.numberOf(1), await yesterday.numberOf(2));
    const sure = await yesterday.health();
    await yesterday.end('SIGTERM');

    const ahead = await openKiosk(site, 49 * dayMs);
    numbers.push(await ahead.numberOf(3), await ahead.numberOf(1));
    const unsure = await ahead.health();
    const metrics = await (await fetch(`${ahead.origin}/metrics`)).text();
    ahead.setClock(-Date.now());
    numbers.push(await ahead.numberOf(4));
    await ahead.end('SIGKILL');

    const today = await openKiosk(site, 0);
    numbers.push(await today.numberOf(1));
    site.his.setMode({ kind: 'answer' });
    await site.his.until((arrivals) => arrivals.filter(({ answer }) => answer === 'AA').length === numbers.length);
    // Who comes back to the desk is found, and the hospital is not told again.
    const again = await today.numberOf(1);
    const back = await today.health();
    await today.end('SIGTERM');
    const arrived = site.his.arrivals().map(({ facts }) => facts.ticket);

    expect(numbers).toEqual(['UA001', 'UA002', 'UA003', 'UA004', 'UA005', 'UA006']);
    expect([again, arrived.toSorted()]).toEqual(['UA006', numbers]);
    expect([sure, unsure, back].map(({ time, outbox }) => [time.trust, outbox.queued, outbox.expired])).toEqual([
      ['confirmed', 2, 0],
      ['unconfirmed', 4, 0],
      ['confirmed', 0, 0],
    ]);
    expect(metrics).toContain('tiepdon_time_confirmed 0');
  },
  90_000,
);

/** The host on a machine that nobody tells the time: without a PATH it finds no program to ask. */
async function openKiosk(site: SoakSite, wrongByMs: number) {
  const clockFile = join(site.dataDir, '..', 'clock');
  const setClock = (ms: number) => writeFileSync(clockFile, `${ms < 0 ? '' : '+'}${Math.round(ms / 1_000)}\n`);
  setClock(wrongByMs);
  const clock = [
    `FAKETIME_TIMESTAMP_FILE=${clockFile}`,
    'FAKETIME_NO_CACHE=1',
    'DONT_FAKE_MONOTONIC=1',
    'NO_FAKE_STAT=1',
  ];
  const host: HostProcess = await startHost(site.siteFile, { under: ['env', 'PATH=', faketime, ...clock] });
  cleanUps.push(() => host.end('SIGKILL'));
  const { origin } = new URL(host.url);
  const opened = await openPage(host.url);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const page: PageDriver = opened.value;
  await page.until(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  return {
    origin,
    setClock,
    async numberOf(who: number): Promise<string> {
      const base64 = Buffer.from(soakPerson(who).scan).toString('base64');
      const scan = () => void site.scanner.act({ do: 'send-bytes', base64 });
      const outcome = await checkIn({ page, scan, serviceCode: 'noi' });
      if (!outcome.ok) throw new Error(`${outcome.problem.kind} at ${outcome.problem.lastScreen}`);
      return outcome.value.number;
    },
    health: async () => (await fetch(`${origin}/healthz`)).json() as Promise<Health>,
    async end(signal: 'SIGTERM' | 'SIGKILL') {
      page.close();
      await host.end(signal);
    },
  };
}
