import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { withValue } from '#config/settings/edit-site.ts';
import type { DraftLook, OpenedSettings } from '#kiosk/bridge/console/settings-words.ts';
import { type ConsoleDriver, driverOf, openConsoleAt } from '../../bench/console-driver.ts';
import { screen } from '../../bench/page-driver.ts';
import { ticketOf } from '../../bench/patient.ts';
import { changedText, createSettingsBench, type SettingsBench, service, setUp, wholeSite } from './settings.bench.ts';

/** A whole program over real sockets: what technicians save at the console, and what becomes of the kiosk in it. */

let bench: SettingsBench;
beforeEach(() => {
  bench = createSettingsBench();
});
afterEach(() => bench.close());

const owner = () => openConsoleAt(bench.host().newTechnicianUrl());

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

test('from an empty folder the first valid save opens the kiosk on the same page, and its file is as if written by hand', async () => {
  await bench.start();
  const desk = await setUp(bench);
  const { text, isDraft, look, from } = await open(desk);
  assert.deepEqual(
    [isDraft, look.mistakes.map(({ path }) => path)],
    [
      true,
      ['site.facilityCode', 'site.name', ...['name', 'hisCode', 'code', 'room'].map((key) => `services[0].${key}`)],
    ],
  );
  const refused = await save(desk, text, from);
  assert.deepEqual([refused.status, refused.body], [409, { kind: 'mistakes' }]);
  const { port } = new URL(bench.host().newLaunchUrl());
  assert.equal((await save(desk, wholeSite(text), from)).status, 200);
  await bench.settled();
  assert.equal(new URL(bench.host().newLaunchUrl()).port, port);
  await (await bench.patientPage()).shown(screen('attract'));
  assert.deepEqual(JSON.parse(readFileSync(bench.siteFile, 'utf8')), {
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Bệnh viện Thử' },
    kiosk: { id: 'kiosk-1', stations: ['check-in'], listen: { port: 0 }, dataDir: '.' },
    management: { listen: { port: 0 } },
    devices: [],
    services: [service],
    hospital: [],
  });
  assert.ok(existsSync(join(bench.dataDir, 'site-versions/last-good.json')));
  assert.equal((await open(desk)).isDraft, false);
});

test('whoever sets a kiosk up is told what it still lacks by the names of the form, until it has a site file', async () => {
  await bench.start();
  const desk = await setUp(bench);
  const lacks = async () => {
    const state = await desk.told('settings');
    return state?.lacks?.map(({ section, field }) => `${section?.vi}: ${field.vi}`);
  };
  assert.deepEqual(await lacks(), [
    'Bệnh viện: Mã cơ sở',
    'Bệnh viện: Tên bệnh viện',
    'Dịch vụ: Tên dịch vụ',
    'Dịch vụ: Mã của bệnh viện',
    'Dịch vụ: Mã của kiosk',
    'Dịch vụ: Phòng',
  ]);
  const { text } = await open(desk);
  await lookAt(desk, changedText(text, [['services', 0], service], [['site', 'facilityCode'], '27005']));
  assert.deepEqual(await lacks(), ['Bệnh viện: Tên bệnh viện']);
  await lookAt(desk, wholeSite(text));
  assert.deepEqual(await lacks(), []);
  await save(desk, wholeSite(text));
  assert.equal(await lacks(), undefined);
});

test('a power cut during set-up loses neither the person nor what was filled in, nor a device that was added', async () => {
  await bench.start();
  const desk = await setUp(bench);
  const half = changedText((await open(desk)).text, [['site', 'name'], 'Bệnh viện Thử']);
  await lookAt(desk, half);
  const kept = bench
    .host()
    .siteEditor.saveChange(({ own, merged }) => withValue(own, merged, ['standingAfterMinutes'], 7), {
      by: { kind: 'person', id: 'a'.repeat(16), name: 'Minh Thử' },
      why: '',
    });
  assert.ok(kept.ok && kept.value.is === 'kept');
  await bench.stop();
  await bench.start();
  const { origin } = new URL(bench.host().newTechnicianUrl());
  const again = driverOf(
    origin,
    await fetch(`${origin}/api/sign-in`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Minh Thử', pin: '271828' }),
    }),
  );
  const { text, isDraft } = await open(again);
  assert.deepEqual([isDraft, text], [true, changedText(half, [['standingAfterMinutes'], 7])]);
});

