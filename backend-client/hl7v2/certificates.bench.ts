import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * For tests: certificates as a hospital's IT makes them with openssl (P-256). `ca.crt` has signed `hospital.crt`
 * (127.0.0.1), `elsewhere.crt` (another name) and `kiosk.crt`; `stranger.crt` has signed nothing that counts.
 */
export interface CertificatesBench {
  readonly folder: string;
  path(name: string): string;
  remove(): void;
}

export function createCertificatesBench(): CertificatesBench {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-certificates-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

  function key(name: string): string[] {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
    chmodSync(path(`${name}.key`), 0o600);
    return ['-key', `${name}.key`, '-subj', `/CN=${name}`];
  }
  function selfSigned(name: string): void {
    openssl('req', '-x509', '-days', '2', ...key(name), '-out', `${name}.crt`);
  }
  function signed(name: string, extension: string): void {
    openssl('req', '-new', ...key(name), '-out', `${name}.csr`);
    writeFileSync(path(`${name}.ext`), extension);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  }

  selfSigned('ca');
  selfSigned('stranger');
  signed('hospital', 'subjectAltName=IP:127.0.0.1');
  signed('elsewhere', 'subjectAltName=DNS:his.example.org');
  signed('kiosk', 'extendedKeyUsage=clientAuth');
  return { folder, path, remove: () => rmSync(folder, { recursive: true }) };
}
