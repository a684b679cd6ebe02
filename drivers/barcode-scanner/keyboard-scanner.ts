import type { Clock } from '#config/agreements/clock.ts';
import type { BarcodeScanner, Scan } from '../contract/barcode-scanner.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';

/**
 * The last resort: a scanner that pretends to be a keyboard and types into the patient page. The system blocks keyboards
 * for everybody else, so the page gathers what was typed and hands it over here. Insurance cards survive that, their text
 * is hexadecimal; the Vietnamese letters of an identity card mostly do not, which `identity-documents` recognises
 * (vietnam.md §1.3, CONFIRMED).
 */
export interface KeyboardScanner extends BarcodeScanner {
  /** What the page gathered, without its terminator. */
  type(text: string): void;
}

export interface KeyboardScannerParts {
  readonly id: string;
  readonly clock: Clock;
}

export function createKeyboardScanner({ id, clock }: KeyboardScannerParts): KeyboardScanner {
  const report = createConditionReport(clock);
  const listeners = new Set<(scan: Scan) => void>();
  // Nobody can tell whether a keyboard is there before it types.
  report.change('ready');

  return {
    id,
    kind: 'barcode-scanner',
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    onScan(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type(text) {
      const bytes = new TextEncoder().encode(text);
      const scan: Scan = bytes.length > longestCodeBytes ? { kind: 'oversized' } : { kind: 'code', bytes };
      for (const listener of [...listeners]) listener(scan);
    },
    async close() {
      report.change('absent');
      report.end();
      listeners.clear();
    },
  };
}
