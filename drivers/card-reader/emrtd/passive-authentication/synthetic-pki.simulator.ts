import { constants, createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

/**
 * An issuing country that does not exist: its country signing certificate (CSCA), a document signer, and the EF.SOD that it
 * signs. Keys are made anew each time; nothing secret is kept. Built with pkijs, so that the reader, which has its own way,
 * does not share its misunderstandings.
 */
export interface SyntheticCountry {
  /** DER. */
  readonly csca: Uint8Array;
  /** DER. */
  readonly documentSigner: Uint8Array;
  /** EF.SOD over whole data groups by number. */
  signSecurityObject(dataGroups: ReadonlyMap<number, Uint8Array>): Uint8Array;
  /** A CSCA master list (`.ml`) of these certificates in DER. */
  signMasterList(certificates: readonly Uint8Array[]): Uint8Array;
  /** The country's next key under the same name, and the certificate by which the last key vouches for it. */
  renewKey(): { readonly next: SyntheticCountry; readonly link: Uint8Array };
}

/** What an issuer does with a certificate that ICAO 9303 part 12 does not foresee. */
export interface CertificateHabits {
  /** First byte of the bit string (RFC 5280 §4.2.1.3): 0x80 digitalSignature, 0x20 keyEncipherment, 0x04 keyCertSign. `null`: not said. */
  readonly keyUsage?: number | null;
  readonly isCa?: boolean;
  /** More extensions: purposes, types of documents, rules that nobody knows. */
  readonly extensions?: readonly {
    readonly oid: string;
    readonly critical: boolean;
    readonly value: asn1js.BaseBlock;
  }[];
  /** Default: the country's. */
  readonly country?: string;
  readonly withoutKeyIdentifiers?: boolean;
}

export interface SyntheticCountrySettings {
  readonly algorithm: SyntheticAlgorithm;
  /** Curve parameters are written out in certificates, as ICAO 9303 part 12 §4.4.3 asks. Default true. */
  readonly explicitCurve?: boolean;
  /** Hash of the data groups. Default sha256. */
  readonly hash?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Default `validTo`. */
  readonly documentSignerValidTo?: Date;
  /** Default `VN`. */
  readonly country?: string;
  /** Sign the attributes in the order of DER, and write them in another. */
  readonly attributesOutOfOrder?: boolean;
  /** Leave EF.SOD without signed attributes. */
  readonly bareSignature?: boolean;
  /** Default 2048. */
  readonly rsaBits?: number;
  /** Under certificates and messages, with RSA. Default sha256. */
  readonly rsaHash?: 'md5' | 'sha1' | 'sha256';
  /** Of EF.SOD. Default: the LDS security object's. */
  readonly contentType?: string;
  readonly signingTime?: Date;
  readonly csca?: CertificateHabits;
  readonly documentSigner?: CertificateHabits;
}

export type SyntheticAlgorithm = 'ecdsa-p256' | 'ecdsa-brainpool-p256r1' | 'ecdsa-brainpool-p384r1' | 'rsa' | 'rsa-pss';

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const hashOids = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;
const ldsSecurityObjectType = '2.23.136.1.1.1';
const cscaMasterListType = '2.23.136.1.1.2';

export function createSyntheticCountry(settings: SyntheticCountrySettings): SyntheticCountry {
  return countryWith(generateKeys(settings), settings);
}

function countryWith(cscaKeys: KeyPair, settings: SyntheticCountrySettings): SyntheticCountry {
  const { validFrom, validTo, country = 'VN', csca: cscaHabits = {}, documentSigner: signerHabits = {} } = settings;
  const signerKeys = generateKeys(settings);
  const cscaName = nameFrom(cscaHabits.country ?? country, 'CSCA of an example');
  const authority = { subject: cscaName, issuer: cscaName, validFrom, validTo, isCa: true, habits: cscaHabits };
  const csca = certificateFrom({ ...authority, keys: cscaKeys, issuerKeys: cscaKeys }, settings);
  const documentSigner = certificateFrom(
    {
      subject: nameFrom(signerHabits.country ?? country, 'Document signer of an example'),
      issuer: cscaName,
      keys: signerKeys,
      issuerKeys: cscaKeys,
      validFrom,
      validTo: settings.documentSignerValidTo ?? validTo,
      isCa: false,
      habits: signerHabits,
    },
    settings,
  );
  const sign = (content: Uint8Array, contentType: string) =>
    signMessage({ content, contentType, documentSigner, keys: signerKeys }, settings);
  return {
    csca: derFrom(csca.toSchema()),
    documentSigner: derFrom(documentSigner.toSchema()),
    signSecurityObject(dataGroups) {
      const content = ldsSecurityObject(dataGroups, settings.hash ?? 'sha256');
      const message = sign(content, settings.contentType ?? ldsSecurityObjectType);
      // EF.SOD's own tag is [APPLICATION 23].
      return derFrom(new asn1js.Constructed({ idBlock: { tagClass: 2, tagNumber: 23 }, value: [message.toSchema()] }));
    },
    signMasterList(certificates) {
      const set = new asn1js.Set({ value: certificates.map((der) => asn1js.fromBER(exactBuffer(der)).result) });
      const list = new asn1js.Sequence({ value: [new asn1js.Integer({ value: 0 }), set] });
      return derFrom(sign(derFrom(list), cscaMasterListType).toSchema());
    },
    renewKey() {
      const keys = generateKeys(settings);
      const link = certificateFrom({ ...authority, keys, issuerKeys: cscaKeys }, settings);
      return { next: countryWith(keys, settings), link: derFrom(link.toSchema()) };
    },
  };
}

function generateKeys({ algorithm, explicitCurve = true, rsaBits = 2048 }: SyntheticCountrySettings): KeyPair {
  const paramEncoding = explicitCurve ? 'explicit' : 'named';
  switch (algorithm) {
    case 'ecdsa-p256':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding });
    case 'ecdsa-brainpool-p256r1':
      return generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1', paramEncoding });
    case 'ecdsa-brainpool-p384r1':
      return generateKeyPairSync('ec', { namedCurve: 'brainpoolP384r1', paramEncoding });
    case 'rsa':
    case 'rsa-pss':
      return generateKeyPairSync('rsa', { modulusLength: rsaBits });
  }
}

