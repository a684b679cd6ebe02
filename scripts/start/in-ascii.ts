import { decode, encode } from '@jridgewell/sourcemap-codec';

/** What is changed of a source map (version 3). */
export interface SourceMap {
  readonly mappings: string;
}

/**
 * The same program with nothing but ASCII: every other character becomes `\\uXXXX`, which means the same in strings, templates and
 * regular expressions; only a raw template (`String.raw`) tells them apart, and those of ours are read as regular expressions. What
 * the map says of a place moves with it.
 */
export function inAscii<Map extends SourceMap>(code: string, map: Map): { readonly code: string; readonly map: Map } {
  const lines = code.split('\n');
  const mappings = decode(map.mappings).map((segments, at) => {
    const moved = columnsIn(lines[at] ?? '');
    for (const segment of segments) segment[0] = moved(segment[0]);
    return segments;
  });
  return { code: code.replace(beyondAscii, escaped), map: { ...map, mappings: encode(mappings) } };
}

const beyondAscii = /[^\0-\x7f]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Where a column of this line comes to lie; asked in rising order. */
function columnsIn(line: string): (column: number) => number {
  const places = Array.from(line.matchAll(beyondAscii), ({ index }) => index);
  let before = 0;
  return (column) => {
    while (before < places.length && (places[before] ?? 0) < column) before += 1;
    return column + before * (escaped('é').length - 1);
  };
}
