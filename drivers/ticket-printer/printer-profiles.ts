import { type KioskStatus, kioskStatusFrom } from './custom-kiosk.ts';
import {
  hasError,
  isPaperLow,
  type PrinterTrouble,
  type RealTimeQuestion,
  type StatusAnswers,
  troubleIn,
} from './escpos-status.ts';

/** What kind of printer the ESC/POS driver talks to; `epson` is every printer that just cuts and answers as Epson's do. */
export type PrinterProfile = 'epson' | 'custom-kiosk' | 'hwasung';

/**
 * What stands behind a ticket that went well, the strongest first.
 *
 * - `gs-r`: the printer answered the `GS r 1` requests behind the cut. Only this proves that paper came out.
 * - `dle-eot`: when the ticket should be out, the printer said that it is well. It may have lost the ticket all the same.
 * - `bytes-taken`: the bytes have left. Nobody knows more.
 */
export type PrintProof = 'gs-r' | 'dle-eot' | 'bytes-taken';

/** How one kind of printer speaks. A further kind is one more row of `printerProfiles`. */
export interface ProfileFacts {
  /** `DLE EOT n` that it answers; question 3 is put only after `hasError`. The first one finds out whether it speaks at all. */
  readonly questions: readonly [RealTimeQuestion, ...RealTimeQuestion[]];
  /**
   * `fixed-bits`: an answer has bits 1 and 4 set, 0 and 7 clear, and is told from everything else by them. `bare`: one byte
   * without them, sent unasked too; a bit outside `knownBits` makes it no status at all.
   */
  readonly statusBytes: { readonly kind: 'fixed-bits' } | { readonly kind: 'bare'; readonly knownBits: number };
  /** The best that a printer of this kind can do. */
  readonly bestProof: PrintProof;
  /** It knows `GS a`, or ignores it. */
  readonly canReportByItself: boolean;
  /** Puts out the old ticket, cuts off and hands out (`GS e`), and knows the full status `DLE EOT 20`. */
  readonly hasPresenter: boolean;
  hasError(answers: StatusAnswers): boolean;
  statusFrom(answers: StatusAnswers, full: number | undefined): PrinterStatus;
}

export interface PrinterStatus {
  readonly trouble: PrinterTrouble | undefined;
  readonly paperLow: boolean;
}

const epson: ProfileFacts = {
  questions: [1, 2, 3, 4],
  statusBytes: { kind: 'fixed-bits' },
  bestProof: 'gs-r',
  canReportByItself: true,
  hasPresenter: false,
  hasError,
  statusFrom: (answers) => ({ trouble: troubleIn(answers), paperLow: isPaperLow(answers) }),
};

export const printerProfiles = {
  epson,
  'custom-kiosk': {
    ...epson,
    hasPresenter: true,
    statusFrom(answers, full) {
      const kiosk: Partial<KioskStatus> = full === undefined ? {} : kioskStatusFrom(full);
      const paperLow = isPaperLow(answers) || kiosk.paperLow === true;
      return { trouble: troubleIn(answers) ?? kiosk.trouble, paperLow };
    },
  },
  /**
   * Hwasung HMC-060, HMC-081, HMK-830, HPP-240 (their manuals): `DLE EOT 2` alone is answered, by one byte: 00 ready, 01 no
   * paper, 02 head up, 04 jam. The same byte comes unasked. `GS r` is not known.
   */
  hwasung: {
    questions: [2],
    statusBytes: { kind: 'bare', knownBits: 0x07 },
    bestProof: 'dle-eot',
    canReportByItself: false,
    hasPresenter: false,
    hasError: () => false,
    statusFrom: ({ 2: byte = 0 }) => ({ trouble: hwasungTrouble(byte), paperLow: false }),
  },
} satisfies Record<PrinterProfile, ProfileFacts>;

/** An open head comes first: its sensor then sees no paper either. */
function hwasungTrouble(byte: number): PrinterTrouble | undefined {
  if ((byte & 0x02) !== 0) return 'cover-open';
  if ((byte & 0x01) !== 0) return 'no-paper';
  return (byte & 0x04) !== 0 ? 'printer-error' : undefined;
}
