import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { hotp } from '#kiosk/staff/totp.ts';
import { type ConsoleBench, openConsoleBench } from '../../bench/console-bench.ts';
import type { ConsoleDriver } from '../../bench/console-driver.ts';

/** Who may change whom at the console, and what is written down of it. */
let bench: ConsoleBench;
let clock: HandCrankedClock;
let minh: ConsoleDriver;
const own = { pin: '271828' };

beforeEach(async () => {
  clock = createHandCrankedClock(1_800_000_000_000);
  bench = await openConsoleBench({ clock });
  await bench.staff.people.add({ name: 'Minh Thử', roles: ['supervisor'], secret: '271828' });
  minh = await bench.signIn('Minh Thử', '271828');
});
afterEach(() => bench.close());

function idOf(name: string): string {
  return bench.staff.people.list().find((person) => person.name === name)?.id ?? '';
}

/** What was noted since the log began, as `who: what`. */
function noted(): string[] {
  return bench.staff.audit.latest(1_000).map(({ by, act }) => `${by?.name ?? 'nobody'}: ${act}`);
}

function lastNoted() {
  return bench.staff.audit.latest(1)[0];
}

test('a supervisor adds, renames, promotes and removes somebody, and each of it is written down with their name', async () => {
  const made = await minh.call('people/add', { name: ' Lan  Thử', roles: ['technician'], pin: '161803', own });
  expect(made.status).toBe(204);
  const id = idOf('Lan Thử');
  expect((await minh.call('people/rename', { id, name: 'Lan Mới Thử', own })).status).toBe(204);
  expect((await minh.call('people/set-roles', { id, roles: ['technician', 'supervisor'], own })).status).toBe(204);
  expect((await minh.call('people/remove', { id, own })).status).toBe(204);
  expect(noted().slice(-4)).toEqual(
    ['person-added', 'person-renamed', 'roles-changed', 'person-removed'].map((act) => `Minh Thử: ${act}`),
  );
  expect(bench.staff.people.list().map(({ name }) => name)).toEqual(['Minh Thử']);
  expect(bench.staff.verifyAudit().ok).toBe(true);
});

test('nothing grave is done without one’s own PIN, and whoever guesses it is locked out', async () => {
  const add = (pin: string) =>
    minh.call('people/add', { name: 'Lan Thử', roles: ['technician'], pin: '161803', own: { pin } });
  expect(await add('')).toEqual({ status: 409, body: { kind: 'own-wrong' } });
  for (let each = 0; each < 4; each += 1) await add('314159');
  expect(await add('271828')).toEqual({ status: 409, body: { kind: 'locked-out', remainingMs: 30_000 } });
  expect(bench.staff.people.list().length).toBe(1);
  expect(noted().filter((line) => line.endsWith('sign-in-refused')).length).toBe(5);
  expect(noted()).not.toContain('Minh Thử: person-added');
});

test('a technician changes their own PIN, stays signed in with it, and changes nobody else', async () => {
  await minh.call('people/add', { name: 'Lan Thử', roles: ['technician'], pin: '161803', own });
  const lan = await bench.signIn('Lan Thử', '161803');
  const elsewhere = await bench.signIn('Lan Thử', '161803');
  const mine = { pin: '161803' };
  expect(await lan.call('people/set-pin', { id: idOf('Minh Thử'), pin: '141421', own: mine })).toEqual({
    status: 409,
    body: { kind: 'only-own' },
  });
  expect((await lan.call('people/remove', { id: idOf('Minh Thử'), own: mine })).status).toBe(403);
  expect((await lan.call('audit/read', {})).status).toBe(403);
  expect((await lan.call('people/set-pin', { id: idOf('Lan Thử'), pin: '141421', own: mine })).status).toBe(204);
  expect((await lan.me()).status).toBe(200);
  expect((await elsewhere.me()).status).toBe(401);
  expect((await (await bench.signIn('Lan Thử', '141421')).me()).status).toBe(200);
});

