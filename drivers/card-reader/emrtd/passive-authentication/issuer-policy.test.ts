import * as asn1js from 'asn1js';
import { describe, expect, test } from 'vitest';
import { buildDg1, zoneOf } from '../chip-files.simulator.ts';
import { sampleZone } from '../sample-chips.simulator.ts';
import { readCertificate } from './certificate.ts';
import { authenticatePassively } from './passive-authentication.ts';
import {
  createSyntheticCountry,
  type SyntheticCountry,
  type SyntheticCountrySettings,
} from './synthetic-pki.simulator.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const at = day('2026-06-01').getTime();
const validity = { validFrom: day('2024-01-01'), validTo: day('2034-01-01') };
const dg1 = buildDg1(sampleZone);

function createCountry(changed: Partial<SyntheticCountrySettings> = {}): SyntheticCountry {
  return createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity, ...changed });
}

/** What is said of a card that this country signed, when these certificates are trusted. */
function verdictOn(country: SyntheticCountry, trusted: readonly Uint8Array[] = [country.csca], zone = dg1) {
  const dataGroups = new Map([[1, zone]]);
  const files = { securityObject: country.signSecurityObject(dataGroups), dataGroups, cardAccess: undefined };
  const outcome = authenticatePassively(files, { cscas: trusted.map((raw) => ({ raw })), at });
  return outcome.verdict === 'holds' ? 'holds' : `${outcome.verdict}: ${outcome.reason}`;
}

const purposes = (...oids: string[]) => ({
  oid: '2.5.29.37',
  critical: false,
  value: new asn1js.Sequence({ value: oids.map((value) => new asn1js.ObjectIdentifier({ value })) }),
});
const documentTypes = (...types: string[]) => ({
  oid: '2.23.136.1.1.6.2',
  critical: false,
  value: new asn1js.Sequence({
    value: [
      new asn1js.Integer({ value: 0 }),
      new asn1js.Set({ value: types.map((value) => new asn1js.PrintableString({ value })) }),
    ],
  }),
});
const someRule = (critical: boolean) => ({ oid: '1.2.3.4.5', critical, value: new asn1js.Null() });

describe('a card of a country that keeps the rules', () => {
  test.each([
    ['as it is', {}],
    ['with letters of its country in small', { country: 'vn' }],
    ['signed with RSA of 2048 bits', { algorithm: 'rsa' }],
    ['signed at a time when the signer was valid', { signingTime: day('2025-01-01') }],
    ['whose signer says that it signs identity cards', { documentSigner: { extensions: [documentTypes('P', 'ID')] } }],
    ['whose signer says that it signs cards of that letter', { documentSigner: { extensions: [documentTypes('I')] } }],
    ['whose certificates have a rule that may be passed over', { documentSigner: { extensions: [someRule(false)] } }],
    [
      'whose certificates have no key identifiers',
      { csca: { withoutKeyIdentifiers: true }, documentSigner: { withoutKeyIdentifiers: true } },
    ],
  ] as const satisfies [string, Partial<SyntheticCountrySettings>][])('holds %s', (_, changed) => {
    expect(verdictOn(createCountry(changed))).toBe('holds');
  });
});

