import type { CounterActName } from '#kiosk/bridge/hub/counter-words.ts';
import type { ListName } from './rows.ts';

/** What one key does while nothing is typed and no sheet lies open. `?` lists them. */
export type KeyDoes =
  | { readonly does: 'act'; readonly act: KeyAct }
  | { readonly does: 'list'; readonly list: ListName }
  | { readonly does: 'search' | 'keys' };

export type KeyAct = Extract<
  CounterActName,
  | 'call-next'
  | 'recall'
  | 'absent'
  | 'finish'
  | 'park'
  | 'transfer'
  | 'quick-issue'
  | 'serve-without-ticket'
  | 'undo'
  | 'pause'
  | 'sit-down'
>;

/** As on the keys: capitals. Vietnamese typing programs take letters only where something is typed. */
export const actKeys = {
  'call-next': 'Enter',
  recall: 'R',
  absent: 'A',
  finish: 'F',
  park: 'P',
  transfer: 'T',
  'quick-issue': 'Q',
  'serve-without-ticket': 'W',
  undo: 'Z',
  pause: 'B',
  'sit-down': 'S',
} as const satisfies Readonly<Record<KeyAct, string>>;

const listKeys: Readonly<Record<string, ListName>> = {
  1: 'waiting',
  2: 'absent',
  3: 'parked',
  4: 'unknown',
  5: 'called',
};

export function whatKeyDoes(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>,
): KeyDoes | undefined {
  // A key that is held down is pressed once.
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return undefined;
  if (event.key === '?') return { does: 'keys' };
  if (event.key === '/') return { does: 'search' };
  const list = listKeys[event.key];
  if (list) return { does: 'list', list };
  const pressed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const act = (Object.keys(actKeys) as KeyAct[]).find((each) => actKeys[each] === pressed);
  return act && { does: 'act', act };
}