test('an authenticator app counts once its code was typed, and from then on it is asked for', async () => {
  const id = idOf('Minh Thử');
  const begun = await minh.call('people/begin-app', { id, own });
  const secret = base32Bytes(String(begun.body?.secret));
  expect(begun.body?.uri).toContain('otpauth://totp/');
  expect((await minh.call('people/confirm-app', { id, code: '000000' })).body).toEqual({ kind: 'code-wrong' });
  expect(lastNoted()?.act).toBe('not-done');
  const code = () => hotp(secret, Math.floor(clock.now() / 30_000));
  expect((await minh.call('people/confirm-app', { id, code: code() })).status).toBe(204);
  expect((await minh.call('people/set-lobby-pin', { pin: '141421', own })).body).toEqual({ kind: 'own-code-needed' });
  clock.advance(60_000);
  const both = { pin: '271828', code: code() };
  expect((await minh.call('people/set-lobby-pin', { pin: '141421', own: both })).status).toBe(204);
  expect(bench.staff.people.hasLobbyPin()).toBe(true);
});

test('the last supervisor stays one, and a refusal stands in the log behind what was asked', async () => {
  const id = idOf('Minh Thử');
  expect((await minh.call('people/remove', { id, own })).body).toEqual({ kind: 'last-supervisor' });
  const [asked, refused] = bench.staff.audit.latest(2);
  expect([asked?.act, refused?.act, refused?.details]).toEqual([
    'person-removed',
    'not-done',
    { entry: asked?.n, why: 'last-supervisor' },
  ]);
});

test('when the last supervisor has forgotten the PIN, the owner of the machine opens the console and sets another', async () => {
  const owner = await bench.owner();
  const id = idOf('Minh Thử');
  expect((await owner.me()).body?.who).toMatchObject({ name: 'Chủ máy', roles: ['technician', 'supervisor'] });
  expect((await owner.call('people/set-pin', { id, pin: '141421', own: { pin: '' } })).status).toBe(204);
  expect((await minh.me()).status).toBe(401);
  expect((await (await bench.signIn('Minh Thử', '141421')).me()).status).toBe(200);
  expect(noted()).toEqual(expect.arrayContaining(['Chủ máy: signed-in', 'Chủ máy: secret-changed']));
});

test('nobody can be called as the owner of the machine is', async () => {
  for (const name of ['Chủ máy', 'CHỦ  MÁY', 'Chủ máy'.normalize('NFD')]) {
    const made = await minh.call('people/add', { name, roles: ['supervisor'], pin: '161803', own });
    expect(made.body).toEqual({ kind: 'name-taken' });
  }
});

test('what cannot be noted is not done: with a log that cannot be written nobody comes in and nobody is changed', async () => {
  bench.staff.audit.close();
  const made = await minh.call('people/add', { name: 'Lan Thử', roles: ['technician'], pin: '161803', own });
  expect(made.body).toEqual({ kind: 'not-noted' });
  expect((await (await bench.owner()).me()).status).toBe(401);
  expect((await (await bench.signIn('Minh Thử', '271828')).me()).status).toBe(401);
  expect(bench.staff.people.list().length).toBe(1);
});

test('whoever signs out, or is signed out by time, is written down', async () => {
  await minh.signOut();
  expect(lastNoted()).toMatchObject({ by: { name: 'Minh Thử' }, act: 'signed-out' });
  await bench.signIn('Minh Thử', '271828');
  clock.advance(15 * 60_000);
  expect(lastNoted()).toMatchObject({ act: 'session-ended', details: { why: 'idle' } });
});

test('a supervisor reads the log, the newest first, and whether it proves itself', async () => {
  const read = await minh.call('audit/read', {});
  expect(read.body?.count).toBe(2);
  expect(read.body?.entries).toMatchObject([
    { n: 2, by: { name: 'Minh Thử', role: 'supervisor' }, act: 'signed-in' },
    { n: 1, by: null, act: 'log-begun' },
  ]);
  expect((await minh.call('audit/verify', {})).body).toMatchObject({ stands: 'whole', count: 2 });
});

function base32Bytes(text: string): Uint8Array {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
