import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { TlsSettings } from '#config/settings/site-file.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';

/** For `tls.connect` and every HTTP client; certificates are always checked. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

const largestFileBytes = 1 << 20;

/** Reads and checks PEM files. A private key that other users can read is refused. */
export function readTlsFiles(settings: TlsSettings | undefined): Result<TlsOptions, SecretFileProblem> {
  if (!settings) return ok({});
  const { caFile, certFile, keyFile, serverName } = settings;
  const ca = readPem(caFile, isCertificate);
  if (!ca.ok) return ca;
  const cert = readPem(certFile, isCertificate);
  if (!cert.ok) return cert;
  if (keyFile !== undefined && isOpenToOthers(keyFile)) return problem({ kind: 'readable-by-others', path: keyFile });
  const key = readPem(keyFile, isPrivateKey);
  if (!key.ok) return key;
  if (cert.value !== undefined && key.value !== undefined && !belongTogether(cert.value, key.value))
    return problem({ kind: 'other-key', path: keyFile ?? '' });
  return ok({
    ...(ca.value === undefined ? {} : { ca: ca.value }),
    ...(cert.value === undefined ? {} : { cert: cert.value }),
    ...(key.value === undefined ? {} : { key: key.value }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
}

/** A secret of one line: surrounding white space does not count. */
export function readSecretFile(path: string, shortest: number): Result<string, SecretFileProblem> {
  if (isOpenToOthers(path)) return problem({ kind: 'readable-by-others', path });
  const text = readText(path);
  if (!text.ok) return text;
  const secret = text.value.trim();
  if (secret.length < shortest) return problem({ kind: 'too-short', path });
  return ok(secret);
}

function readPem(
  path: string | undefined,
  fits: (pem: string) => boolean,
): Result<string | undefined, SecretFileProblem> {
  if (path === undefined) return ok(undefined);
  const text = readText(path);
  if (!text.ok) return text;
  return fits(text.value) ? text : problem({ kind: 'not-pem', path });
}

function readText(path: string): Result<string, SecretFileProblem> {
  try {
    const file = statSync(path);
    // A pipe or a device may never end.
    if (!file.isFile()) return problem({ kind: 'not-readable', path });
    return file.size > largestFileBytes ? problem({ kind: 'too-long', path }) : ok(readFileSync(path, 'utf8'));
  } catch {
    return problem({ kind: 'not-readable', path });
  }
}

/** On Windows the mode says nothing; there the folder's rights must do. */
function isOpenToOthers(path: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    return (statSync(path).mode & 0o077) !== 0;
  } catch {
    return false;
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}

function belongTogether(cert: string, key: string): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
}
