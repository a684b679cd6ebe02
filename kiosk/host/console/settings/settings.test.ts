import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { siteText, withValue } from '#config/settings/edit-site.ts';
import { firstSite } from '#config/settings/first-site.ts';
import type { JsonObject, JsonPath } from '#config/settings/json.ts';
import type { DraftLook, OpenedSettings } from '#kiosk/bridge/console/settings-words.ts';
import { type ConsoleDriver, driverOf, openConsoleAt } from '../../bench/console-driver.ts';
import { openPage, type PageDriver, screen } from '../../bench/page-driver.ts';
import { ticketOf } from '../../bench/patient.ts';
import { type Host, openHost } from '../../host.ts';
import { keepLastGood, readSiteOrLastGood } from '../../site-versions/last-good.ts';

/** A whole program over real sockets: what technicians save at the console, and what becomes of the kiosk in it. */

let folder: string;
let dataDir: string;
let siteFile: string;
let host: Host;
let opened: PageDriver[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-settings-'));
  dataDir = join(folder, 'kiosk');
  siteFile = join(dataDir, 'site.json');
  opened = [];
});
afterEach(async () => {
  for (const page of opened) page.close();
  await host?.close('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** As `main.ts` does it. */
async function start(): Promise<void> {
  const read = readSiteOrLastGood({ siteFile, dataDir });
  const toRun = read.ok ? read.value : undefined;
  const started = await openHost(
    { site: toRun?.reading.site, siteFile, dataDir, dataDirIsGiven: true },
    {
      clock: machineClock,
      randomBytes,
      random: () => 0.5,
      pageDir: tmpdir(),
      workingDirectory: process.cwd(),
      credentialsDirectory: undefined,
      environment: {},
      version: '0.0.0-test',
      ...(toRun ? { siteStanding: toRun.standing } : {}),
      stderr: { write: () => {} },
    },
  );
  assert.ok(started.ok, started.ok ? '' : started.problem.sentence);
  host = started.value;
}

async function patientPage(): Promise<PageDriver> {
  const page = await openPage(host.newLaunchUrl());
  assert.ok(page.ok);
  opened.push(page.value);
  return page.value;
}

const owner = () => openConsoleAt(host.newTechnicianUrl());

/** The code of the kiosk's screen, and the first person. */
async function setUp(): Promise<ConsoleDriver> {
  const { screen: shown } = await (await patientPage()).shown(screen('set-up'));
  const { origin } = new URL(host.newTechnicianUrl());
  const answer = await fetch(`${origin}/api/set-up-code`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code: shown.show === 'set-up' ? shown.code : '' }),
  });
  const desk = driverOf(origin, answer);
  const first = await desk.call('people/first', { name: 'Minh Thử', pin: '271828' });
  assert.equal(first.status, 200);
  return desk;
}

async function open(desk: ConsoleDriver): Promise<OpenedSettings> {
  const { body } = await desk.call('settings/open', {});
  return body as unknown as OpenedSettings;
}

async function save(desk: ConsoleDriver, text: string, from?: string, why = 'thử') {
  return desk.call('settings/save', { text, from: from ?? (await open(desk)).from, why });
}

async function lookAt(desk: ConsoleDriver, text: string): Promise<DraftLook> {
  const { body } = await desk.call('settings/look', { text });
  return body as unknown as DraftLook;
}

function changed(text: string, ...changes: readonly (readonly [JsonPath, JsonObject[string]])[]): string {
  const own: JsonObject = JSON.parse(text);
  return siteText(changes.reduce((site, [path, value]) => withValue(site, site, path, value) ?? site, own));
}

