/** Writes kiosk/hub/openapi.json. Run after a change of what the hub is asked; a test says when it is due. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '#kiosk/hub/openapi.ts';

export const openApiFile = fileURLToPath(new URL('../kiosk/hub/openapi.json', import.meta.url));

export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(openApiFile, openApiText());
  console.log('kiosk/hub/openapi.json is written.');
}
