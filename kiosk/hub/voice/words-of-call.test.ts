import { expect, test } from 'vitest';
import { nameToSay, utteranceOf } from './spoken-words.ts';
import { alphabet, clipsOfCall, wordsNeeded, wordsOfCall } from './words-of-call.ts';

const name = () => ({ vi: 'Phòng 101', en: 'Room 101' });
const said = (words: readonly string[], dialect: 'north' | 'south' = 'north') =>
  words.map((each) => utteranceOf(each as 'vi/to', { dialect, counterName: name })?.text ?? '…').join(' | ');

test('a number is said letter by letter and digit by digit, with its zeros', () => {
  const call = { number: 'UA007', counter: 'p101', count: 1 };
  expect(said(wordsOfCall(call, 'vi'))).toBe('Mời số | u | a | không | không | bảy | đến | Phòng 1 0 1');
  expect(said(wordsOfCall(call, 'en'))).toBe('Number | U | A | zero | zero | seven | please go to | Room 1 0 1');
});

test('a marked number has a short silence where its dashes are, and a recall says so first', () => {
  expect(said(wordsOfCall({ number: 'A-K2-07', counter: 'p101', count: 2 }, 'vi'))).toBe(
    'Xin nhắc lại | Mời số | a | … | ca | hai | … | không | bảy | đến | Phòng 1 0 1',
  );
});

test('one chime, then the languages of the place one after the other', () => {
  const clips = clipsOfCall({ number: 'A1', counter: 'p101', count: 1 }, ['vi', 'en']);
  expect(clips.filter((clip) => clip === 'chime' || clip === 'gap')).toEqual(['chime', 'gap']);
  expect(clips[0]).toBe('chime');
});

test('every letter has a name of its own in each dialect, and every word can be said', () => {
  for (const dialect of ['north', 'central', 'south'] as const) {
    const letters = alphabet.map((letter) => utteranceOf(`vi/letter-${letter}`, { dialect, counterName: name })?.text);
    expect(new Set(letters).size).toBe(26);
    for (const word of wordsNeeded(['p101'], ['vi', 'en']))
      expect(utteranceOf(word, { dialect, counterName: name })?.text).toMatch(/./);
  }
});

test('a door is said as people say it, and nothing in its name speaks to the voice program', () => {
  expect([nameToSay('quầy 12'), nameToSay('Phòng 205A'), nameToSay('phòng 07')]).toEqual([
    'quầy 12',
    'Phòng 2 0 5A',
    'phòng 0 7',
  ]);
  expect(nameToSay('Phòng [[x]] <b> 1')).toBe('Phòng x b 1');
});