const service = { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' };
const whole = (text: string) =>
  changed(
    text,
    [['profile'], 'demo'],
    [['site', 'facilityCode'], '27005'],
    [['site', 'name'], 'Bệnh viện Thử'],
    [['kiosk', 'listen', 'port'], 0],
    [['management', 'listen', 'port'], 0],
    [['services', 0], service],
  );

/** A kiosk that runs, by a file that was written by hand. */
async function runs(): Promise<void> {
  mkdirSync(dataDir);
  writeFileSync(siteFile, whole(siteText(firstSite({ kioskId: 'kiosk-1' }))));
  await start();
  keepLastGood(dataDir, host.siteEditor.current().look.layers ?? assert.fail(), machineClock);
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 500 && host.siteEditor.standing().applying.is !== 'settled'; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(host.siteEditor.standing().applying, { is: 'settled' });
}

test('from an empty folder the first valid save opens the kiosk on the same page, and its file is as if written by hand', async () => {
  await start();
  const desk = await setUp();
  const { text, isDraft, look, from } = await open(desk);
  assert.deepEqual(
    [isDraft, look.mistakes.map(({ path }) => path)],
    [true, ['site.facilityCode', 'site.name', 'services']],
  );
  const refused = await save(desk, text, from);
  assert.deepEqual([refused.status, refused.body], [409, { kind: 'mistakes' }]);
  const { port } = new URL(host.newLaunchUrl());
  assert.equal((await save(desk, whole(text), from)).status, 200);
  await settled();
  assert.equal(new URL(host.newLaunchUrl()).port, port);
  await (await patientPage()).shown(screen('attract'));
  assert.deepEqual(JSON.parse(readFileSync(siteFile, 'utf8')), {
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Bệnh viện Thử' },
    kiosk: { id: 'kiosk-1', stations: ['check-in'], listen: { port: 0 }, dataDir: '.' },
    management: { listen: { port: 0 } },
    devices: [],
    services: [service],
    hospital: [],
  });
  assert.ok(existsSync(join(dataDir, 'site-versions/last-good.json')));
  assert.equal((await open(desk)).isDraft, false);
});

test('a power cut during set-up loses neither the person nor what was filled in, nor a device that was added', async () => {
  await start();
  const desk = await setUp();
  const half = changed((await open(desk)).text, [['site', 'name'], 'Bệnh viện Thử']);
  await lookAt(desk, half);
  const kept = host.siteEditor.saveChange(({ own, merged }) => withValue(own, merged, ['standingAfterMinutes'], 7), {
    by: { kind: 'person', id: 'a'.repeat(16), name: 'Minh Thử' },
    why: '',
  });
  assert.ok(kept.ok && kept.value.is === 'kept');
  await host.close('SIGTERM');
  await start();
  const { origin } = new URL(host.newTechnicianUrl());
  const again = driverOf(
    origin,
    await fetch(`${origin}/api/sign-in`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Minh Thử', pin: '271828' }),
    }),
  );
  const { text, isDraft } = await open(again);
  assert.deepEqual([isDraft, text], [true, changed(half, [['standingAfterMinutes'], 7])]);
});

test('a save while a patient is being served waits for their number; what is only drawn is taken over at once', async () => {
  await runs();
  const desk = await owner();
  const page = await patientPage();
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  const saved = await save(
    desk,
    changed((await open(desk)).text, [['services', 0, 'room'], '205'], [['site', 'name'], 'Bệnh viện Mới']),
  );
  assert.equal(saved.status, 200);
  assert.deepEqual(host.siteEditor.standing().applying, { is: 'waits-for-rest' });
  await page.shown(({ siteName }) => siteName === 'Bệnh viện Mới');
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await page.shown((each) => ticketOf(each) !== undefined));
  assert.deepEqual([ticket?.number, ticket?.room], ['A001', '101']);
  await page.tap('finish', {});
  await settled();
  assert.equal(host.kiosk()?.rooms.site.services[0]?.room, '205');
});

test('somebody who does not want to wait opens the kiosk anew at once', async () => {
  await runs();
  const desk = await owner();
  assert.deepEqual(await desk.call('settings/apply-now', {}), { status: 409, body: { kind: 'nothing-waits' } });
  const page = await patientPage();
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  await save(desk, changed((await open(desk)).text, [['services', 0, 'room'], '205']));
  assert.equal((await desk.call('settings/apply-now', {})).status, 204);
  await settled();
  assert.equal(host.kiosk()?.rooms.site.services[0]?.room, '205');
});

