import assert from 'node:assert/strict';
import { test } from 'vitest';
import { languages } from '#config/agreements/language.ts';
import { counterTexts, sayAtCounter } from '#config/strings/counter-messages.ts';
import { callReasonNames, counterRefusals, parkReasonNames, quickIssueNames } from '#kiosk/bridge/hub/counter-words.ts';
import { quickIssueKinds, refusals } from '../queue/acts.ts';
import { callReasons, parkReasons } from '../queue/entry.ts';

test('every refusal and every reason of the queue has its words on the counter page', () => {
  assert.deepEqual(
    [...refusals].filter((each) => !(counterRefusals as readonly string[]).includes(each)),
    [],
  );
  assert.deepEqual(callReasonNames, callReasons);
  assert.deepEqual(parkReasonNames, parkReasons);
  assert.deepEqual(quickIssueNames, quickIssueKinds);
  for (const language of languages) {
    const said = counterRefusals.map((why) => sayAtCounter(language)(`refused.${why}`));
    assert.equal(new Set(said).size, counterRefusals.length);
  }
});

test('both languages of the counter page say everything, with the same places to fill, and nothing the same', () => {
  const [vi, en] = languages.map((language) => leaves(counterTexts[language])) as [
    Map<string, string>,
    Map<string, string>,
  ];
  assert.deepEqual([...vi.keys()].sort(), [...en.keys()].sort());
  for (const [key, text] of vi) {
    const other = en.get(key) ?? '';
    const places = (of: string) => [...of.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    assert.deepEqual(places(text), places(other), key);
    assert.equal(text, text.normalize('NFC').trim(), key);
    assert.notEqual(other, '', key);
    if (/\p{L}/u.test(text.replace(/\{\{\w+\}\}/g, ''))) assert.notEqual(text, other, key);
  }
});

function leaves(tree: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...leaves(value, `${path}${key}.`)],
    ),
  );
}
