import type { Clock } from '#config/agreements/clock.ts';
import { shortestCode, shortestMeasured } from '#kiosk/bridge/words.ts';
import { quietMs, slowestKeyMs } from './burst-guard.ts';

/** Gathers what a scanner types that pretends to be a keyboard: the last resort among scanners (devices.md §3). */
export interface TypedCodes {
  /** `event.key`, or the control character that Ctrl and a letter stand for. */
  keyDown(key: string): void;
}

export interface TypedCode {
  readonly text: string;
  /** By Enter, Tab or a control character; or by nothing but silence. */
  readonly ended: 'by-key' | 'by-silence';
  /** `slow`: some keys came as far apart as a person's. The host takes such a text only when it is a whole document. */
  readonly pace: 'burst' | 'slow';
}

/** The largest QR code holds 2,953 bytes; what is longer is no code. */
const longestCode = 3_000;

/** Enter and Tab, and as control characters NUL, STX, ETX, EOT, TAB, LF and CR: the same ends as on a serial line. */
const ends: ReadonlySet<string> = new Set(['Enter', 'Tab', '\0', '\x02', '\x03', '\x04', '\t', '\n', '\r']);

/** A burst of keys ends with a key or with silence; what it spelt goes to the host, which alone knows what it means. */
export function createTypedCodes({
  clock,
  onCode,
  measureTypes = () => false,
}: {
  readonly clock: Clock;
  readonly onCode: (code: TypedCode) => void;
  /** Whether a device that measures may type: what it types is short, comes in one go, and ends with a key. */
  readonly measureTypes?: (() => boolean) | undefined;
}): TypedCodes {
  let typed = '';
  let pace: TypedCode['pace'] = 'burst';
  let lastAt = 0;
  let callOff = (): void => {};

  function end(ended: TypedCode['ended']): void {
    callOff();
    const isMeasured = measureTypes() && ended === 'by-key' && pace === 'burst';
    if (typed.length >= (isMeasured ? shortestMeasured : shortestCode) && typed.length <= longestCode)
      onCode({ text: typed, ended, pace });
    typed = '';
    pace = 'burst';
  }

  return {
    keyDown(key) {
      callOff();
      if (ends.has(key)) return end('by-key');
      const sinceMs = clock.now() - lastAt;
      if (typed !== '' && (sinceMs >= quietMs || sinceMs < 0)) pace = 'slow';
      lastAt = clock.now();
      // Named keys (Shift, F5, Dead) spell nothing.
      if (Array.from(key).length === 1 && typed.length <= longestCode) typed += key;
      callOff = clock.after(slowestKeyMs, () => end('by-silence'));
    },
  };
}
