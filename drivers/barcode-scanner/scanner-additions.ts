/**
 * What scanners put around a code when they are told to, or when nobody told them not to:
 *
 * - an AIM symbology identifier, `]Q1` (ISO/IEC 15424: `]`, a letter, a modifier), before the code or behind it;
 * - the ECI of the AIM protocol, `\000026` (the character set of what follows), which doubles every other backslash;
 * - the maker's own code id: one letter (Honeywell's `s`), or Zebra's `P01` (manuals of both; Zebra's table has `P00`–`P0X`);
 * - control characters, blanks and a byte-order mark at either end.
 *
 * Pure. Gives every way of taking them off, what takes off least first and the text as it is before all; whether a document
 * remains is for the caller to say. A digit is never taken off: it may be the first one of somebody's number.
 *
 * `text` is one character for each byte, or what a keyboard typed; there `]` and `\` may be another sign (`typed`).
 */
export function withoutAdditions(text: string, typed = false): readonly string[] {
  const trimmed = trim(text);
  const cores = unique([trimmed, withoutEci(trimmed, typed)]);
  return unique([text, ...cores.flatMap((core) => withoutEnds(core, typed))]);
}

function withoutEnds(core: string, typed: boolean): readonly string[] {
  const aim = typed ? String.raw`[^\p{L}\p{N}\s|]` : String.raw`\]`;
  const ids = [`${aim}[A-Za-z][0-9A-Za-z]`, 'P0[0-9A-Z]', '[A-Za-z]'];
  const heads = ids.map((id) => new RegExp(`^${id}`, 'u'));
  const tails = ids.map((id) => new RegExp(`${id}$`, 'u'));
  // A scanner may be told to send both kinds of id.
  const withoutHead = unique([core, ...twice(core, heads)]);
  return unique(withoutHead.flatMap((each) => [each, ...twice(each, tails)]));
}

function twice(text: string, patterns: readonly RegExp[]): readonly string[] {
  return patterns.flatMap((first) => {
    const once = trim(text.replace(first, ''));
    const others = patterns.filter((pattern) => pattern !== first);
    return once === text ? [] : [once, ...others.map((pattern) => trim(once.replace(pattern, '')))];
  });
}

function withoutEci(text: string, typed: boolean): string {
  if (typed) return text.replace(/[^\p{L}\p{N}\s|](?=0000\d\d)0000\d\d/gu, '');
  return text.replace(/\\\d{6}/g, '').replaceAll('\\\\', '\\');
}

/** Also UTF-8's byte-order mark, one character a byte. */
function trim(text: string): string {
  return text.replace(/^(?:[\x00-\x20\x7f\ufeff]|\xef\xbb\xbf)+|[\x00-\x20\x7f]+$/g, '');
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The longest prefix that a technician would set: a name, a date and a time. */
const longestStrangePrefix = 32;

/**
 * What remains behind each beginning that nobody knows, the longest remainder first. None begins in the middle of a number
 * or behind a bar: that is half a card, not a prefix.
 */
export function withoutStrangePrefix(text: string): readonly string[] {
  const end = Math.min(longestStrangePrefix, text.length - 1);
  const starts = Array.from({ length: end }, (_, at) => at + 1);
  return starts
    .filter((at) => !text.slice(0, at).includes('|') && !/\d$/.test(text.slice(0, at)))
    .map((at) => text.slice(at));
}

/** The longest ending that a technician would set: a date and a time, or `[CR]` as it is spelt. */
const longestStrangeSuffix = 20;

/**
 * What remains in front of each ending that nobody knows, the longest remainder first. None begins in the middle of a number
 * or goes back over a bar.
 */
export function withoutStrangeSuffix(text: string): readonly string[] {
  const most = Math.min(longestStrangeSuffix, text.length - 1);
  const ends = Array.from({ length: most }, (_, at) => text.length - 1 - at);
  return ends
    .filter((at) => !text.slice(at).includes('|') && !/^\d/.test(text.slice(at)))
    .map((at) => text.slice(0, at));
}
