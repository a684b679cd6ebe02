import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run conformance`'s program: the kiosk starts it and never loads it (a kiosk runs nothing of the hospital kit). It stands where
 * the sources have it, or where `npm run build` lays it beside the bundled host. `undefined`: it was not installed.
 */
export function conformanceProgram(): string | undefined {
  const isSource = extname(import.meta.url) === '.ts';
  const place = isSource ? '../../../../scripts/conformance.ts' : '../tools/conformance.js';
  const program = fileURLToPath(new URL(place, import.meta.url));
  return existsSync(program) ? program : undefined;
}
