import { stop } from '#config/agreements/command-line.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import { readHubFile } from '#config/settings/read-hub-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';

/** A wrong hub.json ends the program with every mistake listed. */
export function readHubOrStop(file: string): HubFile {
  const read = readHubFile(file);
  return read.ok ? read.value : stop(2, sayMistakes(file, read.problem, 'hub'));
}
