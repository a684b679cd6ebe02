import assert from 'node:assert/strict';
import { test } from 'vitest';
import { ok, problem } from '#config/agreements/result.ts';
import { createPlainChannel } from './emrtd/apdu.ts';
import { readChipFile } from './emrtd/chip-file.ts';
import { cipherSuites } from './emrtd/cipher-suite.ts';
import { chipFiles } from './emrtd/data-groups.ts';
import { deriveSessionKeys } from './emrtd/key-derivation.ts';
import { type OpenChip, openChip } from './emrtd/open-chip.ts';
import { readChip } from './emrtd/read-chip.ts';
import { connectTo, createSampleChip, sampleCan, sampleFace, seededBytes } from './emrtd/sample-chips.simulator.ts';
import { createSecureChannel, createSecureMessaging } from './emrtd/secure-messaging.ts';

const everything = { details: true, face: true };
const noTrust = { cscas: [], at: Date.UTC(2026, 10, 21) };
const isOverwritten = (bytes: Uint8Array) => bytes.length > 0 && bytes.every((byte) => byte === 0);

/** An open chip, and each file that was taken from it, as the very bytes that the reader has. */
async function openWatched(): Promise<{ readonly chip: OpenChip; readonly files: Uint8Array[] }> {
  const opened = await openChip(connectTo(createSampleChip()), sampleCan, seededBytes(2));
  if (!opened.ok) throw new Error(opened.problem.kind);
  const files: Uint8Array[] = [];
  const readFile: OpenChip['readFile'] = async (fileId) => {
    const read = await opened.value.readFile(fileId);
    if (read.ok) files.push(read.value);
    return read;
  };
  return { chip: { ...opened.value, readFile }, files };
}

test('once a chip has been read, its zone, its details and its face are overwritten, and only what was asked for is left', async () => {
  const { chip, files } = await openWatched();
  const reading = await readChip(chip, everything, noTrust);
  assert.ok(reading.ok);
  assert.deepEqual([reading.value.identity.fullName, reading.value.face], ['Nguyễn Văn A', sampleFace]);
  assert.deepEqual([files.length, files.every(isOverwritten)], [4, true]);
});

test('a card that is taken away in the middle leaves nothing of the files that were read before', async () => {
  const { chip, files } = await openWatched();
  const reading = await readChip(
    { ...chip, authenticateChip: async () => problem({ kind: 'card-gone' }) },
    everything,
    noTrust,
  );
  assert.deepEqual(reading, problem({ kind: 'card-gone' }));
  assert.deepEqual([files.length, files.every(isOverwritten)], [4, true]);
});

test('a chip that has been read is closed: its session has no keys any more', async () => {
  const { chip } = await openWatched();
  await readChip(chip, everything, noTrust);
  assert.deepEqual(
    [chip.isBroken(), await chip.readFile(chipFiles.dg1)],
    [true, { ok: false, problem: { kind: 'damaged' } }],
  );
  for (const suite of Object.values(cipherSuites)) {
    const keys = deriveSessionKeys(seededBytes(3)(16), suite);
    createSecureChannel(createPlainChannel(connectTo(createSampleChip())), createSecureMessaging(keys)).overwrite();
    assert.deepEqual([keys.encryption, keys.mac].map(isOverwritten), [true, true]);
  }
});

test('what a chip says in the clear is overwritten as soon as it stands in the file', async () => {
  const answers: Uint8Array[] = [];
  const file = Uint8Array.from({ length: 600 }, (_, at) => [0x6d, 0x82, 0x02, 0x54][at] ?? 0x41);
  const transmit = async (command: Uint8Array) => {
    const [, instruction, high = 0, low = 0, length = 0] = command;
    if (instruction === 0xa4) return ok(Uint8Array.of(0x90, 0x00));
    const from = high * 256 + low;
    const answer = Uint8Array.of(...file.subarray(from, from + (length || 256)), 0x90, 0x00);
    answers.push(answer);
    return ok(answer);
  };
  const read = await readChipFile(createPlainChannel({ transmit }), chipFiles.dg13);
  assert.deepEqual(read, ok(file));
  assert.ok(answers.length > 2);
  for (const answer of answers) assert.ok(isOverwritten(answer.subarray(0, -2)));
});
