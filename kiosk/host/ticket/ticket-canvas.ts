import { createRequire } from 'node:module';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';

export type { Canvas, SKRSContext2D };

/** `loadSystemFonts` is called by the package itself when it is loaded, and missing in its types. */
type CanvasPackage = typeof import('@napi-rs/canvas') & { readonly GlobalFonts: { loadSystemFonts(): number } };

let loaded: CanvasPackage | undefined;
let hasSystemFonts = false;

/**
 * The canvas, loaded when a ticket is first drawn: it costs a host as much time as a fifth of its start. Without the fonts of the
 * machine, which it would all read (some 20 MB where many are installed): tickets bring their own.
 */
export function ticketCanvas(): CanvasPackage {
  if (!loaded) {
    // Read by the package when it is loaded; there is no other way to say so.
    process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
    loaded = createRequire(import.meta.url)('@napi-rs/canvas') as CanvasPackage;
  }
  return loaded;
}

/** Every letter that our own font files have for certain: Latin, Vietnamese and punctuation. */
const ourLetters = /^([\u0000-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2000-\u206f\u20ab]|[\u0300-\u0309\u0323])*$/;

/** A letter that our fonts lack is drawn from whatever the machine has. */
export function bringFontsFor(letter: string): void {
  if (hasSystemFonts || ourLetters.test(letter)) return;
  hasSystemFonts = true;
  ticketCanvas().GlobalFonts.loadSystemFonts();
}
