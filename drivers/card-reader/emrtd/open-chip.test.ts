import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { problem } from '#config/agreements/result.ts';
import type { CardAccess, CardConnection } from '../../contract/card-reader.ts';
import { bytesFromHex, concat } from './bytes.ts';
import { buildCardAccess } from './chip-files.simulator.ts';
import { chipFiles } from './data-groups.ts';
import { type OpenChip, openChip } from './open-chip.ts';
import {
  connectTo,
  createSampleChip,
  sampleCan,
  sampleFiles,
  sampleMrz,
  seededBytes,
  type WatchedConnection,
} from './sample-chips.simulator.ts';
import type { SimulatedChip } from './simulated-chip.simulator.ts';
import { bytesFromOid, writeTlv } from './tlv.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const curveNames = ['p-256', 'brainpool-p256r1', 'brainpool-p384r1'] as const;
const suiteNames = ['3des', 'aes-128', 'aes-192', 'aes-256'] as const;

async function open(wire: CardConnection, access: CardAccess): Promise<OpenChip> {
  const opened = await openChip(wire, access, seededBytes(99));
  assert.ok(opened.ok, JSON.stringify(opened));
  return opened.value;
}

describe.each(curveNames)('PACE over %s', (curve) => {
  test.each(suiteNames.flatMap((suite) => [[suite, sampleCan] as const, [suite, sampleMrz] as const]))(
    'with %s opens a card and reads all of it',
    async (suite, access) => {
      const pace = { curve, suite };
      const chip = await open(connectTo(createSampleChip({ pace })), access);
      const files = sampleFiles({ pace });
      assert.deepEqual([chip.access, chip.cardAccess], ['pace', buildCardAccess(pace)]);
      const ids = [chipFiles.common, chipFiles.dg1, chipFiles.dg13, chipFiles.dg14];
      for (const id of ids) assert.deepEqual(await chip.readFile(id), { ok: true, value: files.get(id) });
    },
  );
});

test('a face of 40 000 bytes is read across the offset that needs another command', async () => {
  for (const suite of ['3des', 'aes-256'] as const) {
    const pace = { curve: 'p-256', suite } as const;
    const chip = await open(connectTo(createSampleChip({ pace })), sampleCan);
    assert.deepEqual(await chip.readFile(chipFiles.dg2), { ok: true, value: sampleFiles({ pace }).get(chipFiles.dg2) });
  }
});

test('a file that the card does not have leaves the card open', async () => {
  const chip = await open(connectTo(createSampleChip()), sampleCan);
  assert.deepEqual(await chip.readFile(chipFiles.dg15), { ok: false, problem: { kind: 'not-supported' } });
  assert.equal((await chip.readFile(chipFiles.dg1)).ok, true);
});

test('a card without PACE opens by BAC when the MRZ data are known', async () => {
  const wire = connectTo(createSampleChip({ pace: undefined }));
  const chip = await open(wire, sampleMrz);
  assert.deepEqual([chip.access, chip.cardAccess], ['bac', undefined]);
  assert.equal((await chip.readFile(chipFiles.dg1)).ok, true);
});

test('a card without PACE is not supported when only the CAN is known, and no key is tried', async () => {
  const wire = connectTo(createSampleChip({ pace: undefined }));
  assert.deepEqual(await openChip(wire, sampleCan, seededBytes(1)), { ok: false, problem: { kind: 'not-supported' } });
  // The application's DG1 is asked for in the clear, which this card does not give.
  const application = ['00A4040C07A0000002471001', '00A4020C020101'];
  assert.deepEqual(wire.commands.map(hex), ['00A4020C02011C', '00A4000C023F00', ...application]);
});

test('a card without any access control is read as it is, by either key, and neither is shown', async () => {
  for (const access of [sampleCan, sampleMrz]) {
    const wire = connectTo(createSampleChip({ pace: undefined, bac: false, isOpenToAll: true }));
    const chip = await open(wire, access);
    assert.deepEqual([chip.access, chip.cardAccess], ['none', undefined]);
    assert.deepEqual(await chip.readFile(chipFiles.dg13), {
      ok: true,
      value: sampleFiles({ pace: undefined }).get(chipFiles.dg13),
    });
    assert.equal(attempts(wire), 0);
  }
});

test('a Vietnamese card, which refuses SELECT MF, is not asked for it', async () => {
  const wire = connectTo(createSampleChip());
  await open(wire, sampleCan);
  assert.deepEqual(wire.commands.slice(0, 3).map(hex), ['00A4020C02011C', '00B0000004', '00B0000412']);
});

test('a card that another program left inside its application is found after SELECT MF', async () => {
  const chip = createSampleChip({ refusesSelectMf: false });
  chip.transmit(bytesFromHex('00A4040C07A0000002471001'));
  assert.equal((await open(connectTo(chip), sampleCan)).access, 'pace');
});

test('a card whose PACE is of another kind opens by BAC', async () => {
  const chipMapping = writeTlv(
    0x30,
    writeTlv(0x06, bytesFromOid('0.4.0.127.0.7.2.2.4.6.2')),
    bytesFromHex('02010202010D'),
  );
  const wire = connectTo(withCardAccess(createSampleChip({ pace: undefined }), writeTlv(0x31, chipMapping)));
  assert.equal((await open(wire, sampleMrz)).access, 'bac');
});

