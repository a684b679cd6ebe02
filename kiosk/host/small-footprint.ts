import { setFlagsFromString } from 'node:v8';

/*
 * Imported before everything else. A kiosk waits nearly all of the time: V8 is to keep its heap small rather than to gain the last
 * millisecond. Optimizing compilers cost some 20 MB, their own pages and what they work in, and a kiosk that serves a patient a
 * minute never earns that back: a visit takes 16 ms of processor time instead of 9 after hundreds of them, and the same after a few
 * (`npm run bench -- start`). And the space for what is new and short-lived stays as small as it begins: 10 MB less after a rush.
 */
setFlagsFromString('--no-opt');
setFlagsFromString('--no-maglev');
setFlagsFromString('--semi-space-growth-factor=1');

/** Once the host is ready: while it starts, everything that it makes stays, and V8 would look through it again and again. */
export function keepSmall(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--heap-growing-percent=15');
}
