import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, test } from 'vitest';
import { nobody } from '#backend-client/contract/synthetic-people.ts';
import type { NumberingPolicy } from '#backend-client/numbering/policy.ts';
import { citizen, insured, lan, morning, request, services, storedVisit } from '#backend-client/store/store.bench.ts';
import { openStore, type Store } from '#backend-client/store/store.ts';

const program = fileURLToPath(new URL('export-check-in.ts', import.meta.url));
const masterKey = new Uint8Array(32).fill(7);

let directory: string;
let dataDir: string;
let siteFile: string;
let out: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiep-don-export-'));
  dataDir = join(directory, 'data');
  mkdirSync(dataDir);
  siteFile = join(directory, 'site.json');
  out = join(directory, 'check-in.xml');
  writeFileSync(
    siteFile,
    JSON.stringify({
      profile: 'production',
      site: { facilityCode: '27005', name: 'Trung tâm Y tế Thử Nghiệm', timeZone: 'Asia/Ho_Chi_Minh' },
      kiosk: { id: 'kiosk-1', stations: ['check-in'], listen: { host: '127.0.0.1', port: 0 }, dataDir: './data' },
      devices: [],
      services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' }],
      hospital: [],
    }),
  );
  writeFileSync(join(dataDir, 'store.key'), masterKey, { mode: 0o600 });
});
afterEach(() => rmSync(directory, { recursive: true }));

function openedStore(numbering?: NumberingPolicy): Store {
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey,
    facility: { timeZone: 'Asia/Ho_Chi_Minh', services, ...(numbering ? { numbering } : {}) },
    renderers: [],
    endpoints: [],
    clock: { now: () => morning, monotonic: () => morning },
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return opened.value;
}

interface Ending {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  changes: { readonly day?: string; readonly out?: string; readonly particulars?: string } = {},
): Promise<Ending> {
  const beside = changes.particulars === undefined ? [] : ['--particulars', changes.particulars];
  const args = ['--site', siteFile, '--day', changes.day ?? '2026-11-21', '--out', changes.out ?? out, ...beside];
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

/** What stands where the file should be, besides what was there before. */
const left = () => readdirSync(directory).filter((name) => !['data', 'site.json'].includes(name));

test('what patients were asked once stands in a second file, for its owner alone, by the key of the first', async () => {
  const store = openedStore();
  const { visitId } = storedVisit(store, request(lan, { answers: { particulars: { ethnicity: '02' } } }));
  storedVisit(store, request(citizen(2)));
  store.close();
  const particulars = join(directory, 'particulars.csv');
  const { code, stdout } = await run({ particulars });
  const lines = readFileSync(particulars, 'utf8').trimEnd().split('\r\n');
  assert.deepEqual([code, stdout.trimEnd().split('\n').at(-1)], [0, `${particulars}: 1 visits`]);
  assert.deepEqual(lines.slice(1), [`"${visitId}","02","","","",""`]);
  assert.equal(statSync(particulars).mode & 0o777, 0o600);
});

test('a day becomes a file for its owner alone, and what a person must know is said by ticket number', async () => {
  const store = openedStore();
  storedVisit(store, request(insured(lan, 'DN4010199999999')));
  storedVisit(store, request(nobody));
  store.close();
  const { code, stdout, stderr } = await run();
  const text = readFileSync(out, 'utf8');
  assert.deepEqual([code, stdout], [0, `${out}: 2 of 2 visits of 2026-11-21\n`]);
  assert.deepEqual(stderr.split('\n'), [
    'To be completed before signing (2 of 2):',
    '  A001: MA_DKBD, GT_THE_TU, MA_DOITUONG_KCB empty',
    '  A002: HO_TEN, SO_CCCD, NGAY_SINH, MA_THE_BHYT, MA_DKBD, GT_THE_TU empty',
    '',
  ]);
  assert.equal(statSync(out).mode & 0o777, 0o600);
  assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 2);
  assert.ok(text.includes('<HO_TEN>Nguyễn Thị Lan Thử</HO_TEN>') && text.endsWith('</CHI_TIEU_TRANG_THAI_KCB>\n'));
  assert.deepEqual(left(), ['check-in.xml']);
});

