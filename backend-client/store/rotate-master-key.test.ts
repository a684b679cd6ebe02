import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, test } from 'vitest';
import { readMasterKey, readNextMasterKey } from './master-key.ts';
import { rotateMasterKey } from './rotate-master-key.ts';
import { citizen, claimNext, createStoreBench, dayMs, numberFor, request, type StoreBench } from './store.bench.ts';
import { openStore } from './store.ts';

let bench: StoreBench;
let dataDir: string;
beforeEach(() => {
  bench = createStoreBench();
  dataDir = dirname(bench.path);
});
afterEach(() => bench.remove());

const rotate = (changes: { storePath?: string; credentialsDirectory?: string } = {}) =>
  rotateMasterKey({ storePath: bench.path, dataDir, randomBytes, ...changes });

function keyFile(): Uint8Array {
  const key = readMasterKey({ dataDir, randomBytes });
  assert.ok(key.ok);
  return key.value;
}

/** As the kiosk opens it: with the current key and, if there is one, the next. */
function open(credentialsDirectory?: string) {
  const masterKey = readMasterKey({ dataDir, credentialsDirectory, randomBytes });
  const next = readNextMasterKey({ dataDir, credentialsDirectory });
  assert.ok(masterKey.ok);
  assert.ok(next === undefined || next.ok);
  return openStore({ ...bench.settings, masterKey: masterKey.value, nextMasterKey: next?.ok ? next.value : undefined });
}

function storeTwoDays(): void {
  const store = bench.open({ masterKey: keyFile() });
  numberFor(store, request(citizen(1)));
  bench.clock.advance(dayMs);
  numberFor(store, request(citizen(2)));
  store.close();
}

function firstMessage(credentialsDirectory?: string): string {
  const opened = open(credentialsDirectory);
  if (!opened.ok) return opened.problem.kind;
  const claim = claimNext(opened.value);
  opened.value.close();
  return claim.ok && claim.value.kind === 'claimed' ? Buffer.from(claim.value.message.bytes).toString() : 'none';
}

test('what else is sealed under the key is let go on before anything is changed, and the old key kept out when all is done', () => {
  storeTwoDays();
  const old = keyFile();
  const told: string[] = [];
  const others = (mayBegin: boolean) => ({
    letNextIn: ({ from, to }: { readonly from: Uint8Array; readonly to: Uint8Array }) => {
      told.push(
        `${Buffer.from(from).equals(old)} ${Buffer.from(to).equals(old)} ${Buffer.from(keyFile()).equals(old)}`,
      );
      return mayBegin;
    },
    keepOnly: (to: Uint8Array) => {
      told.push(`only ${Buffer.from(to).equals(keyFile())} ${Buffer.from(to).equals(old)}`);
      return true;
    },
  });
  const place = { storePath: bench.path, dataDir, randomBytes };
  const refused = rotateMasterKey({ ...place, others: others(false) });
  const still = Buffer.from(keyFile()).equals(old);
  const done = rotateMasterKey({ ...place, others: others(true) });
  assert.deepEqual(
    { refused, still, done: done.ok, told },
    {
      refused: { ok: false, problem: { kind: 'others-not-rewrapped' } },
      still: true,
      done: true,
      told: ['true false true', 'true false true', 'only true false'],
    },
  );
});

test('after a rotation everything opens under the new key, nothing under the old, and its wrappings are gone from the disk', () => {
  storeTwoDays();
  const old = keyFile();
  const wrapped = wrappedKeys();
  const rotated = rotate();
  const withOld = openStore({ ...bench.settings, masterKey: old });
  assert.deepEqual(
    {
      rotated,
      withOld: withOld.ok ? 'opened' : withOld.problem.kind,
      found: wrapped.filter((bytes) => bench.rawBytes().includes(bytes.subarray(8, 40))).length,
      next: existsSync(join(dataDir, 'store.key.next')),
      same: Buffer.from(keyFile()).equals(old),
    },
    {
      rotated: { ok: true, value: { dayKeys: 2, newKeyIn: 'file' } },
      withOld: 'wrong-key',
      found: 0,
      next: false,
      same: false,
    },
  );
  assert.match(firstMessage(), /A001\|Người Thử 1/);
});

