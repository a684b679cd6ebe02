import { childWithTag, type DerElement, derTag, integerFrom, objectIdentifierFrom, readDer } from './der.ts';

/**
 * EF.SOD taken apart (ICAO 9303 part 10 §4.6.2, part 12; RFC 5652): what the issuer signed, and how. Nothing is verified
 * here.
 */
export interface SecurityObject {
  /** OID of the hash of each data group. */
  readonly hashAlgorithm: string | undefined;
  /** By data group number. */
  readonly dataGroupHashes: ReadonlyMap<number, Uint8Array>;
  /** The encoded LDSSecurityObject. */
  readonly content: Uint8Array;
  readonly signer: SecurityObjectSigner;
  /** DER of each certificate inside; the document signer's is among them. */
  readonly certificates: readonly Uint8Array[];
}

export interface SecurityObjectSigner {
  /** OID of the hash of `content`. */
  readonly digestAlgorithm: string | undefined;
  /** A SET of attributes, encoded as it is signed; `undefined` when `content` itself is signed. */
  readonly signedAttributes: Uint8Array | undefined;
  /** The attribute that must equal the hash of `content`. */
  readonly messageDigest: Uint8Array | undefined;
  /** The attribute that must equal the type of `content`. */
  readonly contentTypeMatches: boolean;
  /** AlgorithmIdentifier. */
  readonly signatureAlgorithm: DerElement;
  readonly signature: Uint8Array;
}

const signedDataType = '1.2.840.113549.1.7.2';
const contentTypeAttribute = '1.2.840.113549.1.9.3';
const messageDigestAttribute = '1.2.840.113549.1.9.4';

/** EF.SOD's own tag, [APPLICATION 23]. */
const securityObjectTag = 0x77;

/** One card has 16 data groups, one document signer, and perhaps the chain above it. */
const mostDataGroups = 16;
const mostCertificates = 8;

/** `undefined` for bytes that are no security object. Never throws. */
export function readSecurityObject(efSod: Uint8Array): SecurityObject | undefined {
  const outer = readDer(efSod);
  // Some issuers leave the outer tag out; the message inside says what it is.
  const contentInfo = outer?.tag === securityObjectTag ? outer.children[0] : outer;
  if (objectIdentifierFrom(contentInfo?.children[0]) !== signedDataType) return undefined;
  const signedData = childWithTag(contentInfo, derTag.context0)?.children[0];
  const encapsulated = childWithTag(signedData, derTag.sequence);
  const content = childWithTag(encapsulated, derTag.context0)?.children[0];
  const signerInfo = signerInfoOf(signedData);
  if (content?.tag !== derTag.octetString || !signerInfo) return undefined;

  const signer = signerFrom(signerInfo, objectIdentifierFrom(encapsulated?.children[0]));
  const hashes = hashesFrom(readDer(content.content));
  if (!signer || !hashes) return undefined;
  const certificates = childWithTag(signedData, derTag.context0)?.children ?? [];
  return {
    ...hashes,
    content: content.content,
    signer,
    certificates: certificates.slice(0, mostCertificates).map(({ whole }) => whole),
  };
}

/** The last SET of SignedData; the first one names the digest algorithms. */
function signerInfoOf(signedData: DerElement | undefined): DerElement | undefined {
  const last = signedData?.children.at(-1);
  return last?.tag === derTag.set && last !== childWithTag(signedData, derTag.set) ? last.children[0] : undefined;
}

/** SignerInfo: version, signer, digest algorithm, signed attributes?, signature algorithm, signature, unsigned attributes?. */
function signerFrom(signerInfo: DerElement, contentType: string | undefined): SecurityObjectSigner | undefined {
  const [, , digestAlgorithm, ...others] = signerInfo.children;
  const attributes = others[0]?.tag === derTag.context0 ? others[0] : undefined;
  const [signatureAlgorithm, signature] = attributes ? others.slice(1) : others;
  if (signatureAlgorithm?.tag !== derTag.sequence || signature?.tag !== derTag.octetString) return undefined;

  const valueOfAttribute = (type: string) =>
    attributes?.children.find((attribute) => objectIdentifierFrom(attribute.children[0]) === type)?.children[1]
      ?.children[0];
  const digest = valueOfAttribute(messageDigestAttribute);
  return {
    digestAlgorithm: objectIdentifierFrom(digestAlgorithm?.children[0]),
    signedAttributes: attributes && asSignedSet(attributes.whole),
    messageDigest: digest?.tag === derTag.octetString ? digest.content : undefined,
    contentTypeMatches: objectIdentifierFrom(valueOfAttribute(contentTypeAttribute)) === contentType,
    signatureAlgorithm,
    signature: signature.content,
  };
}

/** RFC 5652 §5.4: the signature is over an EXPLICIT SET OF, not over the [0] that stands in the message. */
function asSignedSet(attributes: Uint8Array): Uint8Array {
  const signed = Uint8Array.from(attributes);
  signed[0] = derTag.set;
  return signed;
}

/** LDSSecurityObject: version, hash algorithm, SEQUENCE OF { number, hash }, and since version 1 the LDS version. */
function hashesFrom(
  lds: DerElement | undefined,
): Pick<SecurityObject, 'hashAlgorithm' | 'dataGroupHashes'> | undefined {
  const [, algorithm, listed] = lds?.children ?? [];
  if (listed?.tag !== derTag.sequence || listed.children.length > mostDataGroups) return undefined;
  const dataGroupHashes = new Map<number, Uint8Array>();
  for (const { children } of listed.children) {
    const number = integerFrom(children[0]);
    const hash = children[1];
    // Two hashes for one data group would leave open which of them counts.
    if (number === undefined || hash?.tag !== derTag.octetString || dataGroupHashes.has(number)) return undefined;
    dataGroupHashes.set(number, hash.content);
  }
  return { hashAlgorithm: objectIdentifierFrom(algorithm?.children[0]), dataGroupHashes };
}
