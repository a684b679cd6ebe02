import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, test } from 'vitest';
import { openConsoleAt } from '#kiosk/host/bench/console-driver.ts';
import { openPage } from '#kiosk/host/bench/page-driver.ts';
import { checkIn } from '#kiosk/host/bench/patient.ts';
import { startHost } from '../soak/host-process.ts';
import { soakPerson } from '../soak/people.ts';
import { openSoakSite, type SoakSite } from '../soak/soak-site.ts';
import { buildPages } from './build-pages.ts';
import { bundlePrograms, onDisk } from './bundle-programs.ts';

/** What a package would carry: the bundles, the pages, and in `node_modules` only what stays there. No source of ours. */
const root = resolve(import.meta.dirname, '../..');
const installed = mkdtempSync(join(tmpdir(), 'tiep-don-installed-'));
let site: SoakSite;

beforeAll(async () => {
  await buildPages(root, () => undefined);
  await bundlePrograms(root, () => undefined, installed);
  for (const path of ['package.json', 'dist/ui']) copy(path);
  for (const name of withDependencies(onDisk)) copy(join('node_modules', name));
  site = await openSoakSite({ paced: false, services: ['noi'] });
});

afterAll(async () => {
  await site.close();
  for (const folder of [installed, dirname(site.siteFile)]) rmSync(folder, { recursive: true, force: true });
});

test('the bundled host takes a patient from the card to paper and registration, without any source', async () => {
  const host = await startHost(site.siteFile, { program: [join(installed, 'dist/host/main.js')] });
  const page = await openPage(host.url);
  assert.ok(page.ok);
  await page.value.shown(({ screen }) => screen.show === 'attract' && screen.scanner === 'ready');
  const base64 = Buffer.from(soakPerson(50).scan).toString('base64');
  const scan = () => void site.scanner.act({ do: 'send-bytes', base64 });
  assert.deepEqual(await checkIn({ page: page.value, scan, serviceCode: 'noi' }), {
    ok: true,
    value: { number: 'A001', paper: 'printed' },
  });
  await site.his.until((arrivals) => arrivals.length > 0);
  page.value.close();
  assert.equal(await host.end('SIGTERM'), 0);
  assert.equal(site.printer.papers().length, 1);
});

test('the bundled hub is ready within two seconds and knows the kiosk that its bundled command has enrolled', async () => {
  const siteFile = join(installed, 'hub.json');
  const example = JSON.parse(readFileSync(join(root, 'config/sites/hub-demo.json'), 'utf8'));
  writeFileSync(siteFile, JSON.stringify({ ...example, dataDir: './data/hub', listen: { port: 0 } }));
  const startedAt = performance.now();
  const hub = spawn(process.execPath, [join(installed, 'dist/hub/main.js'), '--site', siteFile]);
  const [line] = await once(hub.stdout.setEncoding('utf8'), 'data');
  const tookMs = performance.now() - startedAt;
  const { url } = JSON.parse(line);
  const command = join(installed, 'dist/hub/hub-key.js');
  const key = await promisify(execFile)(process.execPath, [command, '--site', siteFile, '--kiosk', 'kiosk-2']);
  const contact = await fetch(`${url}/kiosk/v1/contact`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.stdout.trim()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1, program: '0.1.0' }),
  });
  assert.equal(contact.status, 200);
  assert.ok(tookMs < 2_000, `${Math.round(tookMs)} ms`);
  hub.kill('SIGTERM');
  assert.deepEqual(await once(hub, 'exit'), [0, null]);
});

test('the bundled host is ASCII, so that Node holds its text in half of the memory', () => {
  assert.match(readFileSync(join(installed, 'dist/host/main.js'), 'latin1'), /^[\0-\x7f]*$/);
});

test('the bundled host finds the conformance program beside it, and has its report', { timeout: 60_000 }, async () => {
  const host = await startHost(site.siteFile, { program: [join(installed, 'dist/host/main.js')] });
  const console = await openConsoleAt(host.technicianUrl);
  const endpointId = 'his';
  assert.equal((await console.call('conformance/begin', { endpointId, typed: endpointId })).status, 204);
  // Another one begins as soon as this one is over.
  while ((await console.call('conformance/begin', { endpointId, typed: endpointId })).body?.kind === 'running');
  assert.equal((await console.call('conformance/report', { endpointId })).body?.nothingWrong, true);
  console.close();
  assert.equal(await host.end('SIGTERM'), 0);
});

test('a bundled tool talks to the printer, and another one looks for devices', async () => {
  const run = async (tool: string, ...args: readonly string[]) => {
    const program = join(installed, 'dist/tools', `${tool}.js`);
    return (await promisify(execFile)(process.execPath, [program, ...args])).stdout;
  };
  assert.match(await run('poke', 'printer', '--site', site.siteFile, 'status', '--json'), /ready/);
  assert.ok(Array.isArray(JSON.parse(await run('devices', '--json')).devices));
});

function copy(path: string): void {
  mkdirSync(dirname(join(installed, path)), { recursive: true });
  cpSync(join(root, path), join(installed, path), { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** As npm lays them out: side by side, or inside of whoever needs another version. */
function withDependencies(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    const folder = join(root, 'node_modules', name);
    if (found.has(name) || !existsSync(folder)) return;
    found.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) add(each);
  };
  for (const name of names) add(name);
  return [...found];
}
