import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { makeCertificates } from '../connection/certificates.bench.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createHl7v2Endpoint } from './hl7v2-endpoint.ts';
import { accepted, ack, createMllpBench, failed, message } from './mllp.bench.ts';
import { hasPythonHl7, openPythonHospital } from './python-hospital.bench.ts';
import { endpointWith } from './sample-facts.ts';

const certificates = makeCertificates();
const stranger = makeCertificates();
afterAll(() => {
  certificates.remove();
  stranger.remove();
});
const hospitals = {
  hospital: certificates.issue('hospital', { extension: 'subjectAltName=IP:127.0.0.1' }),
  elsewhere: certificates.issue('elsewhere', { extension: 'subjectAltName=DNS:his.example.org' }),
};
const kiosk = certificates.issue('kiosk', { extension: 'extendedKeyUsage=clientAuth' });
const unknown = stranger.issue('kiosk');
const bench = createMllpBench();
afterEach(bench.closeAll);

const caFile = certificates.ca;
const ours = { certFile: kiosk.cert, keyFile: kiosk.key };

/** A hospital that knows its kiosks, or lets anybody in. */
function hospital(name: 'hospital' | 'elsewhere', knowsKiosks: boolean) {
  const own = { cert: readFileSync(hospitals[name].cert), key: readFileSync(hospitals[name].key) };
  const mutual = knowsKiosks ? { ca: readFileSync(caFile), requestCert: true, rejectUnauthorized: true } : {};
  return bench.hospital((line, id) => line.write(ack('AA', id)), { ...own, ...mutual });
}

function endpointAt(port: number, tls: object) {
  const opened = createHl7v2Endpoint({
    endpoint: endpointWith({ port, tls, ackTimeoutMs: 5_000 }),
    site: syntheticSite,
    clock: machineClock,
  });
  assert.ok(opened.ok);
  bench.closeLater(opened.value.close);
  return opened.value;
}

const refused = failed('settings', 'tls-refused');

test('hospital and kiosk know each other by their certificates, again after a lost line', async () => {
  const { port, lines } = await hospital('hospital', true);
  const endpoint = endpointAt(port, { caFile, ...ours });
  const first = await endpoint.send(message('C1'));
  lines[0]?.destroy();
  assert.deepEqual([first, await endpoint.send(message('C2'))], [accepted, accepted]);
  assert.equal(lines.length, 2);
});

test.for([
  ['another name in it', 'elsewhere', caFile],
  ['an authority that nobody named', 'hospital', stranger.ca],
] as const)("a hospital's certificate with %s is refused: nothing was sent", async ([, name, authority]) => {
  const { port, frames } = await hospital(name, false);
  assert.deepEqual(await endpointAt(port, { caFile: authority }).send(message('C1')), refused);
  assert.deepEqual(frames, []);
});

test('an environment that lets every certificate pass does not reach the hospital', async () => {
  const { port, frames } = await hospital('hospital', false);
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    assert.deepEqual(await endpointAt(port, { caFile: stranger.ca }).send(message('C1')), refused);
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
  assert.deepEqual(frames, []);
});

test('the site file may name what stands in the certificate', async () => {
  const { port } = await hospital('elsewhere', false);
  const endpoint = endpointAt(port, { caFile, serverName: 'his.example.org' });
  assert.deepEqual(await endpoint.send(message('C1')), accepted);
});

test('a hospital without TLS is refused', async () => {
  const server = createServer((line) => line.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  bench.closeLater(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  assert.deepEqual(await endpointAt(port, { caFile }).send(message('C1')), refused);
});

test('TLS 1.3 says "connected" before the hospital has asked for our certificate: what was written is not delivered', async () => {
  const { port, frames } = await hospital('hospital', true);
  assert.deepEqual(await endpointAt(port, { caFile }).send(message('C1')), refused);
  assert.deepEqual(frames, []);
});

test('a hospital that drops an unknown kiosk without a word may have the message, as far as the kiosk can tell', async () => {
  const { port, frames } = await hospital('hospital', true);
  const otherKiosk = { certFile: unknown.cert, keyFile: unknown.key };
  const sent = await endpointAt(port, { caFile, ...otherKiosk }).send(message('C1'));
  assert.deepEqual([sent, frames], [failed('ambiguous', 'line-broke', true), []]);
});

test.skipIf(!hasPythonHl7)('nor by a hospital of other authors', async () => {
  const python = await openPythonHospital('utf-8', certificates.folder);
  bench.closeLater(python.close);
  const sent = await endpointAt(python.port, { caFile }).send(message('C1'));
  assert.ok(!sent.ok && sent.problem.kind !== 'permanent');
  assert.deepEqual(await endpointAt(python.port, { caFile, ...ours }).send(message('C2')), accepted);
  const [header] = (await python.next()) as string[][][];
  assert.deepEqual(header?.[10], ['C2'], 'the first message that was read is the second one');
});

test('a private key that others can read stops the start', () => {
  chmodSync(unknown.key, 0o644);
  const tls = { certFile: unknown.cert, keyFile: unknown.key };
  const opened = createHl7v2Endpoint({ endpoint: endpointWith({ tls }), site: syntheticSite, clock: machineClock });
  chmodSync(unknown.key, 0o600);
  assert.deepEqual(opened, { ok: false, problem: { kind: 'readable-by-others', path: tls.keyFile } });
});
