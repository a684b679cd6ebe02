import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';

/** Ed25519 (RFC 8032): the kiosk's own, made at its first self-test. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** base64url of 32 bytes. */
  readonly publicKey: string;
}

const mostBytes = 4_096;

export function signingKeyPath(dataDir: string): string {
  return join(dataDir, 'readiness', 'signing-key.pem');
}

/** `undefined`: others can read the file, or what stands in it is no such key. It is never made anew in its place by itself. */
export function openSigningKey(dataDir: string): SigningKey | undefined {
  const path = signingKeyPath(dataDir);
  const found = readPrivateFile(path, mostBytes);
  if (found) return found.ok ? keyFrom(found.value.toString()) : undefined;
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  try {
    writeDurably(path, pem);
  } catch (error) {
    fileProblemCode(error);
    return undefined;
  }
  return keyFrom(pem);
}

function keyFrom(pem: string): SigningKey | undefined {
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== 'ed25519') return undefined;
    return { privateKey, publicKey: createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '' };
  } catch {
    return undefined;
  }
}
