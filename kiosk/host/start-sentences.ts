import type { SecretFileProblem, SecretProblem } from '#backend-client/contract/secret-problem.ts';
import type { HospitalSystemProblem } from '#backend-client/hospital-systems.ts';
import type { MasterKeyProblem } from '#backend-client/store/master-key.ts';
import type { StoreOpenProblem } from '#backend-client/store/store.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { ListenProblem } from '#kiosk/web/listen.ts';
import type { ConsoleProblem } from './console/console-problem.ts';

/** What a technician reads when the kiosk does not start: what is wrong and what to do. */

/** One sentence for the technician: what is wrong and what to do. */
export interface KioskProblem {
  readonly sentence: string;
}

/** Which listener it is about; `field` is its place in the site file. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  readonly field: string;
}

/** The uppermost line of our own in a stack: `kiosk/host/kiosk.ts:120:7`, or `dist/host/main.js:5:7044` of a bundle. */
export function frameOf({ stack = '' }: Error): string {
  return /(?:kiosk|drivers|backend-client|config|dist)\/[\w./-]+:\d+:\d+/.exec(stack)?.[0] ?? 'unknown';
}

export function keySentence({ kind, path }: MasterKeyProblem): string {
  switch (kind) {
    case 'readable-by-others':
      return `The store's key ${path} can be read by other users. Treat it as known to them; if it is not: chmod 600 ${path}`;
    case 'wrong-length':
      return `The store's key ${path} is damaged: it must be 32 bytes. Put the saved key back.`;
    case 'not-readable':
      return `The store's key ${path} cannot be read. Give the kiosk's user access to it.`;
    case 'not-writable':
      return `The store's key ${path} cannot be created. Give the kiosk's user a writable data directory.`;
    default:
      return unreachable(kind);
  }
}

export function storeSentence({ kind }: StoreOpenProblem, dataDir: string): string {
  switch (kind) {
    case 'in-use':
      return `Another kiosk program is using ${dataDir}. Stop it first, or give this one a data directory of its own.`;
    case 'newer-program':
      return `The store in ${dataDir} was written by a newer version. Install that version again.`;
    case 'wrong-key':
      return `The store in ${dataDir} was sealed under another key. Put the key back that belongs to it.`;
    case 'not-a-store':
      return `The store in ${dataDir} is damaged or is something else. Move it away to keep it, and start again.`;
    case 'disk-full':
      return `The disk of ${dataDir} is full. Make room and start again.`;
    case 'not-writable':
      return `The data directory ${dataDir} cannot be written. Give it to the kiosk's user.`;
    default:
      return unreachable(kind);
  }
}

export function listenSentence({ kind }: ListenProblem, where: ListenPlace): string {
  const { host, port, field } = where;
  switch (kind) {
    case 'port-busy':
      return `Port ${port} is used by another program. Stop that one, or change ${field}.port in the site file.`;
    case 'port-not-allowed':
      return `Port ${port} needs more rights than the kiosk has. Choose one above 1023 in ${field}.port.`;
    case 'address-not-available':
      return `This machine has no address ${host}. Change ${field}.host in the site file.`;
    default:
      return unreachable(kind);
  }
}

export function ticketKeySentence({ kind, path }: SecretFileProblem): string {
  return `The key of the hospital's tickets, site.ticketKeyFile, ${path} ${secretTrouble(kind)}`;
}

export function secretSentence({ systemId, secret }: HospitalSystemProblem): string {
  const where = 'path' in secret ? `the file ${secret.path}` : `the environment variable ${secret.variable}`;
  return `The hospital system ${systemId} cannot be used: ${where} ${secretTrouble(secret.kind)}`;
}

export function consoleSentence(
  trouble: ConsoleProblem,
  listen: { readonly host: string; readonly port: number },
): string {
  if (trouble.kind === 'certificate')
    return `The console's certificate ${trouble.path} cannot be used. Look at management.tls in the site file.`;
  return listenSentence(trouble, { ...listen, field: 'management.listen' });
}

/** What is wrong with a file or variable that holds a secret; what it is stands before it. */
export function secretTrouble(kind: SecretProblem['kind']): string {
  switch (kind) {
    case 'not-readable':
      return "cannot be read. Give the kiosk's user access to it.";
    case 'readable-by-others':
      return 'can be read by other users. Treat it as known to them; if it is not: chmod 600.';
    case 'not-pem':
      return 'is not what it should be: a PEM file was expected.';
    case 'not-a-token':
      return 'does not hold a token of one line.';
    case 'other-key':
      return 'holds the private key of another certificate.';
    case 'too-short':
      return 'holds a secret that is too short.';
    case 'too-long':
      return 'is too long.';
    case 'not-set':
      return 'is not set.';
    default:
      return unreachable(kind);
  }
}
