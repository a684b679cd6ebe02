import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { readArguments } from '../arguments.ts';
import { openKiosk } from '../kiosk.ts';
import { keepLastGood, readSiteOrLastGood, type SiteToRun } from './last-good.ts';

/** A site file that somebody has broken by hand, before the kiosk starts again. */

let folder: string;
let dataDir: string;
let siteFile: string;
const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-good-'));
  dataDir = join(folder, 'kiosk');
  siteFile = join(dataDir, 'site.json');
  mkdirSync(dataDir);
  writeFileSync(
    join(folder, 'hospital.json'),
    JSON.stringify({
      profile: 'demo',
      site: { facilityCode: '27005', name: 'Bệnh viện' },
      services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
    }),
  );
  const kiosk = { id: 'kiosk-1', listen: { port: 0 }, dataDir: '.' };
  writeFileSync(siteFile, JSON.stringify({ extends: '../hospital.json', kiosk }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(given: string | undefined = dataDir): SiteToRun {
  const toRun = readSiteOrLastGood({ siteFile, dataDir: given });
  assert.ok(toRun.ok, toRun.ok ? '' : JSON.stringify(toRun.problem));
  return toRun.value;
}

test.each([
  ["the kiosk's own file", () => writeFileSync(siteFile, '{ "extends": ')],
  ["the hospital's file", () => writeFileSync(join(folder, 'hospital.json'), '{"profile": "test"}')],
  ['no file at all', () => rmSync(siteFile)],
  ["no file of the hospital's", () => rmSync(join(folder, 'hospital.json'))],
])('with %s broken the last good version runs, with every mistake of the broken one', (_, harm) => {
  const good = read();
  assert.equal(good.standing.runs, 'as-written');
  keepLastGood(dataDir, good.reading.layers, clock);
  harm();
  const { reading, standing } = read();
  assert.ok(standing.runs === 'last-good' && standing.mistakes.length > 0);
  assert.equal(standing.since, clock.now());
  assert.deepEqual(reading.site, good.reading.site);
  assert.ok(!readSiteOrLastGood({ siteFile, dataDir: undefined }).ok, 'without --data-dir the start is refused');
});

test('a data directory that was moved to another machine brings its last good version along', () => {
  keepLastGood(dataDir, read().reading.layers, clock);
  const moved = join(folder, 'moved');
  cpSync(dataDir, moved, { recursive: true });
  writeFileSync(join(moved, 'site.json'), '');
  const toRun = readSiteOrLastGood({ siteFile: join(moved, 'site.json'), dataDir: moved });
  assert.ok(toRun.ok && toRun.value.reading.site.kiosk.dataDir === moved);
});

test.each([
  '',
  '{}',
  '{"version":1,"at":1,"files":[]}',
  '[1',
  '{"version":1,"at":1,"files":[{"path":"x","text":"{}"}]}',
])('a last good version that is cut off or something else (%s) is none', (text) => {
  keepLastGood(dataDir, read().reading.layers, clock);
  writeFileSync(join(dataDir, 'site-versions/last-good.json'), text);
  writeFileSync(siteFile, '');
  const toRun = readSiteOrLastGood({ siteFile, dataDir });
  assert.deepEqual(!toRun.ok && toRun.problem.map(({ kind }) => kind), ['json-ends']);
});

test('a site file that puts the store elsewhere than --data-dir is refused', () => {
  const toRun = readSiteOrLastGood({ siteFile, dataDir: join(folder, 'other') });
  assert.deepEqual(!toRun.ok && toRun.problem.map(({ path, kind }) => [path, kind]), [
    ['kiosk.dataDir', 'other-data-dir'],
  ]);
});

test('a kiosk that runs the last good version says so in its health and in its log, and serves', async () => {
  keepLastGood(dataDir, read().reading.layers, clock);
  writeFileSync(siteFile, '{}');
  const { reading, standing } = read();
  const lines: { readonly event: string; readonly mistakes?: number }[] = [];
  const opened = await openKiosk(reading.site, {
    clock,
    randomBytes,
    random: () => 0.5,
    pageDir: tmpdir(),
    workingDirectory: process.cwd(),
    credentialsDirectory: undefined,
    environment: {},
    version: '0.0.0-test',
    siteStanding: standing,
    stderr: { write: (line: string) => lines.push(JSON.parse(line)) },
  });
  assert.ok(opened.ok);
  const health = JSON.parse(await (await fetch(`http://127.0.0.1:${opened.value.port}/healthz`)).text());
  await opened.value.close('SIGTERM');
  assert.deepEqual([health.status, health.siteFile], ['degraded', { runs: 'last-good', mistakes: 4 }]);
  assert.deepEqual(
    lines.flatMap(({ event, mistakes }) => (event === 'site-file-broken' ? [mistakes] : [])),
    [4],
  );
});

test.each([
  [['--site', 'a.json'], { siteFile: 'a.json', dataDir: undefined }],
  [['--data-dir', '/var/lib/k'], { siteFile: '/var/lib/k/site.json', dataDir: '/var/lib/k' }],
  [['--data-dir', 'd', '--site', 'a.json'], { siteFile: 'a.json', dataDir: 'd' }],
  [[], undefined],
  [['--data-dir', ''], undefined],
  [['--site', 'a.json', 'b.json'], undefined],
])('the host is called with %j', (given, expected) => {
  const read = readArguments(given);
  assert.deepEqual(read.ok ? read.value : undefined, expected);
});
