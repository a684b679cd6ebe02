import { createHash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { asn1Tag, childrenOf, childWithTag, octetsIn, oidIn, timeIn } from '../asn1.ts';
import { onlyTlv, type Tlv, writeTlv } from '../tlv.ts';
import { hashNameFrom, verifySignature } from './signature-algorithms.ts';

/** A CMS message with its signature (RFC 5652 §5): what EF.SOD and a CSCA master list are. Taken apart; nothing is verified. */
export interface SignedData {
  /** OID of what `content` is. */
  readonly contentType: string | undefined;
  readonly content: Uint8Array;
  /** One at least; ICAO 9303 part 12 §8 recommends no more, and allows it. */
  readonly signers: readonly Signer[];
  /** DER of each certificate inside; a signer's is among them, where the issuer did not leave it out. */
  readonly certificates: readonly Uint8Array[];
}

export interface Signer {
  /** OID of the hash of `content`. */
  readonly digestAlgorithm: string | undefined;
  /** `undefined`: `content` itself is signed. */
  readonly attributes: SignedAttributes | undefined;
  /** AlgorithmIdentifier. */
  readonly signatureAlgorithm: Tlv;
  readonly signature: Uint8Array;
}

export interface SignedAttributes {
  /** A SET, as it stands there; and in the order of DER, by which alone some have signed what they wrote in another. */
  readonly signed: readonly Uint8Array[];
  /** Must equal the hash of `content`. */
  readonly messageDigest: Uint8Array;
  /** Must equal the type of `content`. */
  readonly contentType: string;
  /** Epoch ms, as the signer says. */
  readonly signingTime: number | undefined;
}

const signedDataType = '1.2.840.113549.1.7.2';
const contentTypeAttribute = '1.2.840.113549.1.9.3';
const messageDigestAttribute = '1.2.840.113549.1.9.4';
const signingTimeAttribute = '1.2.840.113549.1.9.5';

/** A card has one document signer, and perhaps the chain above it. */
const mostCertificates = 8;
const mostSigners = 4;

/** `undefined` for bytes that are no such message. Never throws. */
export function readSignedData(contentInfo: Tlv | undefined): SignedData | undefined {
  if (oidIn(childrenOf(contentInfo)[0]) !== signedDataType) return undefined;
  const [signedData] = childrenOf(childWithTag(contentInfo, asn1Tag.context0));
  const encapsulated = childWithTag(signedData, asn1Tag.sequence);
  const content = octetsIn(childrenOf(childWithTag(encapsulated, asn1Tag.context0))[0]);
  const signers = signerInfosOf(signedData)
    .slice(0, mostSigners)
    .flatMap((each) => signerFrom(each) ?? []);
  if (!content || signers.length === 0) return undefined;
  const certificates = childrenOf(childWithTag(signedData, asn1Tag.context0));
  return {
    contentType: oidIn(childrenOf(encapsulated)[0]),
    content,
    signers,
    certificates: certificates.slice(0, mostCertificates).map(({ whole }) => whole),
  };
}

/** The last SET of SignedData; an earlier SET names the digest algorithms. */
function signerInfosOf(signedData: Tlv | undefined): readonly Tlv[] {
  const parts = childrenOf(signedData);
  const [digestAlgorithms, signerInfos] = parts.filter(({ tag }) => tag === asn1Tag.set);
  return digestAlgorithms && signerInfos === parts.at(-1) ? childrenOf(signerInfos) : [];
}

/** SignerInfo: version, signer, digest algorithm, signed attributes?, signature algorithm, signature, unsigned attributes?. */
function signerFrom(signerInfo: Tlv | undefined): Signer | undefined {
  const [, , digestAlgorithm, ...others] = childrenOf(signerInfo);
  const [first] = others;
  const attributesTlv = first?.tag === asn1Tag.context0 ? first : undefined;
  const attributes = attributesTlv && attributesFrom(attributesTlv);
  const [signatureAlgorithm, signatureTlv] = attributesTlv ? others.slice(1) : others;
  const signature = octetsIn(signatureTlv);
  if (signatureAlgorithm?.tag !== asn1Tag.sequence || !signature || (attributesTlv && !attributes)) return undefined;
  return { digestAlgorithm: oidIn(childrenOf(digestAlgorithm)[0]), attributes, signatureAlgorithm, signature };
}

/** RFC 5652 §5.4: the signature is over an EXPLICIT SET OF in DER, not over the [0] that stands in the message. */
function attributesFrom(attributes: Tlv): SignedAttributes | undefined {
  const valueOfType = (type: string): Tlv | undefined => {
    const ofType = childrenOf(attributes).filter((each) => oidIn(childrenOf(each)[0]) === type);
    const values = childrenOf(ofType.length === 1 ? childrenOf(ofType[0])[1] : undefined);
    // Two values would leave open which of them counts.
    return values.length === 1 ? values[0] : undefined;
  };
  const messageDigest = octetsIn(valueOfType(messageDigestAttribute));
  const contentType = oidIn(valueOfType(contentTypeAttribute));
  if (!messageDigest || contentType === undefined) return undefined;
  const inOrder = childrenOf(attributes)
    .map(({ whole }) => whole)
    .toSorted(Buffer.compare);
  const signed = [writeTlv(asn1Tag.set, attributes.value), writeTlv(asn1Tag.set, ...inOrder)];
  return { signed, messageDigest, contentType, signingTime: timeIn(valueOfType(signingTimeAttribute)) };
}

type Outcome = 'holds' | 'invalid' | 'unknown-algorithm';

/** Whether the content is the one that was signed, whoever it was. */
export function digestHolds({ content, contentType }: SignedData, { attributes, digestAlgorithm }: Signer): Outcome {
  if (!attributes) return 'holds';
  const hash = hashNameFrom(digestAlgorithm);
  if (hash === undefined) return 'unknown-algorithm';
  const isSame = sameDigest(createHash(hash).update(content).digest(), attributes.messageDigest);
  return isSame && attributes.contentType === contentType ? 'holds' : 'invalid';
}

/** Whether the holder of this key signed it. Ask `digestHolds` as well. */
export function signatureHolds({ content }: SignedData, signer: Signer, publicKey: KeyObject): Outcome {
  const { attributes, signature, signatureAlgorithm: algorithm, digestAlgorithm } = signer;
  const messages = attributes?.signed ?? [content];
  const outcomes = messages.map((message) =>
    verifySignature({ message, signature, algorithm, digestAlgorithm, publicKey }),
  );
  return outcomes.find((outcome) => outcome === 'holds') ?? outcomes[0] ?? 'invalid';
}

/** The object that the bytes are, and no other. */
export function readSignedFile(bytes: Uint8Array): SignedData | undefined {
  return readSignedData(onlyTlv(bytes));
}

export function sameDigest(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
