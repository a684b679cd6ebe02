import { type CipherSuite, cipherSuites } from './cipher-suite.ts';
import { oidFromBytes, readTlv, readTlvs, type Tlv } from './tlv.ts';

/** One entry of EF.CardAccess or DG14 (ICAO 9303 part 11 §9.2): what the chip can do, and with which parameters. */
export interface SecurityInfo {
  readonly protocol: string;
  readonly protocolBytes: Uint8Array;
  readonly required: Tlv;
  readonly optional: Tlv | undefined;
}

/** `bytes` begin with the SET. Entries of an unknown form are passed over; `undefined` when there is no set at all. */
export function readSecurityInfos(bytes: Uint8Array): readonly SecurityInfo[] | undefined {
  const set = readTlv(bytes);
  const entries = set?.tag === 0x31 ? readTlvs(set.value) : undefined;
  return entries?.flatMap((entry) => readInfo(entry) ?? []);
}

function readInfo(entry: Tlv): SecurityInfo | undefined {
  const [protocol, required, optional] = (entry.tag === 0x30 ? readTlvs(entry.value) : undefined) ?? [];
  const oid = protocol?.tag === 0x06 ? oidFromBytes(protocol.value) : undefined;
  if (!protocol || !required || oid === undefined) return undefined;
  return { protocol: oid, protocolBytes: protocol.value, required, optional };
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

/** A small INTEGER; `undefined` for anything else. */
export function smallInteger(tlv: Tlv | undefined): number | undefined {
  if (tlv?.tag !== 0x02 || tlv.value.length === 0 || tlv.value.length > 6) return undefined;
  return tlv.value.reduce((number, byte) => number * 256 + byte, 0);
}
