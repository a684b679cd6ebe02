import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test, vi } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { FactKind } from '../contract/fact.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { readMasterKey } from './master-key.ts';
import { rotateMasterKey } from './rotate-master-key.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  insured,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

/**
 * What is erased is gone from the raw files: every piece of the noted bytes is sought in the database and in its log, one
 * byte after the other. Rows that are null prove nothing about a disk.
 */

// Hundreds of commits, and copies of the files, each sought through byte by byte.
vi.setConfig({ testTimeout: 60_000 });

let bench: StoreBench;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => bench.remove());

/** What hides a person, and what finds one. */
interface Noted {
  readonly patients: readonly Buffer[];
  readonly messages: readonly Buffer[];
  readonly readings: readonly Buffer[];
  readonly documents: readonly Buffer[];
  readonly keys: readonly Buffer[];
}

const kinds: readonly FactKind[] = ['registration', 'correction', 'arrival', 'reading'];
/** As long as real messages; the longest of them do not fit into one page of SQLite. */
const his = talkative('his', 900);
const fhir = talkative('fhir', 7_000);
const endpoints = [
  { id: 'his', deduplicates: true },
  { id: 'fhir', deduplicates: true },
];

function talkative(endpointId: string, length: number): MessageRenderer {
  return {
    endpointId,
    takes: kinds,
    render: ({ kind }, controlId) => Buffer.from(`${kind}|${controlId}|`.padEnd(length, `${controlId} `)),
  };
}

const open = (changes = {}) => bench.open({ renderers: [his, fhir], endpoints, ...changes });

/** A patient with both cards, whose address was read later, and who was measured twice. */
function visitOf(store: Store, who: number): VisitId {
  const known = insured(citizen(who), `DN40101${String(who).padStart(8, '0')}`);
  const { visitId } = storedVisit(store, request({ ...known, address: undefined }));
  assert.deepEqual(store.correctVisit(visitId, known), { ok: true, value: 'corrected' });
  for (const systolic of [120, 130]) assert.ok(store.storeReading(pressure(visitId, systolic)).ok);
  return visitId;
}

function pressure(visitId: VisitId, systolic: number) {
  return {
    visitId,
    ticketNumber: 'A001',
    values: {
      kind: 'blood-pressure',
      systolic,
      diastolic: 80,
      mean: undefined,
      pulse: 70,
      irregular: undefined,
      moved: undefined,
    },
    deviceId: 'bp',
    deviceModel: undefined,
    deviceTime: undefined,
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: undefined },
  } as const;
}

/** Every message that is due, to both systems. */
function deliver(store: Store, state: 'accepted' | 'refused' = 'accepted'): void {
  for (const { id } of endpoints) {
    for (let claim = claimNext(store, id); claim.ok && claim.value.kind === 'claimed'; claim = claimNext(store, id)) {
      const note = state === 'accepted' ? ({ state } as const) : ({ state, reason: 'hospital-error-ae' } as const);
      store.noteDelivery(claim.value.message.messageId, note);
    }
  }
}

async function erase(store: Store) {
  const erased = await store.eraseExpired();
  assert.ok(erased.ok);
  return erased.value;
}

/** A copy of the files, read by somebody else while the kiosk runs. */
function note(where = ''): Noted {
  const copy = `${bench.path}.copy`;
  for (const end of ['', '-wal']) {
    const name = bench.path + end;
    writeFileSync(copy + end, existsSync(name) ? readFileSync(name) : '');
  }
  const raw = new Database(copy);
  const all = (sql: string) => raw.prepare<[], Buffer>(sql).pluck().all();
  const noted = {
    patients: all(`select patient from visit where patient is not null ${where}`),
    messages: all(`select body from message where body is not null ${where}`),
    readings: all(`select body from reading where true ${where}`),
    documents: all(`select document_mac from visit_document where true ${where}`),
    keys: all(`select wrapped_key from day_key`),
  };
  raw.close();
  return noted;
}

/** Ciphertext has no repetitions, so a piece of it that is found is a piece that stayed. */
const pieceBytes = 16;

/** How many of each still have a piece in one of the files. */
function found(noted: Noted): Counts {
  const pieces = new Map<string, Set<Buffer>>();
  for (const secret of Object.values(noted).flat())
    for (let at = 0; at + pieceBytes <= secret.length; at += pieceBytes) {
      const piece = secret.toString('latin1', at, at + pieceBytes);
      pieces.set(piece, (pieces.get(piece) ?? new Set()).add(secret));
    }
  const stayed = new Set<Buffer>();
  for (const bytes of filesOf(bench.path)) for (const secret of secretsIn(bytes, pieces)) stayed.add(secret);
  return sizes(mapNoted(noted, (secret) => stayed.has(secret)));
}

/** Looks at every place; two bytes tell apart most of what need not be looked at more closely. */
function secretsIn(bytes: Buffer, pieces: ReadonlyMap<string, ReadonlySet<Buffer>>): readonly Buffer[] {
  const beginnings = new Uint8Array(0x1000000);
  for (const piece of pieces.keys()) beginnings[Buffer.from(piece, 'latin1').readUIntBE(0, 3)] = 1;
  const secrets: Buffer[] = [];
  for (let at = 0; at + pieceBytes <= bytes.length; at += 1) {
    if (beginnings[bytes.readUIntBE(at, 3)] === 0) continue;
    secrets.push(...(pieces.get(bytes.toString('latin1', at, at + pieceBytes)) ?? []));
  }
  return secrets;
}

