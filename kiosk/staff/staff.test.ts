import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openStaff, type Staff } from './staff.ts';
import { findStaffKey, keepOneMasterKey, letNextMasterKeyIn } from './staff-key.ts';

let dataDir: string;
let masterKey: Uint8Array;
let changed: string[];
const clock = createHandCrankedClock(1_800_000_000_000);
const open = () =>
  openStaff({
    dataDir,
    masterKey,
    clock,
    bootId: 'boot-1',
    randomBytes,
    onPersonChanged: (id) => changed.push(id),
    cost: { memory: 8_192, passes: 1, parallelism: 1 },
  });

function opened(): Staff {
  const staff = open();
  if (!staff.ok) throw new Error(JSON.stringify(staff.problem));
  return staff.value;
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-staff-'));
  masterKey = randomBytes(32);
  changed = [];
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('every sign-in and every refusal is in the log, and no secret is, wherever somebody typed it', async () => {
  const staff = opened();
  const minh = await staff.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
  if (!minh.ok) throw new Error();
  const source = '10.0.0.7';
  await staff.signIn.signIn({ name: 'Minh Thử', secret: '271828', source });
  await staff.signIn.signIn({ name: '271828', secret: 'Minh Thử', source });
  for (let each = 0; each < 7; each += 1) await staff.signIn.signIn({ name: 'minh thử', secret: '314159', source });
  await staff.signIn.lobbyPin('161803');
  const by = { id: minh.value.id, name: 'Minh Thử', role: 'supervisor' };
  const refused = { act: 'sign-in-refused', details: { source, why: 'wrong' } };
  expect(staff.audit.latest(100).map(({ act, by, details }) => ({ act, by, details }))).toEqual([
    { act: 'log-begun', by: null, details: {} },
    { act: 'signed-in', by, details: { source, totp: false } },
    { ...refused, by: null },
    ...Array.from({ length: 5 }, () => ({ ...refused, by })),
    { act: 'locked-out', by: null, details: { what: 'name', ms: 30_000, source } },
    { act: 'lobby-pin-wrong', by: null, details: {} },
  ]);
  staff.close();
  for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dataDir, name);
    if (statSync(path).isFile()) expect(readFileSync(path, 'utf8')).not.toMatch(/271828|314159|161803/);
  }
});

test('whoever changes is told of, so that what they have open ends; a used code is no change', async () => {
  const { people, close } = opened();
  const minh = await people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
  const lan = await people.add({ name: 'Lan Thử', roles: ['technician'], secret: '271828' });
  if (!minh.ok || !lan.ok) throw new Error();
  const { id } = lan.value;
  people.setRoles(id, ['supervisor']);
  await people.setSecret(id, '314159');
  people.rename(id, 'Lan Thử Hai');
  people.remove(id);
  people.remove(minh.value.id);
  expect(changed).toEqual([id, id, id, id]);
  close();
});

test('a rotated master key opens the same log and people, the old one nothing, and a kill in between costs nothing', async () => {
  const before = opened();
  await before.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
  before.close();
  const from = masterKey;
  const to = randomBytes(32);
  expect(letNextMasterKeyIn({ dataDir, from, to, randomBytes })).toEqual({ ok: true, value: true });
  // Killed here, and called again.
  expect(letNextMasterKeyIn({ dataDir, from, to, randomBytes })).toEqual({ ok: true, value: true });
  for (const key of [from, to]) {
    masterKey = key;
    const { damage, people, close } = opened();
    expect([damage.audit, people.list().length]).toEqual([undefined, 1]);
    close();
  }
  expect(keepOneMasterKey({ dataDir, masterKey: to, randomBytes }).ok).toBe(true);
  expect(findStaffKey({ dataDir, masterKey: from })).toMatchObject({ ok: false, problem: { kind: 'wrong-key' } });
  masterKey = to;
  const after = opened();
  expect([after.damage.audit, after.audit.head().count]).toEqual([undefined, 1]);
  after.close();
});

test('what cannot be read is a problem with a name, and the first start has none', () => {
  opened().close();
  const path = join(dataDir, 'staff', 'people.json');
  writeFileSync(path, '{', { mode: 0o600 });
  expect(open()).toEqual({ ok: false, problem: { at: 'people', why: { kind: 'not-json', path } } });
  masterKey = randomBytes(32);
  expect(open()).toMatchObject({ ok: false, problem: { at: 'staff-key', why: { kind: 'wrong-key' } } });
  writeFileSync(join(dataDir, 'staff', 'staff.key'), 'x');
  expect(open()).toMatchObject({ ok: false, problem: { at: 'staff-key', why: { kind: 'damaged' } } });
});

test('verify-audit says that the log is whole, or the first line that is wrong', async () => {
  writeFileSync(join(dataDir, 'store.key'), masterKey, { mode: 0o600 });
  const staff = opened();
  staff.audit.append(null, { act: 'maintenance-begun', details: {} });
  staff.close();
  const program = fileURLToPath(new URL('../../scripts/verify-audit.ts', import.meta.url));
  const run = () =>
    new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
      execFile(process.execPath, [program, '--data-dir', dataDir], (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: stdout + stderr }),
      );
    });
  expect(await run()).toEqual({ code: 0, said: expect.stringContaining('The log is whole: 2 entries.') });
  const log = join(dataDir, 'staff', 'audit', 'audit-0000000001.jsonl');
  writeFileSync(log, readFileSync(log, 'utf8').replace('maintenance-begun', 'maintenance-ended'));
  const { code, said } = await run();
  expect([code, said]).toEqual([1, `${log}, line 2: this entry was changed, or the one before it was. (wrong-hash)\n`]);
});
