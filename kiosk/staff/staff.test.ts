import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openStaff, type Staff } from './staff.ts';
import { findStaffKey, keepOneMasterKey, letNextMasterKeyIn } from './staff-key.ts';

let dataDir: string;
let masterKey: Uint8Array | undefined;
let changed: string[];
const clock = createHandCrankedClock(1_800_000_000_000);
const opened = (): Staff =>
  openStaff({
    dataDir,
    masterKey,
    clock,
    bootId: 'boot-1',
    randomBytes,
    onPersonChanged: (id) => changed.push(id),
    cost: { memory: 8_192, passes: 1, parallelism: 1 },
  });

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
  const from = masterKey ?? randomBytes(32);
  const to = randomBytes(32);
  expect(letNextMasterKeyIn({ dataDir, from, to, randomBytes })).toEqual({ ok: true, value: true });
  // Killed here, and called again.
  expect(letNextMasterKeyIn({ dataDir, from, to, randomBytes })).toEqual({ ok: true, value: true });
  for (const key of [from, to]) {
    masterKey = key;
    const { damage, people, close } = opened();
    expect([damage().audit, people.list().length]).toEqual([undefined, 1]);
    close();
  }
  expect(keepOneMasterKey({ dataDir, masterKey: to, randomBytes }).ok).toBe(true);
  expect(findStaffKey({ dataDir, masterKey: from })).toMatchObject({ ok: false, problem: { kind: 'wrong-key' } });
  masterKey = to;
  const after = opened();
  expect([after.damage().audit, after.audit.head().count]).toEqual([undefined, 1]);
  after.close();
});

const inStaff = (name: string) => join(dataDir, 'staff', name);
const asideIn = (beginning: string) =>
  readdirSync(inStaff('.')).filter((name) => name.startsWith(`${beginning}-aside-`));
const source = '10.0.0.7';

async function withMinh(): Promise<void> {
  const staff = opened();
  const minh = await staff.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
  expect(minh.ok).toBe(true);
  staff.close();
}

/** Every way in which a file is found broken after a power loss, or after somebody's hands. */
const damages = {
  'cut in half': (path: string) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size >> 1)),
  empty: (path: string) => writeFileSync(path, ''),
  'other JSON': (path: string) => writeFileSync(path, '{"version":1}'),
  garbage: (path: string) => writeFileSync(path, randomBytes(400)),
  'readable by others': (path: string) => chmodSync(path, 0o644),
  'a folder': (path: string) => {
    rmSync(path);
    mkdirSync(path);
  },
} as const;

describe.each(Object.entries(damages))('a file that is %s', (_, damage) => {
  test('of the people is kept aside, and nobody is let in by name until the owner makes people anew', async () => {
    await withMinh();
    damage(inStaff('people.json'));
    for (const each of ['the start that finds it', 'the next one']) {
      const { people, signIn, damage: found, close } = opened();
      expect([each, people.list(), people.hasLobbyPin()]).toEqual([each, [], false]);
      expect(found().people?.aside).toBe(asideIn('people.json')[0]);
      const refused = await signIn.signIn({ name: 'Minh Thử', secret: '271828', source });
      expect(refused).toMatchObject({ ok: false, problem: { kind: 'wrong' } });
      close();
    }
    const { people, audit, damage: found, close } = opened();
    expect(audit.latest(100)).toContainEqual(
      expect.objectContaining({ act: 'file-set-aside', details: expect.objectContaining({ file: 'people.json' }) }),
    );
    expect((await people.add({ name: 'Lan Thử', roles: ['supervisor'], secret: '314159' })).ok).toBe(true);
    expect(found().people).toBeUndefined();
    close();
    expect(asideIn('people.json')).toHaveLength(1);
  });

  test('of the staff key is kept aside with the log that it signed, and people sign in', async () => {
    await withMinh();
    damage(inStaff('staff.key'));
    const staff = opened();
    expect(staff.damage()).toMatchObject({ key: { aside: asideIn('staff.key')[0] }, audit: { why: 'wrong-mac' } });
    expect(staff.audit.latest(9)[0]).toMatchObject({
      n: 1,
      act: 'log-set-aside',
      details: { folder: asideIn('audit')[0] },
    });
    expect((await staff.signIn.signIn({ name: 'Minh Thử', secret: '271828', source })).ok).toBe(true);
    expect(staff.verifyAudit().ok).toBe(true);
    staff.close();
  });

  test.each(['audit/audit-0000000001.jsonl', 'audit/head.json'])(
    'of the log (%s) is kept aside, named by the first entry of the new one',
    async (name) => {
      await withMinh();
      damage(inStaff(name));
      const staff = opened();
      expect(staff.audit.latest(9)[0]).toMatchObject({
        n: 1,
        act: 'log-set-aside',
        details: { folder: asideIn('audit')[0] },
      });
      expect((await staff.signIn.signIn({ name: 'Minh Thử', secret: '271828', source })).ok).toBe(true);
      staff.close();
    },
  );

  test('of the lock-out gives no guess for nothing, at this start or the next', async () => {
    await withMinh();
    damage(inStaff('lock-out.json'));
    const locked = async (staff: Staff) => {
      const answer = await staff.signIn.signIn({ name: 'Minh Thử', secret: '314159', source });
      return !answer.ok && answer.problem.kind === 'locked-out' ? answer.problem.remainingMs : 0;
    };
    const staff = opened();
    expect(await locked(staff)).toBe(30_000);
    expect(staff.damage().lockOut?.aside).toBe(asideIn('lock-out.json')[0]);
    staff.close();
    const next = opened();
    expect([next.damage().lockOut, await locked(next)]).toEqual([undefined, 5_000]);
    clock.advance(5_000);
    expect([await locked(next), await locked(next)]).toEqual([0, 5_000]);
    next.close();
  });
});

