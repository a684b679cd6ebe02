import { describe, expect, test } from 'vitest';
import { bytesFromHex } from './bytes.ts';
import { createHabits } from './chip-habits.ts';
import { chipFiles } from './data-groups.ts';
import { openChip } from './open-chip.ts';
import {
  connectTo,
  createActiveKey,
  createSampleChip,
  createScriptedChip,
  sampleCan,
  sampleFiles,
  sampleMrz,
  seededBytes,
} from './sample-chips.simulator.ts';
import type { SimulatedHabits } from './simulated-chip-settings.simulator.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
/** Commands that show the chip what we believe its key to be: the last of PACE, the one of BAC. */
const isKeyAttempt = (command: Uint8Array) => /^(008600000C7C0A85|00820000)/.test(hex(command));

/** Everything on a card with these habits, by its CAN or by its printed data. */
async function readAll(habits: SimulatedHabits, access = sampleCan) {
  const pace = access.kind === 'can' ? ({ curve: 'brainpool-p256r1', suite: 'aes-128' } as const) : undefined;
  const wire = connectTo(createSampleChip({ pace, habits }));
  const opened = await openChip(wire, access, seededBytes(7));
  if (!opened.ok) return opened.problem.kind;
  const read: unknown[] = [];
  // The face is long; where commands are many it is left out.
  const face = (habits.longestLe ?? 0) > 150 ? [chipFiles.dg2] : [];
  for (const id of [chipFiles.dg1, chipFiles.dg13, chipFiles.dg14, ...face]) {
    const file = await opened.value.readFile(id);
    read.push(file.ok ? hex(file.value) === hex(sampleFiles({ pace }).get(id) ?? new Uint8Array()) : file.problem.kind);
  }
  return {
    read: read.every((each) => each === true) ? 'whole' : read,
    attempts: wire.commands.filter(isKeyAttempt).length,
  };
}
const whole = { read: 'whole', attempts: 1 };

describe('a card is read by one try of its key', () => {
  test.each([
    ['that gives 192 bytes at once and no more', { longestLe: 0xc0 }],
    ['that gives 100 bytes at once', { longestLe: 100 }],
    ['that gives 16 bytes at once', { longestLe: 16 }],
    ['that names the length it wants', { longestLe: 0xa0, namesLength: true }],
    ['that wants the curve of PACE named', { curveReference: 'required' }],
    ['that misses the curve only when the nonce is asked for', { curveReference: 'required-for-nonce' }],
    ['that takes SELECT with P2 00 only', { selectP2: 0x00 }],
    ['that takes SELECT with P2 04 only', { selectP2: 0x04 }],
    ['that takes SELECT with P2 00 once it is open', { selectP2: 0x00, selectP2WhenOpen: true }],
  ] as const satisfies [string, SimulatedHabits][])('%s', async (_, habits) => {
    expect(await readAll(habits)).toEqual(whole);
    expect(await readAll(habits, sampleMrz)).toEqual(whole);
  });

  test('that refuses to have the curve of PACE named, though it has two', async () => {
    const chip = createSampleChip({ habits: { curveReference: 'refused' } });
    const cardAccess = bytesFromHex(
      '31283012060A04007F0007020204020202010202010C3012060A04007F0007020204020202010202010D',
    );
    const wire = connectTo({
      transmit(command) {
        const isPlainRead = command[0] === 0x00 && command[1] === 0xb0 && commandsOf(wire).length < 5;
        if (!isPlainRead) return chip.transmit(command);
        const at = (command[2] ?? 0) * 256 + (command[3] ?? 0);
        return Buffer.concat([cardAccess.subarray(at, at + (command[4] ?? 0)), bytesFromHex('9000')]);
      },
    });
    const opened = await openChip(wire, sampleCan, seededBytes(7));
    expect([opened.ok && opened.value.access, wire.commands.filter(isKeyAttempt).length]).toEqual(['pace', 1]);
  });
});

function commandsOf({ commands }: { readonly commands: readonly Uint8Array[] }) {
  return commands;
}

test('a chip that wants another length in the clear gets the same protected bytes once more', async () => {
  const chip = createSampleChip();
  let refused = 0;
  const wire = connectTo({
    transmit(command) {
      const isProtectedRead = command[0] === 0x0c && command[1] === 0xb0 && command.at(-1) === 0;
      if (!isProtectedRead) return chip.transmit(command);
      refused += 1;
      return bytesFromHex('6CF0');
    },
  });
  const opened = await openChip(wire, sampleCan, seededBytes(7));
  const file = opened.ok && (await opened.value.readFile(chipFiles.dg1));
  expect([file ? file.ok : file, refused > 1]).toEqual([true, true]);
});

test('a long answer to the chip’s challenge is fetched in pieces where extended length is refused', async () => {
  const activeAuthentication = createActiveKey({ rsaBits: 2048 }, 'sha256');
  const chip = createSampleChip({ activeAuthentication });
  let rest: Uint8Array = new Uint8Array();
  const pieces = (from: Uint8Array) => {
    const [piece, more] = [from.subarray(0, 200), from.subarray(200)];
    rest = more;
    return Buffer.concat([piece, more.length > 0 ? Uint8Array.of(0x61, more.length & 0xff) : bytesFromHex('9000')]);
  };
  const wire = connectTo({
    transmit(command) {
      if (command[1] === 0xc0) return pieces(rest);
      // A command of short length whose reply is long: the chip's own part answers it whole, the wire in pieces.
      const isShort = command[1] === 0x88 && command.at(-1) === 0 && command[4] !== 0;
      if (!isShort) return chip.transmit(command);
      const extended = Buffer.concat([
        command.subarray(0, 4),
        Buffer.of(0, 0),
        command.subarray(4, -1),
        Buffer.of(0, 0),
      ]);
      return pieces(chip.transmit(extended).subarray(0, -2));
    },
  });
  const opened = await openChip(wire, sampleCan, seededBytes(7), {
    ...createHabits(),
    takesExtended: false,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const dg15 = await opened.value.readFile(chipFiles.dg15);
  expect(await opened.value.authenticateChip({ dg14: undefined, dg15: dg15.ok ? dg15.value : undefined })).toEqual({
    ok: true,
    value: { result: 'proved', by: 'active-authentication' },
  });
});

test('a key is shown once, whatever the chip answers', async () => {
  for (const refusal of ['6C28', '6700', '6A80', '6A86', '6300', '6982']) {
    const scripted = connectTo(
      createScriptedChip('6A82', '6D00', '9000', '00112233445566779000', ...Array(9).fill(refusal)),
    );
    expect((await openChip(scripted, sampleMrz, seededBytes(5))).ok).toBe(false);
    const wire = connectTo(createSampleChip(), (reply, index) => (index === 7 ? bytesFromHex(refusal) : reply));
    expect((await openChip(wire, sampleCan, seededBytes(5))).ok).toBe(false);
    expect([scripted, wire].map(({ commands }) => commands.filter(isKeyAttempt).length)).toEqual([1, 1]);
  }
});
