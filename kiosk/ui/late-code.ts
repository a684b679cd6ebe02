import { type ReadonlySignal, signal } from '@preact/signals';
import type { ScreenName } from '#kiosk/bridge/words.ts';

/**
 * The page's code comes in two parts, so that a kiosk at rest is there at once: the frame with the first screens, and everything else,
 * fetched while nobody waits for it. A screen whose code has not come is not shown yet (`page-model.ts`).
 */
export type LateCode = typeof import('./every-screen.ts');

const loaded = signal<LateCode | undefined>(undefined);
export const lateCode: ReadonlySignal<LateCode | undefined> = loaded;

/** What a kiosk shows while it serves nobody, and while it waits. */
const first: readonly ScreenName[] = ['attract', 'scan-again', 'please-wait'];

export function canBeDrawn(screen: { readonly show: ScreenName }): boolean {
  return loaded.peek() !== undefined || first.includes(screen.show);
}

let onTheWay: Promise<LateCode> | undefined;

/** Fetched once, however often it is asked for. Rejects as long as it does not come: a browser asks no second time, a new document does. */
export function loadLateCode(): Promise<LateCode> {
  onTheWay ??= import('./every-screen.ts').then((code) => {
    loaded.value = code;
    return code;
  });
  return onTheWay;
}
