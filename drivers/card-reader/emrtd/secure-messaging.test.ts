import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { encodeCommand } from './apdu.ts';
import { bytesFromHex, bytesFromNumber, concat, numberFromBytes } from './bytes.ts';
import { createChipSession, parseCommand } from './chip-session.simulator.ts';
import { cipherSuites, macOfBlocks, pad, type SuiteName } from './cipher-suite.ts';
import { deriveSessionKeys } from './key-derivation.ts';
import { seededBytes } from './sample-chips.simulator.ts';
import { createSecureMessaging } from './secure-messaging.ts';
import { readTlvs, writeTlv } from './tlv.ts';

const suiteNames = Object.keys(cipherSuites) as readonly SuiteName[];
const read = { cla: 0x00, ins: 0xb0, p1: 0, p2: 0, le: 223 };
const good = writeTlv(0x99, bytesFromHex('9000'));
const damaged = { ok: false, problem: { kind: 'damaged' } };

/** A terminal and a chip with the same keys, before the first command. */
function createPair(name: SuiteName) {
  const suite = cipherSuites[name];
  const keys = deriveSessionKeys(seededBytes(7)(32), suite);
  const start = seededBytes(8)(suite.blockLength);
  const chip = createChipSession(keys, start);
  return {
    terminal: createSecureMessaging(keys, start),
    /** The checksum of the first reply. */
    sign(body: Uint8Array): Uint8Array {
      const counter = bytesFromNumber(numberFromBytes(start) + 2n, suite.blockLength);
      return macOfBlocks(suite, keys.mac, pad(concat(counter, body), suite.blockLength));
    },
    /** What the chip understands, and what it answers. */
    answer(bytes: Uint8Array, reply: { readonly status: number; readonly data?: Uint8Array }) {
      const parsed = parseCommand(bytes);
      const opened = parsed && chip.open(parsed);
      return { opened, bytes: opened ? chip.protect(reply, opened) : new Uint8Array() };
    },
  };
}

function responseFrom(bytes: Uint8Array) {
  return { data: bytes.subarray(0, -2), status: Number.parseInt(Buffer.from(bytes.subarray(-2)).toString('hex'), 16) };
}

