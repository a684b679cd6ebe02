import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { explainGaps } from '#backend-client/numbering/gaps.ts';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { openStore } from '#backend-client/store/store.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { openPage, type PageDriver } from '#kiosk/host/bench/page-driver.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import { type HostProcess, startHost } from './host-process.ts';
import { collectPapers, type PaperFound } from './papers.ts';
import { type SoakPerson, soakPerson } from './people.ts';
import { openSoakSite, type SoakSite, serviceCodes } from './soak-site.ts';

export interface KillSoakPlan {
  readonly checkIns: number;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** What was seen, and every broken promise as a sentence. Empty promises kept. */
export interface KillSoakResult {
  readonly kills: number;
  readonly visits: number;
  readonly papers: number;
  readonly copies: number;
  /** Torn beginnings of tickets. */
  readonly fragments: number;
  readonly unprinted: number;
  readonly received: number;
  readonly repeated: number;
  readonly broken: readonly string[];
}

/**
 * Check-ins one after the other while printer and hospital fail at random and the host is SIGKILLed at random moments.
 * A patient whose screen was lost scans again. Afterwards everybody's account is compared: what patients saw, what lies
 * under the printer, what the hospital accepted, what the store holds.
 */
export async function soakWithKills(plan: KillSoakPlan): Promise<KillSoakResult> {
  const random = createSeededRandom(plan.seed);
  const site = await openSoakSite({ paced: true });
  const papers = collectPapers(site.printer);
  const patients = await servePatients(plan, site, random);
  const broken = [
    ...patients.broken,
    ...checkPapers(papers.found),
    ...checkStore(site),
    ...checkHospital(site, patients.numbers),
  ];
  // The cut-off beginning of a ticket whose bytes a kill interrupted: the printer throws it out before the next ticket.
  const fragments = papers.unreadable();
  if (fragments > patients.kills)
    broken.push(`${fragments} papers without a readable code after ${patients.kills} kills`);
  broken.push(...checkPrivacy(site, plan.checkIns));
  const { received, repeated } = site.his.state();
  const first = papers.found.length - copiesIn(papers.found);
  await site.close();
  return {
    kills: patients.kills,
    visits: patients.numbers.size,
    papers: papers.found.length,
    copies: papers.found.length - first,
    fragments,
    unprinted: patients.numbers.size - first,
    received,
    repeated,
    broken,
  };
}

interface Served {
  readonly kills: number;
  /** Number by person and service, as the screens showed it. */
  readonly numbers: ReadonlyMap<string, string>;
  readonly broken: readonly string[];
}

async function servePatients(
  { checkIns, kills, seed, say }: KillSoakPlan,
  site: SoakSite,
  random: () => number,
): Promise<Served> {
  const doomed = chooseDoomed(checkIns, kills, random);
  const numbers = new Map<string, string>();
  const broken: string[] = [];
  let killed = 0;
  let host = await startHost(site.siteFile);
  let page = await pageOf(host);

  for (let index = 0; index < checkIns; index += 1) {
    await letThingsFail(site, random);
    // Some come back on the same day, to the same service or to another.
    const who = random() < 0.12 ? Math.floor(random() * (index + 1)) : index;
    const person = soakPerson(who);
    const serviceCode = serviceCodes[Math.floor(random() * serviceCodes.length)] ?? 'noi';
    const wantsCopy = random() < 0.15;
    const key = `${who} ${serviceCode}`;
    let seenNumber = numbers.get(key);
    let toKill = doomed.has(index);

    for (let attempt = 1; ; attempt += 1) {
      const current = host;
      const plannedStep = toKill ? steps[Math.floor(random() * steps.length)] : undefined;
      const reached = (step: Step, number?: string) => {
        if (number !== undefined) {
          if (seenNumber !== undefined && seenNumber !== number)
            broken.push(`patient ${index} saw ${seenNumber} and then ${number}`);
          seenNumber = number;
        }
        if (step !== plannedStep) return;
        toKill = false;
        killed += 1;
        setTimeout(() => void current.end('SIGKILL'), random() * 25);
      };
      const outcome = await checkIn({ page, scan: () => scan(site, person), serviceCode, wantsCopy, reached });
      if (toKill === false && plannedStep !== undefined) await ended(current);
      if (outcome.ok && !current.hasEnded()) break;
      if (!current.hasEnded()) {
        broken.push(`patient ${index} was stuck at ${outcome.ok ? 'the end' : outcome.problem.lastScreen}`);
        break;
      }
      page.close();
      host = await startHost(site.siteFile);
      page = await pageOf(host);
      if (outcome.ok) break;
      if (attempt > 5) throw new Error('The host keeps dying without being killed');
    }
    if (seenNumber === undefined) broken.push(`patient ${index} left without a number`);
    else numbers.set(key, seenNumber);
    if ((index + 1) % 25 === 0) say(`seed ${seed}: ${index + 1} check-ins, ${killed} kills`);
  }

  await letEverythingWork(site);
  await outboxEmpty(host);
  page.close();
  const code = await host.end('SIGTERM');
  if (code !== 0) broken.push(`the last host ended with code ${code}`);
  const repeatedNumbers = [...numbers.values()].filter((number, at, all) => all.indexOf(number) !== at);
  if (repeatedNumbers.length > 0) broken.push(`numbers issued twice: ${repeatedNumbers.join(', ')}`);
  return { kills: killed, numbers, broken };
}

const steps = ['scanned', 'confirming', 'choosing', 'chosen', 'numbered', 'paper-known'] as const;
type Step = (typeof steps)[number];

function chooseDoomed(checkIns: number, kills: number, random: () => number): ReadonlySet<number> {
  const doomed = new Set<number>();
  while (doomed.size < Math.min(kills, checkIns)) doomed.add(Math.floor(random() * checkIns));
  return doomed;
}

function scan(site: SoakSite, person: SoakPerson): void {
  void site.scanner.act({ do: 'send-bytes', base64: Buffer.from(person.scan).toString('base64') });
}

export async function pageOf(host: HostProcess): Promise<PageDriver> {
  const page = await openPage(host.url);
  if (!page.ok) throw new Error(`The page did not open: ${page.problem.kind}`);
  await page.value.until(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  return page.value;
}

async function ended(host: HostProcess): Promise<void> {
  await host.end('SIGKILL');
}

/** One of the things that go wrong in a lobby, or none. Refusals of content are left out: they need a person. */
async function letThingsFail({ printer, his }: SoakSite, random: () => number): Promise<void> {
  const dice = random();
  await printer.act({ do: 'set-paper', paper: dice < 0.08 ? 'out' : 'ok' });
  await printer.act({ do: 'set-cover', cover: dice >= 0.08 && dice < 0.14 ? 'open' : 'closed' });
  await printer.act({ do: dice >= 0.14 && dice < 0.18 ? 'unplug' : 'plug-in' });
  const modes = ['answer', 'answer', 'stop-answering', 'refuse-ar', 'drop-connection'] as const;
  his.setMode({ kind: modes[Math.floor(random() * modes.length)] ?? 'answer' });
}

async function letEverythingWork({ printer, his }: SoakSite): Promise<void> {
  await printer.act({ do: 'set-paper', paper: 'ok' });
  await printer.act({ do: 'set-cover', cover: 'closed' });
  await printer.act({ do: 'plug-in' });
  his.setMode({ kind: 'answer' });
}

/** Waits for it, two minutes at most; `checkStore` says what was left. */
export async function outboxEmpty(host: HostProcess): Promise<void> {
  const { origin } = new URL(host.url);
  for (let asked = 0; asked < 600; asked += 1) {
    const { outbox } = JSON.parse(await textOf(`${origin}/healthz`));
    if (outbox.queued === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

/** The head that most papers share is a first ticket's; any other has the copy's mark. */
function firstHead(found: readonly PaperFound[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { head } of found) counts.set(head, (counts.get(head) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}

function copiesIn(found: readonly PaperFound[]): number {
  const head = firstHead(found);
  return found.filter((paper) => paper.head !== head).length;
}

function checkPapers(found: readonly PaperFound[]): readonly string[] {
  const head = firstHead(found);
  const firsts = found.filter((paper) => paper.head === head).map(({ number }) => number);
  return firsts.filter((number, at) => firsts.indexOf(number) !== at).map((number) => `two first tickets of ${number}`);
}

export function checkStore({ dataDir }: Pick<SoakSite, 'dataDir'>): readonly string[] {
  const key = readMasterKey({ dataDir, randomBytes });
  if (!key.ok) return [`the key: ${key.problem.kind}`];
  const store = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: key.value,
    facility: { timeZone: 'Asia/Ho_Chi_Minh', services: [] },
    renderers: [],
    endpoints: [],
    clock: machineClock,
    randomBytes,
  });
  if (!store.ok) return [`the store: ${store.problem.kind}`];
  const gaps = explainGaps(store.value.numberingOf(businessDayAt(Date.now(), 'Asia/Ho_Chi_Minh')));
  const { queued, sending, refused, unsure } = store.value.messageCounts();
  store.value.close();
  const left = queued + sending + refused + unsure;
  return [...gaps.map((gap) => `numbering: ${gap}`), ...(left > 0 ? [`${left} messages were not accepted`] : [])];
}

function checkHospital({ his }: SoakSite, numbers: ReadonlyMap<string, string>): readonly string[] {
  const accepted = his.arrivals().filter(({ answer }) => answer === 'AA');
  const broken: string[] = [];
  const controlIds = new Map<string, Set<string>>();
  for (const { facts } of his.arrivals()) {
    controlIds.set(facts.visitId, (controlIds.get(facts.visitId) ?? new Set()).add(facts.controlId));
  }
  for (const ids of controlIds.values())
    if (ids.size > 1) broken.push(`a visit went out under ${ids.size} control ids`);
  const known = new Set(accepted.map(({ facts }) => facts.ticket));
  for (const number of numbers.values()) if (!known.has(number)) broken.push(`${number} never reached the hospital`);
  return broken;
}

/** No personal data in any log line, and none readable in the database files. */
function checkPrivacy({ dataDir }: SoakSite, checkIns: number): readonly string[] {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const broken: string[] = [];
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (let index = 0; index < checkIns; index += 1) {
      const { fullName, number, address } = soakPerson(index);
      for (const secret of [fullName, number, address]) {
        if (bytes.includes(secret)) broken.push(`${file.name} holds personal data of patient ${index}`);
      }
    }
  }
  return broken;
}
