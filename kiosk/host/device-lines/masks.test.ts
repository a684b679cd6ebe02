import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { type DriverName, monitorNames, vitalSignsNames } from '#config/settings/device-settings.ts';
import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { syntheticCards } from '#drivers/identity-documents/synthetic-cards.simulator.ts';
import { encodeTicket } from '#drivers/ticket-printer/escpos-codec.ts';
import { maskCode } from './mask-document.ts';
import { createMaskStream, type Piece } from './mask-stream.ts';
import { masksFor } from './masks.ts';

const drivers: readonly DriverName[] = ['serial', 'hid-pos', 'escpos', ...monitorNames, ...vitalSignsNames];

/** The real frame of a TM-2657 (the notes, §1.1). */
const tm2657 = bytesOf(
  '\x16\x16\x0100\x02TM2657\x1e2411121014\x1eRA\x1eM\x1eE00\x1eS127\x1eM 97\x1eD 76\x1eP 78\x1eI00\x1eL232\x1ep173\x1ei 0\x1em0\x1er0\x1et 35\x1ecN\x1el  \x1ed\x1eh     \x1es     \x1ew      \x1ef      \x1ee      \x1eb     \x1e\x03J',
);

/** Synthetic, and shaped as each device sends it, with an identifier of somebody in it where there is room for one. */
const records: readonly (readonly [DriverName, string, string])[] = [
  [
    'omron-hbp9030',
    '2026,07,11,09,05,12345678901234567890,0,120,080,072,0\r\n',
    '2026,07,11,09,05,00000000000000000000,0,120,080,072,0\r\n',
  ],
  [
    'omron-hbp9020',
    'bp,NGUYEN VAN A 0123456,2023/04/27,15:06,140,098,077,068,3\r\n',
    'bp,XXXXXX XXX X 0000000,2023/04/27,15:06,140,098,077,068,3\r\n',
  ],
  [
    'accuniq-bp500',
    '\x02R1,123456789,260429,103800,119,090,076,083,0000,0000,00000,000\x03\x18',
    '\x02R1,000000000,260429,103800,119,090,076,083,0000,0000,00000,000\x03\xeb',
  ],
  ['gtech-gl150', '\x02170.5,65.20,M,000.0,022.4\x03', '\x02170.5,65.20,M,000.0,022.4\x03'],
  ['gtech-gl150', '\x02NGUYEN,65.20,M\x03', '\x02XXXXXX,00.00,X\x03'],
  [
    'health-o-meter',
    '\x1bR\x1bI1234567890\x1bW090.98\x1bH178.70\x1bT5.7\x1bB28\x1bNm\x1bE',
    '\x1bR\x1bI0000000000\x1bW090.98\x1bH178.70\x1bT5.7\x1bB28\x1bNm\x1bE',
  ],
  ['text-thermometer', '36.6C\r', '36.6C\r'],
  ['text-thermometer', '079082123456\r', '000000000000\r'],
  ['nonin-ascii', 'SPO2=098 HR=072\r\n', 'SPO2=098 HR=072\r\n'],
  ['nonin-ascii', 'NGUYEN VAN A\r\n', 'XXXXXX XXX X\r\n'],
];

