import assert from 'node:assert/strict';
import { test } from 'vitest';
import { bytesFromHex } from './bytes.ts';
import { chipFiles } from './data-groups.ts';
import { openChip } from './open-chip.ts';
import { connectTo, createSampleChip, sampleCan, seededBytes } from './sample-chips.simulator.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const say = (chip: { transmit(command: Uint8Array): Uint8Array }, ...commands: readonly string[]) =>
  commands.map((command) => hex(chip.transmit(bytesFromHex(command))));

test('the simulated chip keeps its files to itself until somebody has the key', () => {
  const chip = createSampleChip();
  assert.deepEqual(say(chip, '00A4040C07A0000002471001', '00A4020C020101', '00B0000004'), ['9000', '6982', '6986']);
  assert.deepEqual(say(chip, '00880000080102030405060708 00'.replace(' ', ''), '0022 41A4'.replace(' ', '')), [
    '6985',
    '6A88',
  ]);
});

test('the simulated chip is strict about form', () => {
  const commands = [
    '',
    '00',
    '00A4020C03011C',
    '00FF000000',
    '00A40200021C',
    '0CB0000000',
    '00A4000C023F00',
    '10860000027C0000',
  ];
  const replies = ['6700', '6700', '6700', '6D00', '6A86', '6882', '6D00', '6985'];
  assert.deepEqual(say(createSampleChip(), ...commands), replies.with(4, '6700'));
});

test('a command in the clear ends the session of the simulated chip', async () => {
  const chip = createSampleChip();
  const opened = await openChip(connectTo(chip), sampleCan, seededBytes(2));
  assert.ok(opened.ok);
  assert.deepEqual(say(chip, '00A4020C020101'), ['6982']);
  assert.deepEqual(await opened.value.readFile(chipFiles.dg1), { ok: false, problem: { kind: 'damaged' } });
});

test('power-off forgets the session, not the wrong CANs', async () => {
  const chip = createSampleChip({ tries: 2 });
  await openChip(connectTo(chip), { kind: 'can', can: '999999' }, seededBytes(2));
  chip.reset();
  assert.equal(chip.triesLeft(), 1);
  assert.deepEqual(say(chip, '00A4040C07A0000002471001', '00A4020C020101'), ['9000', '6982']);
});
