/**
 * Writes backend-client/webhook/openapi.json, which HIS teams read. Run after a change of its words; a test says when it
 * is due.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '#backend-client/webhook/openapi.ts';

export const openApiFile = fileURLToPath(new URL('../backend-client/webhook/openapi.json', import.meta.url));

export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(openApiFile, openApiText());
  console.log('backend-client/webhook/openapi.json is written.');
}
