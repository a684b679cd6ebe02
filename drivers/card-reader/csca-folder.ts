import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The country signing certificates (CSCA) that a site trusts: every `.cer`, `.crt`, `.der` and `.pem` file of a folder, DER or
 * PEM, one or several to a file. No folder, or an empty one, means that nobody is trusted: chips are then `not-verified`.
 */
export interface CscaFolder {
  readonly certificates: readonly X509Certificate[];
  /** Names of files that hold no certificate, for the technician. */
  readonly unreadable: readonly string[];
}

const mostFiles = 200;
const longestFileBytes = 256 * 1024;
const certificateFile = /\.(cer|crt|der|pem)$/i;
const pemCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

export async function readCscaFolder(directory: string | undefined): Promise<CscaFolder> {
  const names = directory === undefined ? [] : await certificateFilesIn(directory);
  const certificates: X509Certificate[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    const found = await certificatesIn(join(directory ?? '', name));
    if (found.length === 0) unreadable.push(name);
    certificates.push(...found);
  }
  return { certificates, unreadable };
}

async function certificateFilesIn(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    return names
      .filter((name) => certificateFile.test(name))
      .sort()
      .slice(0, mostFiles);
  } catch {
    return [];
  }
}

async function certificatesIn(path: string): Promise<readonly X509Certificate[]> {
  try {
    if ((await stat(path)).size > longestFileBytes) return [];
    const bytes = await readFile(path);
    const inPem = bytes.toString('latin1').match(pemCertificate);
    return (inPem ?? [bytes]).map((each) => new X509Certificate(each));
  } catch {
    return [];
  }
}
