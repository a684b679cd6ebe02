import { createHash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { asn1Tag, childrenOf, childWithTag, octetsIn, oidIn, timeIn } from './emrtd/asn1.ts';
import { onlyTlv, type Tlv, writeTlv } from './emrtd/tlv.ts';
import { hashNameFrom, verifySignature } from './signature-algorithms.ts';

/** A CMS message with its signature (RFC 5652 §5): what EF.SOD and a CSCA master list are. Taken apart; nothing is verified. */
export interface SignedData {
  /** OID of what `content` is. */
  readonly contentType: string | undefined;
  readonly content: Uint8Array;
  readonly signer: Signer;
  /** DER of each certificate inside; the signer's is among them, where the issuer did not leave it out. */
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
  /** A SET, encoded as it is signed. */
  readonly signed: Uint8Array;
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

/** `undefined` for bytes that are no such message. Never throws. */
export function readSignedData(contentInfo: Tlv | undefined): SignedData | undefined {
  if (oidIn(childrenOf(contentInfo)[0]) !== signedDataType) return undefined;
  const [signedData] = childrenOf(childWithTag(contentInfo, asn1Tag.context0));
  const encapsulated = childWithTag(signedData, asn1Tag.sequence);
  const content = octetsIn(childrenOf(childWithTag(encapsulated, asn1Tag.context0))[0]);
  const signer = signerFrom(signerInfoOf(signedData));
  if (!content || !signer) return undefined;
  const certificates = childrenOf(childWithTag(signedData, asn1Tag.context0));
  return {
    contentType: oidIn(childrenOf(encapsulated)[0]),
    content,
    signer,
    certificates: certificates.slice(0, mostCertificates).map(({ whole }) => whole),
  };
}

/** The first of the last SET of SignedData; an earlier SET names the digest algorithms. */
function signerInfoOf(signedData: Tlv | undefined): Tlv | undefined {
  const parts = childrenOf(signedData);
  const [digestAlgorithms, signerInfos] = parts.filter(({ tag }) => tag === asn1Tag.set);
  return digestAlgorithms && signerInfos === parts.at(-1) ? childrenOf(signerInfos)[0] : undefined;
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
  const signed = writeTlv(asn1Tag.set, attributes.value);
  return { signed, messageDigest, contentType, signingTime: timeIn(valueOfType(signingTimeAttribute)) };
}

/** Whether the content is the one that was signed, whoever it was. */
export function digestHolds({ signer, content, contentType }: SignedData): 'holds' | 'invalid' | 'unknown-algorithm' {
  const { attributes, digestAlgorithm } = signer;
  if (!attributes) return 'holds';
  const hash = hashNameFrom(digestAlgorithm);
  if (hash === undefined) return 'unknown-algorithm';
  const isSame = sameDigest(createHash(hash).update(content).digest(), attributes.messageDigest);
  return isSame && attributes.contentType === contentType ? 'holds' : 'invalid';
}

/** Whether the holder of this key signed it. Ask `digestHolds` as well. */
export function signatureHolds(
  { signer, content }: SignedData,
  publicKey: KeyObject,
): 'holds' | 'invalid' | 'unknown-algorithm' {
  return verifySignature({
    message: signer.attributes?.signed ?? content,
    signature: signer.signature,
    algorithm: signer.signatureAlgorithm,
    digestAlgorithm: signer.digestAlgorithm,
    publicKey,
  });
}

/** The object that the bytes are, and no other. */
export function readSignedFile(bytes: Uint8Array): SignedData | undefined {
  return readSignedData(onlyTlv(bytes));
}

export function sameDigest(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