describe('nobody calls a card genuine', () => {
  test.each([
    ['whose chain ends in another country than its zone names', 'issuer-of-other-country', { country: 'XX' }],
    [
      'whose signer is of another country than its CSCA',
      'issuer-of-other-country',
      { documentSigner: { country: 'XX' } },
    ],
    ['whose country’s certificate is no authority', 'csca-may-not-sign', { csca: { isCa: false } }],
    ['whose country’s key may not sign certificates', 'csca-may-not-sign', { csca: { keyUsage: 0x80 } }],
    ['whose country’s certificate does not say what its key may do', 'csca-may-not-sign', { csca: { keyUsage: null } }],
    [
      'that a web server of the country signed',
      'signer-may-not-sign',
      { documentSigner: { keyUsage: 0xa0, extensions: [purposes('1.3.6.1.5.5.7.3.1')] } },
    ],
    [
      'whose signer has any purpose of its own',
      'signer-may-not-sign',
      { documentSigner: { extensions: [purposes('2.23.136.1.1.3')] } },
    ],
    ['whose signer may only encipher keys', 'signer-may-not-sign', { documentSigner: { keyUsage: 0x20 } }],
    ['whose signer may sign and encipher keys', 'signer-may-not-sign', { documentSigner: { keyUsage: 0xa0 } }],
    ['whose signer does not say what its key may do', 'signer-may-not-sign', { documentSigner: { keyUsage: null } }],
    ['whose signer may sign certificates, too', 'signer-may-not-sign', { documentSigner: { isCa: true } }],
    [
      'whose signer signs passports only',
      'signer-may-not-sign',
      { documentSigner: { extensions: [documentTypes('P')] } },
    ],
    [
      'whose signer has a rule that nobody here knows',
      'unknown-critical-extension',
      { documentSigner: { extensions: [someRule(true)] } },
    ],
    [
      'whose country has a rule that nobody here knows',
      'unknown-critical-extension',
      { csca: { extensions: [someRule(true)] } },
    ],
    ['whose content is no LDS security object', 'wrong-content-type', { contentType: '1.2.3.4' }],
    ['signed with RSA of 1024 bits', 'weak-key', { algorithm: 'rsa', rsaBits: 1024 }],
    ['whose certificates are signed with SHA-1', 'weak-hash', { algorithm: 'rsa', rsaHash: 'sha1' }],
    ['whose certificates are signed with MD5', 'weak-hash', { algorithm: 'rsa', rsaHash: 'md5' }],
    ['whose files are hashed with SHA-1', 'weak-hash', { hash: 'sha1' }],
    ['signed before its signer was valid', 'certificate-expired', { signingTime: day('2023-12-30') }],
    ['signed after its signer was valid', 'certificate-expired', { signingTime: day('2035-01-01') }],
  ] as const satisfies [string, string, Partial<SyntheticCountrySettings>][])('%s', (_, reason, changed) => {
    expect(verdictOn(createCountry(changed))).toBe(`not-verified: ${reason}`);
  });

  test('whose zone names another country, or does not read', () => {
    const country = createCountry();
    const foreign = buildDg1(
      zoneOf({
        documentNumber: '1',
        citizenNumber: '',
        birth: '900815',
        sex: 'M',
        expiry: '300815',
        name: 'A',
      }).replace('VNM', 'LAO'),
    );
    expect([
      verdictOn(country, [country.csca], foreign),
      verdictOn(country, [country.csca], Uint8Array.of(0x61, 0)),
    ]).toEqual(Array(2).fill('not-verified: issuer-of-other-country'));
  });
});

describe('a country that renews its key', () => {
  const country = createCountry();
  const { next, link } = country.renewKey();

  test('is known by either key, and by the one that the last key vouches for', () => {
    expect([
      verdictOn(country, [next.csca, country.csca]),
      verdictOn(next, [country.csca, next.csca]),
      verdictOn(next, [country.csca, link]),
      verdictOn(next, [link]),
    ]).toEqual(Array(4).fill('holds'));
  });

  test('is not known by the last key alone', () => {
    expect(verdictOn(next, [country.csca])).toBe('not-verified: no-trusted-csca');
    // Without key identifiers nobody can tell another key from a forgery.
    const bare = { csca: { withoutKeyIdentifiers: true }, documentSigner: { withoutKeyIdentifiers: true } };
    const unnamed = createCountry(bare);
    expect(verdictOn(unnamed.renewKey().next, [unnamed.csca])).toBe('not-verified: no-trusted-csca');
  });

  test('is not known by a link that its last key did not sign', () => {
    const forged = Uint8Array.from(link);
    forged[forged.length - 5] = (forged[forged.length - 5] ?? 0) ^ 1;
    expect(verdictOn(next, [country.csca, forged])).toBe('not-verified: no-trusted-csca');
  });

  test('is not accused when the file of its certificate is damaged', () => {
    for (let at = country.csca.length - 1; at > 0; at -= 7) {
      const damaged = Uint8Array.from(country.csca);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      expect(verdictOn(country, [damaged])).not.toMatch(/^does-not-match/);
    }
  });
});

test('of a certificate that names two algorithms, or one extension twice, nothing is believed', () => {
  const { documentSigner } = createCountry();
  expect(readCertificate(documentSigner)).toBeDefined();
  const rsa = createCountry({ algorithm: 'rsa' }).csca;
  const oid = Buffer.from('06092a864886f70d01010b', 'hex');
  const altered = Uint8Array.from(rsa);
  altered[Buffer.from(rsa).lastIndexOf(oid) + oid.length - 1] = 0x05;
  const twice = createCountry({ documentSigner: { extensions: [documentTypes('P'), documentTypes('ID')] } });
  expect([readCertificate(altered), readCertificate(twice.documentSigner)]).toEqual([undefined, undefined]);
});
