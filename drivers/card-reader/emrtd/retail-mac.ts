import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat } from './bytes.ts';

/**
 * ISO 9797-1 MAC algorithm 3 with DES ("retail MAC"): DES-CBC under the first half of the key, the last block then
 * decrypted with the second half and encrypted with the first. Whole blocks in, eight bytes out.
 */
export function retailMac(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const first = singleDesKey(key.subarray(0, 8));
  const second = singleDesKey(key.subarray(8, 16));
  const chain = createCipheriv('des-ede3-cbc', first, new Uint8Array(8)).setAutoPadding(false);
  const last = concat(chain.update(blocks), chain.final()).slice(-8);
  const inner = createDecipheriv('des-ede3', second, null).setAutoPadding(false);
  const outer = createCipheriv('des-ede3', first, null).setAutoPadding(false);
  const mac = concat(outer.update(concat(inner.update(last), inner.final())), outer.final());
  for (const tripled of [first, second]) tripled.fill(0);
  return mac;
}

/** OpenSSL 3 has single DES in its legacy provider only. Triple DES with one key three times is the same function. */
function singleDesKey(key: Uint8Array): Uint8Array {
  return concat(key, key, key);
}
