import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openPage } from '#kiosk/host/bench/page-driver.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import { type HostProcess, startHost } from '../soak/host-process.ts';
import { soakPerson } from '../soak/people.ts';
import { openSoakSite, type SoakSite } from '../soak/soak-site.ts';
import { buildPages } from '../start/build-pages.ts';
import { bundlePrograms } from '../start/bundle-programs.ts';
import type { Section } from './table.ts';

/** What the bundle may need: to the ready line, so many times what a bare server needs; and this much memory. */
export const limits = { timesBare: 8, megabytes: 120 };

const starts = 7;
const visits = 1_000;
/** Long enough for what is warmed up after the ready line, and for V8 to clear up after a rush. */
const restMs = 15_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const contenders = [
  { name: 'bare node:http', program: join(root, 'scripts/bench/bare-server.mjs') },
  { name: 'bundle', program: join(root, 'dist/host/main.js') },
  { name: 'sources', program: join(root, 'kiosk/host/main.ts') },
] as const;

type Contender = (typeof contenders)[number];

interface Need {
  readonly name: Contender['name'];
  /** From the start of the process to the ready line: the middle of the starts, the first of which is not counted. */
  readonly readyMs: number;
  /** Resident memory in MB (VmRSS of proc(5)). */
  readonly atRest: number;
  readonly afterVisits: number;
}

/** How long a host takes until it is ready and how much memory it holds, beside the least that a server can need. */
export async function benchStart(say: (line: string) => void): Promise<Section> {
  await buildPages(root, (name, did) => say(`The ${name} ${did}.`));
  await bundlePrograms(root, (name, did) => say(`${name} ${did}.`));
  const needs: Need[] = [];
  for (const contender of contenders) needs.push(await needOf(contender));
  const [bare, bundle] = needs;
  if (!bare || !bundle) throw new Error('Nobody was measured');
  const times = bundle.readyMs / bare.readyMs;
  const most = Math.max(bundle.atRest, bundle.afterVisits);
  const kept = times <= limits.timesBare && most <= limits.megabytes ? 'kept' : 'NOT kept';
  return {
    title:
      `ready and resident, the middle of ${starts} starts; the bundle at most ${limits.timesBare} × the bare server and ` +
      `${limits.megabytes} MB: ${kept}`,
    rows: needs.map(({ name, readyMs, atRest, afterVisits }) => ({
      what: `${name}: ready, at rest, after ${visits} visits`,
      speed: `${readyMs.toFixed(0)} ms (${(readyMs / bare.readyMs).toFixed(1)} ×), ${atRest.toFixed(0)} MB, ${afterVisits.toFixed(0)} MB`,
    })),
  };
}

async function needOf({ name, program }: Contender): Promise<Need> {
  const site = await openSoakSite({ paced: false, services: ['noi'] });
  const times: number[] = [];
  const start = async (): Promise<HostProcess> => {
    const startedAt = performance.now();
    const host = await startHost(site.siteFile, { program: [program] });
    times.push(performance.now() - startedAt);
    return host;
  };
  try {
    for (let done = 0; done < starts; done += 1) await (await start()).end('SIGTERM');
    const host = await start();
    await sleep(restMs);
    const atRest = residentOf(host);
    await (name === 'bare node:http' ? ask(host) : serve(host, site));
    await sleep(restMs);
    const afterVisits = residentOf(host);
    await host.end('SIGTERM');
    return { name, readyMs: middleOf(times.slice(1)), atRest, afterVisits };
  } finally {
    await site.close();
    rmSync(dirname(site.siteFile), { recursive: true, force: true });
  }
}

async function serve(host: HostProcess, site: SoakSite): Promise<void> {
  const page = await openPage(host.url);
  if (!page.ok) throw new Error(`The page did not open: ${page.problem.kind}`);
  await page.value.until(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  for (let visit = 0; visit < visits; visit += 1) {
    const base64 = Buffer.from(soakPerson(visit).scan).toString('base64');
    const scan = () => void site.scanner.act({ do: 'send-bytes', base64 });
    const outcome = await checkIn({ page: page.value, scan, serviceCode: 'noi' });
    if (!outcome.ok) throw new Error(`Visit ${visit} ended in ${outcome.problem.kind}`);
  }
  page.value.close();
}

async function ask(host: HostProcess): Promise<void> {
  for (let visit = 0; visit < visits; visit += 1) await (await fetch(host.url)).text();
}

function residentOf({ pid }: HostProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

function middleOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
