import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childrenOf, oidIn, smallInteger, textIn, timeIn } from '../asn1.ts';
import { paceOffersFrom } from '../card-access.ts';
import { chipAuthenticationIn } from '../chip-authentication.ts';
import { curves } from '../curves.ts';
import { readDg14 } from '../security-infos.ts';
import { bytesFromOid, onlyTlv, readTlv, readTlvs, writeTlv } from '../tlv.ts';
import { cardAccessDiffers, cardAccessIsIncomplete } from './card-access-check.ts';
import { readCertificate } from './certificate.ts';
import { readMasterList } from './master-list.ts';
import { readSecurityObject } from './security-object.ts';
import { createSyntheticCountry } from './synthetic-pki.simulator.ts';

const integer = (value: number) => writeTlv(0x02, Uint8Array.of(value));
const paceInfo = (suite: number, curve: number, version = 2) =>
  writeTlv(0x30, writeTlv(0x06, bytesFromOid(`0.4.0.127.0.7.2.2.4.2.${suite}`)), integer(version), integer(curve));
const signed = paceInfo(4, 16);
const dg14 = writeTlv(0x6e, writeTlv(0x31, signed));

/** Lengths written longer than need be, and without one. */
const forms: readonly ((tag: number, value: Uint8Array) => Uint8Array)[] = [
  (tag, value) => writeTlv(tag, value),
  (tag, value) => Buffer.concat([Buffer.of(tag, 0x82, value.length >> 8, value.length & 0xff), value]),
  (tag, value) => Buffer.concat([Buffer.of(tag, 0x83, 0, value.length >> 8, value.length & 0xff), value]),
  (tag, value) => Buffer.concat([Buffer.of(tag, 0x80), value, Buffer.of(0, 0)]),
];

describe('nobody can hide a weakened PACE from the check that the reader then follows', () => {
  const anything = fc.oneof(
    fc.constantFrom(signed, paceInfo(1, 12), paceInfo(4, 12), paceInfo(4, 16, 1), paceInfo(2, 13)),
    fc.uint8Array({ maxLength: 12 }),
    fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 6 }))
      .map(([tag, value]) => writeTlv(tag, value)),
  );
  const form = fc.constantFrom(...forms);

  test('whatever stands in front of it, behind it and around it', () => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 5 }),
        form,
        anything,
        fc.boolean(),
        (entries, write, beside, leads) => {
          const set = write(0x31, Buffer.concat(entries));
          for (const cardAccess of [set, Buffer.concat(leads ? [beside, set] : [set, beside])]) {
            const isWeaker = paceOffersFrom(cardAccess).some(
              ({ suite, curve }) => suite.keyLength < 32 || curve !== curves['brainpool-p384r1'],
            );
            if (isWeaker) expect(cardAccessDiffers(cardAccess, dg14)).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('whichever one byte of it is changed', () => {
    const cardAccess = writeTlv(0x31, signed);
    for (let at = 0; at < cardAccess.length; at++) {
      for (let value = 0; value < 256; value++) {
        const altered = Uint8Array.from(cardAccess);
        altered[at] = value;
        const offers = paceOffersFrom(altered);
        const isSame = Buffer.from(altered).equals(cardAccess);
        expect(isSame || offers.length === 0 || cardAccessDiffers(altered, dg14)).toBe(true);
      }
    }
  });

  test('nor by taking the stronger way away', () => {
    const both = writeTlv(0x6e, writeTlv(0x31, signed, paceInfo(1, 12)));
    const weak = writeTlv(0x31, paceInfo(1, 12));
    expect([cardAccessDiffers(weak, both), cardAccessIsIncomplete(weak, both)]).toEqual([false, true]);
    expect(cardAccessIsIncomplete(writeTlv(0x31, paceInfo(1, 12), signed), both)).toBe(false);
  });
});

describe('one object', () => {
  test('says the same however its lengths are written', () => {
    for (const outer of forms) {
      for (const inner of forms) {
        const entry = inner(
          0x30,
          Buffer.concat([writeTlv(0x06, bytesFromOid('0.4.0.127.0.7.2.2.4.2.4')), integer(2), integer(16)]),
        );
        const file = outer(0x31, entry);
        expect(paceOffersFrom(file).map(({ suite, curve }) => [suite.name, curve.name])).toEqual([
          ['aes-256', 'brainpool-p384r1'],
        ]);
        expect(onlyTlv(file)?.whole).toEqual(file);
        expect([onlyTlv(Buffer.concat([file, Buffer.of(0)])), onlyTlv(file.subarray(0, -1))]).toEqual([
          undefined,
          undefined,
        ]);
      }
    }
  });

  test('is read in time that grows with its bytes, however deeply it is nested', () => {
    const deep = [
      Buffer.alloc(200_000, 0x30),
      Buffer.from('3080'.repeat(100_000), 'hex'),
      Buffer.from('308330000030'.repeat(30_000), 'hex'),
    ];
    const startedAt = performance.now();
    for (const bytes of deep) {
      readTlvs(bytes);
      readSecurityObject(bytes);
      readCertificate(bytes);
      readMasterList(bytes);
      readDg14(bytes);
    }
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

test('no parser throws, whatever one byte or cut does to what it reads', () => {
  const country = createSyntheticCountry({
    algorithm: 'ecdsa-p256',
    validFrom: new Date(0),
    validTo: new Date(2 ** 40),
  });
  const files = [
    country.csca,
    country.signSecurityObject(new Map([[1, dg14]])),
    country.signMasterList([country.csca]),
    dg14,
  ];
  const read = (bytes: Uint8Array) => {
    readCertificate(bytes);
    readSecurityObject(bytes);
    readMasterList(bytes);
    chipAuthenticationIn(bytes);
    const tlv = readTlv(bytes);
    for (const each of [tlv, ...childrenOf(tlv)]) [oidIn(each), smallInteger(each), textIn(each), timeIn(each)].sort();
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.nat(),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (file, where, bytes, isCut) => {
        const at = where % file.length;
        read(
          isCut ? file.subarray(0, at) : Buffer.concat([file.subarray(0, at), bytes, file.subarray(at + bytes.length)]),
        );
      },
    ),
    { numRuns: 1_500 },
  );
});

test('nothing but the simulators knows another reader of ASN.1', () => {
  const own = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.(simulator|test)\.ts$/.test(name),
  );
  const sources = own.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
  expect(sources.filter((source) => /asn1js|pkijs|X509Certificate\(/.test(source))).toEqual([]);
});
