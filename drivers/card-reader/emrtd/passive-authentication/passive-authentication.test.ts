import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import * as pkijs from 'pkijs';
import { describe, expect, test } from 'vitest';
import { childrenOf } from '../asn1.ts';
import { buildDg1 } from '../chip-files.simulator.ts';
import { sampleZone } from '../sample-chips.simulator.ts';
import { onlyTlv, writeTlv } from '../tlv.ts';
import { cardAccessDiffers } from './card-access-check.ts';
import { authenticatePassively, genuineness, listedDataGroups } from './passive-authentication.ts';
import { readSecurityObject } from './security-object.ts';
import { createSyntheticCountry, type SyntheticCountrySettings } from './synthetic-pki.simulator.ts';

const validity = { validFrom: new Date('2024-01-01T00:00:00Z'), validTo: new Date('2034-01-01T00:00:00Z') };
const at = Date.parse('2026-06-01T00:00:00Z');
const dataGroups = new Map([
  [1, Buffer.from(buildDg1(sampleZone))],
  [13, Buffer.from('6d03020102', 'hex')],
]);

const country = createSyntheticCountry({ algorithm: 'ecdsa-brainpool-p256r1', ...validity });
const csca = new X509Certificate(country.csca);
const securityObject = country.signSecurityObject(dataGroups);
const files = { securityObject, dataGroups, cardAccess: undefined };
const holds = { verdict: 'holds' };

