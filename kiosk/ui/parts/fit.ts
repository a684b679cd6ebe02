/** A text's size class: long names get smaller letters instead of being clipped. The styles give each class its size. */
export type Fit = 'short' | 'medium' | 'long' | 'longest';

/** `steps` are the longest lengths of short, medium and long, in characters. */
export function fitOf(text: string, [short, medium, long]: readonly [number, number, number]): Fit {
  if (text.length <= short) return 'short';
  if (text.length <= medium) return 'medium';
  return text.length <= long ? 'long' : 'longest';
}
