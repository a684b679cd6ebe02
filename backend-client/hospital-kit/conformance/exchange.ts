import type { Clock } from '#config/agreements/clock.ts';
import { listenToWires, type WireNote } from '../../connection/wire-notes.ts';

/** One question or delivery as the report shows it. */
export interface Exchange<Value> {
  readonly value: Value;
  readonly tookMs: number;
  readonly sent: string | null;
  readonly received: string | null;
  /** As the report shows it: `received`, masked where masks were asked for. */
  readonly shown: string | null;
}

/** What hides everybody in a report but those whom the kit made up. `sent`: all that was sent so far. */
export interface ReportMasks {
  answer(text: string, sent: string): string;
  finding(text: string, sent: string): string;
}

export interface Recorder {
  /** One at a time: what crosses a wire meanwhile belongs to it. */
  record<Value>(act: () => Promise<Value>): Promise<Exchange<Value>>;
  /** A finding may quote an answer. */
  maskFinding(text: string): string;
}

interface Needs {
  readonly clock: Clock;
  /** Addresses where credentials are exchanged are never shown. */
  readonly isShown: (address: string) => boolean;
  /** IANA name of the character set of the wire. */
  readonly encoding: 'utf-8' | 'latin1';
  readonly masks?: ReportMasks | undefined;
}

export function createRecorder({ clock, isShown, encoding, masks }: Needs): Recorder {
  const decoder = new TextDecoder(encoding);
  const decode = (bytes: Uint8Array) => decoder.decode(bytes);
  const shown = (
    notes: readonly WireNote[],
    way: WireNote['way'],
    limit: number,
    mask: (text: string) => string = (text) => text,
  ) => {
    const texts = notes
      .filter((note) => note.way === way && isShown(note.address))
      .map((note) => textOf(note, (bytes) => mask(decode(bytes))));
    return texts.length === 0 ? null : bounded(texts.join('\n\n'), limit);
  };
  let allSent = '';

  return {
    async record(act) {
      const notes: WireNote[] = [];
      const stop = listenToWires((note) => notes.push(note));
      const startedAt = clock.now();
      try {
        const value = await act();
        const tookMs = Math.max(0, Math.round(clock.now() - startedAt));
        const sent = shown(notes, 'out', limits.sent);
        if (masks) allSent += `\n${sent ?? ''}`;
        return {
          ...{ value, tookMs, sent },
          received: shown(notes, 'in', limits.received),
          shown: shown(notes, 'in', limits.received, masks && ((text) => masks.answer(text, allSent))),
        };
      } finally {
        stop();
      }
    },
    maskFinding: (text) => masks?.finding(text, allSent) ?? text,
  };
}

/** In characters. A longest test message is about 6,000; an answer of more than this helps nobody. */
const limits = { sent: 12_000, received: 6_000 } as const;

function textOf({ address, status, bytes }: WireNote, decode: (bytes: Uint8Array) => string): string {
  const head = status === undefined ? address : `${address} → ${status}`;
  // Decoding a long answer whole would be work for nothing: four bytes a character at most.
  const text = readable(decode(bytes.subarray(0, 4 * limits.sent)));
  return text === '' ? head : `${head}\n${text}`;
}

/** HL7 ends segments with CR. Other control characters, and those that turn the direction of text, become visible. */
export function readable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) => String.fromCodePoint(0x2400 + control.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .toWellFormed()
    .trimEnd();
}

function bounded(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).toWellFormed()} … (+${text.length - limit})`;
}
