import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from 'node:crypto';
import { cmac } from '@noble/ciphers/aes.js';
import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { concat } from './bytes.ts';
import { retailMac } from './retail-mac.ts';

/** A block cipher with its MAC, as secure messaging and PACE use them (ICAO 9303 part 11 §9.8.6 and §9.8.7). */
export interface CipherSuite {
  readonly name: SuiteName;
  readonly blockLength: number;
  readonly keyLength: number;
}

export type SuiteName = '3des' | 'aes-128' | 'aes-192' | 'aes-256';

export const cipherSuites: Readonly<Record<SuiteName, CipherSuite>> = {
  '3des': { name: '3des', blockLength: 8, keyLength: 16 },
  'aes-128': { name: 'aes-128', blockLength: 16, keyLength: 16 },
  'aes-192': { name: 'aes-192', blockLength: 16, keyLength: 24 },
  'aes-256': { name: 'aes-256', blockLength: 16, keyLength: 32 },
};

const cbcNames: Readonly<Record<SuiteName, string>> = {
  '3des': 'des-ede3-cbc',
  'aes-128': 'aes-128-cbc',
  'aes-192': 'aes-192-cbc',
  'aes-256': 'aes-256-cbc',
};

export interface CbcInput {
  readonly suite: CipherSuite;
  readonly key: Uint8Array;
  /** Default: zeroes. */
  readonly iv?: Uint8Array;
  /** Whole blocks. */
  readonly blocks: Uint8Array;
}

export function encryptCbc({ suite, key, iv = new Uint8Array(suite.blockLength), blocks }: CbcInput): Uint8Array {
  return withExpandedKey(suite, key, (whole) => through(createCipheriv(cbcNames[suite.name], whole, iv), blocks));
}

export function decryptCbc({ suite, key, iv = new Uint8Array(suite.blockLength), blocks }: CbcInput): Uint8Array {
  return withExpandedKey(suite, key, (whole) => through(createDecipheriv(cbcNames[suite.name], whole, iv), blocks));
}

/** Without padding all whole blocks come at once, and nothing else; so there is one copy of them. */
function through(cipher: Cipheriv | Decipheriv, blocks: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = cipher.setAutoPadding(false).update(blocks);
  cipher.final();
  return new Uint8Array(buffer, byteOffset, length);
}

/** Two-key 3DES: the third key is the first. */
function withExpandedKey<Value>(suite: CipherSuite, key: Uint8Array, use: (whole: Uint8Array) => Value): Value {
  if (suite.name !== '3des') return use(key);
  return readAndOverwrite(concat(key, key.subarray(0, 8)), use);
}

/** Eight bytes over whole blocks: retail MAC for 3DES, truncated CMAC for AES. */
export function macOfBlocks(suite: CipherSuite, key: Uint8Array, blocks: Uint8Array): Uint8Array {
  return suite.name === '3des' ? retailMac(key, blocks) : Uint8Array.from(cmac(blocks, key).subarray(0, 8));
}

/** Eight bytes over a message of any length. CMAC pads by itself; padding before it would be another MAC. */
export function macOfMessage(suite: CipherSuite, key: Uint8Array, message: Uint8Array): Uint8Array {
  return macOfBlocks(suite, key, suite.name === '3des' ? pad(message, suite.blockLength) : message);
}

/** ISO 9797-1 padding method 2: `80`, then zeroes to the end of the block; always at least one byte. */
export function pad(message: Uint8Array, blockLength: number): Uint8Array {
  return concat(message, Uint8Array.of(0x80), new Uint8Array(blockLength - 1 - (message.length % blockLength)));
}

/** `undefined` when the last block is not padded so. */
export function unpad(padded: Uint8Array, blockLength: number): Uint8Array | undefined {
  const end = padded.findLastIndex((byte) => byte !== 0);
  const isPadded = end >= 0 && padded[end] === 0x80 && padded.length - end <= blockLength;
  return isPadded ? padded.subarray(0, end) : undefined;
}
