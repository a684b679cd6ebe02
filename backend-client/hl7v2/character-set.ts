/**
 * MSH-18 (table 0211): how the characters of a message become bytes.
 *
 * Neither Latin-1 nor ASCII can write Vietnamese. A letter that a set does not have loses its marks (`ễ` → `e`, `đ` → `d`);
 * what still is not in the set becomes `?`. Folding happens before escaping, so that it can never make a delimiter.
 */
export type CharacterSet = 'UNICODE UTF-8' | '8859/1' | 'ASCII';

const highestCodePoint = { '8859/1': 0xff, ASCII: 0x7e } as const;

/** Letters that Unicode does not take apart. */
const withoutStroke: Readonly<Record<string, string>> = { đ: 'd', Đ: 'D' };

/** `text` as it can be written in `set`; unchanged in UTF-8. Every code point stays one character. */
export function foldInto(set: CharacterSet, text: string): string {
  if (set === 'UNICODE UTF-8') return text;
  const highest = highestCodePoint[set];
  const fits = (character: string) => (character.codePointAt(0) ?? 0) <= highest;
  return Array.from(text, (character) => {
    if (fits(character)) return character;
    const [base = '?'] = Array.from(withoutStroke[character] ?? character.normalize('NFD'));
    return fits(base) ? base : '?';
  }).join('');
}

/** `text` must have been folded into the set. */
export function bytesFrom(set: CharacterSet, text: string): Uint8Array {
  return Buffer.from(text, set === 'UNICODE UTF-8' ? 'utf8' : 'latin1');
}

export function textFrom(set: CharacterSet, bytes: Uint8Array): string {
  return set === '8859/1' ? Buffer.from(bytes).toString('latin1') : new TextDecoder().decode(bytes);
}
