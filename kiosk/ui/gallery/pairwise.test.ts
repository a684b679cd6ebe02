import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairsOf, pairwisePages } from './pairwise.ts';

const choices = {
  languages: ['vi', 'en'],
  glasses: ['portrait', 'landscape', 'small'],
  options: ['plain', 'test', 'long'],
} as const;
const anyStates = fc
  .array(fc.nat(11), { maxLength: 60 })
  .map((screens) => screens.map((screen, at) => ({ name: `state-${at}`, screen: `screen-${screen}` })));

test('every state is looked at, and every screen in every language, on every glass, with every option', () => {
  fc.assert(
    fc.property(anyStates, (states) => {
      const pages = pairwisePages(states, choices);
      expect(new Set(pages.map(({ state }) => state))).toEqual(new Set(states.map(({ name }) => name)));
      const screenOf = new Map(states.map(({ name, screen }) => [name, screen]));
      const seen = new Set(pages.flatMap(({ state, ...look }) => pairsOf(screenOf.get(state) ?? '', look)));
      const wanted = [...new Set(screenOf.values())].flatMap((screen) =>
        choices.languages.flatMap((language) =>
          choices.glasses.flatMap((glass) =>
            choices.options.flatMap((option) => pairsOf(screen, { language, glass, option })),
          ),
        ),
      );
      expect(wanted.filter((pair) => !seen.has(pair))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('it takes hardly more pages than there are states, or than each screen has looks to be seen in', () => {
  const states = Array.from({ length: 120 }, (_, at) => ({ name: `state-${at}`, screen: `screen-${at % 20}` }));
  expect(pairwisePages(states, choices).length).toBeLessThanOrEqual(125);
  const single = states.slice(0, 20);
  expect(pairwisePages(single, choices).length).toBeLessThanOrEqual(20 * 4);
});

test('the same states are always looked at in the same way', () => {
  const states = Array.from({ length: 30 }, (_, at) => ({ name: `state-${at}`, screen: `screen-${at % 7}` }));
  expect(pairwisePages(states, choices)).toEqual(pairwisePages(states, choices));
});
