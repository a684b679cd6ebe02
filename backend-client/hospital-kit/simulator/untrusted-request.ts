import type { IncomingMessage } from 'node:http';

/** Far deeper than a bundle or a fact is; far less than what overflows the stack of whoever walks through it. */
const deepestNesting = 64;

/** What a stranger sent as JSON; `undefined` when it is not JSON, or nested deeper than anything a kiosk sends. */
export function jsonFrom(text: string): unknown {
  if (nestsTooDeeply(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Before parsing: the parser takes any depth, and `JSON.stringify` and schemas then throw a `RangeError`. */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (mark === '"') isInString = !isInString;
    else if (isInString && mark === '\\') at += 1;
    else if (isInString) continue;
    else if (mark === '[' || mark === '{') depth += 1;
    else if (mark === ']' || mark === '}') depth -= 1;
    if (depth > deepestNesting) return true;
  }
  return false;
}

/** `undefined` when it is longer than `longestBytes`, or breaks off. */
export async function readBody(request: IncomingMessage, longestBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length > longestBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Against web pages in a browser on this machine: a foreign name for 127.0.0.1 (DNS rebinding), or a form that posts
 * here. Any port: a kiosk may come through a tunnel.
 */
export function isFromThisMachine({ headers: { host = '', origin }, method }: IncomingMessage): boolean {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return false;
  return method === 'GET' || origin === undefined || origin === `http://${host}`;
}
