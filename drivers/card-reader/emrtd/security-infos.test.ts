import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'vitest';
import { activeKeyIn, isIso9796Valid } from './active-authentication.ts';
import { bytesFromHex } from './bytes.ts';
import { paceOffersFrom } from './card-access.ts';
import { chipAuthenticationIn } from './chip-authentication.ts';
import { buildCardAccess, buildDg14, buildDg15 } from './chip-files.simulator.ts';
import { curveNames, curves, isPlainSignatureValid } from './curves.ts';
import { readPublicKey } from './public-key.ts';
import { createActiveKey, seededBytes } from './sample-chips.simulator.ts';
import { bytesFromOid, writeTlv } from './tlv.ts';

const nodeCurves = {
  'p-256': 'prime256v1',
  'p-384': 'secp384r1',
  'p-521': 'secp521r1',
  'brainpool-p256r1': 'brainpoolP256r1',
  'brainpool-p384r1': 'brainpoolP384r1',
  'brainpool-p512r1': 'brainpoolP512r1',
} as const;

test.each(curveNames)("OpenSSL's keys on %s read, with the curve named and written out", (name) => {
  for (const paramEncoding of ['named', 'explicit'] as const) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: nodeCurves[name], paramEncoding });
    const key = readPublicKey(Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })));
    assert.equal(key?.kind === 'ec' && key.curve.name, name);
  }
});

test('the first protocol that is known is taken, others are passed over', () => {
  const info = (protocol: string, parameter: string) =>
    writeTlv(0x30, writeTlv(0x06, bytesFromOid(protocol)), bytesFromHex('020102'), bytesFromHex(parameter));
  const cardAccess = writeTlv(
    0x31,
    info('0.4.0.127.0.7.2.2.4.1.2', '020101'),
    info('0.4.0.127.0.7.2.2.4.4.2', '02010D'),
    info('0.4.0.127.0.7.2.2.4.2.2', '02010B'),
    info('0.4.0.127.0.7.2.2.4.2.9', '02010D'),
    writeTlv(0x04),
    info('0.4.0.127.0.7.2.2.4.2.4', '020110'),
    info('0.4.0.127.0.7.2.2.4.2.2', '02010D'),
  );
  const [offer] = paceOffersFrom(cardAccess);
  assert.deepEqual([offer?.suite.name, offer?.curve.name, offer?.isAmbiguous], ['aes-256', 'brainpool-p384r1', false]);
});

test('noise and single changes in what a chip says of itself never throw', () => {
  const chipAuthentication = {
    curve: 'brainpool-p256r1',
    suite: 'aes-128',
    privateKey: seededBytes(3)(31),
    keyId: 7,
  } as const;
  const pace = { curve: 'p-256', suite: 'aes-128' } as const;
  const files = [
    buildCardAccess(pace),
    buildDg14({ pace, chipAuthentication }),
    buildDg15(createActiveKey({ rsaBits: 1024 }, 'sha256')),
    buildDg15(createActiveKey({ curve: 'P-256' }, 'sha256')),
  ];
  const read = (bytes: Uint8Array) => {
    paceOffersFrom(bytes);
    chipAuthenticationIn(bytes);
    activeKeyIn(bytes);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (noise, where, mask) => {
      for (const tag of [0x31, 0x6e, 0x6f]) read(writeTlv(tag, noise));
      for (const file of files) {
        const at = where % file.length;
        read(file.map((byte, index) => (index === at ? byte ^ mask : byte)));
        read(file.subarray(0, at));
      }
    }),
    { numRuns: 200 },
  );
});

test('noise, zeroes and numbers that are too large are no signatures', () => {
  const rsa = activeKeyIn(buildDg15(createActiveKey({ rsaBits: 1024 }, 'sha256')));
  assert.ok(rsa?.kind === 'rsa');
  const challenge = new Uint8Array(8);
  for (const name of curveNames) {
    const curve = curves[name];
    const width = Math.ceil(curve.order.toString(2).length / 8);
    for (const signature of [new Uint8Array(2 * width), new Uint8Array(2 * width).fill(0xff), new Uint8Array(3)]) {
      assert.equal(
        isPlainSignatureValid(curve, { publicKey: curve.base, digest: new Uint8Array(32), signature }),
        false,
      );
    }
  }
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 128, maxLength: 128 }), (signature) => {
      assert.equal(isIso9796Valid(rsa, challenge, signature), false);
      const publicKey = curves['p-256'].base;
      const digest = signature.subarray(0, 32);
      assert.equal(
        isPlainSignatureValid(curves['p-256'], { publicKey, digest, signature: signature.subarray(64) }),
        false,
      );
    }),
    { numRuns: 30 },
  );
  for (const fill of [0x00, 0xff]) assert.equal(isIso9796Valid(rsa, challenge, new Uint8Array(128).fill(fill)), false);
});
