import { asn1Tag, childrenOf, oidIn } from './asn1.ts';
import { type CipherSuite, cipherSuites } from './cipher-suite.ts';
import { onlyTlv, readTlvs, type Tlv } from './tlv.ts';

/** One entry of EF.CardAccess or DG14 (ICAO 9303 part 11 §9.2): what the chip can do, and with which parameters. */
export interface SecurityInfo {
  readonly protocol: string;
  readonly protocolBytes: Uint8Array;
  readonly required: Tlv;
  readonly optional: Tlv | undefined;
  /** As it stands in the file. */
  readonly whole: Uint8Array;
}

/** `bytes` are the SET and nothing else. Entries of an unknown form are passed over; `undefined` when it is no set. */
export function readSecurityInfos(bytes: Uint8Array): readonly SecurityInfo[] | undefined {
  const set = onlyTlv(bytes);
  const entries = set?.tag === asn1Tag.set ? readTlvs(set.value) : undefined;
  return entries?.flatMap((entry) => readInfo(entry) ?? []);
}

/** DG14's own tag, [APPLICATION 14]. */
const dg14Tag = 0x6e;

/** The same of DG14, where they stand in its own tag. */
export function readDg14(dg14: Uint8Array): readonly SecurityInfo[] | undefined {
  const file = onlyTlv(dg14);
  return file?.tag === dg14Tag ? readSecurityInfos(file.value) : undefined;
}

function readInfo(entry: Tlv): SecurityInfo | undefined {
  const [protocol, required, optional] = entry.tag === asn1Tag.sequence ? childrenOf(entry) : [];
  const oid = oidIn(protocol);
  if (!protocol || !required || oid === undefined) return undefined;
  return { protocol: oid, protocolBytes: protocol.value, required, optional, whole: entry.whole };
}

const suiteOfArc: ReadonlyMap<string, CipherSuite> = new Map([
  ['1', cipherSuites['3des']],
  ['2', cipherSuites['aes-128']],
  ['3', cipherSuites['aes-192']],
  ['4', cipherSuites['aes-256']],
]);

/** The last arc below a protocol names its cipher suite, for PACE and chip authentication alike. */
export function suiteBelow(protocol: string, parent: string): CipherSuite | undefined {
  return protocol.startsWith(`${parent}.`) ? suiteOfArc.get(protocol.slice(parent.length + 1)) : undefined;
}
