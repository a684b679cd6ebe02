import * as asn1js from 'asn1js';

/** One ASN.1 element as it stands in the bytes: what is hashed and compared is never encoded again. */
export interface DerElement {
  /** Identifier octet: class, constructed bit and tag number (X.690 8.1.2); 0x30 is a SEQUENCE. */
  readonly tag: number;
  /** Header included. */
  readonly whole: Uint8Array;
  /** Contents octets of a primitive element, the joined parts of a constructed OCTET STRING; empty for any other one. */
  readonly content: Uint8Array;
  readonly children: readonly DerElement[];
}

export const derTag = {
  integer: 0x02,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context2: 0xa2,
} as const;

/** A face of 64 KB is the largest thing on a chip; nothing that is parsed here comes near it. */
const limits = { maxDepth: 40, maxNodes: 10_000, maxContentLength: 256 * 1024 };

/** Reads exactly one element that fills the bytes; `undefined` for anything else. Never throws, whatever the bytes are. */
export function readDer(bytes: Uint8Array): DerElement | undefined {
  try {
    // A copy of its own: asn1js keeps views, and the bytes may lie in a buffer that is used again.
    const { result, offset } = asn1js.fromBER(Uint8Array.from(bytes), limits);
    return offset === bytes.length ? elementFrom(result) : undefined;
  } catch {
    return undefined;
  }
}

/** Dotted text of an OBJECT IDENTIFIER, `undefined` for another element. */
export function objectIdentifierFrom(element: DerElement | undefined): string | undefined {
  if (element?.tag !== derTag.objectIdentifier || element.content.length === 0) return undefined;
  // None that is in use comes near 64 bytes.
  if (element.content.length > 64) return undefined;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of element.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...others].join('.');
}

/** A small INTEGER, such as a version or the number of a data group. */
export function integerFrom(element: DerElement | undefined): number | undefined {
  if (element?.tag !== derTag.integer || element.content.length > 4) return undefined;
  return element.content.reduce((value, byte) => value * 256 + byte, 0);
}

export function childWithTag(element: DerElement | undefined, tag: number): DerElement | undefined {
  return element?.children.find((child) => child.tag === tag);
}

function elementFrom(block: asn1js.AsnType): DerElement {
  const { idBlock, lenBlock } = block;
  const whole = block.valueBeforeDecodeView;
  const children = idBlock.isConstructed ? childrenOf(block) : [];
  const identifier = (idBlock.tagClass - 1) * 64 + (idBlock.isConstructed ? 32 : 0) + Math.min(idBlock.tagNumber, 31);
  const isOctetString = idBlock.tagClass === 1 && idBlock.tagNumber === 4;
  if (idBlock.isConstructed && isOctetString) {
    // BER's octet string in pieces; to its reader it is one.
    return {
      tag: derTag.octetString,
      whole,
      content: Buffer.concat(children.map(({ content }) => content)),
      children: [],
    };
  }
  const content = idBlock.isConstructed ? new Uint8Array() : whole.subarray(idBlock.blockLength + lenBlock.blockLength);
  return { tag: identifier, whole, content, children };
}

function childrenOf(block: asn1js.AsnType): readonly DerElement[] {
  const { valueBlock } = block;
  if (!('value' in valueBlock) || !Array.isArray(valueBlock.value)) return [];
  return valueBlock.value.filter((child) => child instanceof asn1js.BaseBlock).map((child) => elementFrom(child));
}
