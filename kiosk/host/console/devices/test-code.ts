import type { ScanTest, TestLetters, TestScan } from '#kiosk/bridge/console/devices-words.ts';

/**
 * A code that shows what a scanner does to codes. Between two marks that nothing changes stand: letters and digits that another
 * keyboard layout swaps, letters that Telex (`aa`, `dd`, `ow`) and VNI (`a1`, `d9`) turn into others, and Vietnamese letters, which
 * only UTF-8 carries. Names nobody.
 */
export const testCode: ScanTest['code'] = 'TIEPDON|qaz wsx y 0123456789|aa dd ow a1 d9|Đặng Thị Hường|KET';

const head = 'TIEPDON';
const tail = 'KET';
const plain = 'qaz wsx y 0123456789|aa dd ow a1 d9';
const vietnamese = 'Đặng Thị Hường';
/** What is longer is another code, which may be somebody's. */
const longestAddition = 40;

/** What came of one scan: all bytes until the scanner fell silent. Pure; keeps nothing of a code that is not the test code. */
export function readTestScan(bytes: Uint8Array): TestScan {
  const text = latin1(bytes);
  const begin = text.indexOf(head);
  const last = text.lastIndexOf(tail);
  const isOurs = begin !== -1 && last >= begin + head.length;
  const [before, behind] = isOurs ? [text.slice(0, begin), text.slice(last + tail.length)] : ['', ''];
  if (!isOurs || before.length > longestAddition || behind.length > longestAddition)
    return { kind: isNoText(bytes) ? 'garbled' : 'other-code' };
  const { suffix, ending } = endingOf(behind);
  return {
    kind: 'test-code',
    prefix: visible(before),
    suffix: visible(suffix),
    ending,
    letters: lettersOf(bytes.subarray(begin + head.length, last)),
  };
}

type Ending = Extract<TestScan, { kind: 'test-code' }>['ending'];

const endings: readonly (readonly [string, Ending])[] = [
  ['\r\n', 'CR LF'],
  ['\r', 'CR'],
  ['\n', 'LF'],
  ['\t', 'TAB'],
  ['\x03', 'ETX'],
  ['\x04', 'EOT'],
  ['\0', 'NUL'],
];

function endingOf(behind: string): { readonly suffix: string; readonly ending: Ending } {
  const found = endings.find(([mark]) => behind.endsWith(mark));
  return found ? { suffix: behind.slice(0, -found[0].length), ending: found[1] } : { suffix: behind, ending: 'none' };
}

function lettersOf(middle: Uint8Array): TestLetters {
  const text = utf8Of(middle)?.normalize('NFC');
  if (text === `|${plain}|${vietnamese}|`) return 'whole';
  const ascii = latin1(middle);
  if (ascii.startsWith(`|${plain}|`)) {
    const rest = text?.slice(plain.length + 2) ?? '';
    return text !== undefined && (rest.includes('?') || isBare(rest)) ? 'letters-lost' : 'wrong-code-page';
  }
  if (/[âđơáÂĐƠÁ]/u.test((text ?? ascii).split('Đ')[0] ?? '')) return 'typing-method';
  return 'keyboard-layout';
}

/** Without any sign above or below a letter. */
function isBare(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Wrong speed or parity turn a code into control bytes and into bytes that are no UTF-8. */
function isNoText(bytes: Uint8Array): boolean {
  const printable = bytes.reduce((count, byte) => (byte >= 0x20 && byte < 0x7f ? count + 1 : count), 0);
  return printable < bytes.length * 0.6;
}

const controlNames: Readonly<Record<number, string>> = {
  0: 'NUL',
  2: 'STX',
  3: 'ETX',
  4: 'EOT',
  9: 'TAB',
  10: 'LF',
  13: 'CR',
  29: 'GS',
};

function visible(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    if (code > 0x20 && code < 0x7f) return letter;
    return `[${controlNames[code] ?? code.toString(16).padStart(2, '0')}]`;
  }).join('');
}

/** One character for each byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
