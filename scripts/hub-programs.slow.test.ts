import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tiep-don-hub-programs-'));
const site = join(folder, 'hub.json');
const pages = join(root, 'dist/ui');

beforeAll(() => {
  // A hub looks whether its pages are built; none is opened here.
  if (!existsSync(pages)) mkdirSync(pages, { recursive: true });
  writeFileSync(
    site,
    JSON.stringify({
      profile: 'production',
      site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
      listen: { host: '127.0.0.1', port: 0 },
      dataDir: './data',
      services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' }],
      places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] }],
      counters: [{ id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] }],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(program: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, program), ...args], { cwd: root, stdio: 'pipe' });
}

async function run(program: string, input: string, ...args: readonly string[]) {
  const child = start(program, ...args);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text));
  // It may have ended before it has read.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const key = (...args: string[]) => run('scripts/hub-key.ts', '', '--site', site, ...args);
const person = (input: string, ...args: string[]) => run('scripts/hub-person.ts', input, '--site', site, ...args);

test('a hub says one line when it is ready, its commands work beside it, and it stops when it is told to', async () => {
  const made = await person('739155\n', '--name', 'chi', '--role', 'supervisor');
  assert.deepEqual([made.code, made.stdout, made.stderr], [0, '', 'chi is added.\n']);
  const hub = start('kiosk/hub/main.ts', '--site', site);
  let said = '';
  hub.stderr?.resume();
  hub.stdout?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  await once(hub.stdout ?? hub, 'data');
  const { ready, url } = JSON.parse(said);
  assert.equal(ready, true);
  const one = await key('--kiosk', 'kiosk-2');
  assert.match(one.stdout, /^[A-Za-z0-9_-]{43}\n$/);
  assert.equal(one.stderr, '');
  assert.equal((await key('--list')).stdout, 'kiosk-2\tK2\tenrolled\n');
  const lan = await person('739156\n', '--name', 'lan', '--role', 'counter');
  assert.deepEqual([lan.code, lan.stderr], [0, 'lan is added.\n']);
  assert.equal((await person('', '--list')).stdout, 'chi\tsupervisor\nlan\tcounter\n');
  const signedIn = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'lan', pin: '739156' }),
  });
  assert.equal(signedIn.status, 200);
  assert.equal((await key('--kiosk', 'kiosk-2', '--revoke')).code, 0);
  assert.equal((await key('--list')).stdout, 'kiosk-2\tK2\trevoked\n');
  hub.kill('SIGTERM');
  assert.deepEqual(await once(hub, 'exit'), [0, null]);
  assert.equal(said.trim().split('\n').length, 1);
  assert.match(readFileSync(join(folder, 'data/logs/hub.log'), 'utf8'), /"event":"hub-stopping"/);
}, 60_000);

test('a wrong hub.json stops with every mistake listed, and a wrong call with how to call it', async () => {
  const wrong = join(folder, 'wrong.json');
  writeFileSync(
    wrong,
    JSON.stringify({ ...JSON.parse(readFileSync(site, 'utf8')), profile: 'live', counters: [], x: 1 }),
  );
  const hub = await run('kiosk/hub/main.ts', '', '--site', wrong);
  assert.deepEqual([hub.code, hub.stdout], [2, '']);
  assert.match(hub.stderr, /^The hub file .*wrong\.json has 4 mistakes:\n/);
  assert.match((await run('kiosk/hub/main.ts', '')).stderr, /^Usage: npm run hub/);
  assert.equal((await key('--kiosk', '../etc')).code, 2);
}, 60_000);

test('a weak PIN, an endless one and none at all make nobody', async () => {
  for (const [input, why] of [
    ['111111\n', /first that anybody would try/],
    ['', /6 digits or more/],
    ['7'.repeat(100_000), /at most 128/],
  ] as const) {
    const refused = await person(input, '--name', 'minh', '--role', 'counter');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, why);
  }
}, 60_000);
