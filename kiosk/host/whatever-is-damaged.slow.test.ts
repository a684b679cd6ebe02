import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openConsoleAt, signInAt } from './bench/console-driver.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startHostOf } from './bench/start-kiosk.ts';

/**
 * Whatever file of a data directory is damaged, in whatever way: the kiosk stands, patients see a calm screen, and the console opens and
 * says so. The directory is of a kiosk that has served, been signed in to, tested itself and been saved, and was killed, not ended.
 */

const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
let used: string;
let copies: string;

const whole = {
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Bệnh viện Thử' },
  kiosk: { id: 'kiosk-1', listen: { port: 0 }, dataDir: '.', selfTestAt: '00:01' },
  management: { listen: { port: 0 } },
  devices: [{ id: 'scanner', kind: 'barcode-scanner', driver: 'keyboard' }],
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
};

/** Everything that a kiosk in use has on its disk, as a kill leaves it. */
beforeAll(async () => {
  used = mkdtempSync(join(tmpdir(), 'tiep-don-damaged-'));
  copies = mkdtempSync(join(tmpdir(), 'tiep-don-damaged-copies-'));
  writeFileSync(join(used, 'site.json'), JSON.stringify(whole));
  const host = await startHostOf(used, { clock });
  const page = await openPageOf(host);
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  await page.shown((snapshot) => ticketOf(snapshot) !== undefined);
  const owner = await openConsoleAt(host.newTechnicianUrl());
  const added = await owner.call('people/add', {
    ...{ name: 'Minh Thử', roles: ['supervisor'], pin: '271828', own: { pin: '' } },
  });
  assert.equal(added.status, 204);
  await signInAt(owner.origin, { name: 'Minh Thử', pin: '314159' });
  await page.tap('finish', {});
  await page.shown(screen('attract'));
  assert.equal((await owner.call('readiness/test', {})).status, 200);
  const { body } = await owner.call('settings/open', {});
  const text = JSON.stringify({ ...whole, standingAfterMinutes: 20 });
  assert.equal((await owner.call('settings/save', { text, from: body?.from as string, why: 'thử' })).status, 200);
  // Killed here: sockets are left behind, and nothing was put in order.
  copyTo(copies);
  page.close();
  await host.close('SIGTERM');
}, 60_000);

afterAll(() => {
  for (const folder of [used, copies]) rmSync(folder, { recursive: true, force: true });
});

const isSocket = (path: string) => statSync(path).isSocket();

function copyTo(folder: string): void {
  cpSync(used, folder, { recursive: true, filter: (path) => !isSocket(path) });
  writeFileSync(
    join(folder, 'paper-roll.json'),
    '{"since":3,"sinceLow":null,"isOut":false,"wholeRoll":500,"afterLow":null}',
    {
      mode: 0o600,
    },
  );
  writeFileSync(join(folder, 'readiness', 'availability.json'), '[]', { mode: 0o600 });
  for (const name of ['host.sock', 'launch.sock', 'technician.sock']) writeFileSync(join(folder, name), '');
}

const damages = {
  'cut in half': (path: string) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size >> 1)),
  emptied: (path: string) => writeFileSync(path, ''),
  garbage: (path: string) => writeFileSync(path, randomBytes(Math.max(1, statSync(path).size))),
  missing: (path: string) => rmSync(path),
  'a folder': (path: string) => {
    rmSync(path);
    mkdirSync(join(path, 'in it'), { recursive: true });
  },
} as const;
type Damage = keyof typeof damages;

/** What is said of it, and where: `nothing` of what is made anew and tells nobody anything that they need. */
type Said =
  | { readonly of: 'people' | 'key' | 'lockOut' | 'audit' }
  | { readonly of: 'does-not-open'; readonly kind: 'store' | 'store-key' }
  | { readonly of: 'site-file' | 'signing-key' | 'nothing' };

const nothing: Said = { of: 'nothing' };

