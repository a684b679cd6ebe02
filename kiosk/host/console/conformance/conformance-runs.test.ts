import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { ConformanceEnd } from '#kiosk/bridge/console/conformance-words.ts';
import { type ConformanceRuns, createConformanceRuns, longestRunMs } from './conformance-runs.ts';

/** Programs that end as no conformance program should. */

let dataDir: string;
let clock: HandCrankedClock;
let runs: ConformanceRuns | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-runs-'));
  clock = createHandCrankedClock(Date.UTC(2026, 10, 25, 1));
});
afterEach(async () => {
  await runs?.close();
  rmSync(dataDir, { recursive: true });
});

const says = `process.send({ id: 'registration.ordinary', title: { vi: 'Một', en: 'One' }, verdict: 'accepted' }, next);`;

/** Resolves with how a run of such a program ended. */
async function ending(source: string | undefined, meanwhile: (runs: ConformanceRuns) => unknown = () => {}) {
  const program = join(dataDir, 'program.mjs');
  if (source !== undefined) writeFileSync(program, source);
  const end = Promise.withResolvers<ConformanceEnd>();
  runs = createConformanceRuns({
    ...{ dataDir, siteFile: join(dataDir, 'site.json'), program, clock },
    onEnd: (_id, how) => end.resolve(how),
  });
  assert.ok(runs.begin({ endpointId: 'his', by: 'Kỹ Thuật' }).ok);
  await meanwhile(runs);
  const how = await end.promise;
  assert.equal(runs.state().running, undefined);
  return { how, steps: runs.state().last?.steps.map(({ id }) => id) };
}

const untilAStep = async (watched: ConformanceRuns) => {
  while (watched.state().running?.steps.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

test('a program that is killed in the middle broke off, and what it had sent is told', async () => {
  const source = `function next() { process.kill(process.pid, 'SIGKILL'); } ${says}`;
  assert.deepEqual(await ending(source), { how: 'broke-off', steps: ['registration.ordinary'] });
});

test('one that never ends is ended when its time is up', async () => {
  const source = `function next() {} ${says} setInterval(() => {}, 1_000);`;
  const came = await ending(source, async (watched) => {
    await untilAStep(watched);
    clock.advance(longestRunMs);
  });
  assert.deepEqual(came, { how: 'took-too-long', steps: ['registration.ordinary'] });
});

test.each([
  ['a site file that it cannot use', 'process.exit(2)', 'could-not-run'],
  ['an end without a report', 'process.exit(0)', 'broke-off'],
  ['a report that is none', `fs.writeFileSync(at, '{"version":1}'); process.exit(0)`, 'broke-off'],
  ['words that are no step', `process.send({ id: 7 }); process.exit(1)`, 'broke-off'],
] as const)('%s is no report', async (_, does, how) => {
  const source = `import fs from 'node:fs'; const at = process.argv[process.argv.indexOf('--out') + 1] + '/conformance.json'; ${does};`;
  assert.deepEqual(await ending(source), { how, steps: [] });
  assert.deepEqual([runs?.state().reports, readdirSync(join(dataDir, 'conformance'))], [[], []]);
});

test('a program that is not there broke off, and one that was not installed is said to be missing', async () => {
  assert.deepEqual(await ending(undefined), { how: 'broke-off', steps: [] });
  const missing = createConformanceRuns({ dataDir, siteFile: '', program: undefined, clock, onEnd: () => {} });
  assert.deepEqual(missing.begin({ endpointId: 'his', by: '' }), { ok: false, problem: { kind: 'not-here' } });
  assert.equal(missing.state().isHere, false);
});

test('what a killed kiosk left of a run is gone, and a damaged report is none', () => {
  mkdirSync(join(dataDir, 'conformance', '.run'), { recursive: true });
  writeFileSync(join(dataDir, 'conformance', '.run', 'conformance.json'), '{}');
  writeFileSync(join(dataDir, 'conformance', 'his.json'), '{"half', { mode: 0o600 });
  const opened = createConformanceRuns({ dataDir, siteFile: '', program: undefined, clock, onEnd: () => {} });
  assert.deepEqual([opened.state().reports, opened.report('his')], [[], undefined]);
  assert.deepEqual(readdirSync(join(dataDir, 'conformance')), ['his.json']);
});
