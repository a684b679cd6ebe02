import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readTlv } from '../tlv.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { readMasterList } from './master-list.ts';

/**
 * The country signing certificates (CSCA) that a site trusts: every `.cer`, `.crt`, `.der` and `.pem` file of a folder, DER or
 * PEM, one or several to a file, and every CSCA master list (`.ml`). A certificate that does not read never hides another one.
 * Without any, nobody is trusted: chips are then `not-verified`.
 */
export interface CscaFolder {
  /**
   * - `not-set`: the site file names none.
   * - `missing`: nothing is there, or it may not be opened.
   * - `empty`: it is there, without a file of these names.
   * - `read`: it has files, whatever is in them.
   */
  readonly standing: 'not-set' | 'missing' | 'empty' | 'read';
  readonly certificates: readonly Certificate[];
  /** Names of files that could not be read, or not wholly. */
  readonly unreadable: readonly string[];
  /** Names of files with certificates that may not sign others, such as a document signer's. */
  readonly notCscas: readonly string[];
  /** Names of files without a certificate that is valid now. */
  readonly expired: readonly string[];
}

const mostFiles = 200;
const longestFileBytes = 4 * 1024 * 1024;
const certificateFile = /\.(cer|crt|der|pem|ml)$/i;
const pemBlock = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)(?:-----END \1-----)?/g;
const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE']);
const messageLabels: ReadonlySet<string> = new Set(['CMS', 'PKCS7']);

interface FileContent {
  readonly certificates: readonly Certificate[];
  /** Everything in it was read. */
  readonly isWhole: boolean;
}

/** Reads the folder as it is now. Files that have not changed since the last time are not read again. */
export function openCscaFolder(directory: string | undefined): { read(at: number): Promise<CscaFolder> } {
  const known = new Map<string, { readonly version: string; readonly content: FileContent }>();

  return {
    async read(at) {
      if (directory === undefined) return { ...nothing, standing: 'not-set' };
      const names = await certificateFilesIn(directory);
      if (!names) return { ...nothing, standing: 'missing' };
      for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
      const files: (FileContent & { readonly name: string })[] = [];
      for (const name of names) files.push({ name, ...(await contentOf(join(directory, name), name)) });
      const namesOf = (isMeant: (file: FileContent) => boolean) => files.filter(isMeant).map(({ name }) => name);
      return {
        standing: names.length === 0 ? 'empty' : 'read',
        certificates: files.flatMap(({ certificates }) => certificates),
        unreadable: namesOf(({ isWhole }) => !isWhole),
        notCscas: namesOf(({ certificates }) => certificates.some(({ isCa }) => !isCa)),
        expired: namesOf(
          ({ certificates }) => certificates.length > 0 && !certificates.some((each) => isValid(each, at)),
        ),
      };
    },
  };

  async function contentOf(path: string, name: string): Promise<FileContent> {
    try {
      const { size, mtimeMs, ctimeMs, ino } = await stat(path);
      const version = [size, mtimeMs, ctimeMs, ino].join(' ');
      const before = known.get(name);
      if (before?.version === version) return before.content;
      const content = size > longestFileBytes ? unreadable : await contentFrom(await readFile(path));
      known.set(name, { version, content });
      return content;
    } catch {
      return unreadable;
    }
  }
}

function isValid({ validFrom, validTo }: Certificate, at: number): boolean {
  return validFrom <= at && at <= validTo;
}

const nothing = { certificates: [], unreadable: [], notCscas: [], expired: [] } as const;
const unreadable: FileContent = { certificates: [], isWhole: false };

async function certificateFilesIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    const names = await readdir(directory);
    return names
      .filter((name) => certificateFile.test(name))
      .sort()
      .slice(0, mostFiles);
  } catch {
    return undefined;
  }
}

/** A long list takes a while: the kiosk gets its turn in between. */
const certificatesPerTurn = 10;

async function contentFrom(bytes: Uint8Array): Promise<FileContent> {
  const encoded = blocksIn(bytes);
  const certificates: Certificate[] = [];
  let isWhole = encoded.length > 0;
  for (const [index, der] of encoded.entries()) {
    const certificate = der && readCertificate(der);
    if (certificate) certificates.push(certificate);
    else isWhole = false;
    if (index % certificatesPerTurn === certificatesPerTurn - 1) await new Promise(setImmediate);
  }
  return { certificates, isWhole };
}

/** DER of each certificate, as far as they can be told apart; `undefined` stands for one that cannot. */
function blocksIn(bytes: Uint8Array): readonly (Uint8Array | undefined)[] {
  const inPem = [...Buffer.from(bytes).toString('latin1').matchAll(pemBlock)];
  if (inPem.length === 0) return readMasterList(bytes) ?? inSequence(bytes);
  const found: (Uint8Array | undefined)[] = [];
  for (const [, label = '', text = ''] of inPem) {
    const der = derFrom(text);
    if (certificateLabels.has(label)) found.push(der);
    // Keys and parameters, which some tools write beside a certificate, are not looked at.
    else if (messageLabels.has(label)) found.push(...((der && readMasterList(der)) ?? [undefined]));
  }
  return found;
}

const mostInSequence = 5000;

/** Certificates in DER one behind the other; what follows the last one that can be told apart is one that cannot. */
function inSequence(bytes: Uint8Array): readonly (Uint8Array | undefined)[] {
  const found: (Uint8Array | undefined)[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = found.length < mostInSequence ? readTlv(bytes, at) : undefined;
    found.push(next?.whole);
    if (!next) break;
    at += next.whole.length;
  }
  return found;
}

/** Base64 with its white space; header lines such as `Bag Attributes` stand outside of the block. */
function derFrom(text: string): Uint8Array | undefined {
  const base64 = text.replaceAll(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}
