import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
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

function conformance(
  ...given: readonly string[]
): Promise<{ readonly code: number; readonly said: readonly string[] }> {
  const program = new URL('../../../scripts/conformance.ts', import.meta.url).pathname;
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
