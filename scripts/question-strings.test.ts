import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import host from '#config/strings/host.vi.json' with { type: 'json' };
import staff from '#config/strings/staff.vi.json' with { type: 'json' };
import patients from '#config/strings/vi.json' with { type: 'json' };
import { joinedPath, joinedText, questionNames } from './question-strings.ts';

test.for(languages)('what a question says is what the screens say, in %s (else run: npm run strings)', (language) => {
  assert.equal(readFileSync(joinedPath(language), 'utf8'), joinedText(language));
});

test('no question hides words of the kiosk behind its own name', () => {
  assert.deepEqual(
    questionNames().filter((name) => name in patients || name in host || name in staff),
    [],
  );
});
