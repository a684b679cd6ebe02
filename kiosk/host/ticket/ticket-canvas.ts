import { createRequire } from 'node:module';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';

export type { Canvas, SKRSContext2D };

type CanvasPackage = typeof import('@napi-rs/canvas');

let loaded: CanvasPackage | undefined;

/**
 * The canvas, loaded when a ticket is first drawn: it costs a host as much time as a fifth of its start. Without the fonts of the
 * machine, which it would all read (some 20 MB where many are installed): tickets bring their own, and a letter that those lack
 * is a gap on the paper.
 */
export function ticketCanvas(): CanvasPackage {
  if (!loaded) {
    // Read by the package when it is loaded; there is no other way to say so.
    process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
    loaded = createRequire(import.meta.url)('@napi-rs/canvas') as CanvasPackage;
  }
  return loaded;
}
