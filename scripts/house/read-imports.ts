import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { notInThePicture } from './rooms.ts';

/** Each file of ours that a kiosk runs, with the files of ours that it imports; types count. Paths from the root. */
export function readImports(root: string): ReadonlyMap<string, readonly string[]> {
  const files = globSync('{config,drivers,backend-client,kiosk}/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !notInThePicture.test(file))
    .sort();
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
      const imported = importedFiles.map(({ fileName }) => pathOf(fileName, file));
      return [file, [...new Set(imported)].filter((each) => known.has(each))];
    }),
  );
}

function pathOf(specifier: string, from: string): string {
  return specifier.startsWith('#') ? specifier.slice(1) : normalize(join(dirname(from), specifier));
}
