import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { addressBytes } from '#config/agreements/ip-address.ts';

/** As of RFC 5280 §4.1.2.5 the last year that has a short form; a lobby's clock may say anything in between. */
const notBefore = new Date('2024-01-01T00:00:00Z');
const notAfter = new Date('2049-12-31T23:59:59Z');

const oids = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** GeneralName (RFC 5280 §4.2.1.6): dNSName is [2], iPAddress [7]. */
const dnsName = 2;
const ipAddress = 7;

/** A key (PKCS #8) and its certificate for a server (X.509 v3, ECDSA with P-256 and SHA-256), both PEM. */
export async function selfSigned({
  hosts,
  serial,
}: {
  readonly hosts: readonly string[];
  /** 16 random bytes. */
  readonly serial: Uint8Array;
}): Promise<{ readonly key: string; readonly certificate: string }> {
  const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto, subtle: webcrypto.subtle });
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new asn1js.Integer({ valueHex: positive(serial) });
  for (const name of [certificate.issuer, certificate.subject])
    name.typesAndValues.push(
      new pkijs.AttributeTypeAndValue({ type: oids.commonName, value: new asn1js.Utf8String({ value: 'Tiếp Đón' }) }),
    );
  certificate.notBefore = new pkijs.Time({ type: 0, value: notBefore });
  certificate.notAfter = new pkijs.Time({ type: 0, value: notAfter });
  certificate.extensions = [
    extension(oids.basicConstraints, true, new pkijs.BasicConstraints({ cA: false }).toSchema()),
    // digitalSignature alone, the first bit.
    extension(oids.keyUsage, true, new asn1js.BitString({ valueHex: Uint8Array.of(0x80).buffer, unusedBits: 7 })),
    extension(oids.extendedKeyUsage, false, new pkijs.ExtKeyUsage({ keyPurposes: [oids.serverAuth] }).toSchema()),
    extension(oids.subjectAltName, false, new pkijs.GeneralNames({ names: hosts.map(generalName) }).toSchema()),
  ];
  await certificate.subjectPublicKeyInfo.importKey(pair.publicKey, engine);
  await certificate.sign(pair.privateKey, 'SHA-256', engine);
  const key = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey);
  return { key: pem('PRIVATE KEY', key), certificate: pem('CERTIFICATE', certificate.toSchema(true).toBER()) };
}

function extension(extnID: string, critical: boolean, value: asn1js.BaseBlock): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() });
}

function generalName(host: string): pkijs.GeneralName {
  if (isIP(host) === 0) return new pkijs.GeneralName({ type: dnsName, value: host });
  return new pkijs.GeneralName({
    type: ipAddress,
    value: new asn1js.OctetString({ valueHex: addressBytes(host).buffer }),
  });
}

/** A serial number is positive and at most 20 bytes (RFC 5280 §4.1.2.2). */
function positive(serial: Uint8Array): ArrayBuffer {
  const bytes = Uint8Array.from(serial);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