test('a rotation that a power cut ended between store and key file is finished by the next run, and the kiosk opens meanwhile', () => {
  storeTwoDays();
  const old = readFileSync(join(dataDir, 'store.key'));
  rotate();
  const now = readFileSync(join(dataDir, 'store.key'));
  writeFileSync(join(dataDir, 'store.key'), old, { mode: 0o600 });
  writeFileSync(join(dataDir, 'store.key.next'), now, { mode: 0o600 });
  const meanwhile = firstMessage();
  const finished = rotate();
  assert.match(meanwhile, /A001\|Người Thử 1/);
  assert.deepEqual(finished, { ok: true, value: { dayKeys: 0, newKeyIn: 'file' } });
  assert.deepEqual(readFileSync(join(dataDir, 'store.key')), now);
});

test('the next key may be a credential; the kiosk opens with it until the technician has renamed it', () => {
  storeTwoDays();
  const credentials = join(bench.directory, 'credentials');
  mkdirSync(credentials);
  writeFileSync(join(credentials, 'tiep-don-store-key'), keyFile(), { mode: 0o440 });
  writeFileSync(join(credentials, 'tiep-don-store-key-next'), randomBytes(32), { mode: 0o440 });
  const rotated = rotate({ credentialsDirectory: credentials });
  assert.deepEqual(rotated, { ok: true, value: { dayKeys: 2, newKeyIn: 'credential' } });
  assert.match(firstMessage(credentials), /A001\|Người Thử 1/);
  assert.equal(firstMessage(), 'wrong-key');
});

test('nothing is touched while the kiosk runs, without a store, without its key, or under a foreign one', () => {
  const kinds: unknown[] = [];
  const note = (rotated: ReturnType<typeof rotate>) => kinds.push(rotated.ok ? 'rotated' : rotated.problem.kind);
  note(rotate({ storePath: join(dataDir, 'other.db') }));
  const running = bench.open();
  numberFor(running, request(citizen(1)));
  note(rotate());
  running.close();
  note(rotate());
  writeFileSync(join(dataDir, 'store.key'), new Uint8Array(32).fill(9), { mode: 0o600 });
  note(rotate());
  writeFileSync(join(dataDir, 'store.key.next'), new Uint8Array(32).fill(9), { mode: 0o600 });
  note(rotate());
  assert.deepEqual(kinds, ['no-store', 'in-use', 'no-key', 'wrong-key', 'same-key']);
  const store = bench.open();
  assert.equal(numberFor(store, request(citizen(1))), '=A001');
  store.close();
});

test('killed at any moment of a rotation, the kiosk opens and every message is readable', async () => {
  storeTwoDays();
  const program = fileURLToPath(new URL('./kill-test/key-rotator.ts', import.meta.url));
  const outcomes: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, [program, bench.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    // Real time: where the kill lands is the point.
    await sleep((round * 7) % 20);
    child.kill('SIGKILL');
    const [, signal] = await once(child, 'exit');
    assert.equal(signal, 'SIGKILL', 'the program ended by itself');
    outcomes.push(firstMessage().split('|')[2] ?? 'lost');
    // What was claimed is queued again when the store is opened.
  }
  assert.deepEqual(new Set(outcomes), new Set(['A001']));
}, 60_000);

function wrappedKeys(): readonly Buffer[] {
  const raw = new Database(bench.path, { readonly: true });
  const found = raw
    .prepare<[], Buffer>('select wrapped_key from day_key union all select wrapped_documents_key from day_key')
    .pluck()
    .all();
  raw.close();
  return found;
}
