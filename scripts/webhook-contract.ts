/**
 * Writes backend-client/webhook/openapi.json and backend-client/webhook/schemas/, the contract that HIS teams read. Run after a
 * change of its words; a test says when it is due.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonSchemaOf, openApiDocument, wireDocuments } from '#backend-client/webhook/openapi.ts';

const folder = new URL('../backend-client/webhook/', import.meta.url);

/** Path and whole text of every file. */
export function contractFiles(): readonly { readonly path: string; readonly text: string }[] {
  const names = Object.keys(wireDocuments) as readonly (keyof typeof wireDocuments)[];
  return [
    file('openapi.json', openApiDocument()),
    ...names.map((name) => file(`schemas/${name}.schema.json`, jsonSchemaOf(name))),
  ];
}

function file(name: string, content: unknown) {
  return { path: fileURLToPath(new URL(name, folder)), text: `${JSON.stringify(content, null, 2)}\n` };
}

if (import.meta.main) {
  for (const { path, text } of contractFiles()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log('backend-client/webhook/openapi.json and its schemas are written.');
}
