import { execFileSync } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownCertificate, readCertificateFiles } from './certificate.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-tls-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const own = async (...hosts: string[]) => {
  const made = await ownCertificate({ dataDir, hosts, randomBytes });
  if (!made.ok) throw new Error(made.problem.kind);
  return made.value;
};

test('our own certificate names all its hosts, is valid whatever a lobby’s clock says, and its key is ours alone', async () => {
  const { certificate, fingerprint } = await own('kiosk-3.local', '192.168.1.20', 'fe80::1', '::1');
  const read = new X509Certificate(certificate);
  expect([
    read.checkHost('kiosk-3.local'),
    read.checkIP('192.168.1.20'),
    read.checkIP('fe80::1'),
    read.checkIP('::1'),
  ]).toEqual(['kiosk-3.local', '192.168.1.20', 'fe80::1', '::1']);
  expect([read.checkHost('evil.example'), read.checkIP('192.168.1.21')]).toEqual([undefined, undefined]);
  expect([read.validFromDate.toISOString(), read.validToDate.toISOString()]).toEqual([
    '2024-01-01T00:00:00.000Z',
    '2049-12-31T23:59:59.000Z',
  ]);
  expect([read.ca, read.verify(read.publicKey), read.publicKey.asymmetricKeyDetails?.namedCurve]).toEqual([
    false,
    true,
    'prime256v1',
  ]);
  expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(fingerprint).toMatch(/^([0-9A-F]{8} ){7}[0-9A-F]{8}$/);
  expect(statSync(join(dataDir, 'web', 'tls.pem')).mode & 0o777).toBe(0o600);
});

test('it stays the same over restarts, and changes only for a host that it does not name', async () => {
  const first = await own('127.0.0.1', 'kiosk-3.local');
  expect(await own('127.0.0.1')).toEqual(first);
  expect((await own('127.0.0.1', 'kiosk-4.local')).fingerprint).not.toBe(first.fingerprint);
});

test('OpenSSL reads it without a complaint', async () => {
  const { certificate } = await own('kiosk-3.local', '10.0.0.1');
  const said = execFileSync('openssl', ['x509', '-noout', '-text'], { input: certificate }).toString();
  expect(said).toContain('DNS:kiosk-3.local, IP Address:10.0.0.1');
  expect(said).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\s/);
  expect(said).toContain('ecdsa-with-SHA256');
});

test('a hospital’s own certificate is taken when it and its key are what they should be, else what is wrong is named', async () => {
  const mine = await own('a.local');
  const files = { keyFile: join(dataDir, 'key.pem'), certificateFile: join(dataDir, 'certificate.pem') };
  const kindOf = () => {
    const read = readCertificateFiles(files);
    return read.ok ? 'ok' : read.problem.kind;
  };
  const kinds = [kindOf()];
  writeFileSync(files.keyFile, mine.key, { mode: 0o640 });
  chmodSync(files.keyFile, 0o640);
  kinds.push(kindOf());
  chmodSync(files.keyFile, 0o600);
  kinds.push(kindOf());
  writeFileSync(files.certificateFile, 'x');
  kinds.push(kindOf());
  writeFileSync(files.certificateFile, mine.certificate);
  expect(readCertificateFiles(files)).toEqual({ ok: true, value: mine });
  writeFileSync(files.certificateFile, (await own('b.local')).certificate);
  kinds.push(kindOf());
  writeFileSync(files.keyFile, 'x');
  kinds.push(kindOf());
  expect(kinds).toEqual([
    'not-readable',
    'readable-by-others',
    'not-readable',
    'not-a-certificate',
    'key-of-another',
    'not-a-key',
  ]);
});

test('a kept file that was damaged is said, and never quietly replaced: its fingerprint may have been noted', async () => {
  await own('a.local');
  const path = join(dataDir, 'web', 'tls.pem');
  writeFileSync(path, readFileSync(path).subarray(0, 300));
  const read = await ownCertificate({ dataDir, hosts: ['a.local'], randomBytes });
  expect(read).toMatchObject({ ok: false, problem: { kind: 'not-a-certificate', path } });
});
