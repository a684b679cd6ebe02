import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { createPlainChannel } from './apdu.ts';
import { bytesFromHex, concat, numberFromBytes } from './bytes.ts';
import { readChipFile } from './chip-file.ts';
import { cipherSuites, decryptCbc } from './cipher-suite.ts';
import { bytesFromPoint, curves } from './curves.ts';
import { chipFiles } from './data-groups.ts';
import { deriveKey } from './key-derivation.ts';
import { openChip } from './open-chip.ts';
import {
  connectTo,
  createSampleChip,
  createScriptedChip,
  sampleCan,
  sampleMrz,
  scriptedBytes,
  seededBytes,
} from './sample-chips.simulator.ts';

const damaged = { ok: false, problem: { kind: 'damaged' } };

/** A chip that selects everything and answers each read with what `piece` says. */
function createOpenFile(piece: (offset: number, length: number) => Uint8Array, status = '9000') {
  return {
    transmit(command: Uint8Array): Uint8Array {
      if (command[1] === 0xa4) return bytesFromHex('9000');
      const isFar = command[1] === 0xb1;
      const [high = 0, low = 0] = isFar ? command.subarray(7, 9) : command.subarray(2, 4);
      const length = command.at(-1) ?? 0;
      const data = piece(high * 256 + low, isFar ? length - 3 : length);
      const header = isFar ? Uint8Array.of(0x53, 0x81, data.length) : new Uint8Array();
      return concat(header, data, bytesFromHex(status));
    },
  };
}

/** A file that says of itself that it is `length` bytes long, header of four bytes included. */
function fileOf(length: number): (offset: number, wanted: number) => Uint8Array {
  const header = Uint8Array.of(0x75, 0x82, (length - 4) >> 8, (length - 4) & 0xff);
  return (offset, wanted) =>
    Uint8Array.from({ length: wanted }, (_, index) => header[offset + index] ?? (offset + index) & 0xff);
}

describe('a file', () => {
  test('of 64 KiB is read whole, in a few hundred commands', async () => {
    const wire = connectTo(createOpenFile(fileOf(65_536)));
    const file = await readChipFile(createPlainChannel(wire), chipFiles.dg2);
    assert.deepEqual(file, { ok: true, value: fileOf(65_536)(0, 65_536) });
    assert.ok(wire.commands.length < 310);
  });

  test.each([
    ['more than 64 KiB for a face', chipFiles.dg2, '7583010000'],
    ['16 MiB', chipFiles.securityObject, '7783FFFFFF'],
    ['4 GiB', chipFiles.securityObject, '7784FFFFFFFF'],
    ['no definite length', chipFiles.dg1, '61803031'],
    ['more than a zone has', chipFiles.dg1, '61820500'],
    ['a tag without an end', chipFiles.dg1, '7FFFFFFF'],
  ])('that claims %s is not read', async (_, id, header) => {
    const wire = connectTo(createOpenFile((_, length) => bytesFromHex(header).subarray(0, length)));
    assert.deepEqual(await readChipFile(createPlainChannel(wire), id), damaged);
    assert.equal(wire.commands.length, 2);
  });

  test.each([
    ['nothing', 0],
    ['one byte at a time', 1],
  ])('that comes with %s is given up', async (_, step) => {
    const file = fileOf(30_000);
    const chip = createOpenFile((offset, length) => (offset === 0 ? file(offset, length) : file(offset, step)));
    const wire = connectTo(chip);
    assert.deepEqual(await readChipFile(createPlainChannel(wire), chipFiles.dg2), damaged);
    assert.ok(wire.commands.length < 1000);
  });

  test('of which more comes than was asked for is damaged', async () => {
    const wire = connectTo(createOpenFile((offset, length) => fileOf(500)(offset, length + 1)));
    assert.deepEqual(await readChipFile(createPlainChannel(wire), chipFiles.dg2), damaged);
  });

  test('that ends before its own length is damaged', async () => {
    const chip = createOpenFile((offset, length) => fileOf(500)(offset, offset > 300 ? 0 : length), '6282');
    assert.deepEqual(await readChipFile(createPlainChannel(connectTo(chip)), chipFiles.dg2), damaged);
  });

  test('that can be selected but not read, such as fingerprints, is kept by the chip', async () => {
    const chip = { transmit: (command: Uint8Array) => bytesFromHex(command[1] === 0xa4 ? '9000' : '6982') };
    const read = await readChipFile(createPlainChannel(connectTo(chip)), 0x0103);
    assert.deepEqual(read, { ok: false, problem: { kind: 'not-supported' } });
  });

  test('that answers every read with another length is given up', async () => {
    const chip = { transmit: (command: Uint8Array) => bytesFromHex(command[1] === 0xa4 ? '9000' : '6C10') };
    const wire = connectTo(chip);
    assert.deepEqual(await readChipFile(createPlainChannel(wire), chipFiles.dg1), damaged);
    assert.equal(wire.commands.length, 3);
  });
});

