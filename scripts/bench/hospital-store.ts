import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createHl7v2Renderer } from '#backend-client/hl7v2/hl7v2-renderer.ts';
import { citizen, createStoreBench, request, storedVisit } from '#backend-client/store/store-bench.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Rounds } from './contest.ts';
import { perSecond, type Section } from './table.ts';

/**
 * Registrations on disk: a visit with its number, its document and its HL7 message, each sealed, in one transaction with
 * `synchronous=FULL`, beside what SQLite can do at most: one small row in one commit.
 *
 * The clock on the wall is what counts here, because a commit is mostly waiting for the disk. Both work in turns of the same
 * short time, so that neither gets the better disk.
 */
export async function benchStore({ count, roundMs }: Rounds): Promise<Section> {
  const ours = registrations();
  const bare = bareCommits(1);
  const three = bareCommits(3);
  const all = [ours, bare, three];
  for (const each of all) speedOf(each.once, roundMs / 4);
  const speeds = all.map(() => [] as number[]);
  for (let round = 0; round < count; round += 1) {
    for (const [index, each] of all.entries()) speeds[index]?.push(speedOf(each.once, roundMs));
  }
  for (const each of all) each.close();
  const [oursSpeed = Number.NaN, bareSpeed = Number.NaN, threeSpeed = Number.NaN] = speeds.map(middle);
  const { megabytesBefore, megabytesAfter } = waitingMessages();
  return {
    title: 'registrations on disk, by the clock on the wall',
    rows: [
      { what: 'ours: visit, number, document, HL7 message, sealed, one transaction', speed: perSecond(oursSpeed) },
      {
        what: 'better-sqlite3, synchronous=FULL: one row, one commit',
        speed: perSecond(bareSpeed),
        ratio: oursSpeed / bareSpeed,
      },
      {
        what: 'better-sqlite3, synchronous=FULL: three rows, one commit',
        speed: perSecond(threeSpeed),
        ratio: oursSpeed / threeSpeed,
      },
      {
        what: `memory (heap and external) while 100,000 messages wait: ${megabytesAfter} MB; with none: ${megabytesBefore} MB`,
        speed: '',
        ratio: megabytesAfter / megabytesBefore,
      },
    ],
  };
}

interface Contender {
  once(): void;
  close(): void;
}

const settings = hl7v2Endpoint.parse({ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 2575 });
const site = {
  facilityCode: '27005',
  timeZone: 'Asia/Ho_Chi_Minh',
  profile: 'demo',
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: '101' }],
} as const;

function registrations(): Contender & { readonly queued: () => number } {
  const bench = createStoreBench();
  const renderer = createHl7v2Renderer({ endpoint: settings, site });
  const store = bench.open({ renderers: [renderer], now: Date.now, randomBytes });
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
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-bench-'));
  const db = new Database(join(folder, 'bare.sqlite'));
  for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL']) db.pragma(pragma);
  db.exec('create table row (id integer primary key, body blob) strict');
  const insert = db.prepare('insert into row (body) values (?)');
  const body = randomBytes(700);
  const commit = db.transaction(() => {
    for (let row = 0; row < rows; row += 1) insert.run(body);
  });
  return {
    once: () => void commit.immediate(),
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function speedOf(once: () => void, forMs: number): number {
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() - startedAt < forMs) {
    once();
    done += 1;
  }
  return (done * 1000) / (performance.now() - startedAt);
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
