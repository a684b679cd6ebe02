import { expect, test } from 'vitest';
import { consentWordsOf, hashOfWords } from './hash-consent-words.ts';

test('the hash of words is what anybody gets from title, line feed and text', () => {
  // printf '%s\n%s' 'Nhắn tin nhắc hẹn?' 'Bệnh viện nhắn tin.' | sha256sum
  expect(hashOfWords('Nhắn tin nhắc hẹn?', 'Bệnh viện nhắn tin.')).toBe(
    'ec41d6ad3059d8e34690548841ba162adf5a94b9a77571a67d4a818c1b30c01d',
  );
  expect(hashOfWords('Nhắn'.normalize('NFD'), 'x')).toBe(hashOfWords('Nhắn'.normalize('NFC'), 'x'));
});

test('each language has its own words and hash, and half a translation is none', () => {
  const whole = consentWordsOf({ code: 'm', title: { vi: 'Nhắn tin?', en: 'Messages?' }, text: { vi: 'a', en: 'b' } });
  expect(whole.en).toEqual({
    purpose: 'm',
    language: 'en',
    title: 'Messages?',
    text: 'b',
    hash: hashOfWords('Messages?', 'b'),
  });
  expect(whole.vi.hash).not.toBe(whole.en.hash);
  const half = consentWordsOf({ code: 'm', title: { vi: 'Nhắn tin?', en: 'Messages?' }, text: { vi: 'a' } });
  expect(half.en).toEqual(half.vi);
});
