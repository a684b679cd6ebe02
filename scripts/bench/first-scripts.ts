import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The JavaScript that a page needs before its first screen: what it starts with, and whatever that imports. Bytes as a server compresses them. */
export function firstScriptBytes(pageFile: string): number {
  const folder = dirname(pageFile);
  const [, entry = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(readFileSync(pageFile, 'utf8')) ?? [];
  const needed = new Map<string, string>();
  const follow = (file: string): void => {
    if (needed.has(file)) return;
    const script = readFileSync(file, 'utf8');
    needed.set(file, script);
    for (const imported of importsOf(script)) follow(join(dirname(file), imported));
  };
  follow(join(folder, entry));
  return [...needed.values()].reduce((sum, script) => sum + gzipSync(script).length, 0);
}

/** Of a built module: what is imported at once, by `import` alone, by name, or passed on; `import()` comes later. */
export function importsOf(script: string): readonly string[] {
  const statements = script.matchAll(/(?:^|[;}\s])(?:import|export)(?:[\w*{}$,\s]*\bfrom)?\s*["'](\.[^"']+)["']/g);
  return [...statements].map(([, path = '']) => path);
}