function filesOf(path: string): readonly Buffer[] {
  return ['', '-wal', '-journal']
    .map((end) => path + end)
    .flatMap((name) => (existsSync(name) ? [readFileSync(name)] : []));
}

type Counts = Readonly<Record<keyof Noted, number>>;
const names = ['patients', 'messages', 'readings', 'documents', 'keys'] as const satisfies readonly (keyof Noted)[];
const mapNoted = (noted: Noted, keep: (secret: Buffer) => boolean) =>
  Object.fromEntries(names.map((name) => [name, noted[name].filter(keep)])) as unknown as Noted;
const sizes = (noted: Noted) =>
  Object.fromEntries(names.map((name) => [name, noted[name].length])) as unknown as Counts;
const none: Counts = { patients: 0, messages: 0, readings: 0, documents: 0, keys: 0 };

test('what the hospital has: not a piece of patient, messages, readings, document numbers and key is left after a day', async () => {
  const store = open();
  visitOf(store, 1);
  deliver(store);
  const noted = note();
  const before = found(noted);
  bench.clock.advance(2 * dayMs);
  await erase(store);
  const after = found(noted);
  store.close();
  assert.deepEqual(sizes(noted), { patients: 1, messages: 8, readings: 2, documents: 2, keys: 1 });
  assert.deepEqual([before, after, found(noted)], [sizes(noted), none, none]);
});

test('of a busy day, what the hospital refused is all there for thirty days, what it has is gone, and then everything is', async () => {
  const store = open();
  const refused = new Set<VisitId>();
  const overwritten: Buffer[] = [];
  for (let who = 1; who <= 160; who += 1) {
    const isRefused = who % 3 === 0;
    // Rows of all lengths, which grow when more is known: SQLite moves them from page to page.
    const known = {
      ...insured(citizen(who), `DN40101${String(who).padStart(8, '0')}`),
      address: 'x'.repeat((who * 37) % 300),
    };
    const { visitId } = storedVisit(store, request({ ...known, address: undefined }));
    if (who % 4 === 0) {
      overwritten.push(...note(`and visit_id = '${visitId}'`).patients);
      assert.ok(store.correctVisit(visitId, known).ok);
    }
    assert.ok(store.storeReading(pressure(visitId, 120)).ok);
    if (isRefused) refused.add(visitId);
    deliver(store, isRefused ? 'refused' : 'accepted');
  }
  const ids = [...refused].map((id) => `'${id}'`).join(', ');
  const kept = note(`and visit_id in (${ids})`);
  const others = note(`and visit_id not in (${ids})`);
  const settled = { ...others, patients: [...others.patients, ...overwritten] };
  bench.clock.advance(2 * dayMs);
  const early = await erase(store);
  const afterTwoDays = [found(kept), found(settled)];
  bench.clock.advance(30 * dayMs);
  const late = await erase(store);
  const afterAMonth = [found(kept), found(settled)];
  store.close();
  assert.deepEqual([early.visits, late.visits], [107, 53]);
  assert.deepEqual(
    [afterTwoDays, afterAMonth],
    [
      // Documents of a day that is over find nobody any more, whatever the hospital said.
      [
        { ...sizes(kept), documents: 0 },
        { ...afterTwoDays[1], documents: 0, keys: 1 },
      ],
      [none, none],
    ],
  );
});

test.each(['before', 'after'] as const)(
  'a master key that is changed %s the erasure: neither the old wrapping of a day nor a piece of a person is left',
  async (when) => {
    const dataDir = dirname(bench.path);
    const masterKey = readMasterKey({ dataDir, randomBytes });
    assert.ok(masterKey.ok);
    const first = open({ masterKey: masterKey.value });
    // Two months of days with something undelivered, so that the keys fill more than one page.
    for (let day = 0; day < 60; day += 1) {
      storedVisit(first, request(citizen(day)));
      bench.clock.advance(dayMs);
    }
    deliver(first, 'refused');
    const noted = note();
    if (when === 'after') assert.ok((await first.eraseExpired({ unsettledAfterMs: dayMs })).ok);
    first.close();
    const rotated = rotateMasterKey({ storePath: bench.path, dataDir, randomBytes });
    const afterRotation = found(noted).keys;
    const newKey = readMasterKey({ dataDir, randomBytes });
    assert.ok(newKey.ok);
    const second = open({ masterKey: newKey.value });
    const wrappedAnew = note().keys;
    bench.clock.advance(2 * dayMs);
    assert.ok((await second.eraseExpired({ unsettledAfterMs: dayMs })).ok);
    const afterErasure = [found(noted), found({ ...noted, keys: wrappedAnew })];
    second.close();
    assert.ok(rotated.ok);
    assert.deepEqual([sizes(noted).keys, afterRotation, afterErasure], [60, 0, [none, none]]);
  },
);
