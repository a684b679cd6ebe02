import { setTimeout as pass } from 'node:timers/promises';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import { checkStore, outboxEmpty, pageOf } from '../../soak/kills.ts';
import { soakPerson } from '../../soak/people.ts';
import { serviceCodes } from '../../soak/soak-site.ts';
import type { GivenNumber, HospitalAccount } from './account.ts';
import { createFaults, type FaultName, faultNames } from './faults.ts';
import { counterNames, type Hospital, type KioskAtDoor, openHospital, wordsOfHospital } from './hospital.ts';
import { type Judged, judge } from './judge.ts';

export interface HospitalPlan {
  readonly database: 'postgresql' | 'sqlite';
  readonly visits: number;
  readonly faults: Readonly<Record<FaultName, number>>;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface HospitalProof extends Judged {
  readonly visits: number;
  /** Given under a kiosk's own mark, since no hub was there for so long. */
  readonly marked: number;
  /** Ms without a hub that decided, of each fault. */
  readonly lasted: Readonly<Record<FaultName, readonly number[]>>;
  readonly takeOvers: number;
  readonly cuts: number;
  readonly powerCuts: number;
  readonly lateRefused: number;
  readonly signIns: number;
  /** Pages of counters that did not answer, so that another was opened. */
  readonly opened: number;
  readonly events: number;
  readonly tookMs: number;
}

/** SQLite is one hub's on one machine: it is killed and started anew. */
export function faultsOf(database: HospitalPlan['database'], length: 'long' | 'short'): HospitalPlan['faults'] {
  const isLong = length === 'long';
  const isAlone = database === 'sqlite';
  return {
    'database stopped hard': isAlone ? 0 : isLong ? 20 : 1,
    'deciding hub killed': isAlone ? (isLong ? 20 : 2) : isLong ? 10 : 1,
    'deciding hub stopped': isAlone ? 0 : isLong ? 5 : 1,
  };
}

/** The words in which the table is printed. */
export function provedInWords(proof: HospitalProof): readonly string[] {
  const lasted = faultNames.flatMap((fault) => {
    const all = proof.lasted[fault].toSorted((one, other) => one - other);
    if (all.length === 0) return [];
    const ms = (at: number) => `${((all[at] ?? 0) / 1_000).toFixed(1)} s`;
    return [
      `${fault}: ${all.length} ×, nobody decided for ${ms(Math.floor(all.length / 2))} (median), ${ms(all.length - 1)} (longest)`,
    ];
  });
  return [
    `${proof.visits} patients left with a number, ${proof.marked} of them with one of the kiosk's own mark`,
    ...lasted,
    `lines cut: ${proof.cuts}; boards without power: ${proof.powerCuts}; another hub decided: ${proof.takeOvers}; signed in at counters: ${proof.signIns}, opened anew: ${proof.opened}`,
    `called: ${proof.calls}; called again: ${proof.recalls}; taken back: ${proof.undone}; lines of the log: ${proof.events}`,
    `spoken to the end: ${proof.spoken}; begun again: ${proof.begunAgain}; answered before their turn: ${proof.answeredBefore}`,
    `late acts at a hub that had been replaced, refused: ${proof.lateRefused}`,
    `not on a board that was without line or power while four others were called: ${proof.missedByLine}`,
    `took ${(proof.tookMs / 60_000).toFixed(1)} min`,
  ];
}

/** Ms between two acts at a counter: more patients an hour than any counter has. */
const pauseMs = 1_200;
/** Whoever nobody comes for is spoken in this time; see `judge.ts`. */
const untilSpokenMs = 13_000;
/** Whoever waits after that is found at the end of the day, with their number. */
const timeToDrainMs = (visits: number) => 60_000 + visits * 1_700;

export async function proveHospital(plan: HospitalPlan): Promise<HospitalProof> {
  const { seed, database, say } = plan;
  const startedAt = performance.now();
  const random = createSeededRandom(seed);
  const hospital = await openHospital({ database, random: createSeededRandom(seed + 1), pauseMs });
  try {
    const faults = createFaults(hospital, createSeededRandom(seed + 2));
    const day = await liveThrough({ plan, hospital, faults, random });
    const { account, ...lived } = await settle(hospital, faults, day);
    const judged = judge(account);
    return {
      ...judged,
      ...lived,
      visits: day.given.length,
      marked: day.given.filter(({ number }) => number.includes('-')).length,
      lasted: faults.lasted,
      cuts: day.cuts,
      powerCuts: day.powerCuts,
      lateRefused: faults.late.filter(({ answer }) => answer === 'none' || answer === 'not-deciding').length,
      tookMs: performance.now() - startedAt,
    };
  } finally {
    say('The hospital is being closed');
    await hospital.close();
  }
}

interface Day {
  readonly given: readonly GivenNumber[];
  readonly troubles: readonly string[];
  readonly cuts: number;
  readonly powerCuts: number;
  readonly calmFrom: number;
  /** Ends the work at the counters. */
  goHome(): Promise<void>;
}

/** Patients, staff, faults and cut lines, all at once; faults are spread over the visits. */
async function liveThrough({
  plan: { visits, faults: wanted, say },
  hospital,
  faults,
  random,
}: {
  readonly plan: HospitalPlan;
  readonly hospital: Hospital;
  readonly faults: ReturnType<typeof createFaults>;
  readonly random: () => number;
}): Promise<Day> {
  const given: GivenNumber[] = [];
  const troubles: string[] = [];
  const order = shuffled(
    faultNames.flatMap((fault) => Array.from({ length: wanted[fault] }, () => fault)),
    random,
  );
  let played = 0;
  let isPlaying = true;
  let isOpen = true;
  let cuts = 0;
  let powerCuts = 0;
  const atWork = hospital.counters.map(async (counter) => {
    while (isOpen) await counter.work();
  });
  const cutting = cutLines();
  const patients = hospital.kiosks.map((kiosk, which) => receive(kiosk, which));
  await Promise.all([playFaults(), ...patients]);
  isPlaying = false;
  await cutting;
  return {
    given,
    troubles,
    cuts,
    powerCuts,
    calmFrom: Date.now(),
    async goHome() {
      isOpen = false;
      await Promise.all(atWork);
    },
  };

  async function playFaults(): Promise<void> {
    for (const [index, fault] of order.entries()) {
      while (given.length < (index * visits) / order.length) await pass(50);
      await pass(1_000 + random() * 2_000);
      say(`${given.length} visits: ${fault}`);
      await faults.play(fault);
      played = index + 1;
    }
  }

  /** They do not all come before the first fault, and some come while nobody decides. */
  async function receive({ id, site, host }: KioskAtDoor, which: number): Promise<void> {
    const page = await pageOf(host);
    const share = visits / hospital.kiosks.length;
    for (let index = 0; index < share; index += 1) {
      while (order.length > 0 && index > (share * (played + 2)) / order.length) await pass(50);
      const person = soakPerson(index * hospital.kiosks.length + which);
      const serviceCode = serviceCodes[Math.floor(random() * serviceCodes.length)] ?? 'noi';
      const scan = () =>
        void site.scanner.act({ do: 'send-bytes', base64: Buffer.from(person.scan).toString('base64') });
      const outcome = await checkIn({ page, scan, serviceCode });
      if (outcome.ok) given.push({ kiosk: id, number: outcome.value.number, at: Date.now() });
      else troubles.push(`patient ${index} at ${id} was stuck at ${outcome.problem.lastScreen}`);
      await pass(200 + random() * 600);
    }
    page.close();
  }

  /** One at a time, at random; now and then a board has no power. */
  async function cutLines(): Promise<void> {
    const all = [...hospital.kiosks, ...hospital.counters, ...hospital.boards];
    while (isPlaying) {
      await pass(2_000 + random() * 4_000);
      if (random() < 0.15) {
        powerCuts += 1;
        await hospital.boards[Math.floor(random() * hospital.boards.length)]?.powerCut();
        continue;
      }
      cuts += 1;
      const { line } = all[Math.floor(random() * all.length)] ?? {};
      await line?.cut(random() < 0.5 ? 'torn' : 'silent', 200 + random() * 1_500);
    }
  }
}

/** Everybody who waits is called, everything is told, everybody goes home; then the account is taken. */
async function settle(hospital: Hospital, faults: ReturnType<typeof createFaults>, day: Day) {
  const { kiosks, counters, boards, hubs, lines } = hospital;
  for (const { host } of kiosks) await outboxEmpty(host);
  for (const counter of counters) counter.onlyCall();
  const emptyBy = performance.now() + timeToDrainMs(day.given.length);
  while (performance.now() < emptyBy) {
    const waiting = await Promise.all(counters.map((counter) => counter.waiting()));
    if (waiting.every((each) => each === 0)) break;
    await pass(300);
  }
  await pass(untilSpokenMs);
  for (const counter of counters) counter.finish();
  await pass(3 * pauseMs + 3_000);
  await day.goHome();
  for (const { host } of kiosks) await host.end('SIGTERM');
  const twoDecided = lines.twoDecided();
  for (const hub of hubs) await hub.end('SIGTERM');
  const { events, numbers } = await hospital.rows();
  const account: HospitalAccount = {
    given: day.given,
    troubles: [
      ...day.troubles,
      ...faults.troubles,
      ...kiosks.flatMap(({ id, site }) => checkStore(site).map((trouble) => `${id}: ${trouble}`)),
      ...(twoDecided > 0 ? [`two hubs said ${twoDecided} times that they decide`] : []),
    ],
    events,
    numbers,
    counters: counters.map((counter) => counter.account),
    counterNames,
    boards: boards.map((board) => ({ ...board.account, lost: board.line.lost })),
    hubLogs: hubs.map((hub) => hub.log()),
    voices: hubs.map((hub) => hub.said()),
    wordsNeeded: wordsOfHospital,
    late: faults.late,
    calmFrom: day.calmFrom,
  };
  return {
    account,
    takeOvers: lines.changes.length - 1,
    signIns: counters.reduce((sum, counter) => sum + counter.account.signIns.count, 0),
    opened: counters.reduce((sum, counter) => sum + counter.account.opened.count, 0),
    events: events.length,
  };
}

function shuffled<Each>(all: readonly Each[], random: () => number): readonly Each[] {
  return all
    .map((each) => ({ each, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ each }) => each);
}
