import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { readAndOverwrite } from '#config/agreements/overwrite.ts';

/**
 * Seals bytes for one row: AES-256-GCM, so that neither a copy of the disk nor a row moved to another place can be read.
 *
 * Layout: version (1 byte), nonce (12), ciphertext, tag (16).
 */
export interface SealedPlace {
  readonly table:
    | 'day_key'
    | 'documents_key'
    | 'visit'
    | 'message'
    | 'reading'
    | 'staff_act'
    | 'system_record'
    | 'decider'
    | 'acknowledger';
  readonly rowId: string;
  readonly day: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes;

/** `plain` is overwritten: what was about a person is only needed sealed. */
export function seal(key: KeyObject, place: SealedPlace, plain: Uint8Array, randomBytes: RandomBytes): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associatedData(place));
  const sealed = Buffer.allocUnsafe(headBytes + plain.length + tagBytes);
  sealed[0] = version;
  sealed.set(nonce, 1);
  sealed.set(cipher.update(plain), headBytes);
  plain.fill(0);
  cipher.final();
  sealed.set(cipher.getAuthTag(), headBytes + plain.length);
  return sealed;
}

/**
 * `undefined` when the bytes were not sealed for this place under this key. Whoever opens them overwrites what is in them, but for
 * a message that goes out: a socket may still be sending it.
 */
export function openSealed(key: KeyObject, place: SealedPlace, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < headBytes + tagBytes || sealed[0] !== version) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, headBytes), { authTagLength: tagBytes });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(headBytes, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    return undefined;
  }
  return plain;
}

/** Like `openSealed`, for a text: its bytes are overwritten. */
export function openSealedText(key: KeyObject, place: SealedPlace, sealed: Uint8Array): string | undefined {
  const plain = openSealed(key, place, sealed);
  return plain && readAndOverwrite(plain, (bytes) => new TextDecoder().decode(bytes));
}

/** One secret, many uses: HKDF-SHA256 keeps the key of one purpose from telling anything about the others. */
export function deriveKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), `tiep-don ${purpose}`, 32));
}

/** A key object is made once: handing raw bytes to each cipher costs three times the sealing itself (measured). */
export function deriveKeyObject(key: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(deriveKey(key, purpose));
}

function associatedData({ table, rowId, day }: SealedPlace): Buffer {
  return Buffer.from(`${table}\0${rowId}\0${day}`);
}
