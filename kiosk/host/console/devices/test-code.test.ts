import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { readTestScan, testCode } from './test-code.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('what a scanner does to the test code', () => {
  test.each([
    ['nothing but an ending', `${testCode}\r`, '', '', 'CR', 'whole'],
    ['an AIM identifier and CR LF', `]Q1${testCode}\r\n`, ']Q1', '', 'CR LF', 'whole'],
    ['a frame of STX and ETX', `\x02${testCode}\x03`, '[STX]', '', 'ETX', 'whole'],
    ['a suffix of its own, and no ending', `${testCode}##`, '', '##', 'none', 'whole'],
    ['a prefix, a suffix and TAB', `A1 ${testCode}Z\t`, 'A1[20]', 'Z', 'TAB', 'whole'],
  ] as const)('is told: %s', (_, typed, prefix, suffix, ending, letters) => {
    assert.deepEqual(readTestScan(utf8(typed)), { kind: 'test-code', prefix, suffix, ending, letters });
  });

  test.each([
    [
      'the letters of an old code page',
      latin1(testCode.replace('Đặng Thị Hường', '\xd0\xb7ng Th\xde H\xfc\xeang')),
      'wrong-code-page',
    ],
    [
      'UTF-8 that was taken for Latin-1 and made UTF-8 again',
      utf8(Buffer.from(testCode).toString('latin1')),
      'wrong-code-page',
    ],
    ['question marks', utf8(testCode.replace('Đặng Thị Hường', '??ng Th? H??ng')), 'letters-lost'],
    ['letters without their marks', utf8(testCode.replace('Đặng Thị Hường', 'Dang Thi Huong')), 'letters-lost'],
    ['Telex', utf8(testCode.replace('aa dd ow', 'â đ ơ')), 'typing-method'],
    ['VNI', utf8(testCode.replace('a1 d9', 'á đ')), 'typing-method'],
    [
      'a French keyboard',
      utf8(testCode.replace('qaz wsx y', 'aqw zsx y').replace('0123456789', 'à&é"\'(-è_ç')),
      'keyboard-layout',
    ],
    ['a German keyboard', utf8(testCode.replace('qaz wsx y', 'qay wsx z')), 'keyboard-layout'],
  ] as const)('is told by its letters: %s', (_, bytes, letters) => {
    const scan = readTestScan(bytes);
    assert.ok(scan.kind === 'test-code');
    assert.equal(scan.letters, letters);
  });

  test('of any other code nothing is told, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const scan = readTestScan(bytes);
        const said = JSON.stringify(scan);
        assert.ok(scan.kind !== 'test-code' || said.includes(scan.ending));
        if (scan.kind !== 'test-code') assert.ok(said === '{"kind":"garbled"}' || said === '{"kind":"other-code"}');
      }),
    );
    assert.deepEqual(readTestScan(utf8('001099012345|Nguyễn Văn A|01011999|Nam|Hà Nội|01012021\r')), {
      kind: 'other-code',
    });
    assert.deepEqual(readTestScan(utf8(`${'x'.repeat(60)}${testCode}\r`)), { kind: 'other-code' });
  });
});
