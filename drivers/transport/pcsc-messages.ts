/**
 * What the kiosk and the process that holds PC/SC say to each other: one JSON object per line, over the process's standard
 * input and output. Commands and answers carry the same `id`; APDUs are base64.
 */
export type PcscCommand =
  /** Exclusive: while a card is read, no other program talks to it. */
  | { readonly do: 'connect'; readonly id: number; readonly reader: string }
  | { readonly do: 'transmit'; readonly id: number; readonly apdu: string }
  /** Powers the card off, so that the next session starts from nothing. */
  | { readonly do: 'disconnect'; readonly id: number };

export type PcscReport =
  /** The process lives. The PC/SC service is reached, or not yet. */
  | { readonly type: 'started'; readonly service: boolean }
  /** A reader as it stands; told once when it is found and after each change. */
  | { readonly type: 'reader'; readonly reader: string; readonly hasCard: boolean }
  | { readonly type: 'reader-removed'; readonly reader: string }
  | { readonly type: 'done'; readonly id: number; readonly response: string }
  | { readonly type: 'failed'; readonly id: number; readonly problem: PcscProblem };

/**
 * - `no-card`: nothing lies on the reader.
 * - `card-gone`: it was taken away, or left the reader's field, while it was talked to.
 * - `mute`: something lies there that does not answer a reset.
 * - `reader-taken`: another program holds the reader.
 * - `reader-gone`: no such reader, or the service is down.
 */
export type PcscProblem = 'no-card' | 'card-gone' | 'mute' | 'reader-taken' | 'reader-gone';

/** PC/SC knows no reader name longer than 128 bytes, and an extended response has 65,538 bytes; base64 makes them a third more. */
export const longestLineBytes = 96 * 1024;

export interface LineStep {
  /** Without their ends. */
  readonly lines: readonly string[];
  readonly rest: Uint8Array;
  /** A line was longer than any message; what comes after it cannot be trusted. */
  readonly oversized: boolean;
}

const lineEnd = 0x0a;
const nothing = new Uint8Array();

/** Cuts a byte stream into lines; pure. `rest` never grows beyond `longestLineBytes`. */
export function cutLines(before: Uint8Array, chunk: Uint8Array): LineStep {
  const bytes = Buffer.concat([before, chunk]);
  const lines: string[] = [];
  let at = 0;
  for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, at)) {
    if (end - at > longestLineBytes) return { lines, rest: nothing, oversized: true };
    lines.push(bytes.toString('utf8', at, end));
    at = end + 1;
  }
  if (bytes.length - at > longestLineBytes) return { lines, rest: nothing, oversized: true };
  // A copy: a view of it would keep the lines that are done with.
  const rest = at === bytes.length ? nothing : Uint8Array.from(bytes.subarray(at));
  bytes.fill(0);
  return { lines, rest, oversized: false };
}

export function lineFrom(message: PcscCommand | PcscReport): Uint8Array {
  return Buffer.from(`${JSON.stringify(message)}\n`, 'utf8');
}
