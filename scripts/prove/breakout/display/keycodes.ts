/** Keys of a PC keyboard, as the kernel counts them (linux/input-event-codes.h). */
const kernelCodes = {
  ...{ Escape: 1, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: 10, 0: 11, Minus: 12, Equal: 13, Backspace: 14 },
  ...{
    Tab: 15,
    Q: 16,
    W: 17,
    E: 18,
    R: 19,
    T: 20,
    Y: 21,
    U: 22,
    I: 23,
    O: 24,
    P: 25,
    RightBracket: 27,
    Enter: 28,
    Ctrl: 29,
  },
  ...{ A: 30, S: 31, D: 32, F: 33, G: 34, H: 35, J: 36, K: 37, L: 38, Semicolon: 39, Shift: 42, Backslash: 43 },
  ...{ Z: 44, X: 45, C: 46, V: 47, B: 48, N: 49, M: 50, Comma: 51, Period: 52, Slash: 53, Alt: 56, Space: 57 },
  ...{ F1: 59, F2: 60, F3: 61, F4: 62, F5: 63, F6: 64, F7: 65, F8: 66, F9: 67, F10: 68, F11: 87, F12: 88 },
  ...{ KeypadMinus: 74, KeypadPlus: 78, Keypad0: 82, SysRq: 99, Home: 102, Up: 103, PageUp: 104, Left: 105 },
  ...{ Right: 106, End: 107, Down: 108, PageDown: 109, Insert: 110, Delete: 111, Super: 125, Menu: 127 },
  // Keys of office keyboards, which X calls XF86….
  ...{ Copy: 133, Open: 134, Paste: 135, Find: 136, Help: 138, Calculator: 140, Explorer: 144, Www: 150, Mail: 155 },
  ...{ Bookmarks: 156, MyComputer: 157, Back: 158, Forward: 159, HomePage: 172, Refresh: 173, New: 181, Close: 206 },
  ...{ Print: 210, SearchKey: 217, Media: 226, Save: 234, Documents: 235 },
} as const satisfies Readonly<Record<string, number>>;

export type KeyName = keyof typeof kernelCodes;
type Modifier = 'Ctrl' | 'Shift' | 'Alt' | 'Super';
/** `Ctrl+Shift+N`: pressed from left to right, let go from right to left. */
export type Chord = `${KeyName}` | `${Modifier}+${KeyName}` | `${Modifier}+${Modifier}+${KeyName}`;

/** X counts from 8. */
export function keycodesOf(chord: Chord): readonly number[] {
  const codes: Readonly<Record<string, number>> = kernelCodes;
  return chord.split('+').map((name) => (codes[name] ?? 0) + 8);
}

const shifted: Readonly<Record<string, Chord>> = { '|': 'Shift+Backslash', '&': 'Shift+7', '?': 'Shift+Slash' };
const plain: Readonly<Record<string, Chord>> = {
  ...{ ' ': 'Space', '/': 'Slash', '-': 'Minus', ',': 'Comma', '.': 'Period', ';': 'Semicolon', '=': 'Equal' },
  ...{ '\r': 'Enter', '\t': 'Tab' },
};

/** How a scanner that is a keyboard types a text. Letters that a US keyboard does not have are left out, as scanners do. */
export function chordsFor(text: string): readonly Chord[] {
  return [...text].flatMap((character): readonly Chord[] => {
    const given = plain[character] ?? shifted[character];
    if (given) return [given];
    const upper = character.toUpperCase();
    if (!isLetterOrDigit(upper)) return [];
    return [upper === character && !/\d/.test(upper) ? `Shift+${upper}` : upper];
  });
}

function isLetterOrDigit(name: string): name is `${KeyName}` {
  return /^[A-Z0-9]$/.test(name);
}
