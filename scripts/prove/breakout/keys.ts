import type { Hands, MouseButton } from './display/hands.ts';
import type { Chord } from './display/keycodes.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { glance, lookAround } from './sights.ts';
import { attempt, type Tried, type Tries } from './tried.ts';
import type { Trial, Try } from './way.ts';

/** One thing that a stranger does with keyboard, mouse or fingers. */
export interface Deed {
  readonly did: string;
  readonly act: (hands: Hands, kiosk: KioskOnTrial) => Promise<unknown>;
}

export type Deeds = readonly [Deed, ...Deed[]];

export function pressing(first: Chord, ...others: readonly Chord[]): Deeds {
  const deed = (chord: Chord): Deed => ({ did: chord, act: (hands) => hands.press(chord) });
  return [deed(first), ...others.map(deed)];
}

export function clicking(button: MouseButton): Deed {
  return { did: `mouse button ${button}`, act: (hands, { screen }) => hands.click(beside(screen), button) };
}

/** A place of the patient's page that nothing is drawn at. */
export function beside({ width, height }: { readonly width: number; readonly height: number }) {
  return { x: width - 12, y: height / 2 };
}

/** Opens what the browser offers for typing an address, and types one that would show this machine's files. */
const fileAddress: Deed = {
  did: 'Ctrl+L, file:///etc/passwd, Enter',
  async act(hands) {
    await hands.press('Ctrl+L');
    await hands.type(['F', 'I', 'L', 'E', 'Shift+Semicolon', 'Slash', 'Slash', 'Slash', 'E', 'T', 'C', 'Enter'], 4);
  },
};
const wheel = (button: 'wheelUp' | 'wheelDown'): Deed => ({
  did: `Ctrl and ${button}`,
  act: (hands, { screen }) => hands.holding('Ctrl', () => hands.click(beside(screen), button)),
});

/** Rows that are keys and mouse buttons; done on the patient's page and on fallen ones. */
export const keyRows = {
  1: pressing('Ctrl+N', 'Ctrl+T', 'Ctrl+Shift+N', 'Ctrl+Shift+T'),
  2: pressing('Ctrl+W', 'Ctrl+F4', 'Ctrl+Q', 'Ctrl+Shift+W', 'Ctrl+Shift+Q'),
  4: pressing('F11', 'Escape', 'Shift+F11'),
  5: pressing('F12', 'Ctrl+Shift+I', 'Ctrl+Shift+J', 'Ctrl+Shift+C', 'Ctrl+Shift+K', 'Ctrl+Shift+M'),
  6: pressing('Ctrl+U'),
  7: [...pressing('Ctrl+O', 'Open'), fileAddress],
  8: pressing('Ctrl+P', 'Ctrl+Shift+P', 'Print'),
  9: pressing('Ctrl+S', 'Ctrl+Shift+S', 'Save'),
  10: pressing('Ctrl+L', 'Alt+D', 'F6', 'Ctrl+K', 'Ctrl+E', 'Ctrl+Enter'),
  11: pressing('Ctrl+H', 'Ctrl+J', 'Ctrl+Shift+O', 'Ctrl+Shift+B', 'Ctrl+D', 'Ctrl+Shift+D', 'Ctrl+Shift+Delete'),
  12: pressing('Ctrl+F', 'Ctrl+G', 'F3', 'Shift+F3', 'F7'),
  13: pressing('Shift+Escape', 'F1', 'F10', 'Alt+F', 'Alt+E', 'Alt+Space', 'Ctrl+Shift+A'),
  14: [
    ...pressing('Alt+Left', 'Alt+Right', 'Alt+Home', 'Backspace', 'Shift+Backspace', 'Back', 'Forward', 'HomePage'),
    ...pressing('Refresh', 'SearchKey', 'Bookmarks', 'Www', 'Mail', 'Calculator', 'Explorer', 'MyComputer', 'Media'),
    ...[clicking('back'), clicking('forward')],
  ],
  15: [
    ...pressing('Ctrl+Equal', 'Ctrl+Shift+Equal', 'Ctrl+Minus', 'Ctrl+0', 'Ctrl+KeypadPlus', 'Ctrl+KeypadMinus'),
    ...[wheel('wheelUp'), wheel('wheelDown')],
  ],
  18: [clicking('right'), ...pressing('Menu', 'Shift+F10')],
  45: pressing('SysRq', 'Alt+SysRq', 'Super+D', 'Super+L', 'Alt+Tab', 'Alt+F2', 'Ctrl+Escape', 'Super+E'),
} as const satisfies Readonly<Record<number, Deeds>>;

export const keyRowNumbers: ReadonlyMap<number, Deeds> = new Map(
  Object.entries(keyRows).map(([row, deeds]) => [Number(row), deeds]),
);

/** Everywhere: on the patient's page, then on pages that have crashed or could not be loaded. */
export function keys(row: keyof typeof keyRows): Try {
  return async (trial) => [
    ...(await onPatientPage(keyRows[row], trial)),
    ...((await trial.onFallenPages()).get(row) ?? []),
  ];
}

export async function onPatientPage([first, ...others]: Deeds, { kiosk, isShort }: Trial): Promise<Tries> {
  const files = kiosk.files();
  const one = ({ did, act }: Deed, isLast: boolean) =>
    attempt(
      `${did}, on the patient's page`,
      () => act(kiosk.hands, kiosk),
      () => (isShort && !isLast ? glance(kiosk, 60) : lookAround(kiosk, files)),
    );
  const tries: [Tried, ...Tried[]] = [await one(first, others.length === 0)];
  for (const [at, deed] of others.entries()) tries.push(await one(deed, at === others.length - 1));
  return tries;
}
