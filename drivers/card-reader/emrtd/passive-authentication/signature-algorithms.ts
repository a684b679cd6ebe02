import { constants, type KeyObject, type SignKeyObjectInput, verify } from 'node:crypto';
import { asn1Tag, childrenOf, childWithTag, oidIn, smallInteger } from '../asn1.ts';
import type { Tlv } from '../tlv.ts';

/**
 * Signature and hash algorithms of ICAO 9303 part 12 §4.4, by OID; and those of yesterday, so that a card which has them is
 * read, compared and found weak.
 */
const hashNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const rsaPss = '1.2.840.113549.1.1.10';
const rsaEncryption = '1.2.840.113549.1.1.1';
const ecPublicKey = '1.2.840.10045.2.1';

/** Algorithms that name their hash. `plain` is r‖s without ASN.1 (BSI TR-03111 §5.2.1). */
const withHash: Readonly<Record<string, { readonly scheme: 'rsa' | 'ecdsa' | 'ecdsa-plain'; readonly hash: string }>> =
  {
    '1.2.840.113549.1.1.4': { scheme: 'rsa', hash: 'md5' },
    '1.2.840.113549.1.1.5': { scheme: 'rsa', hash: 'sha1' },
    '1.2.840.113549.1.1.14': { scheme: 'rsa', hash: 'sha224' },
    '1.2.840.113549.1.1.11': { scheme: 'rsa', hash: 'sha256' },
    '1.2.840.113549.1.1.12': { scheme: 'rsa', hash: 'sha384' },
    '1.2.840.113549.1.1.13': { scheme: 'rsa', hash: 'sha512' },
    '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'sha1' },
    '1.2.840.10045.4.3.1': { scheme: 'ecdsa', hash: 'sha224' },
    '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'sha256' },
    '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'sha384' },
    '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'sha512' },
    '0.4.0.127.0.7.1.1.4.1.1': { scheme: 'ecdsa-plain', hash: 'sha1' },
    '0.4.0.127.0.7.1.1.4.1.2': { scheme: 'ecdsa-plain', hash: 'sha224' },
    '0.4.0.127.0.7.1.1.4.1.3': { scheme: 'ecdsa-plain', hash: 'sha256' },
    '0.4.0.127.0.7.1.1.4.1.4': { scheme: 'ecdsa-plain', hash: 'sha384' },
    '0.4.0.127.0.7.1.1.4.1.5': { scheme: 'ecdsa-plain', hash: 'sha512' },
  };

/** Node's name of a hash, `undefined` when it is none that an issuer may use. */
export function hashNameFrom(oid: string | undefined): string | undefined {
  return oid === undefined ? undefined : hashNames[oid];
}

export interface SignedMessage {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /** AlgorithmIdentifier. */
  readonly algorithm: Tlv;
  /** For algorithms that do not name their hash. */
  readonly digestAlgorithm: string | undefined;
  readonly publicKey: KeyObject;
}

/** Node's name of the hash that a signature is over; `undefined` when the algorithm is not known. */
export function signatureHash(signed: Pick<SignedMessage, 'algorithm' | 'digestAlgorithm'>): string | undefined {
  return schemeFrom(signed)?.hash;
}

/** Broken or breaking: whoever collides them makes two contents of one signature (ICAO 9303 part 12 §4.4 has neither). */
const weakHashes: ReadonlySet<string> = new Set(['md5', 'sha1']);

export function isWeakHash(name: string | undefined): boolean {
  return name !== undefined && weakHashes.has(name);
}

/** Brainpool curves included, named or by explicit parameters: OpenSSL knows them all. */
export function verifySignature(signed: SignedMessage): 'holds' | 'invalid' | 'unknown-algorithm' {
  const { message, signature, publicKey } = signed;
  const scheme = schemeFrom(signed);
  if (!scheme) return 'unknown-algorithm';
  const { hash, ...options } = scheme;
  try {
    return verify(hash, message, { key: publicKey, ...options }, signature) ? 'holds' : 'invalid';
  } catch {
    // A signature whose algorithm is not its key's, or of impossible form.
    return 'invalid';
  }
}

function schemeFrom({
  algorithm,
  digestAlgorithm,
}: Pick<SignedMessage, 'algorithm' | 'digestAlgorithm'>): (SchemeOptions & { hash: string }) | undefined {
  const oid = oidIn(childrenOf(algorithm)[0]);
  if (oid === undefined) return undefined;
  if (oid === rsaPss) return pssFrom(childrenOf(algorithm)[1]);
  const named = withHash[oid];
  if (named) return { hash: named.hash, ...optionsOf(named.scheme) };
  const hash = hashNameFrom(digestAlgorithm);
  if (hash === undefined) return undefined;
  if (oid === rsaEncryption) return { hash, ...optionsOf('rsa') };
  if (oid === ecPublicKey) return { hash, ...optionsOf('ecdsa') };
  return undefined;
}

type SchemeOptions = Pick<SignKeyObjectInput, 'padding' | 'saltLength' | 'dsaEncoding'>;

function optionsOf(scheme: 'rsa' | 'ecdsa' | 'ecdsa-plain'): SchemeOptions {
  if (scheme === 'rsa') return { padding: constants.RSA_PKCS1_PADDING };
  return { dsaEncoding: scheme === 'ecdsa' ? 'der' : 'ieee-p1363' };
}

/** RSASSA-PSS-params (RFC 4055 §3.1): [0] hash, [1] mask generation, [2] salt length; SHA-1 and 20 when left out. */
function pssFrom(parameters: Tlv | undefined): (SchemeOptions & { hash: string }) | undefined {
  const hashOf = (algorithm: Tlv | undefined) => (algorithm ? hashNameFrom(oidIn(childrenOf(algorithm)[0])) : 'sha1');
  const hash = hashOf(childrenOf(childWithTag(parameters, asn1Tag.context0))[0]);
  const maskHash = hashOf(childrenOf(childrenOf(childWithTag(parameters, asn1Tag.context1))[0])[1]);
  const [salt] = childrenOf(childWithTag(parameters, asn1Tag.context2));
  const saltLength = salt ? smallInteger(salt) : 20;
  // Node takes one hash for both; an issuer that mixes them is not known.
  if (hash === undefined || hash !== maskHash || saltLength === undefined) return undefined;
  return { hash, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}
