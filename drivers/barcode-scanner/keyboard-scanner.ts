import type { Clock } from '#config/agreements/clock.ts';
import { type BarcodeScanner, longestCodeBytes, type Scan } from '../contract/barcode-scanner.ts';
import { standingOf } from '../identity-documents/read-document.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { bytesFromKeys, withoutCapsLock } from './keyboard-text.ts';
import { type CodeEnd, hintsFrom, type Recognise, recogniseTyped } from './recognise-code.ts';
import { addLine, type HeldLines } from './several-lines.ts';

/**
 * The last resort: a scanner that pretends to be a keyboard and types into the patient page. The system blocks keyboards
 * for everybody else, so the page gathers what was typed and hands it over here. Insurance cards survive that, their text
 * is hexadecimal; the Vietnamese letters of an identity card mostly do not, which `identity-documents` recognises
 * (vietnam.md §1.3, CONFIRMED).
 *
 * What was typed is a string, in the page and here, and JavaScript has no way to overwrite one: it is let go of, and stands in
 * memory until the garbage collector takes the room. Only the bytes that are made of it are overwritten.
 */
export interface KeyboardScanner extends BarcodeScanner {
  /** What the page gathered, without its terminator. */
  type(text: string, how?: TypedHow): void;
}

export interface TypedHow {
  /** By a key of the scanner's, such as Enter, or by nothing but silence. */
  readonly ended?: 'by-key' | 'by-silence' | undefined;
  /** `slow`: keys as far apart as a person's. Then only a document is a scan, for nobody types one by hand. */
  readonly pace?: 'burst' | 'slow' | undefined;
}

export interface KeyboardScannerParts {
  readonly id: string;
  readonly clock: Clock;
  /** Default: the documents that `identity-documents` reads. */
  readonly recognise?: Recognise | undefined;
}

/** Between two lines of one document: a keyboard is slow, and each line ends with a key. */
export const longestPauseBetweenLinesMs = 2_000;

const bytesOf = (text: string): Uint8Array => bytesFromKeys(text).bytes;

export function createKeyboardScanner({
  id,
  clock,
  recognise = (code) => standingOf(code),
}: KeyboardScannerParts): KeyboardScanner {
  const report = createConditionReport(clock);
  const listeners = new Set<(scan: Scan) => void>();
  /** The first lines of a document of several. */
  let lines: HeldLines | undefined;
  let callOffLines = () => {};
  const nothingFollows = () => {
    const held = lines;
    lines = undefined;
    if (held) tell(held.asItCame, 'marked', 'burst');
  };
  const tell = (text: string, end: CodeEnd, pace: 'burst' | 'slow') => {
    const found = recogniseTyped(text, end, recognise, bytesOf);
    // A person's typing is nobody's card.
    if (!found && pace === 'slow') return;
    const scan = found ?? unknownCode(text, end);
    for (const [hint, stands] of hintsFrom(scan, end)) report.hint(hint, stands);
    for (const listener of [...listeners]) listener(scan);
  };
  // Nobody can tell whether a keyboard is there before it types.
  report.change('ready');

  return {
    id,
    kind: 'barcode-scanner',
    ...report.told,
    onScan(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type(typed, { ended = 'by-key', pace = 'burst' } = {}) {
      const end = ended === 'by-silence' ? 'silent' : 'marked';
      // A person's typing is no line of a passport.
      if (pace === 'slow') return tell(withoutCapsLock(typed), end, pace);
      callOffLines();
      const { held, codes } = addLine(lines, withoutCapsLock(typed), recognise, bytesOf);
      lines = held;
      for (const code of codes) tell(code, end, pace);
      if (held) callOffLines = clock.after(longestPauseBetweenLinesMs, nothingFollows);
    },
    async close() {
      callOffLines();
      lines = undefined;
      report.end();
      listeners.clear();
    },
  };
}
function unknownCode(text: string, end: CodeEnd): Scan {
  if (end === 'silent') return { kind: 'unfinished' };
  const bytes = new TextEncoder().encode(text);
  return bytes.length > longestCodeBytes ? { kind: 'oversized' } : { kind: 'code', bytes };
}
