import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openLockOut } from './lock-out.ts';
import { openPeople, type People } from './people.ts';
import { parsePeople, readPeopleFile } from './people-file.ts';
import { personIdOfName } from './person.ts';
import type { Role } from './roles.ts';
import { createSecretHasher, type SecretHasher } from './secret-hash.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { hotp, totpStepMs } from './totp.ts';

const cheap = { memory: 8_192, passes: 1, parallelism: 1 };
const staffKey = randomBytes(32);
/** One salt, so that the same names fall into the same places in each run. */
const salt = (size: number) => new Uint8Array(size).fill(7);

let dataDir: string;
let path: string;
let clock = createHandCrankedClock(1_800_000_000_000);
let hasher: SecretHasher;
let people: People;
let door: SignIn;

function open(): void {
  hasher = createSecretHasher({ randomBytes, cost: cheap });
  const opened = openPeople({ dataDir, staffKey, isKeyKept: true, randomBytes, now: clock.now, hasher });
  people = opened.people;
  const lockOut = openLockOut({ path: join(dataDir, 'staff', 'lock-out.json'), clock, randomBytes: salt });
  door = createSignIn({ secrets: opened.secrets, lockOut, hasher });
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-people-'));
  path = join(dataDir, 'staff', 'people.json');
  clock = createHandCrankedClock(1_800_000_000_000);
  open();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

async function add(name: string, roles: readonly Role[] = ['supervisor'], secret = '271828') {
  const added = await people.add({ name, roles, secret });
  if (!added.ok) throw new Error(added.problem.kind);
  return added.value;
}

const kindOf = (result: { readonly ok: boolean; readonly problem?: { readonly kind: string } }) =>
  result.ok ? 'ok' : result.problem?.kind;
const signIn = async (name: string, secret: string, code?: string) =>
  kindOf(await door.signIn({ name, secret, code, source: '10.0.0.1' }));

describe('people', () => {
  test('are on disk before they are said to be made, for the kiosk’s user alone, and without a secret that can be read', async () => {
    const minh = await add('  Trần   Minh Thử ');
    expect(minh).toMatchObject({ name: 'Trần Minh Thử', roles: ['supervisor'], secretKind: 'pin', hasTotp: false });
    expect([statSync(path).mode & 0o777, statSync(join(dataDir, 'staff')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readFileSync(path, 'utf8')).not.toContain('271828');
    expect(existsSync(`${path}.new`)).toBe(false);
    open();
    expect(people.list()).toEqual([minh]);
    expect(await signIn('trần minh thử', '271828')).toBe('ok');
    expect(await signIn('TRẦN MINH THỬ'.normalize('NFD'), '271828')).toBe('ok');
    expect(await signIn('Trần Minh Thử', '271829')).toBe('wrong');
  });

  test('whoever has the same name at both hubs of a hospital is one person to both, and nobody else is', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'tiep-don-people-'));
    const at = (folder: string) =>
      openPeople({
        ...{ dataDir: folder, staffKey, isKeyKept: true, randomBytes, now: clock.now, hasher },
        idOfName: personIdOfName,
      }).people;
    const [one, other] = [at(dataDir), at(elsewhere)];
    const made = async (hub: People, name: string) => {
      const added = await hub.add({ name, roles: ['supervisor'], secret: '271828' });
      return added.ok ? added.value.id : kindOf(added);
    };
    const lan = await made(one, 'Lan Thử');
    expect(lan).toMatch(/^[0-9a-f]{16}$/);
    expect(await made(other, 'lan  thử'.normalize('NFD'))).toBe(lan);
    expect(await made(other, 'Lan Hai')).not.toBe(lan);
    one.rename(lan ?? '', 'Lan Ba');
    expect(await made(one, 'Lan Thử')).not.toBe(lan);
    rmSync(elsewhere, { recursive: true });
  });

  test('a pass-phrase opens whichever keyboard composes its letters', async () => {
    await add('Minh Thử', ['supervisor'], 'mèo ngủ trên mái');
    expect(await signIn('Minh Thử', 'mèo ngủ trên mái'.normalize('NFD'))).toBe('ok');
  });

  test('there is always somebody who may make people', async () => {
    expect(kindOf(await people.add({ name: 'Lan Thử', roles: ['technician'], secret: '271828' }))).toBe(
      'last-supervisor',
    );
    const minh = await add('Minh Thử');
    const lan = await add('Lan Thử', ['technician']);
    expect(kindOf(people.remove(minh.id))).toBe('last-supervisor');
    expect(kindOf(people.setRoles(minh.id, ['technician']))).toBe('last-supervisor');
    expect(kindOf(people.setRoles(lan.id, ['supervisor', 'technician']))).toBe('ok');
    expect(kindOf(people.remove(minh.id))).toBe('ok');
    expect(kindOf(people.remove(lan.id))).toBe('last-supervisor');
    open();
    expect(people.list().map(({ name }) => name)).toEqual(['Lan Thử']);
  });

  test('what cannot be is refused by name and changes nothing', async () => {
    const minh = await add('Minh Thử');
    const before = readFileSync(path, 'utf8');
    const results = [
      await people.add({ name: '115', roles: ['technician'], secret: '271828' }),
      await people.add({ name: 'MINH  thử', roles: ['technician'], secret: '271828' }),
      await people.add({ name: 'Lan Thử', roles: [], secret: '271828' }),
      await people.add({ name: 'Lan Thử', roles: ['technician'], secret: '123456' }),
      await people.setSecret(minh.id, '000000'),
      await people.setSecret('0000000000000000', '271828'),
      people.rename(minh.id, '<b>'),
      await people.setLobbyPin('a pass-phrase'),
    ];
    expect(results.map(kindOf)).toEqual([
      'no-name',
      'name-taken',
      'no-role',
      'secret-refused',
      'secret-refused',
      'unknown-person',
      'no-name',
      'not-a-pin',
    ]);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('two who are made at once with one name are one', async () => {
    await add('Minh Thử');
    const made = await Promise.all(
      ['Lan Thử', 'lan thử'].map((name) => people.add({ name, roles: ['technician'], secret: '271828' })),
    );
    expect(made.map(kindOf).sort()).toEqual(['name-taken', 'ok']);
  });

  test('a disk that takes nothing is said, and nothing is believed to be made', async () => {
    await add('Minh Thử');
    rmSync(`${path}.new`, { force: true, recursive: true });
    mkdirSync(`${path}.new`);
    expect(kindOf(await people.add({ name: 'Lan Thử', roles: ['technician'], secret: '271828' }))).toBe('not-writable');
    expect(people.list()).toHaveLength(1);
  });
});

describe('a file of people that is not understood is never “nobody”', () => {
  const problemOf = (text: string | Uint8Array) => {
    mkdirSync(join(dataDir, 'staff'), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return kindOf(readPeopleFile(path));
  };

  test('by kind', async () => {
    expect(kindOf(readPeopleFile(path))).toBe('ok');
    await add('Minh Thử');
    const text = readFileSync(path, 'utf8');
    const broken = (change: (file: Record<string, unknown> & { people: Record<string, unknown>[] }) => void) => {
      const file = JSON.parse(text);
      change(file);
      return problemOf(JSON.stringify(file));
    };
    const first = (change: Record<string, unknown>) =>
      broken((file) => {
        Object.assign(file.people[0] ?? {}, change);
      });
    expect([
      problemOf(''),
      problemOf(text.slice(0, -9)),
      problemOf(Uint8Array.of(0xff, 0xfe)),
      problemOf('[]'),
      problemOf(' '.repeat(600_000)),
      broken((file) => Object.assign(file, { version: 2 })),
      broken((file) => Object.assign(file, { more: 1 })),
      broken((file) => file.people.push(...file.people)),
      first({ roles: ['technician'] }),
      first({ roles: ['supervisor', 'supervisor'] }),
      first({ roles: ['root'] }),
      first({ name: ' Minh' }),
      first({ name: 'Trần Thử'.normalize('NFD') }),
      first({ secret: 'plain' }),
      first({ secret: { algorithm: 'argon2id', memory: 2 ** 31, passes: 1, parallelism: 1, salt: '', hash: '' } }),
      problemOf(text),
    ]).toEqual([
      'not-json',
      'not-json',
      'not-json',
      'not-people',
      'too-large',
      'newer-version',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'not-people',
      'ok',
    ]);
    chmodSync(path, 0o640);
    expect(kindOf(readPeopleFile(path))).toBe('readable-by-others');
  });

  test('whatever stands in it, it is read or refused, never half', async () => {
    await add('Minh Thử');
    const good = readFileSync(path);
    const parsed = parsePeople(good, path);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(good.length), (at, flip, cut) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        for (const each of [bytes, good.subarray(0, cut)]) {
          const read = parsePeople(each, path);
          if (read.ok) expect(read.value.people.some(({ roles }) => roles.includes('supervisor'))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => void parsePeople(Buffer.from(JSON.stringify(value)), path)));
    expect(parsed.ok).toBe(true);
  });
});

describe('an authenticator app', () => {
  const now = () => Math.floor(clock.now() / totpStepMs);

  async function withApp() {
    const { id } = await add('Minh Thử');
    const begun = people.beginTotp(id, 'Tiếp Đón k1');
    if (!begun.ok) throw new Error();
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...begun.value.secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const secret = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
    return { id, secret, code: (step = now()) => hotp(secret, step) };
  }

  test('counts only after it has shown a code, and its secret lies sealed', async () => {
    const { id, secret, code } = await withApp();
    expect(await signIn('Minh Thử', '271828')).toBe('ok');
    expect(kindOf(people.confirmTotp(id, code(now() + 7)))).toBe('code-wrong');
    expect(kindOf(people.confirmTotp(id, code()))).toBe('ok');
    expect(readFileSync(path, 'utf8')).not.toContain(Buffer.from(secret).toString('base64url'));
    expect(await signIn('Minh Thử', '271828')).toBe('code-needed');
    expect(await signIn('Minh Thử', '271828', '000000')).toBe('wrong');
  });

  test('a code opens once, also after a restart and when the clock was set back', async () => {
    const { id, code } = await withApp();
    people.confirmTotp(id, code());
    expect(await signIn('Minh Thử', '271828', code())).toBe('wrong');
    clock.advance(totpStepMs);
    const used = code();
    expect(await signIn('Minh Thử', '271828', used)).toBe('ok');
    expect(await signIn('Minh Thử', '271828', used)).toBe('wrong');
    open();
    expect(await signIn('Minh Thử', '271828', used)).toBe('wrong');
    clock.leap(-totpStepMs);
    expect(await signIn('Minh Thử', '271828', used)).toBe('wrong');
    clock.leap(2 * totpStepMs);
    expect(await signIn('Minh Thử', '271828', code())).toBe('ok');
  });

  test('sealed for one person it opens nothing for another, nor under another key', async () => {
    const { id, code } = await withApp();
    people.confirmTotp(id, code());
    await add('Lan Thử', ['technician']);
    const file = JSON.parse(readFileSync(path, 'utf8'));
    file.people[1].totp = file.people[0].totp;
    writeFileSync(path, JSON.stringify(file));
    open();
    clock.advance(totpStepMs);
    expect(await signIn('Lan Thử', '271828', code())).toBe('wrong');
    expect(await signIn('Minh Thử', '271828', code())).toBe('ok');
  });

  test('that was lost is taken off by whoever may', async () => {
    const { id, code } = await withApp();
    people.confirmTotp(id, code());
    expect(kindOf(people.removeTotp(id))).toBe('ok');
    open();
    expect(await signIn('Minh Thử', '271828')).toBe('ok');
  });
});

describe('sign-in', () => {
  test('whoever is unknown and whoever mistypes get one answer, and are locked out alike', async () => {
    await add('Minh Thử');
    const tries = async (name: string, at: number) => {
      const answers = [];
      for (let each = 0; each < 7; each += 1)
        answers.push(kindOf(await door.signIn({ name, secret: '999999', source: `10.0.${at}.${each}` })));
      return answers;
    };
    const known = await tries('Minh Thử', 1);
    const unknown = await tries('Nobody At All', 2);
    expect(known).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'locked-out', 'locked-out']);
    expect(unknown).toEqual(known);
    expect(await signIn('Minh Thử', '271828')).toBe('locked-out');
    open();
    expect(await signIn('Minh Thử', '271828')).toBe('locked-out');
    clock.advance(30_000);
    expect(await signIn('Minh Thử', '271828')).toBe('ok');
  });

  test('guessing takes years: in a day with the right name nobody gets 40 tries', async () => {
    await add('Minh Thử');
    let tried = 0;
    const until = clock.monotonic() + 86_400_000;
    while (clock.monotonic() < until) {
      const answer = await door.signIn({ name: 'Minh Thử', secret: '999999', source: `10.0.0.${tried}` });
      if (answer.ok) throw new Error();
      if (answer.problem.kind === 'locked-out') clock.advance(answer.problem.remainingMs);
      else tried += 1;
    }
    expect(tried).toBeLessThan(40);
  });

  test('whoever has a network of addresses is one', async () => {
    await add('Minh Thử');
    const kinds = [];
    for (let each = 0; each < 11; each += 1)
      kinds.push(
        kindOf(await door.signIn({ name: `name ${each}`, secret: '999999', source: `2001:db8::${each + 1}` })),
      );
    expect(kinds).toEqual([...Array.from({ length: 10 }, () => 'wrong'), 'locked-out']);
    expect(kindOf(await door.signIn({ name: 'x y', secret: '999999', source: '2001:db8:0:1::1' }))).toBe('wrong');
    expect(kindOf(await door.signIn({ name: 'x z', secret: '999999', source: '::ffff:10.0.0.1' }))).toBe('wrong');
  });

  test('of many at once a few wait and the others are told to come again, uncounted', async () => {
    await add('Minh Thử');
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, each) =>
        door.signIn({ name: `name ${each}`, secret: '271828', source: `10.0.0.${each}` }),
      ),
    );
    const kinds = answers.map(kindOf);
    expect([kinds.filter((kind) => kind === 'wrong').length, kinds.filter((kind) => kind === 'busy').length]).toEqual([
      8, 22,
    ]);
    expect(await signIn('Minh Thử', '271828')).toBe('ok');
  });

  test('whoever is removed, or gets another secret, while a sign-in is being looked at is not let in', async () => {
    const minh = await add('Minh Thử');
    await add('Lan Thử');
    const removed = signIn('Minh Thử', '271828');
    people.remove(minh.id);
    expect(await removed).toBe('wrong');
    const lan = people.list()[0]?.id ?? '';
    const [, changed] = await Promise.all([people.setSecret(lan, '314159'), signIn('Lan Thử', '271828')]);
    expect(changed).toBe('wrong');
    expect(await signIn('Lan Thử', '314159')).toBe('ok');
  });

  test('the lobby’s PIN is one of its own, and without one the pad opens for nobody', async () => {
    await add('Minh Thử');
    expect(kindOf(await door.lobbyPin('271828'))).toBe('wrong');
    expect(kindOf(await people.setLobbyPin('161803'))).toBe('ok');
    open();
    expect(kindOf(await door.lobbyPin('161803'))).toBe('ok');
    for (const pin of ['271828', '', '161804']) expect(kindOf(await door.lobbyPin(pin))).toBe('wrong');
    expect(kindOf(await door.lobbyPin('161803'))).toBe('locked-out');
    expect(await signIn('Minh Thử', '271828')).toBe('ok');
    clock.advance(30_000);
    expect(kindOf(await people.setLobbyPin(undefined))).toBe('ok');
    expect(kindOf(await door.lobbyPin('161803'))).toBe('wrong');
  });
});

test('one look at a secret is the same work for nobody as for somebody', async () => {
  const real = createSecretHasher({ randomBytes });
  const hashed = await real.hash('271828');
  if (!hashed.ok) throw new Error();
  expect(hashed.value).toMatchObject({ algorithm: 'argon2id', memory: 65_536, passes: 3 });
  /** The processor's time, ms: other programs change the clock's. */
  const work = async (secret: string, known: boolean) => {
    const before = process.cpuUsage();
    await real.verify(known ? hashed.value : undefined, secret);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const least = async (known: boolean) => Math.min(await work('999999', known), await work('314159', known));
  const [known, unknown] = [await least(true), await least(false)];
  expect(unknown / known).toBeGreaterThan(0.6);
  expect(unknown / known).toBeLessThan(1.7);
});