/** Whatever the damage is, `but` for some. A store that is not there is a new one: that is how a person begins anew. */
const files: Readonly<Record<string, { readonly said: Said; readonly but?: Partial<Record<Damage, Said>> }>> = {
  'store.sqlite': { said: { of: 'does-not-open', kind: 'store' }, but: { missing: { of: 'nothing' } } },
  'store.sqlite-wal': { said: { of: 'nothing' }, but: { 'a folder': { of: 'does-not-open', kind: 'store' } } },
  'store.key': {
    said: { of: 'does-not-open', kind: 'store-key' },
    but: { garbage: { of: 'does-not-open', kind: 'store' } },
  },
  'staff/people.json': { said: { of: 'people' }, but: { missing: { of: 'nothing' } } },
  'staff/staff.key': { said: { of: 'key' }, but: { missing: { of: 'audit' } } },
  'staff/lock-out.json': { said: { of: 'lockOut' } },
  'staff/audit/audit-0000000001.jsonl': { said: { of: 'audit' } },
  'staff/audit/head.json': { said: { of: 'audit' } },
  'site.json': { said: { of: 'site-file' } },
  'site-versions/last-good.json': { said: { of: 'nothing' } },
  'site-versions/000001.json': { said: { of: 'nothing' } },
  'site-versions/000002.json': { said: { of: 'nothing' } },
  'readiness/results.json': { said: { of: 'nothing' } },
  'readiness/availability.json': { said: { of: 'nothing' } },
  'readiness/signing-key.pem': { said: { of: 'signing-key' }, but: { missing: { of: 'nothing' } } },
  'logs/kiosk.log': { said: { of: 'nothing' } },
  'paper-roll.json': { said: { of: 'nothing' } },
  'host.sock': { said: { of: 'nothing' } },
  'launch.sock': { said: { of: 'nothing' } },
  'technician.sock': { said: { of: 'nothing' } },
};

test('every file that a kiosk in use leaves on its disk is damaged below', () => {
  const found = readdirSync(copies, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(copies, name)).isFile(),
  );
  assert.deepEqual(found.sort(), Object.keys(files).sort());
});

describe.each(Object.entries(files))('%s', (name, { said, but }) => {
  test.each(Object.entries(damages))('%s', async (damage, work) => {
    await whenDamaged((folder) => work(join(folder, name)), but?.[damage as Damage] ?? said);
  });
});

describe.each(['staff', 'staff/audit', 'site-versions', 'readiness', 'logs'])('the folder %s', (name) => {
  test.each([
    ['is missing', () => {}],
    ['is a file', (path: string) => writeFileSync(path, 'x')],
  ] as const)('%s', async (_, work) => {
    await whenDamaged((folder) => {
      rmSync(join(folder, name), { recursive: true });
      work(join(folder, name));
    }, nothing);
  });
});

test.each(Object.entries(damages))('everything but the site file at once, %s', async (damage, work) => {
  await whenDamaged(
    (folder) => {
      for (const name of Object.keys(files)) if (name !== 'site.json') work(join(folder, name));
    },
    damage === 'missing' ? nothing : { of: 'does-not-open', kind: damage === 'garbage' ? 'store' : 'store-key' },
  );
});

async function whenDamaged(damage: (folder: string) => void, said: Said): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-damaged-one-'));
  cpSync(copies, folder, { recursive: true });
  damage(folder);
  const host = await startHostOf(folder, { clock });
  try {
    assert.match(host.newLaunchUrl(), /^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
    const page = await openPageOf(host);
    const shown = await page.shown(() => true);
    assert.equal(shown.screen.show, said.of === 'does-not-open' ? 'out-of-service' : 'attract');
    page.close();
    const owner = await openConsoleAt(host.newTechnicianUrl());
    assert.equal((await owner.me()).status, 200);
    const overview = await owner.told('overview');
    const notOpen = await owner.told('does-not-open');
    const staff = await owner.told('staff');
    assert.equal(notOpen?.kind, said.of === 'does-not-open' ? said.kind : undefined);
    if (said.of !== 'does-not-open')
      assert.equal(overview?.siteFile.runs, said.of === 'site-file' ? 'last-good' : 'as-written');
    const lost = Object.entries(staff?.damage ?? {}).flatMap(([of, is]) => (is ? [of] : []));
    if (['people', 'key', 'lockOut', 'audit'].includes(said.of)) assert.ok(lost.includes(said.of), lost.join());
    if (said.of === 'signing-key') assert.equal((await owner.told('readiness'))?.publicKey, null);
    // A code on the screen is for a kiosk that nobody has set up, whatever was damaged.
    const door = await fetch(`${owner.origin}/api/door`);
    assert.deepEqual(await door.json(), { setUp: false, signedIn: false });
    owner.close();
  } finally {
    await host.close('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
