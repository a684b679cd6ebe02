import { setFlagsFromString } from 'node:v8';

/*
 * Imported before everything else. What a hub holds of a full day is some 50 MB; left to itself V8 keeps six times as much of what is over
 * (`npm run bench -- hub`).
 */
setFlagsFromString('--semi-space-growth-factor=1');

/** Once the day is read: while it is, V8 would clear up three times as often, and a third of all the time would go into that. */
export function keepSmall(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--heap-growing-percent=15');
}