describe('a chip', () => {
  test('whose reply is changed anywhere while it opens is never believed', async () => {
    const sound = connectTo(createSampleChip());
    await openChip(sound, sampleCan, seededBytes(5));
    const paceCommands = sound.commands.length;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(paceCommands - 1),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (which, where, mask) => {
          let isStatus = false;
          const wire = connectTo(createSampleChip(), (reply, index) => {
            const at = where % reply.length;
            if (index === which) isStatus = at >= reply.length - 2;
            return index === which ? reply.map((byte, offset) => (offset === at ? byte ^ mask : byte)) : reply;
          });
          const opened = await openChip(wire, sampleCan, seededBytes(5));
          // A changed EF.CardAccess may still name the same protocol, and a chip that seems to refuse how PACE is begun is asked
          // in another form; the session that follows is sound.
          assert.ok(!opened.ok || which < 3 || (which < 5 && isStatus));
        },
      ),
      { numRuns: 80 },
    );
  }, 20_000);

  test.each([
    ['a point beside the curve', `7C438241${'04'.padEnd(130, '1')}9000`],
    ['a point that is too short', '7C0382010490 00'.replace(' ', '')],
    ['a compressed point', `7C238221${'02'.padEnd(66, '1')}9000`],
    ['another object', '7C0383010490 00'.replace(' ', '')],
    ['a status word', '6A80'],
  ])('that answers the mapping with %s is damaged', async (_, reply) => {
    const wire = connectTo(createSampleChip(), (sound, index) => (index === 5 ? bytesFromHex(reply) : sound));
    assert.deepEqual(await openChip(wire, sampleCan, seededBytes(5)), damaged);
    assert.equal(wire.commands.length, 6);
  });

  test('that sends our own key back is damaged', async () => {
    const wire = connectTo(createSampleChip(), (sound, index) => {
      if (index !== 6) return sound;
      const own = wire.commands[6]?.slice(9, 74) ?? new Uint8Array();
      return concat(bytesFromHex('7C438441'), own, bytesFromHex('9000'));
    });
    assert.deepEqual(await openChip(wire, sampleCan, seededBytes(5)), damaged);
  });

  test('that does not know the password but says so to nobody is damaged', async () => {
    const wire = connectTo(createSampleChip({ can: '999999' }), (sound, index) =>
      index === 7 ? bytesFromHex('7C0A860800000000000000009000') : sound,
    );
    assert.deepEqual(await openChip(wire, sampleCan, seededBytes(5)), damaged);
  });

  test('that maps the curve to nothing is damaged', async () => {
    const curve = curves['p-256'];
    const suite = cipherSuites['aes-128'];
    const one = '1'.padStart(64, '0');
    const key = deriveKey(new TextEncoder().encode('000001'), 'password', suite);
    const nonce = numberFromBytes(decryptCbc({ suite, key, blocks: new Uint8Array(16) }));
    const opposite = bytesFromPoint(curve, curve.base.multiply(nonce).negate());
    const wire = connectTo(createSampleChip(), (sound, index) => {
      if (index === 4) return concat(bytesFromHex('7C128010'), new Uint8Array(16), bytesFromHex('9000'));
      return index === 5 ? concat(bytesFromHex('7C438241'), opposite, bytesFromHex('9000')) : sound;
    });
    assert.deepEqual(await openChip(wire, sampleCan, scriptedBytes(one, one)), damaged);
    assert.equal(wire.commands.length, 6);
  });

  test.each([
    ['a nonce of no blocks', '7C0280009000'],
    ['a nonce of half a block', '7C0A8008000000000000000090 00'.replace(' ', '')],
    ['a nonce without end', `7C81838081${'80'.padEnd(258, '0')}9000`],
  ])('that gives %s is damaged', async (_, reply) => {
    const wire = connectTo(createSampleChip(), (sound, index) => (index === 4 ? bytesFromHex(reply) : sound));
    assert.deepEqual(await openChip(wire, sampleCan, seededBytes(5)), damaged);
  });

  test('that answers BAC without knowing the key is damaged', async () => {
    const wire = connectTo(
      createScriptedChip('6A82', '6D00', '9000', '00112233445566779000', `${'00'.repeat(40)}9000`),
    );
    assert.deepEqual(await openChip(wire, sampleMrz, seededBytes(5)), damaged);
  });

  test('that answers with noise never makes the reader throw or go on for long', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 }), async (noise) => {
        let said = 0;
        const status = [bytesFromHex('9000'), new Uint8Array()];
        const chip = {
          transmit: () =>
            concat(noise[said++ % noise.length] ?? new Uint8Array(), status[said % 2] ?? new Uint8Array()),
        };
        const wire = connectTo(chip);
        for (const access of [sampleCan, sampleMrz])
          assert.equal((await openChip(wire, access, seededBytes(5))).ok, false);
        assert.ok(wire.commands.length < 2000);
      }),
      { numRuns: 60 },
    );
  });
});

test('after one reply that does not hold nothing more is sent', async () => {
  let isTampering = false;
  const wire = connectTo(createSampleChip(), (reply) => (isTampering ? reply.map((byte) => byte ^ 1) : reply));
  const opened = await openChip(wire, sampleCan, seededBytes(5));
  assert.ok(opened.ok);
  isTampering = true;
  assert.deepEqual(await opened.value.readFile(chipFiles.dg1), damaged);
  const sent = wire.commands.length;
  isTampering = false;
  assert.deepEqual(await opened.value.readFile(chipFiles.dg1), damaged);
  assert.equal(wire.commands.length, sent);
});
