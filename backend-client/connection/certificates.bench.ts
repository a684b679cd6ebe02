import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests: certificates as a hospital's IT makes them with openssl (P-256). Paths of PEM files, keys with mode 0600. */
export interface Certificates {
  readonly folder: string;
  readonly ca: string;
  /** `extension`: an openssl line; by default the name is a server's. */
  issue(
    name: string,
    options?: { readonly extension?: string; readonly expired?: boolean },
  ): { readonly cert: string; readonly key: string };
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

  function issue(name: string, { extension = `subjectAltName=DNS:${name}`, expired = false } = {}) {
    const [cert, key, request, names] = [
      file(`${name}.pem`),
      file(`${name}.key`),
      file(`${name}.csr`),
      file(`${name}.ext`),
    ];
    openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
    writeFileSync(names, extension);
    openssl(
      ...['x509', '-req', '-in', request, '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
      ...['-extfile', names, '-out', cert, '-days', expired ? '-1' : '2'],
    );
    return { cert, key };
  }

  return { folder, ca: file('ca.pem'), issue, remove: () => rmSync(folder, { recursive: true }) };
}
