import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { problem } from '#config/agreements/result.ts';
import type { CardConnection } from '../../contract/card-reader.ts';
import { bytesFromHex } from './bytes.ts';
import { buildDg14, buildDg15 } from './chip-files.simulator.ts';
import { chipFiles } from './data-groups.ts';
import { type OpenChip, openChip } from './open-chip.ts';
import {
  connectTo,
  createActiveKey,
  createSampleChip,
  sampleCan,
  sampleFiles,
  sampleMrz,
  seededBytes,
} from './sample-chips.simulator.ts';
import type { SimulatedAgreementKey, SimulatedChipSettings } from './simulated-chip-settings.simulator.ts';
import { readTlvs, valueAt, writeTlv } from './tlv.ts';

type Keys = Pick<SimulatedChipSettings, 'chipAuthentication' | 'activeAuthentication'>;

/** The card opens, its DG14 and DG15 are read and it is asked to prove itself; `files` are what the issuer signed. */
async function prove(keys: Keys, files: Keys = keys, access = sampleCan) {
  const pace = access.kind === 'can' ? ({ curve: 'p-256', suite: 'aes-128' } as const) : undefined;
  const card = createSampleChip({ ...keys, pace, files: sampleFiles({ ...files, pace }) });
  const opened = await openChip(connectTo(card), access, seededBytes(3));
  assert.ok(opened.ok);
  return { chip: opened.value, proof: await opened.value.authenticateChip(await readProofFiles(opened.value)) };
}

async function readProofFiles(chip: OpenChip) {
  const [dg14, dg15] = [await chip.readFile(chipFiles.dg14), await chip.readFile(chipFiles.dg15)];
  return { dg14: dg14.ok ? dg14.value : undefined, dg15: dg15.ok ? dg15.value : undefined };
}

const agreementKey: SimulatedAgreementKey = { curve: 'p-256', suite: 'aes-128', privateKey: seededBytes(11)(31) };
const otherKey: SimulatedAgreementKey = { ...agreementKey, privateKey: seededBytes(12)(31) };
const ecdsaKey = createActiveKey({ curve: 'P-256' }, 'sha256');
const answered = (value: object) => ({ ok: true, value });

describe('chip authentication', () => {
  const curves = ['p-256', 'brainpool-p256r1', 'brainpool-p384r1'] as const;
  const suites = ['3des', 'aes-128', 'aes-192', 'aes-256'] as const;

  test.each(curves.flatMap((curve) => suites.map((suite) => [curve, suite] as const)))(
    'over %s with %s proves the chip, and reading goes on under the new keys',
    async (curve, suite) => {
      for (const [keyId, access] of [
        [undefined, sampleCan],
        [195, sampleMrz],
      ] as const) {
        const key = { ...agreementKey, curve, suite, ...(keyId === undefined ? {} : { keyId }) };
        const { chip, proof } = await prove({ chipAuthentication: key }, undefined, access);
        assert.deepEqual(proof, answered({ result: 'proved', by: 'chip-authentication' }));
        assert.equal((await chip.readFile(chipFiles.dg1)).ok, true);
      }
    },
  );

  test('of a copy, which has the file but not the key, fails and ends the session', async () => {
    for (const suite of suites) {
      const files = { chipAuthentication: { ...agreementKey, suite } };
      const { chip, proof } = await prove({ chipAuthentication: { ...otherKey, suite } }, files);
      assert.deepEqual(proof, answered({ result: 'failed', by: 'chip-authentication' }));
      assert.deepEqual(await chip.readFile(chipFiles.dg1), { ok: false, problem: { kind: 'damaged' } });
    }
  });

  test('takes the protocol that belongs to the key, where DG14 has several', async () => {
    const entries = (key: SimulatedAgreementKey) => {
      const set = valueAt(buildDg14({ pace: undefined, chipAuthentication: key }), 0x6e, 0x31) ?? new Uint8Array();
      return (readTlvs(set) ?? []).map(({ tag, value }) => writeTlv(tag, value));
    };
    const key: SimulatedAgreementKey = { ...agreementKey, suite: 'aes-256', keyId: 2 };
    const [otherProtocol = new Uint8Array()] = entries({ ...agreementKey, keyId: 1 });
    const { chip } = await prove({ chipAuthentication: key });
    const dg14 = writeTlv(0x6e, writeTlv(0x31, otherProtocol, ...entries(key)));
    const proof = await chip.authenticateChip({ dg14, dg15: undefined });
    assert.deepEqual(proof, answered({ result: 'proved', by: 'chip-authentication' }));
  });

  test('that the chip refuses leaves it open', async () => {
    const { chip, proof } = await prove({}, { chipAuthentication: agreementKey });
    assert.deepEqual(proof, answered({ result: 'refused' }));
    assert.equal((await chip.readFile(chipFiles.dg1)).ok, true);
  });

  test('that the chip refuses is made up for by active authentication', async () => {
    const files = { chipAuthentication: agreementKey, activeAuthentication: ecdsaKey };
    const { proof } = await prove({ activeAuthentication: ecdsaKey }, files);
    assert.deepEqual(proof, answered({ result: 'proved', by: 'active-authentication' }));
  });

  test('of a key on an unknown curve is not judged', async () => {
    const dg14 = buildDg14({ pace: undefined, chipAuthentication: agreementKey });
    const prime = bytesFromHex('FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF');
    const strange = Uint8Array.from(dg14);
    strange[Buffer.from(dg14).indexOf(prime) + 4] = 0x77;
    const { chip } = await prove({ chipAuthentication: agreementKey });
    const proof = await chip.authenticateChip({ dg14: strange, dg15: undefined });
    assert.deepEqual(proof, answered({ result: 'unknown-algorithm' }));
  });
});