test('a folder or a file in the place of another gives nobody a code: all that was there is kept', async () => {
  await withMinh();
  rmSync(inStaff('.'), { recursive: true });
  writeFileSync(join(dataDir, 'staff'), 'something else');
  const { damage, people, close } = opened();
  expect([people.list(), damage().people?.why]).toEqual([[], 'no-folder']);
  expect((await people.add({ name: 'Lan Thử', roles: ['supervisor'], secret: '314159' })).ok).toBe(true);
  close();
});

test('a lock-out file that was taken away counts as lost', async () => {
  await withMinh();
  rmSync(inStaff('lock-out.json'));
  const { damage, close } = opened();
  expect(damage().lockOut).toEqual({ why: 'missing', aside: undefined });
  close();
});

test('people of a later version are neither read nor written over', async () => {
  await withMinh();
  const later = '{"version":2,"people":{}}';
  writeFileSync(inStaff('people.json'), later);
  const { damage, people, close } = opened();
  expect([people.list(), damage().people]).toEqual([[], { why: 'newer-version', aside: undefined }]);
  expect((await people.add({ name: 'Lan Thử', roles: ['supervisor'], secret: '314159' })).ok).toBe(false);
  expect(readFileSync(inStaff('people.json'), 'utf8')).toBe(later);
  close();
});

test('another machine’s master key costs nothing for good: with the right one back, the right staff key is back', async () => {
  await withMinh();
  const right = masterKey;
  masterKey = randomBytes(32);
  const wrong = opened();
  expect(wrong.damage()).toMatchObject({ key: { why: 'wrong-key' }, audit: { why: 'wrong-mac' } });
  wrong.close();
  masterKey = right;
  const staff = opened();
  expect(staff.damage().key?.why).toBe('wrong-key');
  expect(staff.verifyAudit().ok).toBe(true);
  staff.close();
  const after = opened();
  expect(after.damage()).toEqual({ audit: undefined, lockOut: undefined, people: undefined, key: undefined });
  after.close();
});

test('without a master key people sign in, nobody is changed, and the log of that time is named by the next that can be proved', async () => {
  await withMinh();
  const right = masterKey;
  masterKey = undefined;
  const without = opened();
  expect((await without.signIn.signIn({ name: 'Minh Thử', secret: '271828', source })).ok).toBe(true);
  expect((await without.people.add({ name: 'Lan Thử', roles: ['technician'], secret: '314159' })).ok).toBe(false);
  without.close();
  masterKey = right;
  const staff = opened();
  expect(staff.damage()).toEqual({ audit: undefined, lockOut: undefined, people: undefined, key: undefined });
  expect(staff.audit.latest(1)).toMatchObject([
    { act: 'log-set-aside', details: { why: 'no-key', folder: asideIn('audit')[0] } },
  ]);
  staff.close();
});

test('verify-audit says that the log is whole, or the first line that is wrong', async () => {
  writeFileSync(join(dataDir, 'store.key'), masterKey ?? '', { mode: 0o600 });
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
  opened().close();
  const went = await run();
  expect(went.code).toBe(0);
  expect(went.said).toMatch(
    /^audit-aside-\S+ was laid aside; the log that goes on names it\. \S+jsonl, line 2: .*\(wrong-hash\)\nThe log is whole: 1 entries\./,
  );
});
