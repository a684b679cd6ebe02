import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { consentWordsOf, hashOfWords } from '#config/settings/hash-consent-words.ts';
import { consentWordsFolder, keepConsentWords } from './kept-consent-words.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-words-'));
afterEach(() => rmSync(join(dataDir, consentWordsFolder), { recursive: true, force: true }));

const asked = (text: string) =>
  Object.values(consentWordsOf({ code: 'messages', title: { vi: 'Nhắn tin?' }, text: { vi: text } }));
const nothingLogged = () => assert.fail('something was logged');

test('a hospital finds the words of a hash again after the site file has changed', () => {
  keepConsentWords(dataDir, asked('Trong một năm.'), nothingLogged);
  keepConsentWords(dataDir, asked('Trong hai năm.'), nothingLogged);
  const hash = hashOfWords('Nhắn tin?', 'Trong một năm.');
  assert.deepEqual(JSON.parse(readFileSync(join(dataDir, consentWordsFolder, `${hash}.json`), 'utf8')), {
    purpose: 'messages',
    language: 'vi',
    title: 'Nhắn tin?',
    text: 'Trong một năm.',
  });
  assert.equal(readdirSync(join(dataDir, consentWordsFolder)).length, 2);
});

test('words that were kept once are not written again', () => {
  keepConsentWords(dataDir, asked('Trong một năm.'), nothingLogged);
  const [name = ''] = readdirSync(join(dataDir, consentWordsFolder));
  const path = join(dataDir, consentWordsFolder, name);
  const kept = readFileSync(path);
  chmodSync(path, 0o400);
  keepConsentWords(dataDir, asked('Trong một năm.'), nothingLogged);
  assert.deepEqual(readFileSync(path), kept);
});

test('a folder that takes no words is told, and the kiosk goes on', () => {
  writeFileSync(join(dataDir, consentWordsFolder), 'a file where the folder should be');
  const reasons: unknown[] = [];
  keepConsentWords(dataDir, asked('Trong một năm.').slice(0, 1), (event, fields) => void reasons.push(event, fields));
  assert.deepEqual(reasons, ['consent-words-not-kept', { reason: 'EEXIST' }]);
});
