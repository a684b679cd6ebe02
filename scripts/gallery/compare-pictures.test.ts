import { expect, test } from 'vitest';
import { comparePictures, type Dots, dotsOf, mostOtherDots, pngOf } from './compare-pictures.ts';

const grey = (width: number, height: number, shade: number): Dots => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).map((_, at) => (at % 4 === 3 ? 255 : shade)),
});

test('pictures that differ by the smoothing of letters are the same', () => {
  expect(comparePictures(grey(100, 100, 200), grey(100, 100, 225)).otherDots).toBe(0);
});

test('a button that has moved or gone is seen, and shown in red', async () => {
  const is = grey(100, 100, 250);
  for (let at = 0; at < 80; at += 1) is.data.set([20, 20, 20], (at * 100 + 50) * 4);
  const { otherDots, shown } = comparePictures(grey(100, 100, 250), is);
  expect(otherDots).toBe(80);
  expect(otherDots).toBeGreaterThan(mostOtherDots);
  const again = await dotsOf(pngOf(shown));
  expect([...again.data.subarray(200, 204)]).toEqual([220, 0, 0, 255]);
});

test('a picture of another size is another picture', () => {
  expect(comparePictures(grey(10, 10, 0), grey(10, 11, 0)).otherDots).toBe(10_000);
});
