import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined, latin1, pieces, repeated, someBytes } from '../../framing/bytes-on-the-line.bench.ts';
import { cutFrames, noBytes } from '../../framing/frames.ts';
import { lineShape, textOfLine } from '../../framing/lines.ts';
import { longestMeterLine, readMeterLine, sumOf } from './onetouch-ultra2-protocol.ts';

describe('OneTouch Ultra2', () => {
  function withSum(text: string): string {
    return `${text} ${sumOf(text).toString(16).toUpperCase().padStart(4, '0')}`;
  }
  const stored = 'P "MON","02/17/25","09:05:00   ","  105 ","N","00", 00';

  test('the lines of a dump and of its clock are read', () => {
    const at = Date.UTC(2025, 1, 17, 9, 5);
    const quantity = { of: 'glucose', value: 105, unit: 'mg/dL' };
    expect([
      readMeterLine(withSum('P 042,"AB1234567","MG/DL "')),
      readMeterLine(withSum('P 000,"AB1234567","MMOL/L"')),
      readMeterLine(`\x11${withSum(stored)}`),
      readMeterLine(withSum('F "TUE","12/31/24","23:59:59   "')),
    ]).toEqual([
      { kind: 'memory-header', count: 42, serial: 'AB1234567' },
      { kind: 'memory-header', count: 0, serial: 'AB1234567' },
      {
        kind: 'reading',
        reading: { at, clock: { kind: 'says', time: '2025-02-17T09:05' }, what: 'glucose', quantity, key: stored },
      },
      { kind: 'meter-time', at: Date.UTC(2024, 11, 31, 23, 59, 59) },
    ]);
  });

  test.each([
    ['as the notes show it', ' 105 ', { value: 105, unit: 'mg/dL' }, 'glucose'],
    ['in tenths, which only mmol/L has', '  5.8 ', { value: 5.8, unit: 'mmol/L' }, 'glucose'],
    ['outside of what the meter can measure', '  700 ', undefined, 'glucose'],
    ['of control solution', 'C 105 ', undefined, 'control-solution'],
    ['that the meter itself doubts', '  105?', undefined, 'unreadable'],
    ['that is a word', ' HIGH ', undefined, 'unreadable'],
  ])('a value %s', (_what, value, expected, what) => {
    const line = readMeterLine(withSum(stored.replace('  105 ', value)));
    const reading = line?.kind === 'reading' ? line.reading : undefined;
    expect([reading?.what, reading?.quantity]).toEqual([what, expected && { of: 'glucose', ...expected }]);
  });

  test('a clock that was never set costs the time and not the reading; a date of another form is no reading', () => {
    const unset = { kind: 'reading', reading: { at: undefined, clock: { kind: 'unset' }, quantity: { value: 105 } } };
    for (const date of ['02/30/25', '13/01/25', '00/10/25', '00/00/00']) {
      expect(readMeterLine(withSum(stored.replace('02/17/25', date)))).toMatchObject(unset);
    }
    expect(readMeterLine(withSum(stored.replace('09:05:00', '24:00:00')))).toMatchObject(unset);
    expect(readMeterLine(withSum(stored.replace('02/17/25', '2/1/25')))).toBe(undefined);
  });

  test('a line with any wrong byte is none', () => {
    const line = withSum(stored);
    fc.assert(
      fc.property(fc.nat(line.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const byte = String.fromCharCode(line.charCodeAt(at) ^ change);
        expect(readMeterLine(line.slice(0, at) + byte + line.slice(at + 1))).toBe(undefined);
      }),
    );
  });

  const dump = latin1(`\x11\r${withSum('P 002,"AB1234567","MG/DL "')}\r\n${withSum(stored)}\r\n${withSum(stored)}\r\n`);

  const shape = lineShape(longestMeterLine);

  function linesOf(chunks: readonly Uint8Array[]) {
    const lines: string[] = [];
    let rest = noBytes;
    for (const chunk of chunks) {
      const cut = cutFrames(shape, rest, chunk);
      rest = cut.rest;
      expect(rest.length).toBeLessThanOrEqual(longestMeterLine);
      lines.push(...cut.frames.map(textOfLine).filter((line) => line !== ''));
    }
    return lines;
  }
  const kindsOf = (chunks: readonly Uint8Array[]) => linesOf(chunks).map((line) => readMeterLine(line)?.kind);

  test('60 seconds of noise at 115,200 baud stay within one line, and the next dump is read', () => {
    const noise = Array.from({ length: 692 }, (_, chunk) =>
      chunk % 2 === 0 ? someBytes(chunk, 1_000) : repeated(dump.subarray(0, 20), 1_000),
    );
    expect(kindsOf([...noise, joined(latin1('\r'), dump)]).slice(-3)).toEqual(['memory-header', 'reading', 'reading']);
  });

  test('any way of splitting a dump gives the same lines, and none of them throws', () => {
    expect(kindsOf([dump])).toEqual([undefined, 'memory-header', 'reading', 'reading']);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        expect(linesOf(pieces(dump, cuts))).toEqual(linesOf([dump]));
      }),
    );
    for (let cut = 1; cut < dump.length; cut++) expect(linesOf(pieces(dump, [cut]))).toEqual(linesOf([dump]));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void readMeterLine(line)));
  });

  test('a line without end is thrown away but for its last bytes, which are no line of a meter, and the next one is read', () => {
    const lines = linesOf([...Array<string>(100).fill('x'.repeat(1_000)), '\rnext\r'].map(latin1));
    expect(lines.map((line) => line.replace(/^x+$/, 'x'))).toEqual(['x', 'next']);
  });
});
