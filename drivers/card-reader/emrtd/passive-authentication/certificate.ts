import { createPublicKey, type KeyObject } from 'node:crypto';
import { asn1Tag, bitsIn, childrenOf, childWithTag, octetsIn, oidIn, textIn, timeIn } from '../asn1.ts';
import { sameBytes } from '../bytes.ts';
import { onlyTlv, type Tlv } from '../tlv.ts';
import { signatureHash, verifySignature } from './signature-algorithms.ts';

/**
 * What an X.509 certificate says (RFC 5280 §4), as far as ICAO 9303 part 12 §7 has rules for it. Read with the kiosk's own
 * reader, so that what is judged is what the signature is over. Nothing is verified here.
 */
export interface Certificate {
  /** DER. */
  readonly raw: Uint8Array;
  readonly subject: CertificateName;
  readonly issuer: CertificateName;
  /** Epoch ms. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly publicKey: KeyObject;
  readonly keyStrength: KeyStrength;
  /** Node's name of the hash that the signature is over; `undefined`: an algorithm that is not known. */
  readonly signatureHash: string | undefined;
  /** Hex of the key identifiers, where they are given. */
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  readonly isCa: boolean;
  /** `undefined`: the certificate does not say what its key may do. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** It has a purpose of its own, such as a web server's (extended key usage). */
  readonly hasOtherPurpose: boolean;
  /** Document codes that a document signer may sign, as in the machine-readable zone; `undefined`: not said. */
  readonly documentTypes: readonly string[] | undefined;
  /** A critical extension that nobody here understands: whoever meets one must not go on (RFC 5280 §4.2). */
  readonly hasUnknownCritical: boolean;
  /** Whether the holder of this certificate's key signed that other one. */
  hasSigned(other: Certificate): 'holds' | 'invalid' | 'unknown-algorithm';
  readonly tbs: SignedPart;
}

export interface CertificateName {
  /** For comparing: letter case, white space and the kind of string mean nothing (RFC 5280 §7.1). */
  readonly text: string;
  /** Two capitals (ISO 3166-1), where it names a country. */
  readonly country: string | undefined;
}

export type KeyStrength =
  | { readonly kind: 'rsa'; readonly bits: number; readonly exponent: bigint }
  | { readonly kind: 'ec'; readonly bits: number }
  | { readonly kind: 'other' };

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

interface SignedPart {
  readonly message: Uint8Array;
  readonly algorithm: Tlv;
  readonly signature: Uint8Array;
}

/** A certificate of 64 KB is none. */
const longestCertificate = 65_536;

/** `undefined` when it is no certificate of version 3, or its key is of a kind that OpenSSL does not know. Never throws. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  const certificate = der.length <= longestCertificate ? onlyTlv(der) : undefined;
  const [tbs, outerAlgorithm, signatureTlv] = certificate?.tag === asn1Tag.sequence ? childrenOf(certificate) : [];
  const [version, , algorithm, issuer, validity, subject, keyInfo, ...rest] = childrenOf(tbs);
  const signature = bitsIn(signatureTlv);
  // Versions 1 and 2 have no extensions, so they cannot say what they are for.
  if (!tbs || version?.tag !== asn1Tag.context0 || algorithm?.tag !== asn1Tag.sequence || !signature) return undefined;
  // It stands there twice, signed and not (RFC 5280 §4.1.1.2); two that differ leave open which of them counts.
  if (!outerAlgorithm || !sameBytes(algorithm.whole, outerAlgorithm.whole)) return undefined;
  const [validFrom, validTo] = childrenOf(validity).map(timeIn);
  const extensions = extensionsFrom(rest.find(({ tag }) => tag === asn1Tag.context3));
  const publicKey = keyInfo && publicKeyFrom(keyInfo);
  if (validFrom === undefined || validTo === undefined || !extensions || !keyInfo || !publicKey) return undefined;
  return {
    raw: certificate?.whole ?? der,
    subject: nameFrom(subject),
    issuer: nameFrom(issuer),
    validFrom,
    validTo,
    publicKey,
    keyStrength: strengthOf(publicKey, keyInfo),
    signatureHash: signatureHash({ algorithm, digestAlgorithm: undefined }),
    ...extensions,
    tbs: { message: tbs.whole, algorithm, signature },
    hasSigned: (other) => verifySignature({ ...other.tbs, digestAlgorithm: undefined, publicKey }),
  };
}

/** ICAO 9303 part 12 names 4096; a key without end would only keep the kiosk computing. */
const longestModulusBits = 8192;

function publicKeyFrom(keyInfo: Tlv): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(keyInfo.whole), format: 'der', type: 'spki' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) > longestModulusBits ? undefined : key;
  } catch {
    return undefined;
  }
}

function strengthOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, keyInfo: Tlv): KeyStrength {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss': {
      const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
      return { kind: 'rsa', bits: modulusLength, exponent: publicExponent };
    }
    case 'ec': {
      // The field's width, from the point: OpenSSL has no word for a curve that is written out.
      const point = bitsIn(childrenOf(keyInfo)[1]) ?? new Uint8Array();
      const coordinates = point[0] === 0x04 ? (point.length - 1) / 2 : point.length - 1;
      return { kind: 'ec', bits: coordinates * 8 };
    }
    default:
      return { kind: 'other' };
  }
}

const countryAttribute = '2.5.4.6';

/** RDNSequence: each attribute as type and text, in the order in which they stand. */
function nameFrom(name: Tlv | undefined): CertificateName {
  const attributes = childrenOf(name).flatMap((part) =>
    childrenOf(part).map((attribute) => {
      const [type, value] = childrenOf(attribute);
      const text = textIn(value) ?? Buffer.from(value?.whole ?? []).toString('hex');
      return { type: oidIn(type) ?? '', text: text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toUpperCase() };
    }),
  );
  const countries = attributes.filter(({ type }) => type === countryAttribute);
  return {
    text: JSON.stringify(attributes.map(({ type, text }) => [type, text])),
    country: countries.length === 1 ? countries[0]?.text : undefined,
  };
}

const oids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  documentTypes: '2.23.136.1.1.6.2',
} as const;

/**
 * Understood without being read: private key usage period (until when new documents were signed), alternative names, policies,
 * where to find revocation lists, and ICAO's change of name.
 */
const harmless: readonly string[] = [
  '2.5.29.16',
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.23.136.1.1.6.1',
];

type Extensions = Pick<
  Certificate,
  'subjectKeyId' | 'authorityKeyId' | 'isCa' | 'keyUsage' | 'hasOtherPurpose' | 'documentTypes' | 'hasUnknownCritical'
>;

const mostExtensions = 40;

/** `undefined`: no extensions, one of them twice, or one that does not read. */
function extensionsFrom(wrapper: Tlv | undefined): Extensions | undefined {
  const entries = childrenOf(childrenOf(wrapper)[0]);
  const values = new Map<string, Tlv>();
  let hasUnknownCritical = false;
  if (entries.length === 0 || entries.length > mostExtensions) return undefined;
  for (const entry of entries) {
    const [type, ...more] = childrenOf(entry);
    const oid = oidIn(type);
    const [criticalTlv, valueTlv] = more.length > 1 ? more : [undefined, more[0]];
    const octets = octetsIn(valueTlv);
    const value = octets && onlyTlv(octets);
    const isCritical = criticalTlv !== undefined && criticalTlv.value[0] !== 0;
    const isKnown = oid !== undefined && (harmless.includes(oid) || Object.values<string>(oids).includes(oid));
    if (!isKnown) hasUnknownCritical ||= isCritical;
    else if (!value || values.has(oid)) return undefined;
    else values.set(oid, value);
  }
  const [isCa] = childrenOf(values.get(oids.basicConstraints));
  const usage = values.get(oids.keyUsage);
  const types = values.get(oids.documentTypes);
  const subjectKeyId = octetsIn(values.get(oids.subjectKeyId));
  return {
    subjectKeyId: subjectKeyId && hex(subjectKeyId),
    authorityKeyId: authorityKeyIdIn(values.get(oids.authorityKeyId)),
    isCa: isCa?.tag === asn1Tag.boolean && isCa.value[0] !== 0,
    keyUsage: usage && usagesIn(usage),
    hasOtherPurpose: values.has(oids.extendedKeyUsage),
    documentTypes: types && documentTypesIn(types),
    hasUnknownCritical,
  };
}

/** [0] of AuthorityKeyIdentifier. */
function authorityKeyIdIn(value: Tlv | undefined): string | undefined {
  const id = childWithTag(value, 0x80);
  return id && hex(id.value);
}

/** Named bits, the first one highest. */
function usagesIn({ tag, value }: Tlv): ReadonlySet<KeyUsage> {
  const bits = tag === asn1Tag.bitString ? value.subarray(1) : new Uint8Array();
  return new Set(keyUsages.filter((_, at) => (((bits[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1));
}

/** DocumentTypeList: version, SET OF PrintableString (ICAO 9303 part 12 §7.1.1.6). */
function documentTypesIn(list: Tlv): readonly string[] {
  return childrenOf(childWithTag(list, asn1Tag.set)).flatMap((type) => textIn(type)?.trim().toUpperCase() ?? []);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
