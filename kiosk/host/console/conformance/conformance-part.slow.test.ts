import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { openConsoleAt } from '../../bench/console-driver.ts';
import { openWholeHost, type WholeHost } from '../devices/whole-host.bench.ts';
import { conformanceProgram } from './conformance-program.ts';

/** A whole kiosk, the real program as its child, and a simulated hospital over real sockets. */

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function opened(): Promise<{ readonly at: WholeHost; readonly his: HisSimulator }> {
  const his = await startHisSimulator({ mllpPort: 0, webPort: 0, httpPort: 0 });
  cleanUps.push(() => his.close());
  const capabilities = ['registrations', 'patient-look-up'];
  const address = { host: '127.0.0.1', port: his.mllpPort };
  const at = await openWholeHost([], undefined, [
    { id: 'his', protocol: 'hl7v2-mllp', ...address, capabilities, simulated: true },
    { id: 'other', protocol: 'fhir-r4', baseUrl: his.fhirUrl, capabilities, simulated: true },
  ]);
  cleanUps.push(() => at.close());
  return { at, his };
}

const begin = (at: WholeHost, endpointId = 'his', typed = endpointId) =>
  at.call('conformance/begin', { endpointId, typed });
const ended = async (at: WholeHost) =>
  (await at.until('conformance', (state) => state?.running === undefined && state?.last !== undefined))?.last;
const outcomes = async (at: WholeHost) => {
  const read = await at.call('audit/read', {});
  assert.ok(read.ok);
  return read.value.entries
    .toReversed()
    .flatMap(({ act, details }) => (act === 'conformance-run' ? [details.outcome] : []));
};

test('nothing is sent before the id of the system was typed, and all of it is in the report', {
  timeout: 30_000,
}, async () => {
  const { at, his } = await opened();
  const wrong = await Promise.all([begin(at, 'his', ''), begin(at, 'his', 'other'), begin(at, 'nobody')]);
  assert.deepEqual(
    wrong.map((each) => !each.ok && each.problem.kind),
    ['not-confirmed', 'not-confirmed', 'unknown-system'],
  );
  assert.deepEqual(
    [his.arrivals().length, (await at.call('conformance/report', { endpointId: 'his' })).ok],
    [0, false],
  );

  assert.deepEqual(await begin(at), { ok: true, value: undefined });
  const last = await ended(at);
  assert.deepEqual([last?.end, last?.endpointId], ['nothing-wrong', 'his']);
  const report = await at.call('conformance/report', { endpointId: 'his' });
  assert.ok(report.ok);
  const [system, ...others] = report.value.systems;
  assert.deepEqual([system?.id, others], ['his', []], 'the other system is not asked');
  assert.deepEqual(
    system?.checks.map(({ id }) => id),
    last?.steps.map(({ id }) => id),
  );
  const sent = system?.checks.map((check) => check.sent ?? '').join('') ?? '';
  for (const { fields } of his.arrivals().map((arrival) => ({ fields: JSON.stringify(arrival) })))
    assert.match(fields, /"T"|THU|test/i);
  assert.match(sent, /\|T\|2\.5\.1/);

  const page = await at.get('/conformance/his/html');
  assert.deepEqual(
    [page.status, page.headers.get('content-disposition'), page.headers.get('cache-control')],
    [200, 'attachment; filename="conformance-his.html"', 'no-store'],
  );
  assert.match(await page.text(), /Biên bản kiểm tra kết nối/);
  for (const path of ['other/html', '..%2fsite/json', 'his/xml'])
    assert.equal((await at.get(`/conformance/${path}`)).status, 404, path);
  assert.deepEqual(await outcomes(at), ['begun', 'nothing-wrong']);
  assert.deepEqual(readdirSync(join(at.dataDir, 'conformance')).toSorted(), ['his.html', 'his.json']);
});

test('one at a time: a second technician is told so, sees the run and stops it; what was sent by then stands there', {
  timeout: 30_000,
}, async () => {
  const { at, his } = await opened();
  const second = await openConsoleAt(at.host.newTechnicianUrl());
  cleanUps.push(async () => second.close());
  const heard = his.until((arrivals) => arrivals.length >= 2);
  assert.ok((await begin(at)).ok);
  await heard;
  his.setMode({ kind: 'stop-answering' });
  assert.deepEqual(await second.call('conformance/begin', { endpointId: 'other', typed: 'other' }), {
    status: 409,
    body: { kind: 'running' },
  });
  await at.until('conformance', (state) => (state?.running?.steps.length ?? 0) >= 2);
  assert.equal((await second.call('conformance/stop', {})).status, 204);
  const last = await ended(at);
  assert.equal(last?.end, 'stopped');
  assert.equal(last?.steps[0]?.id, 'registration.ordinary');
  assert.equal((await second.call('conformance/stop', {})).status, 409);
  assert.equal((await at.call('conformance/report', { endpointId: 'his' })).ok, false, 'half a run is no report');
  assert.deepEqual(await outcomes(at), ['begun', 'stop-asked', 'stopped']);
});

test('a hospital that goes away in the middle is a report that says so', { timeout: 30_000 }, async () => {
  const { at, his } = await opened();
  const heard = his.until((arrivals) => arrivals.length >= 2);
  assert.ok((await begin(at)).ok);
  await heard;
  await his.close();
  const last = await ended(at);
  assert.equal(last?.end, 'something-wrong');
  const report = await at.call('conformance/report', { endpointId: 'his' });
  assert.ok(report.ok && report.value.summary.accepted > 0 && report.value.summary['not-checkable'] > 0);
});

test('a kiosk that is opened anew with a changed site file leaves the run alone', { timeout: 30_000 }, async () => {
  const { at, his } = await opened();
  his.setMode({ kind: 'stop-answering' });
  assert.ok((await begin(at)).ok);
  const before = at.host.kiosk();
  const draft = await at.call('settings/open', {});
  assert.ok(draft.ok);
  const site = JSON.parse(draft.value.text);
  const text = JSON.stringify({ ...site, hospital: site.hospital.slice(0, 1) });
  assert.ok((await at.call('settings/save', { text, from: draft.value.from, why: 'bớt một hệ thống' })).ok);
  await at.until('kiosk', (state) => state?.endpoints.length === 1);
  assert.notEqual(at.host.kiosk(), before);
  const state = await at.until('conformance', () => true);
  assert.equal(state?.running?.endpointId, 'his');
  assert.ok((await at.call('conformance/stop', {})).ok);
  assert.equal((await ended(at))?.end, 'stopped');
});

test('the end of the kiosk ends the run; the next start has no half report, and keeps the whole one', {
  timeout: 30_000,
}, async () => {
  const { at, his } = await opened();
  assert.ok((await begin(at)).ok);
  await ended(at);
  his.setMode({ kind: 'slow', seconds: 30 });
  assert.ok((await begin(at)).ok);
  const folder = join(at.dataDir, 'conformance');
  assert.ok(existsSync(join(folder, '.run')));
  // Not closed twice.
  cleanUps.pop();
  cleanUps.push(async () => rmSync(at.dataDir, { recursive: true }));
  await at.host.close('SIGTERM');
  assert.deepEqual(readdirSync(folder).toSorted(), ['his.html', 'his.json']);
  assert.ok(JSON.parse(readFileSync(join(folder, 'his.json'), 'utf8')).nothingWrong);
});

test('the program stands beside the sources', () => {
  assert.match(conformanceProgram() ?? '', /scripts.conformance\.ts$/);
});
