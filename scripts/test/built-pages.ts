import { fileURLToPath } from 'node:url';
import { buildPages } from '../start/build-pages.ts';

/** Vitest's, once before the first test: of what runs side by side nothing builds pages that another one is reading. */
export function setup(): Promise<void> {
  return buildPages(fileURLToPath(new URL('../..', import.meta.url)), () => undefined);
}