test('a visit under the mark of its kiosk stands in the file, and is named by its whole number', async () => {
  const store = openedStore({ kind: 'shared', mark: 'K2' });
  const { number } = storedVisit(store, request(nobody));
  storedVisit(store, request(insured(lan, 'DN4010199999999')));
  store.close();
  const { code, stdout, stderr } = await run();
  assert.deepEqual([number.text, code, stdout], ['A-K2-01', 0, `${out}: 2 of 2 visits of 2026-11-21\n`]);
  assert.match(stderr, /^ {2}A-K2-01: HO_TEN, /m);
  assert.match(stderr, /^ {2}A-K2-02: MA_DKBD, /m);
});

test('a file that is there already is left as it is', async () => {
  const store = openedStore();
  storedVisit(store, request(lan));
  store.close();
  writeFileSync(out, 'signed yesterday');
  const { code, stderr } = await run();
  assert.deepEqual(
    [code, stderr],
    [2, `--out: ${out} is there already and is left alone. Choose another name, or move it away.\n`],
  );
  assert.deepEqual([readFileSync(out, 'utf8'), left()], ['signed yesterday', ['check-in.xml']]);
});

test('while the kiosk runs it says that it must be stopped, and writes nothing', async () => {
  const store = openedStore();
  storedVisit(store, request(lan));
  const { code, stdout, stderr } = await run();
  store.close();
  assert.deepEqual([code, stdout, left()], [1, '', []]);
  assert.match(stderr, /^The kiosk on .* is running .* console, or stop it/);
});

test.each([
  ['a day without a visit', { day: '2026-11-20' }, 1, /^No visit is stored for 2026-11-20\. Nothing was written\.\n$/],
  [
    'no day of the calendar',
    { day: '2026-02-31' },
    2,
    /^--day: found "2026-02-31", expected a day as 2026-11-26\nUsage: /,
  ],
  [
    'a directory that is not there',
    { out: '/nowhere/at/all.xml' },
    1,
    /^--out: there is no directory \/nowhere\/at\. Make it first\.\n$/,
  ],
] as const)('%s is explained, and nothing is left behind', async (_, changes, code, words) => {
  openedStore().close();
  const ending = await run(changes);
  assert.deepEqual([ending.code, ending.stdout, left()], [code, '', []]);
  assert.match(ending.stderr, words);
});

test('without the key that belongs to the store nothing is told, and no key is made', async () => {
  const store = openedStore();
  storedVisit(store, request(lan));
  store.close();
  writeFileSync(join(dataDir, 'store.key'), new Uint8Array(32).fill(8), { mode: 0o600 });
  const wrong = await run();
  rmSync(join(dataDir, 'store.key'));
  const missing = await run();
  assert.deepEqual([wrong.code, missing.code, left()], [1, 1, []]);
  assert.match(wrong.stderr, /was sealed under another key/);
  assert.match(missing.stderr, /^The store's key is missing: /);
  assert.deepEqual(readdirSync(dataDir).toSorted(), ['store.sqlite']);
});

test('a kiosk that has stored nothing is told so, and gets no store', async () => {
  const { code, stderr } = await run();
  assert.deepEqual([code, readdirSync(dataDir)], [1, ['store.key']]);
  assert.match(stderr, /^There is no store in /);
});

test('somebody who stops it in the middle leaves nothing about anybody behind', { timeout: 60_000 }, async () => {
  const store = openedStore();
  for (let number = 1; number <= 3_000; number += 1) storedVisit(store, request(citizen(number)));
  store.close();
  const child = spawn(process.execPath, [program, '--site', siteFile, '--day', '2026-11-21', '--out', out]);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'exit');
  // The unfinished file has people in it now.
  while (!left().some((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size)) {
    await new Promise((resolve) => setImmediate(resolve));
    if (child.exitCode !== null) break;
  }
  child.kill('SIGINT');
  const [code] = await ended;
  assert.deepEqual([code, stderr, left()], [1, 'Stopped by SIGINT. Nothing was written.\n', []]);
});
