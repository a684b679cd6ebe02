/**
 * Text from outside (a card, a hospital, a site file) that a screen or a ticket may show: NFC, one line, bounded, and nothing in
 * it that hides, turns or overprints what stands beside it. Allowed are letters with at most two marks, numbers, punctuation, the
 * signs of mathematics and money, `°` and `№`; not controls, bidi and zero-width characters, private use, emoji, halves of
 * surrogate pairs.
 */
const notShown = /[^\p{L}\p{M}\p{N}\p{P}\p{Sm}\p{Sc}\p{Sk}°№ ]|\p{Extended_Pictographic}/gu;
/** Soft hyphens, zero-width and direction characters, byte order marks; variation selectors, which only emoji need. */
const unseen = /\p{Cf}|[\ufe00-\ufe0f]/gu;
const marksOnNothing = /(^| )\p{M}+/gu;
/** NFC joins all but a few marks of Vietnam's languages with their letters; no letter has three more. */
const stackedMarks = /(\p{M}{2})\p{M}+/gu;

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** At most `longest` UTF-16 units, never in the middle of a letter and its marks; '' when nothing is left. */
export function shownText(text: string, longest: number): string {
  // What is looked at is bounded, too: most of a long text is cut anyway.
  const clean = text
    .slice(0, 8 * longest)
    .toWellFormed()
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .replace(notShown, ' ')
    .normalize('NFC')
    .replace(marksOnNothing, '$1')
    .replace(stackedMarks, '$1')
    .normalize('NFC')
    .replace(/ +/g, ' ')
    .trim();
  if (clean.length <= longest) return clean;
  let end = 0;
  for (const { index, segment } of graphemes.segment(clean.slice(0, 2 * longest))) {
    if (index + segment.length > longest) break;
    end = index + segment.length;
  }
  return clean.slice(0, end).trimEnd();
}

/** Whether it may be shown as it is. */
export function isShownText(text: string): boolean {
  return shownText(text, text.length) === text;
}