describe.each(suiteNames)('%s', (name) => {
  test('commands and replies of any length go through and stay in step', () => {
    const odd = fc.constantFrom(0xb0, 0xb1);
    const data = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ minLength: 200, maxLength: 400 }));
    const le = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(fc.array(fc.tuple(odd, data, le, data), { minLength: 1, maxLength: 5 }), (exchanges) => {
        const { terminal, answer } = createPair(name);
        for (const [ins, data, le, reply] of exchanges) {
          const sent = encodeCommand(terminal.protect({ cla: 0, ins, p1: 1, p2: 2, data, le }));
          const { opened, bytes } = answer(sent, { status: 0x9000, data: reply });
          assert.deepEqual([opened?.ins, Uint8Array.from(opened?.data ?? []), opened?.le], [ins, data, le]);
          const received = terminal.open(responseFrom(bytes));
          assert.deepEqual(received, { ok: true, value: { data: reply, status: 0x9000 } });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('every flipped bit of a reply is refused', () => {
    const reply = { status: 0x9000, data: bytesFromHex('60145F01043031303701') };
    const length = createReply(name, reply).bytes.length;
    for (let bit = 0; bit < length * 8; bit++) {
      const { terminal, bytes } = createReply(name, reply);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.deepEqual(terminal.open(responseFrom(bytes)), damaged, `bit ${bit}`);
    }
  });

  test('a reply cut anywhere, or with something before or behind it, is refused', () => {
    const reply = { status: 0x9000, data: new Uint8Array(20) };
    const whole = createReply(name, reply).bytes.subarray(0, -2);
    const changed = [
      ...Array.from({ length: whole.length }, (_, length) => whole.subarray(0, length)),
      Uint8Array.of(...whole, 0x00),
      Uint8Array.of(...whole, ...writeTlv(0x99, Uint8Array.of(0x90, 0x00))),
      Uint8Array.of(...writeTlv(0x87, new Uint8Array(9)), ...whole),
      Uint8Array.of(...whole, ...whole),
    ];
    for (const data of changed) {
      const { terminal } = createReply(name, reply);
      assert.deepEqual(terminal.open({ data, status: 0x9000 }), damaged);
    }
  });

  test.each([
    ['without its data', [0x99, 0x8e]],
    ['without its status', [0x87, 0x8e]],
    ['without its checksum', [0x87, 0x99]],
    ['with its data behind its status', [0x99, 0x87, 0x8e]],
    ['with its data twice', [0x87, 0x87, 0x99, 0x8e]],
    ['with nothing', []],
  ])('a reply %s is refused', (_, tags) => {
    const { terminal, bytes } = createReply(name, { status: 0x9000, data: new Uint8Array(20) });
    const objects = readTlvs(bytes.subarray(0, -2)) ?? [];
    const kept = tags.map((tag) =>
      writeTlv(tag, objects.find((object) => object.tag === tag)?.value ?? new Uint8Array()),
    );
    assert.deepEqual(terminal.open({ data: Buffer.concat(kept), status: 0x9000 }), damaged);
  });

  test.each([
    ['data twice', (data: Uint8Array) => [data, data, good]],
    ['data behind the status', (data: Uint8Array) => [good, data]],
    ['no status', (data: Uint8Array) => [data]],
    ['a status of three bytes', () => [writeTlv(0x99, bytesFromHex('009000'))]],
    ['an unknown object', () => [writeTlv(0x81, bytesFromHex('00')), good]],
    ['another padding indicator', (data: Uint8Array) => [data.with(2, 0x02), good]],
    ['half a block', () => [writeTlv(0x87, bytesFromHex('0100112233')), good]],
    ['no blocks', () => [writeTlv(0x87, bytesFromHex('01')), good]],
    ['data without padding', () => [writeTlv(0x87, Uint8Array.of(1), new Uint8Array(16).fill(7)), good]],
  ])('a reply of %s is refused even when it is signed', (_, bodyOf) => {
    const { terminal, bytes, sign } = createReply(name, { status: 0x9000, data: new Uint8Array(20) });
    const data = readTlvs(bytes.subarray(0, -2))?.[0]?.value ?? new Uint8Array();
    const body = Uint8Array.from(Buffer.concat(bodyOf(writeTlv(0x87, data))));
    assert.deepEqual(
      terminal.open({ data: Buffer.concat([body, writeTlv(0x8e, sign(body))]), status: 0x9000 }),
      damaged,
    );
  });

  test('a reply to an earlier command is refused', () => {
    const { terminal, answer } = createPair(name);
    const first = answer(encodeCommand(terminal.protect(read)), { status: 0x9000, data: new Uint8Array(8) });
    assert.equal(terminal.open(responseFrom(first.bytes)).ok, true);
    answer(encodeCommand(terminal.protect(read)), { status: 0x9000, data: new Uint8Array(8) });
    assert.deepEqual(terminal.open(responseFrom(first.bytes)), damaged);
  });

  test('an unprotected status word, good or bad, is refused', () => {
    for (const status of [0x9000, 0x6a82, 0x6988]) {
      const { terminal } = createReply(name, { status: 0x9000 });
      assert.deepEqual(terminal.open({ data: new Uint8Array(), status }), damaged);
    }
  });

  test('noise is refused and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 0xffff }), (data, status) => {
        const { terminal } = createPair(name);
        terminal.protect(read);
        assert.deepEqual(terminal.open({ data, status }), damaged);
      }),
      { numRuns: 50 },
    );
  });

  test('the chip refuses a command with a flipped bit as well', () => {
    const sent = encodeCommand(createPair(name).terminal.protect({ ...read, data: Uint8Array.of(1, 2, 3) }));
    for (let bit = 0; bit < (sent.length - 1) * 8; bit++) {
      const { answer } = createPair(name);
      const changed = sent.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      assert.equal(answer(changed, { status: 0x9000 }).opened, undefined, `bit ${bit}`);
    }
  });
});

/** A terminal that waits for a reply, and that reply. */
function createReply(name: SuiteName, reply: { readonly status: number; readonly data?: Uint8Array }) {
  const { terminal, answer, sign } = createPair(name);
  return { terminal, bytes: answer(encodeCommand(terminal.protect(read)), reply).bytes, sign };
}