interface CertificateParts {
  readonly subject: pkijs.RelativeDistinguishedNames;
  readonly issuer: pkijs.RelativeDistinguishedNames;
  readonly keys: KeyPair;
  readonly issuerKeys: KeyPair;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly isCa: boolean;
  readonly habits: CertificateHabits;
}

function certificateFrom(parts: CertificateParts, settings: SyntheticCountrySettings): pkijs.Certificate {
  const { subject, issuer, keys, issuerKeys, validFrom, validTo, habits } = parts;
  const { isCa = parts.isCa, keyUsage = parts.isCa ? 0x06 : 0x80, extensions = [] } = habits;
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  // Positive: the first bit is no sign.
  certificate.serialNumber = new asn1js.Integer({
    valueHex: exactBuffer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
  });
  certificate.subject = subject;
  certificate.issuer = issuer;
  certificate.notBefore = new pkijs.Time({ value: validFrom });
  certificate.notAfter = new pkijs.Time({ value: validTo });
  certificate.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(exactBuffer(spkiOf(keys)));
  certificate.extensions = [
    ...(habits.withoutKeyIdentifiers ? [] : keyIdentifiers(keys, issuerKeys)),
    ...(keyUsage === null ? [] : [extension('2.5.29.15', true, bitString(keyUsage, lowestBit(keyUsage)))]),
    ...(isCa
      ? [extension('2.5.29.19', true, new pkijs.BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema())]
      : []),
    ...extensions.map(({ oid, critical, value }) => extension(oid, critical, value)),
  ];
  certificate.signature = signatureAlgorithm(settings);
  certificate.signatureAlgorithm = signatureAlgorithm(settings);
  const signature = signBytes(derFrom(certificate.encodeTBS()), issuerKeys.privateKey, settings);
  certificate.signatureValue = new asn1js.BitString({ valueHex: exactBuffer(signature) });
  // Read back: pkijs puts only certificates that it has read into a message.
  return pkijs.Certificate.fromBER(certificate.toSchema(true).toBER());
}

function keyIdentifiers(keys: KeyPair, issuerKeys: KeyPair): readonly pkijs.Extension[] {
  const issuer = new pkijs.AuthorityKeyIdentifier({ keyIdentifier: keyIdOf(issuerKeys) });
  return [extension('2.5.29.35', false, issuer.toSchema()), extension('2.5.29.14', false, keyIdOf(keys))];
}

/** How many bits at the end of a named bit list say nothing. */
function lowestBit(byte: number): number {
  return byte === 0 ? 0 : 31 - Math.clz32(byte & -byte);
}

interface MessageParts {
  readonly content: Uint8Array;
  readonly contentType: string;
  readonly documentSigner: pkijs.Certificate;
  readonly keys: KeyPair;
}

