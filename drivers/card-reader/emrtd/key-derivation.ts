import { createHash } from 'node:crypto';
import { checkDigit, padDocumentNumber } from '../../identity-documents/mrz.ts';
import { bytesFromNumber, concat } from './bytes.ts';
import { type CipherSuite, cipherSuites } from './cipher-suite.ts';

/** What both sides hold after an access protocol. */
export interface SessionKeys {
  readonly suite: CipherSuite;
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

/** The counter of the key derivation function (ICAO 9303 part 11 §9.7.1): for encryption, for MACs, for a password. */
const counters = { encryption: 1, mac: 2, password: 3 } as const;

export function deriveKey(secret: Uint8Array, purpose: keyof typeof counters, suite: CipherSuite): Uint8Array {
  const hash = suite.keyLength > 16 ? 'sha256' : 'sha1';
  const input = concat(secret, bytesFromNumber(counters[purpose], 4));
  const digest = createHash(hash).update(input).digest();
  const parity = suite === cipherSuites['3des'] ? withOddParity : (byte: number) => byte;
  const key = Uint8Array.from(digest.subarray(0, suite.keyLength), parity);
  for (const done of [input, digest]) done.fill(0);
  return key;
}

export function deriveSessionKeys(secret: Uint8Array, suite: CipherSuite): SessionKeys {
  return { suite, encryption: deriveKey(secret, 'encryption', suite), mac: deriveKey(secret, 'mac', suite) };
}

export function overwriteKeys({ encryption, mac }: SessionKeys): void {
  for (const key of [encryption, mac]) key.fill(0);
}

/** DES ignores the lowest bit of each byte; the worked examples print it so that each byte has an odd number of ones. */
function withOddParity(byte: number): number {
  let ones = 0;
  for (let bit = 1; bit < 8; bit++) ones += (byte >> bit) & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}

/** The data of the machine-readable zone that open a chip. Dates are `yyMMdd`. */
export interface MrzKeyFields {
  readonly documentNumber: string;
  readonly birth: string;
  readonly expiry: string;
}

/** SHA-1 over number, birth and expiry with their check digits: the PACE password; its first 16 bytes are BAC's key seed. */
export function mrzSecret({ documentNumber, birth, expiry }: MrzKeyFields): Uint8Array {
  const fields = [padDocumentNumber(documentNumber), birth, expiry];
  const information = fields.map((field) => field + checkDigit(field)).join('');
  return Uint8Array.from(createHash('sha1').update(information, 'latin1').digest());
}
