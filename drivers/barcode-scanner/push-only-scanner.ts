import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import type { EndedCode } from '../framing/terminated-codes.ts';
import { standingOf } from '../identity-documents/read-document.ts';
import { type ConditionReport, createConditionReport } from '../supervisor/device-condition.ts';
import { type SupervisedLine, superviseLine } from '../supervisor/supervise-line.ts';
import { bytesFrom, type CodeEnd, hintsFrom, type Recognise, recogniseCode, textFrom } from './recognise-code.ts';
import { addLine, type HeldLines } from './several-lines.ts';

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
  const scanner = new PushOnlyScanner(parts);
  return {
    id: parts.id,
    kind: 'barcode-scanner',
    ...scanner.report.told,
    onScan: (listener) => scanner.onScan(listener),
    close: () => scanner.close(),
  };
}

class PushOnlyScanner<Gathered> {
  readonly #parts: PushOnlyScannerParts<Gathered>;
  readonly report: ConditionReport;
  readonly #line: SupervisedLine;
  readonly #listeners = new Set<(scan: Scan) => void>();
  #gathered: Gathered;
  /** The first lines of a document of several. */
  #lines: HeldLines | undefined;
  #callOffDrop = () => {};

  constructor(parts: PushOnlyScannerParts<Gathered>) {
    const { open, clock, random, nothing } = parts;
    this.#parts = parts;
    this.#gathered = nothing;
    this.report = createConditionReport(clock);
    this.#line = superviseLine({ open, clock, random, onOpen: this.#lineStands, onLost: this.#lineIsGone });
  }

  onScan(listener: (scan: Scan) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.report.end();
    this.#listeners.clear();
    this.#dropHalfCode();
    return this.#line.close();
  }

  readonly #lineStands = (transport: Transport): void => {
    transport.onData((bytes) => this.#read(bytes));
    this.report.change('ready');
  };

  readonly #lineIsGone = ({ kind }: LineProblem): void => {
    this.#dropHalfCode();
    this.report.absent(kind);
  };

  #read(bytes: Uint8Array): void {
    const { gather, nothing, clock } = this.#parts;
    this.#callOffDrop();
    const { gathered, codes } = gather(this.#gathered, bytes);
    this.#keep(gathered);
    for (const code of codes) {
      if (code.kind === 'oversized') this.#tell(code, 'marked');
      else this.#addLine(code.bytes, 'marked');
    }
    const isMore = gathered !== nothing || this.#lines !== undefined;
    if (isMore) this.#callOffDrop = clock.after(longestPauseInCodeMs, () => this.#fellSilent());
  }

  #addLine(line: Uint8Array, end: CodeEnd): void {
    const text = textFrom(line);
    const { held, codes } = addLine(this.#lines, text, this.#recognise, bytesFrom);
    this.#lines = held;
    const [only] = codes;
    if (codes.length === 1 && only === text) {
      this.#tellCode(line, end);
      return;
    }
    line.fill(0);
    for (const code of codes) this.#tellCode(bytesFrom(code), end);
  }

  #keep(after: Gathered): void {
    this.#parts.overwriteEnded(this.#gathered, after);
    this.#gathered = after;
  }

  #fellSilent(): void {
    const rest = this.#parts.held(this.#gathered);
    const lines = this.#lines;
    this.#dropHalfCode();
    this.#lines = lines;
    if (rest) this.#addLine(rest, 'silent');
    const { asItCame } = this.#lines ?? {};
    this.#lines = undefined;
    if (asItCame !== undefined) this.#tellCode(bytesFrom(asItCame), 'marked');
  }

  get #recognise(): Recognise {
    return this.#parts.recognise ?? ((code) => standingOf(code));
  }

  /** The bytes of a scan are whose it is told; what was only needed to get there is overwritten here. */
  #tellCode(code: Uint8Array, end: CodeEnd): void {
    const scan = recogniseCode(code, end, this.#recognise);
    this.#tell(scan, end);
    if (scan?.kind !== 'code' || scan.bytes !== code) code.fill(0);
  }

  #tell(scan: Scan | undefined, end: CodeEnd): void {
    if (!scan) return;
    for (const [hint, stands] of hintsFrom(scan, end)) this.report.hint(hint, stands);
    for (const listener of this.#listeners) listener(scan);
  }

  #dropHalfCode(): void {
    this.#callOffDrop();
    this.#lines = undefined;
    this.#keep(this.#parts.nothing);
  }
}
