import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostPictures, picturesToKeep } from './pictures-to-keep.ts';

test('every screen is kept once portrait, some landscape, each picture once, and never more than sixty', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(70), { maxLength: 200 }), (screens) => {
      const states = screens.map((screen, at) => ({ name: `state-${at}`, screen: `screen-${screen}` }));
      const kept = picturesToKeep(states);
      const count = new Set(screens).size;
      expect(kept.length).toBe(Math.min(mostPictures, 2 * count));
      expect(kept.filter(({ glass }) => glass === 'portrait').length).toBe(Math.min(mostPictures, count));
      expect(new Set(kept.map((each) => JSON.stringify(each))).size).toBe(kept.length);
      const [first] = states;
      expect(kept[0]?.state).toBe(first?.name);
    }),
  );
});