test('a save while a patient is being served waits for their number; what is only drawn is taken over at once', async () => {
  await bench.runs();
  const desk = await owner();
  const page = await bench.patientPage();
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  const saved = await save(
    desk,
    changedText((await open(desk)).text, [['services', 0, 'room'], '205'], [['site', 'name'], 'Bệnh viện Mới']),
  );
  assert.equal(saved.status, 200);
  assert.deepEqual(bench.host().siteEditor.standing().applying, { is: 'waits-for-rest' });
  await page.shown(({ siteName }) => siteName === 'Bệnh viện Mới');
  await desk.until(({ siteName }) => siteName === 'Bệnh viện Mới');
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await page.shown((each) => ticketOf(each) !== undefined));
  assert.deepEqual([ticket?.number, ticket?.room], ['A001', '101']);
  await page.tap('finish', {});
  await bench.settled();
  assert.equal(bench.host().kiosk()?.rooms.site.services[0]?.room, '205');
});

test('somebody who does not want to wait opens the kiosk anew at once', async () => {
  await bench.runs();
  const desk = await owner();
  assert.deepEqual(await desk.call('settings/apply-now', {}), { status: 409, body: { kind: 'nothing-waits' } });
  const page = await bench.patientPage();
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  await save(desk, changedText((await open(desk)).text, [['services', 0, 'room'], '205']));
  assert.equal((await desk.call('settings/apply-now', {})).status, 204);
  await bench.settled();
  assert.equal(bench.host().kiosk()?.rooms.site.services[0]?.room, '205');
});

test('a site that no kiosk can be opened with is told, and the one before goes on', async () => {
  await bench.runs();
  const desk = await owner();
  const { text } = await open(desk);
  const taken = Number(new URL(bench.host().newTechnicianUrl()).port);
  assert.equal((await save(desk, changedText(text, [['kiosk', 'listen', 'port'], taken]))).status, 200);
  for (let turn = 0; turn < 500 && bench.host().siteEditor.standing().applying.is !== 'refused'; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const { applying } = bench.host().siteEditor.standing();
  assert.ok(applying.is === 'refused' && applying.why.kind === 'listen', JSON.stringify(applying));
  await (await bench.patientPage()).shown(screen('attract'));
  assert.equal((await save(desk, text)).status, 200);
  await bench.settled();
});

test('of two technicians the second is refused, and is told by the file what the first one saved', async () => {
  await bench.runs();
  const [one, other] = [await owner(), await owner()];
  const { text, from } = await open(one);
  assert.equal((await save(one, changedText(text, [['site', 'name'], 'Một']), from)).status, 200);
  const late = await save(other, changedText(text, [['standingAfterMinutes'], 5]), from);
  assert.deepEqual([late.status, late.body], [409, { kind: 'changed-meanwhile' }]);
  const now = await open(other);
  assert.ok(now.text.includes('Một') && now.from !== from);
});

test('a file that a hand has broken: the last good version runs, the console says so, and one call puts it back', async () => {
  await bench.runs();
  await bench.stop();
  const good = readFileSync(bench.siteFile, 'utf8');
  writeFileSync(bench.siteFile, good.replace('"27005"', '""'));
  await bench.start();
  const desk = await owner();
  const { body } = await desk.call('settings/versions', {});
  assert.ok(Array.isArray(body) && body.length === 2 && body[0].by === undefined);
  const standing = bench.host().siteEditor.standing();
  assert.equal(standing.runs, 'last-good');
  const { from, look } = await open(desk);
  assert.deepEqual(
    look.mistakes.map(({ path, line, said }) => [path, line, said.vi.expected !== said.en.expected]),
    [['site.facilityCode', 4, true]],
  );
  const back = await desk.call('settings/put-back', { version: 1, from, why: 'hỏng tay' });
  assert.equal(back.status, 200, JSON.stringify(back));
  await bench.settled();
  assert.equal(readFileSync(bench.siteFile, 'utf8'), good);
  assert.equal(bench.host().siteEditor.standing().runs, 'as-written');
});

test('a secret is set for a field, its file is named, and neither page nor file nor export ever holds it', async () => {
  await bench.runs();
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
  await bench.settled();
  const exported = await desk.call('settings/export', {});
  assert.equal(exported.body?.fileName, 'kiosk-1-site.json');
  for (const each of [set, look, exported, await open(desk)]) assert.ok(!JSON.stringify(each).includes(secret));
});

test('what only the program can take over is said by its place, and no patient is sent away for it', async () => {
  await bench.runs();
  const desk = await owner();
  const before = bench.host().kiosk();
  await save(desk, changedText((await open(desk)).text, [['management', 'listen', 'port'], 9443]));
  assert.deepEqual(bench.host().siteEditor.programRestart(), ['management.listen.port']);
  assert.deepEqual(
    [bench.host().siteEditor.standing().applying.is, bench.host().kiosk() === before],
    ['settled', true],
  );
});
