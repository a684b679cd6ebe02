import { describe, expect, test } from 'vitest';
import { cutFrames, type FrameShape, noBytes } from '../framing/frames.ts';
import { r1Delete, r1Enquiry, r1Shape, readR1 } from './accuniq-bp500/r1-protocol.ts';
import { readTm2657, tm2657Command, tm2657Shape } from './and-tm2657/and-tm2657-protocol.ts';
import { hbp9020Shape, readHbp9020 } from './omron-hbp9020/omron-hbp9020-protocol.ts';
import { hbp9030Shape, readHbp9030 } from './omron-hbp9030/omron-hbp9030-protocol.ts';
import { readSuntech, suntechCommands, suntechShape, withChecksum } from './suntech-oem/suntech-protocol.ts';

/** The bytes that the sources give, real captures where there are any. */
function frameFrom(shape: FrameShape, wire: Uint8Array): Uint8Array {
  const [frame, ...others] = cutFrames(shape, noBytes, wire).frames;
  if (!frame || others.length > 0) throw new Error('Expected one frame');
  return frame;
}

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const fromText = (text: string) => new TextEncoder().encode(text);
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** As captured from a TM-2657. */
const realTm2657 = fromHex(`
  16 16 01 30 30 02 54 4d 32 36 35 37 1e 32 34 31 31 31 32 31 30 31 34 1e 52 41 1e 4d 1e 45 30 30 1e 53 31 32 37 1e
  4d 20 39 37 1e 44 20 37 36 1e 50 20 37 38 1e 49 30 30 1e 4c 32 33 32 1e 70 31 37 33 1e 69 20 30 1e 6d 30 1e 72 30 1e
  74 20 33 35 1e 63 4e 1e 6c 20 20 1e 64 1e 68 20 20 20 20 20 1e 73 20 20 20 20 20 1e 77 20 20 20 20 20 20 1e
  66 20 20 20 20 20 20 1e 65 20 20 20 20 20 20 1e 62 20 20 20 20 20 1e 03 4a`);

const unknown = { mean: undefined, irregular: undefined, moved: undefined, model: undefined };
const says = (time: string) => ({ kind: 'says', time });

describe('TM-2657', () => {
  test('the real record of 138 bytes', () => {
    expect(realTm2657.length).toBe(138);
    const message = readTm2657(frameFrom(tm2657Shape, realTm2657));
    expect(message.kind === 'record' && message.record).toEqual({
      kind: 'values',
      values: {
        systolic: 127,
        diastolic: 76,
        mean: 97,
        pulse: 78,
        irregular: false,
        moved: false,
        model: 'TM2657',
      },
      clock: says('2024-11-12T10:14'),
    });
  });

  test('the commands', () => {
    expect((['ST', 'SP', 'RB'] as const).map((command) => toHex(tm2657Command(command)))).toEqual([
      '16160130300253540307',
      '16160130300253500303',
      '16160130300252420310',
    ]);
  });

  test('a TM-2655P’s shorter record, an irregular pulse and a movement', () => {
    const short = ['TM2655', '2606041532', '', 'M', 'E00', 'S116', 'M 86', 'D 60', 'P 89', 'I00', 'L143'];
    expect(recordWith(short)).toMatchObject({
      values: { systolic: 116, diastolic: 60, mean: 86, pulse: 89, irregular: undefined, moved: undefined },
    });
    expect(recordWith([...short, 'p173', 'i 2', 'm1'])).toMatchObject({ values: { irregular: true, moved: true } });
    expect(recordWith(['TM2655', '0000000000', ...short.slice(2)])).toMatchObject({
      clock: { kind: 'unset' },
    });
  });

  test('every error that A&D names, in words for a patient', () => {
    const codes = 'E11 E12 E13 E15 E21 E22 E23 E24 E42 E43 E44 E45 E46 E48 E61 E63 E99'.split(' ');
    const told = codes.map((code) => {
      const record = recordWith(['TM2657', '2411121014', 'RA', 'M', code, 'S  0', 'M  0', 'D  0', 'P  0']);
      return record?.kind === 'error' ? Object.values(record.failure).join(' ') : record;
    });
    expect(told).toEqual([
      'cuff put-cuff-right E11',
      'cuff put-cuff-right E12',
      'cuff put-cuff-right E13',
      'cuff put-cuff-right E15',
      'cuff try-again E21',
      'cuff try-again E22',
      'over-pressure sit-still E23',
      'not-determined sit-still E24',
      'cuff put-cuff-right E42',
      'no-pulse put-cuff-right E43',
      'moved sit-still E44',
      'not-determined sit-still E45',
      'not-determined sit-still E46',
      'not-determined sit-still E48',
      'not-determined sit-still E61',
      'not-determined sit-still E63',
      'device-error try-again E99',
    ]);
  });

  test('fields that are not where they belong are no record, however right the block check is', () => {
    const good = ['TM2657', '2411121014', 'RA', 'M', 'E00', 'S127', 'M 97', 'D 76', 'P 78'];
    for (let missing = 3; missing < good.length; missing++) {
      expect(recordWith(good.filter((_, index) => index !== missing))).toBeUndefined();
    }
    expect(recordWith([])).toBeUndefined();
  });

  test('an answer with its frame and a bare one', () => {
    expect(readTm2657(frameFrom(tm2657Shape, fromHex('16 16 01 30 30 06')))).toEqual({
      kind: 'acknowledged',
      bare: false,
    });
    expect(readTm2657(frameFrom(tm2657Shape, fromHex('15')))).toEqual({ kind: 'refused', bare: true });
  });

  function recordWith(fields: readonly string[]) {
    const checked = Uint8Array.of(0x01, 0x30, 0x30, 0x02, ...fromText(fields.join('\x1e')), 0x03);
    const wire = Uint8Array.of(
      ...checked,
      checked.reduce((check, byte) => check ^ byte, 0),
    );
    const message = readTm2657(frameFrom(tm2657Shape, wire));
    return message.kind === 'record' ? message.record : undefined;
  }
});