describe('a masked recording', () => {
  test('of a card is as long, is a card of the same kind, and holds no word and no number of the person', () => {
    for (const { bytes, id } of syntheticCards(2026)) {
      const masked = maskCode(bytes);
      const [before, after] = [readDocument(bytes), readDocument(masked)];
      assert.deepEqual(
        [masked.length, after.ok, after.ok && after.value.source],
        [bytes.length, before.ok, before.ok && before.value.source],
        id,
      );
      const text = Buffer.from(masked).toString();
      const words = Buffer.from(bytes)
        .toString()
        .split(/[|\s,:/$#-]+/)
        .filter((word) => word.length > 4 && !/^(0+1?|x+|TIEPDON|27005)$/.test(word));
      for (const word of words) assert.ok(!text.includes(word), `${id} still says ${word}`);
    }
  });

  test('of the real TM-2657 frame is that frame: there is nobody in it', () => {
    assert.deepEqual(maskedBy('and-tm2657', [tm2657]), Buffer.from(tm2657));
  });

  test('of a TM-2657 frame with an identifier has zeros in its place and a check byte that fits', () => {
    const body = [...tm2657.subarray(0, -2)];
    const frame = [...body.slice(0, -1), ...bytesOf('id1234567890\x1e'), 0x03];
    const check = frame.slice(2).reduce((sum, byte) => sum ^ byte, 0);
    const masked = maskedBy('and-tm2657', [Uint8Array.from([...frame, check])]);
    assert.ok(masked.toString('latin1').includes('xx0000000000'));
    assert.equal(
      masked.at(-1),
      masked.subarray(2, -1).reduce((sum, byte) => sum ^ byte, 0),
    );
    const damaged = maskedBy('and-tm2657', [Uint8Array.from([...frame, check ^ 1])]);
    assert.equal(damaged.at(-1), (masked.at(-1) ?? 0) ^ 1);
  });

  test.each(records)('of %s keeps what was measured and nobody’s identifier: %j', (driver, given, expected) => {
    assert.equal(maskedBy(driver, [bytesOf(given)]).toString('latin1'), expected);
  });

  test('of a glucose meter hides its serial number and corrects the sum of the line', () => {
    const line = 'P 001,"ABC1234DE","MG/DL " ';
    const sum = (text: string) => [...bytesOf(text)].reduce((total, byte) => total + byte, 0);
    const hex = (value: number) => (value & 0xffff).toString(16).toUpperCase().padStart(4, '0');
    const masked = line.replace('ABC1234DE', 'XXX0000XX');
    assert.equal(
      maskedBy('onetouch-ultra2', [bytesOf(`${line}${hex(sum(line))}\r\n`)]).toString('latin1'),
      `${masked}${hex(sum(masked))}\r\n`,
    );
  });

  test('of a printed ticket has white paper where its dots were, and every command in its place', () => {
    const command = (...bytes: number[]) => Uint8Array.from(bytes);
    const raster = command(0x1d, 0x76, 0x30, 0, 2, 0, 3, 0);
    const told = Buffer.concat([
      command(0x1b, 0x40),
      raster,
      command(1, 2, 3, 0x10, 0x04, 0x41),
      bytesOf('Ánh'),
      command(0x1d, 0x56, 0x42, 4, 0x1d, 0x72, 1),
    ]);
    const stream = createMaskStream<Piece>(masksFor('escpos').host);
    const masked = Buffer.concat([...stream.push({ bytes: told }), ...stream.flush()].map(({ bytes }) => bytes));
    assert.deepEqual(
      masked,
      Buffer.concat([
        command(0x1b, 0x40),
        raster,
        new Uint8Array(6),
        bytesOf('?xx'),
        command(0x1d, 0x56, 0x42, 4, 0x1d, 0x72, 1),
      ]),
    );
  });

  test('of a ticket whose QR the printer draws has every command of it, and nothing of what it says', () => {
    const image = { widthDots: 16, heightDots: 1, rows: Uint8Array.of(0xff, 0x00) };
    const told = Buffer.from(encodeTicket({ ...image, codeBelow: 'TIEPDON:1:27005:A012:7zk3' }));
    const hidden = Buffer.from(encodeTicket({ ...image, codeBelow: 'XXXXXXX:0:00000:X000:0xx0' }));
    hidden.fill(0, 10, 12);
    const stream = createMaskStream<Piece>(masksFor('escpos').host);
    const masked = [...stream.push({ bytes: told }), ...stream.flush()].map(({ bytes }) => bytes);
    assert.deepEqual(Buffer.concat(masked), hidden);
  });

  test('of a symbol that nobody knows keeps its command only', () => {
    const stream = createMaskStream<Piece>(masksFor('escpos').host);
    const told = Uint8Array.of(0x1d, 0x28, 0x6b, 0x06, 0x00, 0x30, 0x50, 0x30, 0x41, 0x42, 0x33, 0x1d, 0x61, 0xff);
    const masked = [...stream.push({ bytes: told }), ...stream.flush()].map(({ bytes }) => bytes);
    const hidden = [0x1d, 0x28, 0x6b, 0x06, 0x00, 0x30, 0x50, 0x30, 0x58, 0x58, 0x30, 0x1d, 0x61, 0xff];
    assert.deepEqual([...Buffer.concat(masked)], hidden);
  });

  test('is the same however the line was split, and has the same pieces', () => {
    const lines = drivers.flatMap((driver) =>
      [
        tm2657,
        ...records.map(([, given]) => bytesOf(given)),
        ...syntheticCards(2026)
          .slice(0, 3)
          .map(({ bytes }) => Buffer.concat([bytes, bytesOf('\r')])),
      ].map((bytes) => ({ driver, bytes })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.array(fc.nat(400), { maxLength: 12 }), ({ driver, bytes }, cuts) => {
        const places = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((one, other) => one - other),
          bytes.length,
        ];
        const pieces = places.slice(1).map((end, at) => bytes.subarray(places[at], end));
        const stream = createMaskStream<Piece>(masksFor(driver).device);
        const masked = [...pieces.flatMap((piece) => stream.push({ bytes: piece })), ...stream.flush()];
        assert.deepEqual(
          masked.map((piece) => piece.bytes.length),
          pieces.map((piece) => piece.length),
        );
        assert.deepEqual(Buffer.concat(masked.map((piece) => piece.bytes)), maskedBy(driver, [bytes]));
      }),
      { numRuns: 600 },
    );
  });

  test('of whatever comes over the line is as long as that, in both directions, and nothing throws', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.constantFrom(...drivers),
        fc.constantFrom('device' as const, 'host' as const),
        chunks,
        (driver, from, given) => {
          const stream = createMaskStream<Piece>(masksFor(driver)[from]);
          const masked = [...given.flatMap((bytes) => stream.push({ bytes })), ...stream.flush()];
          assert.deepEqual(
            masked.map(({ bytes }) => bytes.length),
            given.map(({ length }) => length),
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  test('of noise without end is held to a fixed size', () => {
    for (const driver of drivers) {
      const stream = createMaskStream<Piece>(masksFor(driver).device);
      let held = 0;
      for (let chunk = 0; chunk < 60; chunk++) {
        held += 4_096;
        for (const { bytes } of stream.push({ bytes: new Uint8Array(4_096).fill(0x31) })) held -= bytes.length;
        assert.ok(held <= 40_960, `${driver} holds ${held} bytes`);
      }
    }
  });
});

function maskedBy(driver: DriverName, pieces: readonly Uint8Array[]): Buffer {
  const stream = createMaskStream<Piece>(masksFor(driver).device);
  return Buffer.concat(
    [...pieces.flatMap((bytes) => stream.push({ bytes })), ...stream.flush()].map(({ bytes }) => bytes),
  );
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
