import { type ReadonlySignal, signal } from '@preact/signals';
import type { Screen, ScreenName } from '#kiosk/bridge/words.ts';

/** What nobody needs on the first screen; the page fetches it while nobody waits, so that its first screen is there at once. */
export type LateScreens = typeof import('./typing/typing-screens.ts');

const loaded = signal<LateScreens | undefined>(undefined);
export const lateScreens: ReadonlySignal<LateScreens | undefined> = loaded;

const late = [
  'type-number',
  'say-number-back',
  'who-are-you',
  'when-born',
  'phone-number',
] as const satisfies readonly ScreenName[];
export type LateScreen = Extract<Screen, { readonly show: (typeof late)[number] }>;

export function isLate(screen: Screen): screen is LateScreen {
  return late.some((each) => each === screen.show);
}

let onTheWay: Promise<void> | undefined;

/** Once, however often it is called; after a failure the next call tries again. */
export function loadLateScreens(): Promise<void> {
  onTheWay ??= import('./typing/typing-screens.ts').then(
    (screens) => {
      loaded.value = screens;
    },
    (failure: unknown) => {
      onTheWay = undefined;
      throw failure;
    },
  );
  return onTheWay;
}
