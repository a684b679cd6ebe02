import { pathText } from './json.ts';
import { tokensOf } from './json-mistakes.ts';

/** On which line each value of a JSON text begins, by its path (`devices[1].transport.port`). The text is valid JSON. */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  /** The keys and places that lead to where we are. */
  const open: { key: string | number; readonly isList: boolean }[] = [];
  let awaitsKey = false;
  const note = (line: number) => {
    const path = pathText(open.map(({ key }) => key));
    if (!lines.has(path)) lines.set(path, line);
  };
  for (const { kind, value, line } of tokensOf(text)) {
    const top = open.at(-1);
    if (kind === 'text' && awaitsKey && top) {
      top.key = String(JSON.parse(value));
      awaitsKey = false;
      note(line);
    } else if (kind !== 'sign') {
      note(line);
    } else if (value === '{' || value === '[') {
      note(line);
      open.push({ key: value === '[' ? 0 : '', isList: value === '[' });
      awaitsKey = value === '{';
    } else if (value === '}' || value === ']') {
      open.pop();
      awaitsKey = false;
    } else if (value === ',' && top) {
      if (top.isList) top.key = Number(top.key) + 1;
      else awaitsKey = true;
    }
  }
  return lines;
}

/** The line of a place, or of the nearest one around it; `undefined` for none. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number | undefined {
  for (let outer = path; outer !== ''; outer = outer.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, '')) {
    const line = lines.get(outer);
    if (line !== undefined) return line;
    if (!/(^|\.)[^.[\]]+$|\[\d+\]$/.test(outer)) return undefined;
  }
  return lines.get('');
}
