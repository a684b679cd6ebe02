import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program that stands beside a module: `.ts` beside the sources, `.js` beside the bundle that the module has become a part of. */
export function programBeside(moduleUrl: string, name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(moduleUrl)}`, moduleUrl));
}