test('a card that takes its PACE back opens by BAC: the key was not used', async () => {
  const offered = buildCardAccess({ curve: 'p-256', suite: 'aes-128' });
  const wire = connectTo(withCardAccess(createSampleChip({ pace: undefined }), offered));
  assert.equal((await open(wire, sampleMrz)).access, 'bac');
});

test('a curve is named when the card has the protocol with two', async () => {
  const one = buildCardAccess({ curve: 'p-256', suite: 'aes-128' }).subarray(2);
  const other = buildCardAccess({ curve: 'brainpool-p384r1', suite: 'aes-128' }).subarray(2);
  const wire = connectTo(withCardAccess(createSampleChip(), writeTlv(0x31, one, other)));
  assert.equal((await open(wire, sampleCan)).access, 'pace');
  assert.ok(wire.commands.map(hex).includes('0022C1A412800A04007F0007020204020283010284010C'));
});

describe('a wrong key', () => {
  const wrongCan: CardAccess = { kind: 'can', can: '000002' };
  const wrongMrz: CardAccess = {
    ...sampleMrz,
    kind: 'mrz',
    documentNumber: '090000002',
    birth: '900815',
    expiry: '300815',
  };

  test('by CAN is used once', async () => {
    const chip = createSampleChip({ tries: 3 });
    const wire = connectTo(chip);
    assert.deepEqual(await openChip(wire, wrongCan, seededBytes(1)), wrongKey);
    assert.deepEqual([chip.triesLeft(), attempts(wire)], [2, 1]);
  });

  test('by MRZ is used once and not tried again with BAC', async () => {
    const wire = connectTo(createSampleChip());
    assert.deepEqual(await openChip(wire, wrongMrz, seededBytes(1)), wrongKey);
    assert.equal(attempts(wire), 1);
  });

  test('with BAC is used once', async () => {
    const wire = connectTo(createSampleChip({ pace: undefined }));
    assert.deepEqual(await openChip(wire, wrongMrz, seededBytes(1)), wrongKey);
    assert.equal(attempts(wire), 1);
  });

  test('does not spend the last attempt of a card that says so', async () => {
    for (const left of ['63C1', '63C0', '6983', '6984']) {
      const wire = connectTo(createSampleChip(), (reply, index) => (index === 3 ? bytesFromHex(left) : reply));
      assert.deepEqual(await openChip(wire, sampleCan, seededBytes(1)), wrongKey);
      assert.equal(attempts(wire), 0);
    }
  });

  test('of a blocked card is said as such', async () => {
    const chip = createSampleChip({ tries: 1 });
    for (const access of [wrongCan, sampleCan]) {
      chip.reset();
      assert.deepEqual(await openChip(connectTo(chip), access, seededBytes(1)), wrongKey);
    }
    assert.equal(chip.triesLeft(), 0);
  });

  test('is forgotten by the card after the right one', async () => {
    const chip = createSampleChip({ tries: 3 });
    await openChip(connectTo(chip), wrongCan, seededBytes(1));
    chip.reset();
    await open(connectTo(chip), sampleCan);
    assert.equal(chip.triesLeft(), 3);
  });
});

const wrongKey = { ok: false, problem: { kind: 'wrong-access-key' } };

/** Commands that show the chip what we believe its key to be: the last of PACE, the one of BAC. */
function attempts(wire: WatchedConnection): number {
  return wire.commands.filter((command) => /^(008600000C7C0A85|00820000)/.test(hex(command))).length;
}

test('the card that is taken away in the middle, at any command, is gone and nothing else', async () => {
  const whole = connectTo(createSampleChip());
  await readOneFile(whole, whole);
  for (let last = 0; last < whole.commands.length; last++) {
    const wire = connectTo(createSampleChip());
    const torn: CardConnection = {
      transmit: async (command) =>
        wire.commands.length < last ? wire.transmit(command) : problem({ kind: 'card-gone' } as const),
    };
    assert.deepEqual(await readOneFile(wire, torn), { ok: false, problem: { kind: 'card-gone' } });
    assert.equal(wire.commands.length, last);
  }
});

async function readOneFile(_watched: WatchedConnection, wire: CardConnection) {
  const opened = await openChip(wire, sampleCan, seededBytes(99));
  return opened.ok ? opened.value.readFile(chipFiles.dg1) : opened;
}

/** The chip behind another EF.CardAccess. */
function withCardAccess(chip: SimulatedChip, cardAccess: Uint8Array) {
  let selected = false;
  return {
    transmit(command: Uint8Array): Uint8Array {
      if (hex(command) === '00A4020C02011C') {
        selected = true;
        return bytesFromHex('9000');
      }
      if (!selected || command[1] !== 0xb0 || command[0] !== 0x00) return chip.transmit(command);
      const offset = (command[2] ?? 0) * 256 + (command[3] ?? 0);
      return concat(cardAccess.subarray(offset, offset + (command[4] ?? 0)), bytesFromHex('9000'));
    },
  };
}
