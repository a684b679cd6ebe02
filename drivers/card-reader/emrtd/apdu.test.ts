import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createPlainChannel, encodeCommand } from './apdu.ts';
import { bytesFromHex } from './bytes.ts';
import { parseCommand } from './chip-session.simulator.ts';
import { connectTo, createScriptedChip } from './sample-chips.simulator.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const readTwo = { cla: 0x00, ins: 0xb0, p1: 0, p2: 0, le: 2 };

test.each([
  ['nothing out, nothing back', {}, '00B00000'],
  ['two bytes back', { le: 2 }, '00B0000002'],
  ['256 bytes back', { le: 256 }, '00B0000000'],
  ['257 bytes back, extended', { le: 257 }, '00B00000000101'],
  ['65 536 bytes back, extended', { le: 65_536 }, '00B00000000000'],
  ['data out', { data: bytesFromHex('CAFE') }, '00B0000002CAFE'],
  ['data out and back', { data: bytesFromHex('CAFE'), le: 256 }, '00B0000002CAFE00'],
  ['data out and much back, extended', { data: bytesFromHex('CAFE'), le: 300 }, '00B00000000002CAFE012C'],
])('a command is written as ISO 7816-4 has it: %s', (_, rest, expected) => {
  assert.equal(hex(encodeCommand({ cla: 0x00, ins: 0xb0, p1: 0, p2: 0, ...rest })), expected);
});

test("the chip's own parser takes every command for what it is", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const data = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 250, maxLength: 600 }));
  const le = fc.option(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(65_536)), { nil: undefined });
  fc.assert(
    fc.property(byte, byte, byte, byte, data, le, (cla, ins, p1, p2, data, le) => {
      const command = { cla, ins, p1, p2, data, ...(le === undefined ? {} : { le }) };
      const isExtended = data.length > 255 || (le ?? 0) > 256;
      const parsed = parseCommand(encodeCommand(command));
      assert.deepEqual(
        { ...parsed, data: Uint8Array.from(parsed?.data ?? []) },
        { cla, ins, p1, p2, data, le, isExtended: isExtended && (data.length > 0 || le !== undefined) },
      );
    }),
  );
});

test('a chip that names the right length is asked again, once', async () => {
  const wire = connectTo(createScriptedChip('6C04', '600102039000'));
  assert.deepEqual(await createPlainChannel(wire).send(readTwo), {
    ok: true,
    value: { data: bytesFromHex('60010203'), status: 0x9000 },
  });
  assert.deepEqual(wire.commands.map(hex), ['00B0000002', '00B0000004']);
});

test('an attempt at the key is not sent twice', async () => {
  const wire = connectTo(createScriptedChip('6C04', '9000'));
  const reply = await createPlainChannel(wire).send({
    ...readTwo,
    ins: 0x82,
    data: bytesFromHex('00'),
    isSentOnce: true,
  });
  assert.deepEqual([reply.ok && reply.value.status, wire.commands.length], [0x6c04, 1]);
});

test('a chip that always wants another length is asked twice and no more', async () => {
  const wire = connectTo({ transmit: () => bytesFromHex('6C04') });
  const reply = await createPlainChannel(wire).send(readTwo);
  assert.deepEqual([reply.ok && reply.value.status, wire.commands.length], [0x6c04, 2]);
});

test('an answer in pieces is put together', async () => {
  const wire = connectTo(createScriptedChip('01026102', '03046101', '059000'));
  assert.deepEqual(await createPlainChannel(wire).send(readTwo), {
    ok: true,
    value: { data: bytesFromHex('0102030405'), status: 0x9000 },
  });
  assert.deepEqual(wire.commands.map(hex).slice(1), ['00C0000002', '00C0000001']);
});

test.each([
  ['nothing', '61FF'],
  ['256 bytes each time', `${'00'.repeat(256)}6100`],
])('an answer without an end, in pieces of %s, is given up', async (_, piece) => {
  const wire = connectTo({ transmit: () => bytesFromHex(piece) });
  const reply = await createPlainChannel(wire).send(readTwo);
  assert.deepEqual(reply, { ok: false, problem: { kind: 'damaged' } });
  assert.ok(wire.commands.length <= 310);
});

test('an answer without a status word is damaged', async () => {
  const wire = connectTo({ transmit: () => bytesFromHex('90') });
  assert.deepEqual(await createPlainChannel(wire).send(readTwo), { ok: false, problem: { kind: 'damaged' } });
});