describe('the files of a chip', () => {
  const algorithms = ['ecdsa-p256', 'ecdsa-brainpool-p256r1', 'ecdsa-brainpool-p384r1', 'rsa', 'rsa-pss'] as const;
  const settings: Partial<SyntheticCountrySettings>[] = [
    {},
    { explicitCurve: false },
    { hash: 'sha384' },
    { hash: 'sha512' },
    { bareSignature: true },
    { attributesOutOfOrder: true },
  ];
  test.each(algorithms)('hold when their country signed them with %s', (algorithm) => {
    const outcomes = settings.map((each) => {
      const { csca: trusted, signSecurityObject } = createSyntheticCountry({ algorithm, ...validity, ...each });
      const signed = signSecurityObject(dataGroups);
      return authenticatePassively(
        { securityObject: signed, dataGroups, cardAccess: undefined },
        { cscas: [csca, new X509Certificate(trusted)], at },
      );
    });
    expect(outcomes).toEqual(settings.map(() => holds));
  });

  test('do not match when one byte of one of them was changed', () => {
    for (const [number, bytes] of dataGroups) {
      const forged = Uint8Array.from(bytes);
      forged[forged.length - 1] = 0xff;
      const outcome = authenticatePassively(
        { ...files, dataGroups: new Map([...dataGroups, [number, forged]]) },
        { cscas: [csca], at },
      );
      expect(outcome).toEqual({ verdict: 'does-not-match', reason: 'file-hash-differs' });
    }
  });

  test('do not match when one was added that the issuer never signed', () => {
    const more = new Map([...dataGroups, [2, Uint8Array.of(0x75, 0)]]);
    expect(authenticatePassively({ ...files, dataGroups: more }, { cscas: [csca], at })).toEqual({
      verdict: 'does-not-match',
      reason: 'file-hash-differs',
    });
  });

  test('are not verified without a security object, without a trusted country, and outside the validity', () => {
    const reasonOf = (each: typeof files | { securityObject: undefined }, trust = { cscas: [csca], at }) =>
      authenticatePassively({ ...files, ...each }, trust);
    const late = { cscas: [csca], at: Date.parse('2034-01-01T00:00:01Z') };
    const early = { cscas: [csca], at: Date.parse('2023-12-31T23:59:59Z') };
    const other = createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity, country: 'XX' });
    expect([
      reasonOf({ securityObject: undefined }),
      reasonOf(files, { cscas: [], at }),
      reasonOf(files, { cscas: [new X509Certificate(other.csca)], at }),
      reasonOf(files, late),
      reasonOf(files, early),
    ]).toEqual(
      ['no-security-object', 'no-trusted-csca', 'no-trusted-csca', 'certificate-expired', 'certificate-expired'].map(
        (reason) => ({ verdict: 'not-verified', reason }),
      ),
    );
  });

  test('of a document signer that expired are not verified, though its country’s certificate is still valid', () => {
    const expired = createSyntheticCountry({
      algorithm: 'rsa',
      ...validity,
      documentSignerValidTo: new Date('2026-05-31T00:00:00Z'),
    });
    const signed = expired.signSecurityObject(dataGroups);
    const trust = { cscas: [new X509Certificate(expired.csca)], at };
    expect(authenticatePassively({ ...files, securityObject: signed }, trust)).toEqual({
      verdict: 'not-verified',
      reason: 'certificate-expired',
    });
  });

  test('signed by somebody else under the country’s name do not hold by that name', () => {
    const impostor = createSyntheticCountry({ algorithm: 'ecdsa-brainpool-p256r1', ...validity });
    const signed = impostor.signSecurityObject(dataGroups);
    // The key identifier differs: to the kiosk it could be the country's next key.
    expect(authenticatePassively({ ...files, securityObject: signed }, { cscas: [csca], at })).toEqual({
      verdict: 'not-verified',
      reason: 'no-trusted-csca',
    });
    const withForgedIssuer = replaceAll(signed, keyIdentifierOf(impostor.csca), keyIdentifierOf(country.csca));
    expect(authenticatePassively({ ...files, securityObject: withForgedIssuer }, { cscas: [csca], at })).toEqual({
      verdict: 'does-not-match',
      reason: 'certificate-chain-invalid',
    });
  });

  test('that two have signed hold when one of them is trusted, whoever the other is and wherever it stands', () => {
    const stranger = createSyntheticCountry({ algorithm: 'rsa', ...validity }).signSecurityObject(dataGroups);
    const both = [signedByBoth(securityObject, stranger), signedByBoth(stranger, securityObject)];
    const verdicts = both.map((signed) =>
      authenticatePassively({ ...files, securityObject: signed }, { cscas: [csca], at }),
    );
    expect(verdicts).toEqual([holds, holds]);
    const changed = new Map(dataGroups).set(13, Buffer.from('6d03020103', 'hex'));
    for (const signed of both) {
      expect(authenticatePassively({ ...files, securityObject: signed }, { cscas: [], at }).verdict).toBe(
        'not-verified',
      );
      const altered = { securityObject: signed, dataGroups: changed, cardAccess: undefined };
      expect(authenticatePassively(altered, { cscas: [csca], at }).verdict).toBe('does-not-match');
    }
  });

  test('that nobody trusted has signed do not hold because a trusted signature of something else stands beside', () => {
    const changed = new Map(dataGroups).set(13, Buffer.from('6d03020103', 'hex'));
    const stranger = createSyntheticCountry({ algorithm: 'rsa', ...validity }).signSecurityObject(changed);
    const altered = {
      securityObject: signedByBoth(stranger, securityObject),
      dataGroups: changed,
      cardAccess: undefined,
    };
    expect(authenticatePassively(altered, { cscas: [csca], at }).verdict).not.toBe('holds');
  });

  test('never hold after any one byte of the security object was changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: securityObject.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (position, mask) => {
          const altered = Uint8Array.from(securityObject);
          altered[position] = (altered[position] ?? 0) ^ mask;
          const outcome = authenticatePassively({ ...files, securityObject: altered }, { cscas: [csca], at });
          // Not signed, and so not noticed: versions, and names of algorithms that stand there twice.
          if (outcome.verdict === 'holds') expect(signedPartsOf(altered)).toEqual(signedPartsOf(securityObject));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('cut off at any byte, or of random bytes, never throw and never hold', () => {
    const verdictOf = (bytes: Uint8Array) =>
      authenticatePassively({ securityObject: bytes, dataGroups, cardAccess: bytes }, { cscas: [csca], at }).verdict;
    for (let length = 0; length < securityObject.length; length++) {
      expect(verdictOf(securityObject.subarray(0, length))).toBe('not-verified');
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => verdictOf(bytes) === 'not-verified'));
    const nested = Buffer.concat([Buffer.alloc(60_000, 0x30), Buffer.alloc(60_000, 0x80)]);
    expect(verdictOf(nested)).toBe('not-verified');
  });

  test('are listed by number', () => {
    expect([...listedDataGroups(securityObject)]).toEqual([1, 13]);
    expect([...listedDataGroups(Uint8Array.of(1, 2, 3))]).toEqual([]);
  });
});

test('the security object that the tests sign is one to pkijs too', async () => {
  // Its checks run on WebCrypto, which knows P-256 by name only.
  const named = createSyntheticCountry({ algorithm: 'ecdsa-p256', explicitCurve: false, ...validity });
  const signed = named.signSecurityObject(dataGroups);
  const contentInfo = pkijs.ContentInfo.fromBER(Uint8Array.from(childrenOf(onlyTlv(signed))[0]?.whole ?? []));
  const signedData = new pkijs.SignedData({ schema: contentInfo.content });
  const verified = await signedData.verify({
    signer: 0,
    trustedCerts: [pkijs.Certificate.fromBER(Uint8Array.from(named.csca))],
    checkDate: new Date(at),
    checkChain: true,
  });
  expect(verified).toBe(true);
});

