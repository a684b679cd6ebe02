import { createPrivateKey, createPublicKey } from 'node:crypto';
import { checkDigit } from '../../identity-documents/mrz.ts';
import { bytesFromNumber, concat, numberFromBytes } from './bytes.ts';
import { agreementProtocol, paceProtocol } from './chip-access.simulator.ts';
import { bytesFromPoint, curves } from './curves.ts';
import type {
  SimulatedActiveKey,
  SimulatedAgreementKey,
  SimulatedChipSettings,
  SimulatedCurve,
} from './simulated-chip-settings.simulator.ts';
import { bytesFromOid, writeTlv } from './tlv.ts';

/** Files of synthetic cards, as an issuer's personalisation writes them. */

export interface ZoneFields {
  readonly documentNumber: string;
  readonly citizenNumber: string;
  /** `yyMMdd` */
  readonly birth: string;
  readonly sex: 'M' | 'F' | '<';
  /** `yyMMdd` */
  readonly expiry: string;
  /** `NGUYEN<<VAN<A` */
  readonly name: string;
}

/** A TD1 zone as on Vietnamese cards: the 12-digit number in the optional data of the first line. */
export function zoneOf({ documentNumber, citizenNumber, birth, sex, expiry, name }: ZoneFields): string {
  const isLong = documentNumber.length > 9;
  const number = isLong
    ? `${documentNumber.slice(0, 9)}<${documentNumber.slice(9)}${checkDigit(documentNumber)}<`
    : documentNumber.padEnd(9, '<') + checkDigit(documentNumber.padEnd(9, '<'));
  const first = `IDVNM${number}${citizenNumber}`.padEnd(30, '<').slice(0, 30);
  const dates = [birth + checkDigit(birth), expiry + checkDigit(expiry)];
  const optional = '<'.repeat(11);
  const composite = checkDigit(first.slice(5) + dates.join('') + optional);
  return `${first}${dates[0]}${sex}${dates[1]}VNM${optional}${composite}${name.padEnd(30, '<').slice(0, 30)}`;
}

export function buildDg1(zone: string): Uint8Array {
  return writeTlv(0x61, writeTlv(0x5f1f, ascii(zone)));
}

/** EF.COM for these files; other identifiers are passed over. */
export function buildCommon(fileIds: readonly number[]): Uint8Array {
  const tags = [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70];
  const listed = tags.filter((_, index) => fileIds.includes(0x0101 + index));
  const versions = concat(writeTlv(0x5f01, ascii('0107')), writeTlv(0x5f36, ascii('040000')));
  return writeTlv(0x60, versions, writeTlv(0x5c, Uint8Array.from(listed)));
}

/** DG13: `6D { 30 { 31 { 30 { 02 id, string } … } } }`; plain ASCII as PrintableString, the rest as UTF8String. */
export function buildDg13(fields: ReadonlyMap<number, string>): Uint8Array {
  const entries = [...fields].map(([id, text]) => {
    const tag = /^[\x20-\x7e]*$/.test(text) ? 0x13 : 0x0c;
    return writeTlv(0x30, integer(BigInt(id)), writeTlv(tag, new TextEncoder().encode(text)));
  });
  return writeTlv(0x6d, writeTlv(0x30, writeTlv(0x31, ...entries)));
}

/** DG2: one face record of ISO 19794-5 with one feature point, in its CBEFF wrapper. */
export function buildDg2(image: Uint8Array): Uint8Array {
  const featurePoints = 1;
  const faceLength = 20 + 8 * featurePoints + 12 + image.length;
  const information = concat(bytesFromNumber(faceLength, 4), bytesFromNumber(featurePoints, 2), new Uint8Array(14));
  const face = concat(information, new Uint8Array(8 * featurePoints), new Uint8Array(12), image);
  const record = concat(ascii('FAC\x00010\x00'), bytesFromNumber(14 + faceLength, 4), bytesFromNumber(1, 2), face);
  const header = writeTlv(0xa1, writeTlv(0x80, Uint8Array.of(1, 1)), writeTlv(0x87, Uint8Array.of(1, 1)));
  const template = writeTlv(0x7f60, header, writeTlv(0x5f2e, record));
  return writeTlv(0x75, writeTlv(0x7f61, integer(1n), template));
}

