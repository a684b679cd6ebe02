import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { citizen, createStoreBench, request, storedVisit } from '#backend-client/store/store.bench.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Rounds } from './contest.ts';
import { perSecond, type Section } from './table.ts';

/**
 * Registrations on disk: a visit with its number, its document and its HL7 message, each sealed, in one transaction with
 * `synchronous=FULL`, beside what SQLite can do at most: one small row in one commit. The last peer says how much of the
 * difference is the number of tables and indexes, which SQLite writes a page for each, and how much is ours.
 *
 * The clock on the wall is what counts here, because a commit is mostly waiting for the disk. All work in short turns, and
 * the ratio is the middle one of all turns, so that nobody gets the better disk. Processor time stands beside it.
 */
export async function benchStore({ count, roundMs }: Rounds): Promise<Section> {
  const ours = registrations();
  const all = [ours, bareCommits(1), bareCommits(3), sameTables()];
  for (const each of all) paceOf(each.once, roundMs);
  const paces = all.map(() => [] as Pace[]);
  for (let turn = 0; turn < count * turnsInRound; turn += 1) {
    for (const [index, each] of all.entries()) paces[index]?.push(paceOf(each.once, roundMs / turnsInRound));
  }
  for (const each of all) each.close();
  const { megabytesBefore, megabytesAfter } = waitingMessages();
  const [ourPaces = [], ...peers] = paces;
  const peerNames = [
    'better-sqlite3, synchronous=FULL: one row, one commit',
    'better-sqlite3, synchronous=FULL: three rows, one commit',
    'better-sqlite3, synchronous=FULL: as many tables and indexes, as many bytes, one commit',
  ];
  return {
    title: 'registrations on disk, by the clock on the wall',
    rows: [
      { what: 'ours: visit, number, document, HL7 message, sealed, one transaction', speed: speedText(ourPaces) },
      ...peers.map((peer, index) => ({
        what: peerNames[index] ?? '',
        speed: speedText(peer),
        ratio: middle(peer.map(({ wallUs }, turn) => wallUs / (ourPaces[turn]?.wallUs ?? Number.NaN))),
      })),
      {
        what: `memory (heap and external) while 100,000 messages wait: ${megabytesAfter} MB; with none: ${megabytesBefore} MB`,
        speed: '',
        ratio: megabytesAfter / megabytesBefore,
      },
    ],
  };
}

const turnsInRound = 3;

interface Contender {
  once(): void;
  close(): void;
}

const settings = hl7v2Endpoint.parse({ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 2575 });
const site = {
  facilityCode: '27005',
  kioskId: 'kiosk-1',
  timeZone: 'Asia/Ho_Chi_Minh',
  profile: 'demo',
} as const;

function registrations(): Contender & { readonly queued: () => number } {
  const bench = createStoreBench();
  const renderer = createHl7v2Renderer({ endpoint: settings, site });
  const store = bench.open({ renderers: [renderer], clock: machineClock, randomBytes });
  let people = 0;
  return {
    once() {
      people += 1;
      storedVisit(store, request(citizen(people)));
    },
    queued: () => store.messageCounts().queued,
    close() {
      store.close();
      bench.remove();
    },
  };
}

function bareCommits(rows: number): Contender {
  const body = randomBytes(700);
  return bareTables([Array.from({ length: rows }, () => body)]);
}

/** A visit's row and a message's, and a short row for each of the four indexes. All are appended, none has a key to compare. */
function sameTables(): Contender {
  return bareTables([350, 680, 50, 50, 50, 70].map((bytes) => [randomBytes(bytes)]));
}

/** One commit writes the rows of each table. */
function bareTables(tables: readonly (readonly Uint8Array[])[]): Contender {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-bench-'));
  const db = new Database(join(folder, 'bare.sqlite'));
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma);
  const inserts = tables.flatMap((bodies, index) => {
    db.exec(`create table row_${index} (id integer primary key, body blob) strict`);
    const insert = db.prepare(`insert into row_${index} (body) values (?)`);
    return bodies.map((body) => () => insert.run(body));
  });
  const commit = db.transaction(() => {
    for (const insert of inserts) insert();
  });
  return {
    once: () => void commit.immediate(),
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What one takes, in µs. */
interface Pace {
  readonly wallUs: number;
  readonly processorUs: number;
}

function paceOf(once: () => void, forMs: number): Pace {
  const begun = process.cpuUsage();
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() - startedAt < forMs) {
    once();
    done += 1;
  }
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(begun);
  return { wallUs: (tookMs * 1000) / done, processorUs: (user + system) / done };
}

function speedText(paces: readonly Pace[]): string {
  const processor = Math.round(middle(paces.map(({ processorUs }) => processorUs)));
  return `${perSecond(1e6 / middle(paces.map(({ wallUs }) => wallUs)))}, ${processor} µs of processor time`;
}

/** What the hospital has not got yet waits on disk, not in memory. */
function waitingMessages(): { readonly megabytesBefore: number; readonly megabytesAfter: number } {
  const kiosk = registrations();
  for (let warm = 0; warm < 1_000; warm += 1) kiosk.once();
  const megabytesBefore = megabytes();
  for (let waiting = kiosk.queued(); waiting < 100_000; waiting += 1) kiosk.once();
  const megabytesAfter = megabytes();
  kiosk.close();
  return { megabytesBefore, megabytesAfter };
}

function megabytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1e5) / 10;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