describe('active authentication', () => {
  test.each([
    ['RSA 2048, SHA-1', { rsaBits: 2048 }, 'sha1'],
    ['RSA 2048, SHA-224', { rsaBits: 2048 }, 'sha224'],
    ['RSA 2048, SHA-384', { rsaBits: 2048 }, 'sha384'],
    ['RSA 3072, SHA-512', { rsaBits: 3072 }, 'sha512'],
    ['ECDSA P-256, SHA-256', { curve: 'P-256' }, 'sha256'],
    ['ECDSA P-256, SHA-1', { curve: 'P-256' }, 'sha1'],
    ['ECDSA P-256, SHA-512', { curve: 'P-256' }, 'sha512'],
    ['ECDSA P-384, SHA-384', { curve: 'P-384' }, 'sha384'],
    ['ECDSA P-521, SHA-512', { curve: 'P-521' }, 'sha512'],
    ['ECDSA brainpoolP256r1, SHA-224', { curve: 'brainpoolP256r1' }, 'sha224'],
    ['ECDSA brainpoolP384r1, SHA-384', { curve: 'brainpoolP384r1' }, 'sha384'],
  ] as const)('with %s, signed by OpenSSL, proves the chip', async (_, kind, hash) => {
    const activeAuthentication = createActiveKey(kind, hash);
    for (const access of [sampleCan, sampleMrz]) {
      const { proof } = await prove({ activeAuthentication }, undefined, access);
      assert.deepEqual(proof, answered({ result: 'proved', by: 'active-authentication' }));
    }
  });

  test.each([1024, 1792])('with RSA of %s bits proves nothing: others could have found that key', async (rsaBits) => {
    const { proof } = await prove({ activeAuthentication: createActiveKey({ rsaBits }, 'sha256') });
    assert.deepEqual(proof, answered({ result: 'weak-key' }));
  });

  test.each([
    ['RSA', { rsaBits: 1024 }],
    ['ECDSA', { curve: 'P-256' }],
  ] as const)('of a copy that signs with another %s key fails', async (_, kind) => {
    const signing = { activeAuthentication: createActiveKey(kind, 'sha256') };
    const { proof } = await prove(signing, { activeAuthentication: createActiveKey(kind, 'sha256') });
    assert.deepEqual(proof, answered({ result: 'failed', by: 'active-authentication' }));
  });

  test('signed with another hash than DG14 names fails', async () => {
    const { proof } = await prove(
      { activeAuthentication: { ...ecdsaKey, hash: 'sha384' } },
      { activeAuthentication: ecdsaKey },
    );
    assert.deepEqual(proof, answered({ result: 'failed', by: 'active-authentication' }));
  });

  test('that the chip refuses is said as such', async () => {
    const { proof } = await prove({}, { activeAuthentication: ecdsaKey });
    assert.deepEqual(proof, answered({ result: 'refused' }));
  });

  test('with a key of another kind is not judged', async () => {
    const { chip } = await prove({});
    const weak = buildDg15(createActiveKey({ rsaBits: 512 }, 'sha1'));
    for (const dg15 of [weak, writeTlv(0x6f, writeTlv(0x30)), new Uint8Array(), seededBytes(4)(200)]) {
      const proof = await chip.authenticateChip({ dg14: undefined, dg15 });
      assert.deepEqual(proof, answered({ result: 'unknown-algorithm' }));
    }
  });
});

test('a card without either offers no proof', async () => {
  assert.deepEqual((await prove({})).proof, answered({ result: 'not-offered' }));
});

test('a card that is taken away while it proves itself is gone, not forged', async () => {
  const keys = { chipAuthentication: agreementKey };
  const { chip: sound } = await prove(keys);
  const files = await readProofFiles(sound);
  for (let left = 0; left < 3; left++) {
    const wire = connectTo(createSampleChip({ ...keys, files: sampleFiles({ ...keys, pace: undefined }) }));
    let commandsLeft = Number.POSITIVE_INFINITY;
    const torn: CardConnection = {
      transmit: async (command) =>
        commandsLeft-- > 0 ? wire.transmit(command) : problem({ kind: 'card-gone' } as const),
    };
    const opened = await openChip(torn, sampleCan, seededBytes(3));
    assert.ok(opened.ok);
    commandsLeft = left;
    assert.deepEqual(await opened.value.authenticateChip(files), { ok: false, problem: { kind: 'card-gone' } });
  }
});
