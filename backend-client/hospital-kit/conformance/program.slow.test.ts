import assert from 'node:assert/strict';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { conformanceReport } from '#backend-client/hospital-kit/conformance/report.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { openHl7Peer } from './hospital-peers.bench.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function siteWith(port: number): { readonly site: string; readonly out: string } {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  directories.push(directory);
  const site = join(directory, 'site.json');
  const hospital = [{ id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port }];
  writeFileSync(site, JSON.stringify({ ...syntheticSite, hospital }));
  return { site, out: join(directory, 'report') };
}

const program = new URL('../../../scripts/conformance.ts', import.meta.url).pathname;

function conformance(
  ...given: readonly string[]
): Promise<{ readonly code: number; readonly said: readonly string[] }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...given], (error, stdout, stderr) => {
      const code = error && typeof error.code === 'number' ? error.code : 0;
      resolve({ code, said: `${stdout}${stderr}`.trimEnd().split('\n') });
    });
  });
}

test('a line for each check, both files, and 0 when nothing is wrong', { timeout: 30_000 }, async () => {
  const peer = await openHl7Peer();
  const { site, out } = siteWith(peer.port);
  const { code, said } = await conformance('--site', site, '--out', out);
  await peer.close();
  const report = conformanceReport.parse(JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8')));
  assert.deepEqual([code, said.length - 1], [0, report.systems[0]?.checks.length]);
  assert.match(said[0] ?? '', /^accepted {6}his registration\.ordinary \d+ ms$/);
  assert.match(readFileSync(join(out, 'conformance.html'), 'utf8'), /Trung tâm Y tế Thử Nghiệm/);
});

test('1 when nobody listens, 2 when the site file cannot be used', { timeout: 30_000 }, async () => {
  const peer = await openHl7Peer();
  await peer.close();
  const { site, out } = siteWith(peer.port);
  const nobody = await conformance('--site', site, '--out', out);
  const noFile = await conformance('--site', join(out, 'nowhere.json'));
  const usage = await conformance('--sight', site);
  assert.deepEqual([nobody.code, noFile.code, usage.code], [1, 2, 2]);
  assert.match(usage.said[0] ?? '', /^Usage: npm run conformance/);
});

test('whoever has started it with a channel is told each check, and it ends when they are gone', {
  timeout: 30_000,
}, async () => {
  let messages = 0;
  const peer = await openHl7Peer({
    beforeAnswer() {
      messages += 1;
      if (messages === 3) child.disconnect();
    },
  });
  const { site, out } = siteWith(peer.port);
  const child = fork(program, ['--site', site, '--system', 'his', '--out', out], { silent: true });
  const [said] = await once(child, 'message');
  const [code] = await once(child, 'exit');
  await peer.close();
  assert.deepEqual([said.id, said.verdict, code], ['registration.ordinary', 'accepted', 2]);
});

test('one system of several is asked alone, and a system that is none is said to be none', {
  timeout: 30_000,
}, async () => {
  const peer = await openHl7Peer();
  const { site, out } = siteWith(peer.port);
  const read = JSON.parse(readFileSync(site, 'utf8'));
  read.hospital.push({ ...read.hospital[0], id: 'second' });
  writeFileSync(site, JSON.stringify(read));
  const { code, said } = await conformance('--site', site, '--out', out, '--system', 'second');
  const none = await conformance('--site', site, '--out', out, '--system', 'third');
  await peer.close();
  assert.deepEqual([code, said.filter((line) => line.includes(' his ')).length], [0, 0]);
  assert.deepEqual([none.code, none.said.length], [2, 1]);
});

test('masked, nobody whom the kit did not make up can be read in the report', { timeout: 30_000 }, async () => {
  const peer = await openHl7Peer({
    refuses: '001099000000',
    err: '||103|E|||Trùng với Phạm Thị Thật 038099001234',
  });
  const { site, out } = siteWith(peer.port);
  const open = await conformance('--site', site, '--out', out);
  const pages = () => ['html', 'json'].map((form) => readFileSync(join(out, `conformance.${form}`), 'utf8')).join();
  assert.ok(pages().includes('Phạm Thị Thật 038099001234'));
  const masked = await conformance('--site', site, '--out', out, '--masked');
  await peer.close();
  assert.deepEqual([open.code, masked.code], [1, 1]);
  for (const word of ['Phạm Thị Thật', '038099001234']) assert.ok(!pages().includes(word), word);
  assert.ok(pages().includes('001099000000'), 'those whom the kit made up stay');
});
