/**
 * Writes backend-client/fhir/definitions/: our FHIR extensions and code systems, for HIS teams to load. Run after a change of them;
 * a test says when it is due.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownDefinitions } from '#backend-client/fhir/own-definitions.ts';

/** Path and whole text of every file. */
export function definitionFiles(): readonly { readonly path: string; readonly text: string }[] {
  return ownDefinitions().map(({ name, resource }) => ({
    path: fileURLToPath(new URL(`../backend-client/fhir/definitions/${name}.json`, import.meta.url)),
    text: `${JSON.stringify(resource, null, 2)}\n`,
  }));
}

if (import.meta.main) {
  for (const { path, text } of definitionFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log('backend-client/fhir/definitions/ is written.');
}
