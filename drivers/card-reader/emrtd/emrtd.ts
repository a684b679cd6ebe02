/** What a reader needs to open, read and judge a chip (ICAO 9303), loaded in one piece. */
export { adaptToRefusal, createHabits } from './chip-habits.ts';
export { openChip } from './open-chip.ts';
export { openCscaFolder } from './passive-authentication/csca-folder.ts';
export { signsFor } from './passive-authentication/issuer-policy.ts';
export { readChip } from './read-chip.ts';
