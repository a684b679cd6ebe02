import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#config/agreements/log-events.ts';
import type { ConsentWords } from '#config/settings/consent-words.ts';

/** Of a kiosk's data directory. */
export const consentWordsFolder = 'consent-words';

/**
 * Keeps the words that people are asked to agree to as `consent-words/<hash>.json`, for as long as the data directory lives: a visit
 * tells the hospital only their hash, and a site file changes. No file is ever changed or removed, and none is about a person.
 */
export function keepConsentWords(dataDir: string, words: readonly ConsentWords[], log: Log): void {
  const folder = join(dataDir, consentWordsFolder);
  for (const { hash, ...said } of words) {
    const path = join(folder, `${hash}.json`);
    try {
      if (existsSync(path)) continue;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, `${JSON.stringify(said, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch (error) {
      log('consent-words-not-kept', {
        reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
      });
    }
  }
}
