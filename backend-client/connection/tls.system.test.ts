import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { afterAll, afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { makeCertificates } from './certificates.bench.ts';
import { createHttpClient } from './http-client.ts';
import { readTlsFiles } from './tls-files.ts';

/** Real TLS with certificates of the openssl command. What a hospital's IT gets wrong is said before any data leaves. */

const certificates = makeCertificates();
afterAll(() => certificates.remove());
const server = certificates.issue('his.hospital.example');
const kiosk = certificates.issue('kiosk-1');
const expired = certificates.issue('kiosk-old', { expired: true });
const stranger = makeCertificates();
afterAll(() => stranger.remove());

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

interface Wanted {
  readonly clientCertificate?: boolean;
  readonly version?: SecureVersion;
}

async function hospital({ clientCertificate = false, version = 'TLSv1.3' }: Wanted = {}) {
  const heard: string[] = [];
  const https = createServer(
    {
      cert: readFileSync(server.cert),
      key: readFileSync(server.key),
      ca: readFileSync(certificates.ca),
      requestCert: clientCertificate,
      rejectUnauthorized: clientCertificate,
      minVersion: version,
      maxVersion: version,
    },
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      heard.push(body);
      response.writeHead(204).end();
    },
  );
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  openThings.push(() => {
    https.closeAllConnections();
    https.close();
  });
  return { url: `https://127.0.0.1:${(https.address() as AddressInfo).port}/facts`, heard };
}

async function post(url: string, tls: Parameters<typeof readTlsFiles>[0]): Promise<unknown> {
  const files = readTlsFiles(tls);
  assert.ok(files.ok);
  const http = createHttpClient({ timeoutMs: 20_000, tls: files.value, clock: machineClock });
  openThings.push(() => http.close());
  const answer = await http.request({ method: 'POST', url, body: '{"kind":"registration"}' });
  return answer.ok ? answer.value.status : answer.problem.kind;
}

const trusting = { caFile: certificates.ca, serverName: 'his.hospital.example' };
const known = { ...trusting, certFile: kiosk.cert, keyFile: kiosk.key };

test.for(['TLSv1.2', 'TLSv1.3'] as const)(
  'over %s each side sees that the other is who it should be',
  async (version) => {
    const { url, heard } = await hospital({ clientCertificate: true, version });
    assert.deepEqual([await post(url, known), heard], [204, ['{"kind":"registration"}']]);
  },
);

test.for([
  ['nobody vouches for the certificate', {}],
  ['another authority vouches for it', { caFile: stranger.ca, serverName: 'his.hospital.example' }],
  ['the certificate is for another name', { caFile: certificates.ca, serverName: 'his.other.example' }],
  ['the certificate is not for the address', { caFile: certificates.ca }],
] as const)('nothing is sent when %s', async ([, tls]) => {
  const { url, heard } = await hospital();
  assert.deepEqual([await post(url, tls), heard], ['tls-refused', []]);
});

test.for([
  ['TLSv1.2', 'no certificate', trusting],
  ['TLSv1.3', 'no certificate', trusting],
  ['TLSv1.2', 'an expired one', { ...trusting, certFile: expired.cert, keyFile: expired.key }],
  ['TLSv1.3', 'an expired one', { ...trusting, certFile: expired.cert, keyFile: expired.key }],
] as const)(
  'over %s a hospital that wants a certificate and gets %s has provably not taken the post',
  async ([version, , tls]) => {
    const { url, heard } = await hospital({ clientCertificate: true, version });
    assert.deepEqual([await post(url, tls), heard], ['tls-refused', []]);
  },
);

test('a TLS 1.3 server without session tickets is believed after a moment', async () => {
  const program = spawn(
    'openssl',
    [
      ...['s_server', '-www', '-tls1_3', '-num_tickets', '0', '-accept', '127.0.0.1:0'],
      ...['-cert', server.cert, '-key', server.key],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  openThings.push(() => program.kill());
  let said = '';
  for await (const chunk of program.stdout) {
    said += chunk;
    if (/ACCEPT .*:\d+/.test(said)) break;
  }
  const http = createHttpClient({
    timeoutMs: 20_000,
    tls: { ca: readFileSync(certificates.ca, 'utf8'), servername: 'his.hospital.example' },
    clock: machineClock,
  });
  openThings.push(() => http.close());
  const answer = await http.request({ method: 'GET', url: `https://127.0.0.1:${/ACCEPT .*:(\d+)/.exec(said)?.[1]}/` });
  assert.ok(answer.ok);
  assert.equal(answer.value.status, 200);
});

test('TLS 1.1 is too old', async () => {
  const { url } = await hospital({ version: 'TLSv1.1' });
  assert.equal(await post(url, trusting), 'tls-refused');
});

test('an address that answers without TLS is refused before anything is sent', async () => {
  const heard: Buffer[] = [];
  const plain = createPlainServer((line) => {
    line.on('error', () => {});
    line.on('data', (chunk) => {
      heard.push(chunk);
      line.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  openThings.push(() => plain.close());
  const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
  assert.equal(await post(url, trusting), 'tls-refused');
  assert.ok(heard.every((bytes) => !bytes.includes('registration')));
});

test('a server that takes the connection and never shakes hands was provably not told', async () => {
  const plain = createPlainServer();
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  openThings.push(() => plain.close());
  const clock = createHandCrankedClock();
  const http = createHttpClient({ timeoutMs: 10_000, clock });
  openThings.push(() => http.close());
  const connected = new Promise((resolve) => plain.once('connection', resolve));
  const asked = http.request({
    method: 'POST',
    url: `https://127.0.0.1:${(plain.address() as AddressInfo).port}/`,
    body: '{}',
  });
  await connected;
  clock.advance(10_000);
  assert.deepEqual(await asked, { ok: false, problem: { kind: 'not-connected' } });
});

test('files that do not do are named at the start', () => {
  const open = join(certificates.folder, 'open.key');
  writeFileSync(open, readFileSync(kiosk.key));
  chmodSync(open, 0o640);
  const text = join(certificates.folder, 'text.pem');
  writeFileSync(text, 'not a certificate');
  const absent = join(certificates.folder, 'absent.pem');
  const kinds = [
    { caFile: absent },
    { caFile: text },
    { caFile: certificates.folder },
    { certFile: kiosk.cert, keyFile: open },
    { certFile: kiosk.cert, keyFile: kiosk.cert },
    { certFile: kiosk.cert, keyFile: server.key },
  ].map((tls) => {
    const files = readTlsFiles(tls);
    return files.ok ? 'ok' : files.problem.kind;
  });
  assert.deepEqual(kinds, [
    'not-readable',
    'not-pem',
    'not-readable',
    'readable-by-others',
    'readable-by-others',
    'other-key',
  ]);
});
