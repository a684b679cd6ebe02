import { asn1Tag, childrenOf, octetsIn, oidIn, smallInteger } from '../asn1.ts';
import { onlyTlv } from '../tlv.ts';
import { readSignedData, type SignedData } from './signed-data.ts';

/**
 * EF.SOD taken apart (ICAO 9303 part 10 §4.6.2, part 12; RFC 5652): what the issuer signed, and how. Nothing is verified
 * here.
 */
export interface SecurityObject extends SignedData {
  /** OID of the hash of each data group. */
  readonly hashAlgorithm: string | undefined;
  /** By data group number. */
  readonly dataGroupHashes: ReadonlyMap<number, Uint8Array>;
}

/** EF.SOD's own tag, [APPLICATION 23]. */
const securityObjectTag = 0x77;

/** One card has 16 data groups. */
const mostDataGroups = 16;

/** `undefined` for bytes that are no security object. Never throws. */
export function readSecurityObject(efSod: Uint8Array): SecurityObject | undefined {
  const outer = onlyTlv(efSod);
  // Some issuers leave the outer tag out; the message inside says what it is.
  const inner = outer?.tag === securityObjectTag ? onlyTlv(outer.value) : outer;
  const signedData = readSignedData(inner);
  const hashes = signedData && hashesFrom(signedData.content);
  return hashes && { ...signedData, ...hashes };
}

/** LDSSecurityObject: version, hash algorithm, SEQUENCE OF { number, hash }, and since version 1 the LDS version. */
function hashesFrom(content: Uint8Array): Pick<SecurityObject, 'hashAlgorithm' | 'dataGroupHashes'> | undefined {
  const lds = onlyTlv(content);
  const [, algorithm, listed] = lds?.tag === asn1Tag.sequence ? childrenOf(lds) : [];
  const entries = childrenOf(listed);
  if (listed?.tag !== asn1Tag.sequence || entries.length > mostDataGroups) return undefined;
  const dataGroupHashes = new Map<number, Uint8Array>();
  for (const entry of entries) {
    const [numberTlv, hashTlv] = childrenOf(entry);
    const number = smallInteger(numberTlv);
    const hash = octetsIn(hashTlv);
    // Two hashes for one data group would leave open which of them counts.
    if (number === undefined || !hash || dataGroupHashes.has(number)) return undefined;
    dataGroupHashes.set(number, hash);
  }
  return { hashAlgorithm: oidIn(childrenOf(algorithm)[0]), dataGroupHashes };
}
