/**
 * Masked text has the length and the shape of the original, byte for byte, so that a masked recording splits and decodes
 * as the real one did: digits become 0, letters become x, X, ă, Ă, ế or Ế, whichever has as many bytes and the same case.
 */
export function maskText(bytes: Uint8Array): Uint8Array {
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return maskBytes(bytes);
  }
  return encode(Array.from(text, maskCharacter).join(''));
}

/** Without understanding them, so that it does not matter where they were split. No letter of any charset stays. */
export function maskBytes(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x80 ? 0x3f : maskAscii(String.fromCharCode(byte)).charCodeAt(0)));
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encode = (text: string) => new TextEncoder().encode(text);

/** By the number of bytes of a character: one, two, three. */
const small = ['x', 'ă', 'ế'] as const;
const capital = ['X', 'Ă', 'Ế'] as const;

function maskCharacter(character: string): string {
  const length = encode(character).length;
  if (length === 1) return maskAscii(character);
  // Not a letter of any Vietnamese name; four question marks are as long.
  if (length === 4) return '????';
  const isCapital = character !== character.toLowerCase();
  return (isCapital ? capital : small)[length - 1] ?? '?'.repeat(length);
}

function maskAscii(character: string): string {
  if (/\d/.test(character)) return '0';
  if (/[A-Z]/.test(character)) return 'X';
  return /[a-z]/.test(character) ? 'x' : character;
}
