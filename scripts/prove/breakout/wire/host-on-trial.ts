import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPage, type PageDriver } from '#kiosk/host/bench/page-driver.ts';
import { checkIn, type Outcome } from '#kiosk/host/bench/patient.ts';
import { type HostProcess, startHost } from '../../../soak/host-process.ts';
import type { SoakPerson } from '../../../soak/people.ts';
import { openSoakSite, type SoakSite, serviceCodes } from '../../../soak/soak-site.ts';
import { freshAddress } from '../kiosk-window.ts';
import { gained, nothingGained, type Sight } from '../tried.ts';
import { ask } from './raw-http.ts';

/** The real host with its devices and hospital, and no window: for those who come over the wire. */
export interface HostOnTrial {
  readonly site: SoakSite;
  readonly host: HostProcess;
  readonly port: number;
  readonly launchSocket: string;
  /** The patient's page, without a screen; opened anew when somebody took it. */
  page(): Promise<PageDriver>;
  /** A cookie of the patient's page. */
  cookie(): Promise<string>;
  freshAddress(): Promise<URL>;
  /** Opens the console once, for the owner of the machine. */
  freshConsoleAddress(): Promise<URL>;
  scan(bytes: Uint8Array): Promise<void>;
  checkIn(person: SoakPerson): Promise<Outcome>;
  log(): string;
  close(): Promise<void>;
}

export async function openHostOnTrial(): Promise<HostOnTrial> {
  const site = await openSoakSite({ paced: false });
  const host = await startHost(site.siteFile);
  const port = Number(new URL(host.url).port);
  const launchSocket = join(site.dataDir, 'launch.sock');
  let page: PageDriver | undefined;

  const trial: HostOnTrial = {
    ...{ site, host, port, launchSocket },
    async page() {
      const there = await page?.until(() => true);
      if (page && there?.ok) return page;
      page?.close();
      const opened = await openPage(await freshAddress(launchSocket));
      if (!opened.ok) throw new Error(`The page did not open: ${opened.problem.kind}`);
      page = opened.value;
      return page;
    },
    async cookie() {
      const { search } = await trial.freshAddress();
      const { headers } = await ask(port, [`GET /${search} HTTP/1.1`, `Host: 127.0.0.1:${port}`]);
      return /^set-cookie: ([^;]+)/im.exec(headers)?.[1] ?? '';
    },
    freshAddress: async () => new URL(await freshAddress(launchSocket)),
    freshConsoleAddress: async () => new URL(await freshAddress(join(site.dataDir, 'technician.sock'))),
    scan: (bytes) => site.scanner.act({ do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') }),
    async checkIn({ scan }) {
      const served = await checkIn({
        page: await trial.page(),
        scan: () => void trial.scan(scan),
        serviceCode: serviceCodes[0],
      });
      if (!served.ok) throw new Error(`The check-in ended in ${served.problem.kind} at ${served.problem.lastScreen}`);
      return served.value;
    },
    log: () => readFileSync(join(site.dataDir, 'logs/kiosk.log'), 'utf8'),
    async close() {
      page?.close();
      await host.end('SIGTERM');
      await site.close();
    },
  };
  return trial;
}

/** An answer that takes longer is none. */
const mostMs = 10_000;

/** The host lives and answers. */
export async function answers(trial: HostOnTrial): Promise<Sight> {
  if (trial.host.hasEnded()) return gained('the host has ended');
  const startedAt = performance.now();
  const { status } = await ask(trial.port, ['GET /healthz HTTP/1.1', `Host: 127.0.0.1:${trial.port}`]);
  const tookMs = Math.round(performance.now() - startedAt);
  if (status !== 200) return gained(`/healthz answers ${status}`);
  return tookMs > mostMs ? gained(`/healthz takes ${tookMs} ms`) : nothingGained(`the host answers after ${tookMs} ms`);
}

/** After any attack: the host lives and answers, and the next patient gets a number. */
export async function servesOn(trial: HostOnTrial, person: SoakPerson): Promise<Sight> {
  const seen = await answers(trial);
  if (seen.wayOut !== undefined) return seen;
  const { number } = await trial.checkIn(person);
  return nothingGained(`${seen.saw}; the next patient has ${number}`);
}