describe('EF.CardAccess', () => {
  // id-PACE-ECDH-GM-AES-CBC-CMAC-128, version 2, parameter 13 (brainpoolP256r1) and 12 (P-256).
  const brainpool = '3012060a04007f0007020204020202010202010d';
  const nist = '3012060a04007f0007020204020202010202010c';
  const chipAuthentication = '300d060804007f0007020202020101'.padEnd(30, '0');
  const set = (...infos: string[]) => Buffer.from(`31${length(infos.join(''))}${infos.join('')}`, 'hex');
  const dg14 = (...infos: string[]) => {
    const inner = set(...infos).toString('hex');
    return Buffer.from(`6e${length(inner)}${inner}`, 'hex');
  };

  test('differs when DG14 names other PACE parameters, and only then', () => {
    expect([
      cardAccessDiffers(set(brainpool), dg14(brainpool)),
      cardAccessDiffers(set(brainpool), dg14(nist, brainpool)),
      cardAccessDiffers(set(nist), dg14(brainpool)),
      cardAccessDiffers(set(nist, brainpool), dg14(brainpool)),
    ]).toEqual([false, false, true, true]);
  });

  test('is not held against a DG14 that says nothing of PACE', () => {
    expect(cardAccessDiffers(set(brainpool), dg14(chipAuthentication))).toBe(false);
  });

  test('of random bytes never throws', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(fc.property(bytes, bytes, (one, other) => cardAccessDiffers(one, other) === false));
  });

  test('that differs makes a card that does not match', () => {
    const groups = new Map([...dataGroups, [14, dg14(brainpool)]]);
    const signed = country.signSecurityObject(groups);
    const outcomeWith = (cardAccess: Uint8Array) =>
      authenticatePassively({ securityObject: signed, dataGroups: groups, cardAccess }, { cscas: [csca], at });
    expect([outcomeWith(set(brainpool)), outcomeWith(set(nist))]).toEqual([
      holds,
      { verdict: 'does-not-match', reason: 'card-access-differs' },
    ]);
  });
});

test('a chip is genuine only when its files hold and it proved itself; a contradiction comes before a doubt', () => {
  const doubt = { verdict: 'not-verified', reason: 'no-trusted-csca' } as const;
  const forged = { verdict: 'does-not-match', reason: 'file-hash-differs' } as const;
  const proved = { result: 'proved', by: 'chip-authentication' } as const;
  const failed = { result: 'failed', by: 'active-authentication' } as const;
  const held = { verdict: 'holds' } as const;
  expect([
    genuineness(held, proved),
    genuineness(held, failed),
    genuineness(held, { result: 'refused' }),
    genuineness(held, { result: 'not-offered' }),
    genuineness(held, { result: 'unknown-algorithm' }),
    genuineness(doubt, proved),
    genuineness(doubt, failed),
    genuineness(forged, failed),
  ]).toEqual([
    { verdict: 'genuine', chip: 'chip-authentication' },
    { verdict: 'does-not-match', reason: 'chip-proof-failed' },
    { verdict: 'not-verified', reason: 'chip-proof-not-offered' },
    { verdict: 'not-verified', reason: 'chip-proof-not-offered' },
    { verdict: 'not-verified', reason: 'unknown-algorithm' },
    doubt,
    { verdict: 'does-not-match', reason: 'chip-proof-failed' },
    forged,
  ]);
});

/** What an EF.SOD says and who says it. */
function signedPartsOf(efSod: Uint8Array): unknown {
  const read = readSecurityObject(efSod);
  return [
    read?.content,
    read?.hashAlgorithm,
    read?.dataGroupHashes,
    read?.signers[0]?.attributes?.signed,
    read?.certificates,
  ];
}

/** The first one's content, with the certificates and signatures of both. */
function signedByBoth(one: Uint8Array, other: Uint8Array): Uint8Array {
  const [type, [version, hashes, content, certificates, signers]] = partsOf(one);
  const [, [, , , otherCertificates, otherSigners]] = partsOf(other);
  const message = writeTlv(
    0x30,
    ...[version, hashes, content].map((each) => each?.whole ?? new Uint8Array()),
    writeTlv(0xa0, certificates?.value ?? new Uint8Array(), otherCertificates?.value ?? new Uint8Array()),
    writeTlv(0x31, signers?.value ?? new Uint8Array(), otherSigners?.value ?? new Uint8Array()),
  );
  return writeTlv(0x77, writeTlv(0x30, type?.whole ?? new Uint8Array(), writeTlv(0xa0, message)));
}

function partsOf(efSod: Uint8Array) {
  const [contentInfo] = childrenOf(onlyTlv(efSod));
  const [type, content] = childrenOf(contentInfo);
  return [type, childrenOf(childrenOf(content)[0])] as const;
}

function keyIdentifierOf(certificate: Uint8Array): Buffer {
  // The subject key identifier's extension: 55 1d 0e, then two OCTET STRING headers.
  const position = Buffer.from(certificate).indexOf(Buffer.from('551d0e0416', 'hex'));
  return Buffer.from(certificate).subarray(position + 7, position + 27);
}

function replaceAll(bytes: Uint8Array, from: Buffer, to: Buffer): Uint8Array {
  const hex = Buffer.from(bytes).toString('hex');
  expect(hex).toContain(from.toString('hex'));
  return Buffer.from(hex.replaceAll(from.toString('hex'), to.toString('hex')), 'hex');
}

function length(hex: string): string {
  return (hex.length / 2).toString(16).padStart(2, '0');
}
