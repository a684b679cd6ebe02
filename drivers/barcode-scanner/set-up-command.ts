import type { SetUpMaker } from '../contract/barcode-scanner.ts';

/**
 * Makers whose scanners take commands over their own serial line (RS-232, USB-COM). From their manuals; no such scanner was connected.
 *
 * - Honeywell (user's guides of Xenon, N86xx, N36xx, "Serial Programming Commands"): `SYN M CR`, the command, `.` for what outlives a
 *   power cycle. The command comes back with ACK, ENQ (unknown) or NAK (no such value), then `.`.
 * - Newland (user's guide NLS-HR52, "Use of Programming Command"): `~ SOH 0000`, `@` for what outlives a power cycle, commands parted by
 *   `;`, then `; ETX`. They come back behind `STX SOH 0000` with ACK, ENQ or NAK behind each, then `; ETX`.
 */
export const setUpMakers = ['honeywell', 'newland'] as const satisfies readonly SetUpMaker[];

/** `VSUFCR`: "Add CR suffix to all symbologies". `TSUENA1` switches Newland's terminating character on, and `TSUSET0D` makes it CR. */
const endsWithCr = {
  honeywell: '\x16M\rVSUFCR.',
  newland: '~\x010000@TSUENA1;TSUSET0D;\x03',
} as const satisfies Readonly<Record<SetUpMaker, string>>;

const answers = {
  honeywell: /VSUFCR([\x05\x06\x15])\./i,
  newland: /\x02\x010000@([^\x03]*)\x03/,
} as const satisfies Readonly<Record<SetUpMaker, RegExp>>;

/** Longer than any answer. */
export const longestSetUpAnswer = 128;

/** "Let each code end with CR." */
export function commandForCr(maker: SetUpMaker): Uint8Array {
  return Buffer.from(endsWithCr[maker], 'latin1');
}

/** What the scanner says to that, in all that has come since; `undefined`: nothing whole yet. */
export function readSetUpAnswer(maker: SetUpMaker, bytes: Uint8Array): 'taken' | 'refused' | undefined {
  const said = answers[maker].exec(Buffer.from(bytes).toString('latin1'))?.[1];
  if (said === undefined) return undefined;
  return said.includes('\x06') && !/[\x05\x15]/.test(said) ? 'taken' : 'refused';
}