function signMessage(
  { content, contentType, documentSigner, keys }: MessageParts,
  settings: SyntheticCountrySettings,
): pkijs.ContentInfo {
  const { bareSignature = false, attributesOutOfOrder = false, signingTime } = settings;
  const attributes = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: contentType })),
      ...(signingTime ? [attribute('1.2.840.113549.1.9.5', new asn1js.UTCTime({ valueDate: signingTime }))] : []),
      attribute('1.2.840.113549.1.9.4', octets(createHash('sha256').update(content).digest())),
    ],
  });
  const signedSet = derFrom(new asn1js.Set({ value: attributes.attributes.map((each) => each.toSchema()) }));
  if (attributesOutOfOrder) attributes.attributes.reverse();
  const sha256 = () => new pkijs.AlgorithmIdentifier({ algorithmId: hashOids.sha256 });
  const signerInfo = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: documentSigner.issuer, serialNumber: documentSigner.serialNumber }),
    digestAlgorithm: sha256(),
    ...(bareSignature ? {} : { signedAttrs: attributes }),
    signatureAlgorithm: signatureAlgorithm(settings),
    signature: octets(signBytes(bareSignature ? content : signedSet, keys.privateKey, settings)),
  });
  const signedData = new pkijs.SignedData({
    version: 3,
    digestAlgorithms: [sha256()],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: contentType, eContent: octets(content) }),
    certificates: [documentSigner],
    signerInfos: [signerInfo],
  });
  return new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signedData.toSchema(true) });
}

function ldsSecurityObject(
  dataGroups: ReadonlyMap<number, Uint8Array>,
  hash: NonNullable<SyntheticCountrySettings['hash']>,
): Uint8Array {
  const hashes = [...dataGroups].map(
    ([number, bytes]) =>
      new asn1js.Sequence({
        value: [new asn1js.Integer({ value: number }), octets(createHash(hash).update(bytes).digest())],
      }),
  );
  return derFrom(
    new asn1js.Sequence({
      value: [
        new asn1js.Integer({ value: 0 }),
        new pkijs.AlgorithmIdentifier({ algorithmId: hashOids[hash] }).toSchema(),
        new asn1js.Sequence({ value: hashes }),
      ],
    }),
  );
}

const rsaWithHash = { md5: '1.2.840.113549.1.1.4', sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11' };

function signatureAlgorithm({
  algorithm,
  rsaHash = 'sha256',
}: Pick<SyntheticCountrySettings, 'algorithm' | 'rsaHash'>): pkijs.AlgorithmIdentifier {
  if (algorithm === 'rsa') {
    return new pkijs.AlgorithmIdentifier({ algorithmId: rsaWithHash[rsaHash], algorithmParams: new asn1js.Null() });
  }
  if (algorithm !== 'rsa-pss') return new pkijs.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' });
  const sha256 = new pkijs.AlgorithmIdentifier({ algorithmId: hashOids.sha256 });
  const mask = new pkijs.AlgorithmIdentifier({
    algorithmId: '1.2.840.113549.1.1.8',
    algorithmParams: sha256.toSchema(),
  });
  const parameters = new pkijs.RSASSAPSSParams({ hashAlgorithm: sha256, maskGenAlgorithm: mask, saltLength: 32 });
  return new pkijs.AlgorithmIdentifier({
    algorithmId: '1.2.840.113549.1.1.10',
    algorithmParams: parameters.toSchema(),
  });
}

function signBytes(
  bytes: Uint8Array,
  privateKey: KeyObject,
  { algorithm, rsaHash = 'sha256' }: Pick<SyntheticCountrySettings, 'algorithm' | 'rsaHash'>,
): Uint8Array {
  if (algorithm !== 'rsa-pss') return sign(algorithm === 'rsa' ? rsaHash : 'sha256', bytes, privateKey);
  return sign('sha256', bytes, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}

function nameFrom(country: string, commonName: string): pkijs.RelativeDistinguishedNames {
  const part = (type: string, value: asn1js.PrintableString | asn1js.Utf8String) =>
    new pkijs.AttributeTypeAndValue({ type, value });
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: [
      part('2.5.4.6', new asn1js.PrintableString({ value: country })),
      part('2.5.4.3', new asn1js.Utf8String({ value: commonName })),
    ],
  });
}

function extension(extnID: string, critical: boolean, value: asn1js.BaseBlock): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() });
}

function attribute(type: string, value: asn1js.BaseBlock): pkijs.Attribute {
  return new pkijs.Attribute({ type, values: [value] });
}

function spkiOf({ publicKey }: KeyPair): Uint8Array {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function keyIdOf(keys: KeyPair): asn1js.OctetString {
  return octets(createHash('sha1').update(spkiOf(keys)).digest());
}

function bitString(byte: number, unusedBits: number): asn1js.BitString {
  return new asn1js.BitString({ valueHex: exactBuffer(Buffer.of(byte)), unusedBits });
}

function octets(bytes: Uint8Array): asn1js.OctetString {
  return new asn1js.OctetString({ valueHex: exactBuffer(bytes) });
}

function derFrom(block: asn1js.BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER());
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
