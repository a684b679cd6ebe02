import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { openStore } from '#backend-client/store/store.ts';
import { openScriptedReceiver, type Script, testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { type HostProcess, startHost } from '../../soak/host-process.ts';
import { openSoakSite, type SoakSite } from '../../soak/soak-site.ts';
import { inspectNode, liveStrings, wholeStrings } from './heap.ts';
import { markedVisits, waysIn } from './marked-visits.ts';
import { everyMark, markedPatient, needlesOf, plainNeedlesOf } from './marks.ts';
import { filesBelow, memoryOf, type Trace, tracesIn } from './search.ts';

/** One place that was looked through. */
export interface Looked {
  readonly where: string;
  readonly traces: readonly Trace[];
}

export interface ResidueProof {
  readonly patients: number;
  /** The others started over and went. */
  readonly numbers: number;
  /** Visits that the store erased by itself once their time was over. */
  readonly erased: number;
  /** Of the whole walk, from the first scan to the last one gone. */
  readonly walkedMs: number;
  /** While somebody who showed a card, and somebody who typed, stands at the screen: whoever looks finds them. */
  readonly during: readonly Looked[];
  /** After the last has gone: nothing may be here. */
  readonly after: readonly Looked[];
  /** What the processes' memory still holds, without a promise. */
  readonly memory: readonly Looked[];
}

const needles = everyMark.flatMap(needlesOf);
const plainNeedles = everyMark.flatMap(plainNeedlesOf);

/** Marked patients through a whole kiosk and Chromium, and then a look everywhere. Erasure goes by the kiosk's own rules. */
export async function proveResidue({
  patients,
  looksIntoMemory,
  seed,
  say,
}: {
  readonly patients: number;
  readonly looksIntoMemory: boolean;
  /** Of what patients answer. */
  readonly seed: number;
  readonly say: (line: string) => void;
}): Promise<ResidueProof> {
  const receiver = await openScriptedReceiver(record);
  const site = await openSoakSite({
    paced: false,
    services: ['noi'],
    hospital: (his) => [
      { id: 'fhir', protocol: 'fhir-r4', baseUrl: his.fhirUrl, simulated: true, capabilities: ['registrations'] },
      {
        ...{ id: 'record', protocol: 'webhook', url: receiver.url, secretVariable: 'RESIDUE_SECRET', simulated: true },
        capabilities: ['registrations', 'patient-look-up', 'alerts'],
      },
    ],
    checkIn: everythingAsked,
  });
  const home = mkdtempSync(join(tmpdir(), 'tiep-don-residue-'));
  let host: HostProcess | undefined;
  let browser: BrowserContext | undefined;
  try {
    host = await startHost(site.siteFile, {
      inspect: true,
      flags: [wholeStrings],
      environment: { RESIDUE_SECRET: testSecret },
    });
    browser = await chromium.launchPersistentContext(home, {
      executablePath: '/usr/bin/chromium',
      viewport: { width: 1080, height: 1920 },
      args: [`--js-flags=${wholeStrings}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.setDefaultTimeout(60_000);
    await page.goto(host.url);
    const visits = markedVisits({ page, site, random: createSeededRandom(seed) });
    const during: Looked[] = [];
    let numbers = 0;
    const begun = performance.now();
    for (let index = 0; index < patients; index += 1) {
      const patient = markedPatient(index);
      const way = waysIn[index % waysIn.length] ?? 'citizen card';
      await visits.arrive(patient, way);
      if (index < 2) {
        // What is typed has left the page when it stands before the host.
        const seen = [...(index === 0 ? [await pageHeap(page)] : []), await hostHeap(host)];
        during.push(...seen.map(({ where, traces }) => ({ where: `${way}, ${where}`, traces })));
      }
      if (await visits.visit(patient, index)) numbers += 1;
      if ((index + 1) % 10 === 0) {
        const each = (performance.now() - begun) / (index + 1) / 1_000;
        say(`${index + 1} of ${patients} patients, ${each.toFixed(1)} s each; ${numbers} with a number`);
      }
    }
    const walkedMs = performance.now() - begun;
    await freshDocument(page);
    await delivered(site, numbers);
    const after = [
      ...(await whatThePageKeeps(browser, page)),
      await pageHeap(page),
      await hostHeap(host),
      ...(await whatTheHostSays(host)),
    ];
    const memory = looksIntoMemory
      ? [await memoryIn('host', [host.pid]), await memoryIn('page', await renderersOf(browser))]
      : [];
    await browser.close();
    browser = undefined;
    await host.end('SIGTERM');
    after.push(filesIn('the kiosk’s folder', site.dataDir), filesIn('the browser’s profile', home));
    const erased = await erase(site);
    after.push(filesIn('the kiosk’s folder after erasure', site.dataDir));
    return { patients, numbers, erased, walkedMs, during, after, memory };
  } finally {
    await browser?.close();
    if (host && !host.hasEnded()) await host.end('SIGKILL');
    await Promise.all([site.close(), receiver.close()]);
    rmSync(home, { recursive: true, force: true });
    rmSync(join(site.dataDir, '..'), { recursive: true, force: true });
  }
}

/** Every question that a site can switch on and every way in without a card. */
const everythingAsked = {
  waysIn: { typedNumber: true, phone: true, passport: true, name: true },
  purposes: ['insured', 'self-paid', 'referral'],
  emergency: {},
  screening: { room: '9' },
  priority: true,
  companion: true,
  consents: [
    { code: 'messages', title: { vi: 'Nhắn tin nhắc lịch hẹn?' }, text: { vi: 'Bệnh viện nhắn tin nhắc hẹn.' } },
  ],
  particulars: ['ethnicity', 'occupation', 'address', 'phone'],
  survey: true,
  paperless: true,
};

/** The hospital's record knows every other one, with phone and address. */
const record: Script = ({ method, body }) => {
  if (method === 'GET') return { body: { acknowledgedBy: null } };
  const asked = JSON.parse(body);
  if (asked.kind !== 'find-patient') return { status: 204, body: '' };
  const number = asked.patient?.identifiers?.citizenNumber ?? body.match(/\b02714987\d{4}\b/)?.[0];
  const index = Number(number?.slice(-4) ?? '1');
  if (index % 2 === 1) return { body: { result: 'unknown' } };
  const { patientCode, phone, address } = markedPatient(index);
  return { body: { result: 'found', patientCode, phone, address } };
};

function looked(where: string, texts: Iterable<Buffer | string>): Looked {
  return {
    where,
    traces: tracesIn(
      [...texts].map((text) => Buffer.from(text as string)),
      needles,
    ),
  };
}

async function pageHeap(page: Page): Promise<Looked> {
  const devtools = await page.context().newCDPSession(page);
  const strings = await liveStrings({
    send: (method, params) => devtools.send(method as 'HeapProfiler.enable', params as never),
    onChunk: (listener) => devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => listener(chunk)),
  });
  await devtools.detach();
  return looked('page: heap', [strings]);
}

async function hostHeap({ inspectorUrl }: HostProcess): Promise<Looked> {
  if (inspectorUrl === undefined) throw new Error('The host has no inspector');
  const inspected = await inspectNode(inspectorUrl);
  const strings = await liveStrings(inspected);
  inspected.close();
  return looked('host: heap', [strings]);
}

/** Everything in which a page can keep something beside its own memory. */
async function whatThePageKeeps(browser: BrowserContext, page: Page): Promise<readonly Looked[]> {
  const kept: Readonly<Record<string, string>> = await page.evaluate(`(async () => ({
    'DOM': document.documentElement.outerHTML,
    'local storage': JSON.stringify({ ...localStorage }),
    'session storage': JSON.stringify({ ...sessionStorage }),
    'IndexedDB': JSON.stringify(await indexedDB.databases()),
    'history and address': location.href + document.title + JSON.stringify(history.state),
    'what was loaded': JSON.stringify(performance.getEntries()),
    'its window': Object.keys(window).join(),
  }))()`);
  const cookies = JSON.stringify(await browser.cookies());
  return Object.entries({ ...kept, cookies }).map(([what, text]) => looked(`page: ${what}`, [text]));
}

async function whatTheHostSays({ url }: HostProcess): Promise<readonly Looked[]> {
  const paths = ['/healthz', '/metrics'];
  return Promise.all(
    paths.map(async (path) => looked(`host: ${path}`, [await (await fetch(new URL(path, url))).text()])),
  );
}

function filesIn(where: string, folder: string): Looked {
  return looked(
    where,
    [...filesBelow(folder)].flatMap(({ path, content }) => [path, content]),
  );
}

async function memoryIn(where: string, pids: readonly number[]): Promise<Looked> {
  return { where, traces: pids.flatMap((pid) => tracesIn(memoryOf(pid), plainNeedles)) };
}

async function renderersOf(context: BrowserContext): Promise<readonly number[]> {
  const browser = context.browser();
  if (!browser) return [];
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** The page is at rest, and loads itself anew. */
async function freshDocument(page: Page): Promise<void> {
  await page.locator('[data-screen="attract"]').waitFor();
  await page.evaluate("document.documentElement.dataset.served = ''");
  await page.locator('html:not([data-served]) [data-screen="attract"]').waitFor({ timeout: 20_000 });
}

async function delivered({ his }: SoakSite, numbers: number): Promise<void> {
  await his.until((arrivals) => arrivals.length >= numbers);
  // The last answers are noted.
  await pass(500);
}

const hourMs = 3_600_000;

/** The kiosk's own rules of retention on its own file, hour by hour through the next two and a half days; how many visits went. */
async function erase({ siteFile, dataDir }: SoakSite): Promise<number> {
  const site = readSiteFile(siteFile);
  const masterKey = readMasterKey({ dataDir, credentialsDirectory: undefined, randomBytes });
  if (!site.ok || !masterKey.ok) throw new Error('The site file or the key does not read');
  const clock = createHandCrankedClock(Date.now());
  const store = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: masterKey.value,
    facility: { timeZone: site.value.site.timeZone, services: [] },
    renderers: [],
    endpoints: [],
    clock,
    randomBytes,
  });
  if (!store.ok) throw new Error(store.problem.kind);
  let visits = 0;
  for (let hour = 0; hour < 60; hour += 1) {
    clock.advance(hourMs);
    store.value.time.note();
    const erased = await store.value.eraseExpired();
    if (!erased.ok) throw new Error(erased.problem.kind);
    visits += erased.value.visits;
  }
  store.value.close();
  return visits;
}

export function lookedInWords({ where, traces }: Looked): string {
  const found = traces.map(({ of, form, times }) => `${of} ${times} × (${form})`);
  return `${where}: ${found.join(', ') || '0'}`;
}

/** What may not be. */
export function leftIn(proof: ResidueProof): readonly string[] {
  const { during, after } = proof;
  const lost = proof.erased < proof.numbers ? [`only ${proof.erased} of ${proof.numbers} visits were erased`] : [];
  const blind = during.filter(({ traces }) => traces.length === 0).map(({ where }) => `${where}: nobody seen at all`);
  return [...lost, ...blind, ...after.filter(({ traces }) => traces.length > 0).map(lookedInWords)];
}
