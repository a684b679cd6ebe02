import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import type { OpenTransport } from '../contract/transport.ts';
import type { EndedCode } from '../framing/terminated-codes.ts';
import { standingOf } from '../identity-documents/read-document.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { type CodeEnd, hintsFrom, type Recognise, recogniseCode } from './recognise-code.ts';

/** A scanner that is only listened to, so it is `ready` as long as its line stands. */
export interface PushOnlyScannerParts<Gathered> {
  readonly id: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Default: the documents that `identity-documents` reads. */
  readonly recognise?: Recognise | undefined;
  /** Between two codes. */
  readonly nothing: Gathered;
  /** What has come so far and the next bytes of the line; pure. */
  gather(gathered: Gathered, bytes: Uint8Array): { readonly gathered: Gathered; readonly codes: readonly EndedCode[] };
  /** What has come of a code that has no end yet, as a copy; pure. */
  held(gathered: Gathered): Uint8Array | undefined;
  /** Overwrites what stood in `before` and does not in `after`, which came of it. */
  overwriteEnded(before: Gathered, after: Gathered): void;
}

/**
 * The rest of a code follows within a fraction of a second, even at 9600 baud (design §6). What stands there then is a whole
 * document of a scanner that sends no ending, or half of one, which must not become the beginning of the next patient's.
 */
export const longestPauseInCodeMs = 300;

export function createPushOnlyScanner<Gathered>(parts: PushOnlyScannerParts<Gathered>): BarcodeScanner {
  const { id, open, clock, random, recognise = standingOf, nothing, gather, held, overwriteEnded } = parts;
  const report = createConditionReport(clock);
  const listeners = new Set<(scan: Scan) => void>();
  let gathered = nothing;
  let callOffDrop = () => {};

  const line = superviseLine({
    open,
    clock,
    random,
    onOpen(transport) {
      transport.onData(read);
      report.change('ready');
    },
    onLost({ kind }) {
      dropHalfCode();
      report.absent(kind);
    },
  });

  function read(bytes: Uint8Array): void {
    callOffDrop();
    const step = gather(gathered, bytes);
    keep(step.gathered);
    if (gathered !== nothing) callOffDrop = clock.after(longestPauseInCodeMs, fellSilent);
    for (const code of step.codes) {
      if (code.kind === 'oversized') tell(code, 'marked');
      else tellCode(code.bytes, 'marked');
    }
  }

  function keep(after: Gathered): void {
    overwriteEnded(gathered, after);
    gathered = after;
  }

  function fellSilent(): void {
    const rest = held(gathered);
    dropHalfCode();
    if (rest) tellCode(rest, 'silent');
  }

  /** The bytes of a scan are whose it is told; what was only needed to get there is overwritten here. */
  function tellCode(code: Uint8Array, end: CodeEnd): void {
    const scan = recogniseCode(code, end, recognise);
    tell(scan, end);
    if (scan?.kind !== 'code' || scan.bytes !== code) code.fill(0);
  }

  function tell(scan: Scan | undefined, end: CodeEnd): void {
    if (!scan) return;
    for (const [hint, stands] of hintsFrom(scan, end)) report.hint(hint, stands);
    for (const listener of listeners) listener(scan);
  }

  function dropHalfCode(): void {
    callOffDrop();
    keep(nothing);
  }

  return {
    id,
    kind: 'barcode-scanner',
    ...report.told,
    onScan(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      report.end();
      listeners.clear();
      dropHalfCode();
      return line.close();
    },
  };
}
