import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Certificates for tests, made with the openssl command as a hospital's IT would. Paths of PEM files, keys with mode 0600. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  issue(name: string, options?: { readonly expired?: boolean }): { readonly cert: string; readonly key: string };
  remove(): void;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  openssl(
    ...['req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=Hospital CA'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
  );

  function issue(name: string, { expired = false } = {}) {
    const [cert, key, request, names] = [
      file(`${name}.pem`),
      file(`${name}.key`),
      file(`${name}.csr`),
      file(`${name}.ext`),
    ];
    openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
    writeFileSync(names, `subjectAltName=DNS:${name}`);
    openssl(
      ...['x509', '-req', '-in', request, '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
      ...['-extfile', names, '-out', cert, '-days', expired ? '-1' : '2'],
    );
    return { cert, key };
  }

  return { folder, ca: file('ca.pem'), issue, remove: () => rmSync(folder, { recursive: true }) };
}
