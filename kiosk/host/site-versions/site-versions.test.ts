import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { siteText } from '#config/settings/edit-site.ts';
import { firstSite } from '#config/settings/first-site.ts';
import type { JsonObject } from '#config/settings/json.ts';
import { siteFile as siteSchema } from '#config/settings/site-file.ts';
import { openSiteVersions, type SiteVersions } from './site-versions.ts';
import { waitsForProgram } from './take-saved.ts';

/** Two technicians, a hand with an editor, and whatever a power cut leaves. */

const anna = { kind: 'person', id: 'aaaaaaaaaaaaaaaa', name: 'Trần An' } as const;
const binh = { kind: 'person', id: 'bbbbbbbbbbbbbbbb', name: 'Lê Bình' } as const;
const services = [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }];

let dataDir: string;
let siteFile: string;
let versions: SiteVersions;
const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
const open = () => openSiteVersions({ siteFile, dataDir, dataDirIsGiven: true, clock });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'site-versions-'));
  siteFile = join(dataDir, 'site.json');
  versions = open();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function named(name: string, more: JsonObject = {}): string {
  return siteText({ ...firstSite({ kioskId: 'kiosk-1' }), site: { facilityCode: '27005', name }, services, ...more });
}

function save(text: string, by: typeof anna | typeof binh = anna, from = versions.current().hash, why = 'thử') {
  clock.advance(1_000);
  return versions.save({ text, from, by, why });
}

test('what set-up starts with lacks only what a technician has to say, and with that the first version is written', () => {
  const draft = siteText(firstSite({ kioskId: 'kiosk-1' }));
  assert.deepEqual(
    versions.look(draft).mistakes.map(({ path }) => path),
    ['site.facilityCode', 'site.name', ...['name', 'hisCode', 'code', 'room'].map((key) => `services[0].${key}`)],
  );
  const saved = save(named('Bệnh viện Một'));
  assert.ok(saved.ok);
  assert.equal(readFileSync(siteFile, 'utf8'), named('Bệnh viện Một'));
  const { version, by, why } = saved.value.head;
  assert.deepEqual([version, by, why], [1, anna, 'thử']);
  assert.equal(versions.current().look.site?.kiosk.dataDir, dataDir);
});

test('of two technicians who began from the same file the second is told what the first one changed', () => {
  assert.ok(save(named('Bệnh viện Một')).ok);
  const from = versions.current().hash;
  assert.ok(save(named('Bệnh viện Hai'), anna, from).ok);
  const late = save(named('Bệnh viện Một', { standingAfterMinutes: 5 }), binh, from);
  assert.ok(!late.ok && late.problem.kind === 'changed-meanwhile');
  const { now, changes, hash } = late.problem;
  assert.deepEqual(
    [now?.by, changes.map(({ path, after }) => [path, after])],
    [anna, [['site.name', 'Bệnh viện Hai']]],
  );
  const again = save(named('Bệnh viện Hai', { standingAfterMinutes: 5 }), binh, hash);
  assert.ok(again.ok && !again.value.needsRestart);
  const third = save(named('Bệnh viện Hai', { profile: 'demo' }), binh);
  assert.ok(third.ok && third.value.needsRestart);
  assert.deepEqual(
    versions.list().map(({ by }) => (by.kind === 'person' ? by.name : by.kind)),
    ['Lê Bình', 'Lê Bình', 'Trần An', 'Trần An'],
  );
});

test('a file that a hand has changed is a version of nobody, and whoever began before it is told', () => {
  assert.ok(save(named('Bệnh viện Một')).ok);
  const { hash } = versions.current();
  writeFileSync(siteFile, named('Bằng tay'));
  const late = save(named('Bệnh viện Hai'), anna, hash);
  assert.ok(!late.ok && late.problem.kind === 'changed-meanwhile');
  assert.deepEqual(late.problem.now?.by, { kind: 'hand' });
  assert.deepEqual(
    late.problem.changes.map(({ after }) => after),
    ['Bằng tay'],
  );
  assert.equal(open().list()[0]?.by.kind, 'hand', 'also after a restart');
});

test('an old version comes back as the newest one, with who and why', () => {
  for (const name of ['Một', 'Hai', 'Ba']) assert.ok(save(named(name)).ok);
  const back = versions.putBack({ version: 1, from: versions.current().hash, by: binh, why: 'như cũ' });
  assert.ok(back.ok);
  assert.equal(readFileSync(siteFile, 'utf8'), named('Một'));
  assert.deepEqual([back.value.head.version, back.value.head.by, back.value.head.why], [4, binh, 'như cũ']);
  const difference = versions.difference(3, 'current');
  assert.deepEqual(difference.ok && difference.value.map(({ before, after }) => [before, after]), [['Ba', 'Một']]);
  const gone = versions.putBack({ version: 99, from: versions.current().hash, by: binh, why: '' });
  assert.deepEqual(gone, { ok: false, problem: { kind: 'no-such-version' } });
});

test('a wrong site is not saved, nor one that puts the store elsewhere, nor the same one twice', () => {
  assert.ok(save(named('Một')).ok);
  const wrong = save(named('Một', { profile: 'test' }));
  assert.ok(!wrong.ok && wrong.problem.kind === 'mistakes' && wrong.problem.mistakes[0]?.path === 'profile');
  const elsewhere = save(named('Một', { kiosk: { id: 'kiosk-1', listen: {}, dataDir: './other' } }));
  assert.ok(!elsewhere.ok && elsewhere.problem.kind === 'mistakes');
  assert.deepEqual(
    elsewhere.problem.mistakes.map(({ kind }) => kind),
    ['other-data-dir'],
  );
  const same = save(named('Một'));
  assert.deepEqual(!same.ok && same.problem.kind, 'nothing-changed');
  assert.equal(readFileSync(siteFile, 'utf8'), named('Một'));
});