test('a site that no kiosk can be opened with is told, and the one before goes on', async () => {
  await runs();
  const desk = await owner();
  const { text } = await open(desk);
  const taken = Number(new URL(host.newTechnicianUrl()).port);
  assert.equal((await save(desk, changed(text, [['kiosk', 'listen', 'port'], taken]))).status, 200);
  for (let turn = 0; turn < 500 && host.siteEditor.standing().applying.is !== 'refused'; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const { applying } = host.siteEditor.standing();
  assert.ok(applying.is === 'refused' && applying.why.includes('kiosk.listen.port'), JSON.stringify(applying));
  await (await patientPage()).shown(screen('attract'));
  assert.equal((await save(desk, text)).status, 200);
  await settled();
});

test('of two technicians the second is refused, and is told by the file what the first one saved', async () => {
  await runs();
  const [one, other] = [await owner(), await owner()];
  const { text, from } = await open(one);
  assert.equal((await save(one, changed(text, [['site', 'name'], 'Một']), from)).status, 200);
  const late = await save(other, changed(text, [['standingAfterMinutes'], 5]), from);
  assert.deepEqual([late.status, late.body], [409, { kind: 'changed-meanwhile' }]);
  const now = await open(other);
  assert.ok(now.text.includes('Một') && now.from !== from);
});

test('a file that a hand has broken: the last good version runs, the console says so, and one call puts it back', async () => {
  await runs();
  await host.close('SIGTERM');
  const good = readFileSync(siteFile, 'utf8');
  writeFileSync(siteFile, good.replace('"27005"', '""'));
  await start();
  const desk = await owner();
  const { body } = await desk.call('settings/versions', {});
  assert.ok(Array.isArray(body) && body.length === 2 && body[0].by === undefined);
  const standing = host.siteEditor.standing();
  assert.equal(standing.runs, 'last-good');
  const { from, look } = await open(desk);
  assert.deepEqual(
    look.mistakes.map(({ path, line, said }) => [path, line, said.vi.expected !== said.en.expected]),
    [['site.facilityCode', 4, true]],
  );
  const back = await desk.call('settings/put-back', { version: 1, from, why: 'hỏng tay' });
  assert.equal(back.status, 200, JSON.stringify(back));
  await settled();
  assert.equal(readFileSync(siteFile, 'utf8'), good);
  assert.equal(host.siteEditor.standing().runs, 'as-written');
});

test('a secret is set for a field, its file is named, and neither page nor file nor export ever holds it', async () => {
  await runs();
  const desk = await owner();
  const { text } = await open(desk);
  const secret = 'mot-bi-mat-du-dai-de-lam-khoa-0123456789';
  const short = await desk.call('settings/set-secret', { text, path: ['site', 'ticketKeyFile'], value: 'x' });
  assert.deepEqual(short, { status: 409, body: { kind: 'too-short' } });
  const set = await desk.call('settings/set-secret', { text, path: ['site', 'ticketKeyFile'], value: secret });
  assert.equal(set.status, 200);
  const draft = String(set.body?.text);
  const look = await lookAt(desk, draft);
  assert.ok(look.secrets.some(({ path, is }) => path === 'site.ticketKeyFile' && is === 'set'));
  await save(desk, draft);
  await settled();
  const exported = await desk.call('settings/export', {});
  assert.equal(exported.body?.fileName, 'kiosk-1-site.json');
  for (const each of [set, look, exported, await open(desk)]) assert.ok(!JSON.stringify(each).includes(secret));
});

test('what only the program can take over is said by its place, and no patient is sent away for it', async () => {
  await runs();
  const desk = await owner();
  const before = host.kiosk();
  await save(desk, changed((await open(desk)).text, [['management', 'listen', 'port'], 9443]));
  assert.deepEqual(host.siteEditor.programRestart(), ['management.listen.port']);
  assert.deepEqual([host.siteEditor.standing().applying.is, host.kiosk() === before], ['settled', true]);
});
