import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { type PrivateFileProblem, readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { isLoopback } from '#config/settings/site-fields.ts';
import { addressesOf } from './reachable.ts';

/** PEM, and what a technician compares with what their browser says. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  readonly fingerprint: string;
}

/**
 * - `not-readable`, `readable-by-others`, `too-large`: of the file at `path`.
 * - `not-a-certificate`, `not-a-key`: what stands in it is something else; `key-of-another`: the two do not belong together.
 * - `not-writable`: our own certificate cannot be kept.
 */
export type CertificateProblem =
  | PrivateFileProblem
  | {
      readonly kind: 'not-a-certificate' | 'not-a-key' | 'key-of-another' | 'not-writable';
      readonly path: string;
    };

const mostBytes = 200_000;

export interface ListenerCertificateParts {
  readonly listen: { readonly host: string };
  /** The hospital's own. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly allowedHosts: readonly string[];
  readonly dataDir: string;
  readonly randomBytes: RandomBytes;
}

/** Off loopback nobody types a PIN into plain HTTP: the hospital's certificate, or one of our own. `undefined`: none is needed. */
export async function certificateFor({
  listen,
  tls,
  allowedHosts,
  dataDir,
  randomBytes,
}: ListenerCertificateParts): Promise<Result<Certificate | undefined, CertificateProblem>> {
  if (tls) return readCertificateFiles({ keyFile: tls.keyFile, certificateFile: tls.certFile });
  if (isLoopback(listen.host)) return ok(undefined);
  const hosts = ['localhost', '127.0.0.1', ...addressesOf(listen.host), ...allowedHosts];
  return ownCertificate({ dataDir, hosts, randomBytes });
}

/** A certificate that the hospital has made. The key must be readable by the kiosk's user alone. Its dates are the browser's business. */
export function readCertificateFiles(files: {
  readonly keyFile: string;
  readonly certificateFile: string;
}): Result<Certificate, CertificateProblem> {
  const key = readPrivateFile(files.keyFile, mostBytes) ?? problem({ kind: 'not-readable', path: files.keyFile });
  if (!key.ok) return key;
  let certificate: string;
  try {
    certificate = readFileSync(files.certificateFile, 'utf8');
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-readable', path: files.certificateFile });
  }
  return fitting(key.value.toString(), certificate, { key: files.keyFile, certificate: files.certificateFile });
}

function fitting(
  key: string,
  certificate: string,
  paths: { readonly key: string; readonly certificate: string },
): Result<Certificate, CertificateProblem> {
  const read = parsed(() => new X509Certificate(certificate));
  if (!read) return problem({ kind: 'not-a-certificate', path: paths.certificate });
  const privateKey = parsed(() => createPrivateKey(key));
  if (!privateKey) return problem({ kind: 'not-a-key', path: paths.key });
  if (!read.checkPrivateKey(privateKey)) return problem({ kind: 'key-of-another', path: paths.key });
  return ok({ key, certificate, fingerprint: shownFingerprint(read) });
}

/** SHA-256 in eight groups of four bytes, as it stands on the set-up screen. */
function shownFingerprint(certificate: X509Certificate): string {
  const digits = certificate.fingerprint256.replaceAll(':', '');
  return (digits.match(/.{8}/g) ?? []).join(' ');
}

/** OpenSSL's refusal to read something. */
function parsed<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export interface OwnCertificateParts {
  /** `<dataDir>`; the certificate and its key stand in `web/tls.pem`, one file (0600). */
  readonly dataDir: string;
  /** Names and addresses by which the listener is called. */
  readonly hosts: readonly string[];
  readonly randomBytes: RandomBytes;
}

/**
 * A certificate of our own, which nobody vouches for but the screen on which its fingerprint stands. Made once, and anew only when it
 * has to name another host. It is valid for as long as anybody's clock may say: a lobby's is often wrong.
 */
export async function ownCertificate({
  dataDir,
  hosts,
  randomBytes,
}: OwnCertificateParts): Promise<Result<Certificate, CertificateProblem>> {
  const path = join(dataDir, 'web', 'tls.pem');
  const kept = readPrivateFile(path, mostBytes);
  if (kept && !kept.ok) return kept;
  if (kept) {
    const text = kept.value.toString();
    const at = text.indexOf('-----BEGIN CERTIFICATE-----');
    const found = fitting(text.slice(0, Math.max(0, at)), text.slice(Math.max(0, at)), {
      key: path,
      certificate: path,
    });
    if (!found.ok) return found;
    if (namesAll(new X509Certificate(found.value.certificate), hosts)) return found;
  }
  const { selfSigned } = await import('./self-signed.ts');
  const { key, certificate } = await selfSigned({ hosts, serial: randomBytes(16) });
  try {
    writeDurably(path, `${key}\n${certificate}\n`);
  } catch (error) {
    fileProblemCode(error);
    return problem({ kind: 'not-writable', path });
  }
  return fitting(`${key}\n`, `${certificate}\n`, { key: path, certificate: path });
}

function namesAll(certificate: X509Certificate, hosts: readonly string[]): boolean {
  return hosts.every((host) =>
    isIP(host) ? certificate.checkIP(host) !== undefined : certificate.checkHost(host) !== undefined,
  );
}