test('fifty versions are kept, and the why of each is bounded and can be shown', () => {
  for (let at = 0; at < 55; at += 1)
    assert.ok(save(named(`Bệnh viện ${at}`), anna, undefined, `\u0007${'x'.repeat(500)}`).ok);
  const numbers = versions.list().map(({ version }) => version);
  assert.deepEqual([numbers.length, numbers[0], numbers.at(-1)], [50, 55, 6]);
  assert.equal(readdirSync(join(dataDir, 'site-versions')).length, 50);
  assert.equal(versions.list()[0]?.why, 'x'.repeat(200));
  assert.deepEqual(open().list(), versions.list());
});

test('versions that are cut off, something else or under a strange number are passed over', () => {
  for (const name of ['Một', 'Hai', 'Ba', 'Bốn']) assert.ok(save(named(name)).ok);
  const path = (version: number) => join(dataDir, 'site-versions', `00000${version}.json`);
  const whole = readFileSync(path(3), 'utf8');
  writeFileSync(path(1), whole.slice(0, 200));
  writeFileSync(path(2), '{"version": 2, "text": ["x"]}');
  writeFileSync(path(3), whole.replace('Ba', 'Bo'));
  writeFileSync(path(7), readFileSync(path(4)));
  writeFileSync(path(8), Buffer.from([0xff, 0xfe, 0]));
  mkdirSync(path(9));
  writeFileSync(join(dataDir, 'site-versions', 'notes.txt'), 'x');
  versions = open();
  assert.deepEqual(
    versions.list().map(({ version }) => version),
    [4],
  );
  assert.equal(versions.textOf(1), undefined);
  assert.ok(save(named('Năm')).ok);
});

test('a power cut between the note and the file leaves the old file, one after it leaves the new file with who and why', () => {
  assert.ok(save(named('Một')).ok);
  assert.ok(save(named('Hai')).ok);
  const folder = join(dataDir, 'site-versions');
  const second = readFileSync(join(folder, '000002.json'));
  // After the file was replaced: the note has no number yet.
  rmSync(join(folder, '000002.json'));
  writeFileSync(join(folder, 'intended.json'), second);
  assert.deepEqual(open().list()[0]?.by, anna);
  assert.ok(!existsSync(join(folder, 'intended.json')));
  // Before it.
  rmSync(join(folder, '000002.json'));
  writeFileSync(join(folder, 'intended.json'), second);
  writeFileSync(siteFile, named('Một'));
  versions = open();
  assert.deepEqual([versions.list().length, existsSync(join(folder, 'intended.json'))], [1, false]);
  // In the middle of the note.
  writeFileSync(join(folder, 'intended.json'), second.subarray(0, 100));
  assert.equal(open().list().length, 1);
});

test('a link to the site file stays a link, and whoever could read the file still can', () => {
  const real = join(dataDir, 'real.json');
  writeFileSync(real, named('Một'));
  chmodSync(real, 0o644);
  symlinkSync(real, siteFile);
  versions = open();
  assert.ok(save(named('Hai')).ok);
  assert.equal(readFileSync(real, 'utf8'), named('Hai'));
  assert.equal(statSync(real).mode & 0o777, 0o644);
  assert.equal(statSync(join(dataDir, 'site-versions/000002.json')).mode & 0o777, 0o600);
});

test('a broken file is shown as it is, with its mistakes, and an old version mends it', () => {
  assert.ok(save(named('Một')).ok);
  writeFileSync(siteFile, '{ "profile": ');
  const now = versions.current();
  assert.deepEqual(
    [now.own, now.text, now.look.mistakes.map(({ kind }) => kind)],
    [undefined, '{ "profile": ', ['json-ends']],
  );
  assert.ok(versions.putBack({ version: 1, from: now.hash, by: anna, why: 'tệp hỏng' }).ok);
  assert.equal(versions.current().look.site?.site.name, 'Một');
});

test('whoever types is told every mistake of a whole site within 50 ms', () => {
  const devices = Array.from({ length: 16 }, (_, at) => ({
    id: `scanner-${at}`,
    kind: 'barcode-scanner',
    driver: 'serial',
    transport: { kind: 'tcp', host: '10.0.0.5', port: 4000 + at },
  }));
  const many = Array.from({ length: 24 }, (_, at) => ({
    ...services[0],
    code: `s-${at}`,
    prefix: String.fromCharCode(65 + at),
    priorityPrefix: `Q${String.fromCharCode(65 + at)}`,
  }));
  const text = named('Một', { devices, services: many });
  assert.deepEqual(versions.look(text).mistakes, []);
  const times = Array.from({ length: 21 }, () => {
    const before = performance.now();
    versions.look(text);
    return performance.now() - before;
  });
  const median = times.toSorted((one, other) => one - other)[10] ?? 0;
  assert.ok(median < 50, `${median} ms`);
});

test('whoever has set a kiosk up need not start its program again, unless they have moved its console', () => {
  const management = { listen: { port: 8443 } };
  const saved = (more: JsonObject) => siteSchema.parse(JSON.parse(named('Bệnh viện Thử', more)));
  assert.deepEqual(waitsForProgram(undefined, saved({})), []);
  assert.deepEqual(waitsForProgram(undefined, saved({ management })), ['management.listen.port']);
});