describe('HBP-9030', () => {
  test('the record of the manual', () => {
    const wire = fromText('2026,07,11,09,05,12345678901234567890,0,120,080,072,0\r\n');
    expect(readHbp9030(frameFrom(hbp9030Shape, wire))).toEqual({
      kind: 'values',
      values: { ...unknown, systolic: 120, diastolic: 80, pulse: 72, moved: false },
      clock: says('2026-07-11T09:05'),
    });
  });

  test('a record of an error has blanks for values, and one without an ID has blanks for it', () => {
    const wire = fromText(`2026,07,11,09,05,${' '.repeat(20)},2,   ,   ,   ,0\r\n`);
    expect(readHbp9030(frameFrom(hbp9030Shape, wire))).toEqual({
      kind: 'error',
      failure: { reason: 'device-error', advice: 'try-again', deviceError: '2' },
    });
  });
});

describe('HBP-9020', () => {
  test('the real sample, whose last digit nobody can explain, and the simulator’s of another program', () => {
    const wire = fromText('bp,99999999999999999999,2023/04/27,15:06,140,098,077,068,3\r\n');
    expect(readHbp9020(frameFrom(hbp9020Shape, wire))).toEqual({
      kind: 'values',
      values: { ...unknown, systolic: 140, diastolic: 77, mean: 98, pulse: 68 },
      clock: says('2023-04-27T15:06'),
    });
    const other = fromText('bp,12345678901234567890,2016/01/25,01:05,100,075,050,065,0\r');
    expect(readHbp9020(frameFrom(hbp9020Shape, other))).toMatchObject({
      values: { systolic: 100, diastolic: 50, mean: 75 },
    });
  });

  test('without values the last digit is the device’s error', () => {
    for (const empty of ['000', '   ']) {
      const wire = fromText(`bp,${'9'.repeat(20)},2023/04/27,15:06,${Array(4).fill(empty).join(',')},3\r`);
      expect(readHbp9020(frameFrom(hbp9020Shape, wire))).toMatchObject({
        kind: 'error',
        failure: { deviceError: '3' },
      });
    }
  });
});

describe('R1', () => {
  const r1 = (text: string) => {
    const summed = Uint8Array.of(0x02, ...fromText(text), 0x03);
    return readR1(
      frameFrom(
        r1Shape,
        Uint8Array.of(
          ...summed,
          summed.reduce((sum, byte) => (sum + byte) & 0xff, 0),
        ),
      ),
    );
  };

  test('the real capture', () => {
    const text = 'R1,000000000,260429,103800,119,090,076,083,0000,0000,00000,000';
    const message = readR1(frameFrom(r1Shape, Uint8Array.of(0x02, ...fromText(text), 0x03, 0xeb)));
    expect(message).toEqual({
      kind: 'record',
      text,
      record: {
        kind: 'values',
        values: { ...unknown, systolic: 119, diastolic: 76, mean: 90, pulse: 83 },
        clock: says('2026-04-29T10:38'),
      },
    });
  });

  test('zeros are no result, and other answers are none either', () => {
    expect(r1('R1,000000000,000000,000000,000,000,000,000,0000,0000,00000,000')).toEqual({ kind: 'nothing' });
    expect(r1('R1,000000000,260429,103800,000,000,000,000,0000,0000,00000,000')).toEqual({ kind: 'nothing' });
    expect(r1('R1')).toEqual({ kind: 'nothing' });
    expect(r1('V1.02')).toEqual({ kind: 'other' });
  });

  test('the commands', () => {
    expect([r1Enquiry, r1Delete].map(toHex)).toEqual(['0205030a', '0206030b']);
  });
});

describe('SunTech', () => {
  test('the commands', () => {
    expect(Object.values(suntechCommands).map(toHex)).toEqual(['3a20a6', '3a7901004c', '3a7903004a', '3a79050048']);
  });

  test('status, pressure, result and error', () => {
    const read = (...bytes: number[]) => readSuntech(frameFrom(suntechShape, withChecksum(...bytes)));
    expect(read(0x3e, 4, 0x4b)).toEqual({ kind: 'status', status: 'K' });
    expect(read(0x3e, 5, 0x2c, 0x01)).toEqual({ kind: 'cuff', cuffMmHg: 300 });
    const result = [0x3e, 0x18, 0x2c, 0x01, 80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 72, 0, 0x05, 0x01, 0, 0, 0];
    expect(read(...result)).toEqual({
      kind: 'record',
      record: {
        kind: 'values',
        values: { ...unknown, systolic: 300, diastolic: 80, pulse: 72, mean: 261 },
        clock: { kind: 'none' },
      },
    });
    const told = [3, 86, 87, 88, 89, 90, 91, 97, 99].map((code) => {
      const message = read(...result.with(20, code));
      return (
        message.kind === 'record' && message.record.kind === 'error' && Object.values(message.record.failure).join(' ')
      );
    });
    expect(told).toEqual([
      'not-determined sit-still 3',
      'device-error try-again 86',
      'cuff put-cuff-right 87',
      'not-determined sit-still 88',
      'over-pressure sit-still 89',
      'device-error call-staff 90',
      'device-error call-staff 91',
      'device-error call-staff 97',
      'device-error call-staff 99',
    ]);
  });
});