type Pace = NonNullable<SimulatedChipSettings['pace']>;

/** EF.CardAccess: the PACE protocol and its curve. */
export function buildCardAccess(pace: Pace): Uint8Array {
  return writeTlv(0x31, paceInfo(pace));
}

function paceInfo({ curve, suite }: Pace): Uint8Array {
  const parameter = integer(BigInt(curves[curve].parameterId));
  return writeTlv(0x30, writeTlv(0x06, paceProtocol(suite)), integer(2n), parameter);
}

export interface Dg14Content {
  readonly pace: Pace | undefined;
  readonly chipAuthentication?: SimulatedAgreementKey;
  readonly activeAuthentication?: SimulatedActiveKey;
}

/** DG14 repeats EF.CardAccess and adds the chip's keys. */
export function buildDg14({ pace, chipAuthentication, activeAuthentication }: Dg14Content): Uint8Array {
  const infos = [
    ...(pace ? [paceInfo(pace)] : []),
    ...(chipAuthentication ? agreementInfos(chipAuthentication) : []),
    ...(activeAuthentication?.kind === 'ecdsa' ? [signatureInfo(activeAuthentication)] : []),
  ];
  return writeTlv(0x6e, writeTlv(0x31, ...infos));
}

function agreementInfos({ curve, suite, privateKey, keyId }: SimulatedAgreementKey): Uint8Array[] {
  const reference = keyId === undefined ? new Uint8Array() : integer(BigInt(keyId));
  const key = subjectPublicKey(curve, privateKey);
  const publicKeyProtocol = writeTlv(0x06, bytesFromOid('0.4.0.127.0.7.2.2.1.2'));
  return [
    writeTlv(0x30, writeTlv(0x06, agreementProtocol(suite)), integer(1n), reference),
    writeTlv(0x30, publicKeyProtocol, key, reference),
  ];
}

/** With the curve written out, as most issuers do. */
function subjectPublicKey(curveName: SimulatedCurve, privateKey: Uint8Array): Uint8Array {
  const curve = curves[curveName];
  const { prime, order, a, b, coordinateLength: width, base } = curve;
  const field = writeTlv(0x30, writeTlv(0x06, bytesFromOid('1.2.840.10045.1.1')), integer(prime));
  const equation = writeTlv(0x30, writeTlv(0x04, bytesFromNumber(a, width)), writeTlv(0x04, bytesFromNumber(b, width)));
  const generator = writeTlv(0x04, bytesFromPoint(curve, base));
  const parameters = writeTlv(0x30, integer(1n), field, equation, generator, integer(order), integer(1n));
  const algorithm = writeTlv(0x30, writeTlv(0x06, bytesFromOid('1.2.840.10045.2.1')), parameters);
  const point = bytesFromPoint(curve, base.multiply(numberFromBytes(privateKey)));
  return writeTlv(0x30, algorithm, writeTlv(0x03, Uint8Array.of(0), point));
}

const hashArcs = { sha1: '1', sha224: '2', sha256: '3', sha384: '4', sha512: '5' };

function signatureInfo({ hash = 'sha256' }: SimulatedActiveKey): Uint8Array {
  const algorithm = writeTlv(0x06, bytesFromOid(`0.4.0.127.0.7.1.1.4.1.${hashArcs[hash]}`));
  return writeTlv(0x30, writeTlv(0x06, bytesFromOid('2.23.136.1.1.5')), integer(1n), algorithm);
}

export function buildDg15({ privateKey }: SimulatedActiveKey): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  return writeTlv(0x6f, Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' })));
}

function integer(value: bigint): Uint8Array {
  const bytes = bytesFromNumber(value, Math.floor(value.toString(2).length / 8) + 1);
  return writeTlv(0x02, bytes);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
