import { readAndOverwrite } from '#config/agreements/overwrite.ts';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { cutCodes, type EndedCode, endsCode, noCode } from '../framing/terminated-codes.ts';

/**
 * Puts the codes of a HID-POS scanner together from its input reports (USB HID POS usage tables, page 0x8C). Pure, bounded.
 *
 * A card's QR is longer than a report, and a Vietnamese letter may stand across two of them: bytes are gathered here, and
 * decoded once by whoever reads the document.
 */

/**
 * Where a vendor puts what, in a report of 64 bytes with its id 02 first and the number of data bytes second (notes §3).
 *
 * - `honeywell` (also Youjie): AIM identifier at 2, data from 5, more flag at 63. CONFIRMED.
 * - `zebra` (also Datalogic): everything but the flag one byte later. SINGLE.
 * - `newland`: no AIM identifier, data from 2. Where its more flag stands is UNKNOWN; 63 is tried.
 */
export type HidPosLayout = 'honeywell' | 'zebra' | 'newland';

export type HidPosGathering =
  | { readonly at: 'code'; readonly held: HeldReports | undefined }
  /** Until the end of a code that is too long or had a damaged report. */
  | { readonly at: 'dropping' };

/** Data of an unfinished code, the newest report first. */
interface HeldReports {
  readonly data: Uint8Array;
  readonly before: HeldReports | undefined;
  readonly length: number;
  /** Of its first report; the rest of the code has the same. */
  readonly layout: HidPosLayout;
  /** The device has used its more flag in this code, so it knows the flag. */
  readonly flagged: boolean;
}

export interface GatheringStep {
  readonly gathering: HidPosGathering;
  /** One at the most, unless its scanner sends terminators in the middle. */
  readonly codes: readonly EndedCode[];
}

export const noReports: HidPosGathering = { at: 'code', held: undefined };

const dataReportId = 0x02;
const mostDataBytes = 56;
/** By the length of the report: 64 as the vendors send it, 62 as the usage tables sketch it (SINGLE). */
const moreFlagAt: Readonly<Record<number, number>> = { 64: 63, 62: 61 };
const dataAt: Readonly<Record<HidPosLayout, number>> = { honeywell: 5, zebra: 6, newland: 2 };

/** `]`, the first byte of every AIM identifier (ISO/IEC 15424). */
const aimFlag = 0x5d;
const carriageReturn = 0x0d;

/**
 * Takes one report. `layout` is what the vendor is known to do. The place of the AIM identifier in a code's first report
 * overrules it, except for `newland`, where a `]` there is data. Reports with another id (answers to commands) change
 * nothing. A copy is kept of the data.
 */
export function gatherReport(
  before: HidPosGathering,
  report: Uint8Array,
  layout: HidPosLayout | undefined,
): GatheringStep {
  if (report[0] !== dataReportId) return { gathering: before, codes: [] };
  const held = before.at === 'code' ? before.held : undefined;
  const read = readReport(report, held?.layout ?? layoutOf(report, layout), held?.flagged ?? false);
  // Half a report may have been the end of its code or not: only silence ends such a code (the driver's time).
  if (!read) return { gathering: { at: 'dropping' }, codes: [] };
  if (before.at === 'dropping') return { gathering: read.isLast ? noReports : before, codes: [] };

  const length = (held?.length ?? 0) + read.data.length;
  // The terminator is not a part of the code, and comes on top of the longest one.
  if (length > longestCodeBytes + 2) {
    return { gathering: read.isLast ? noReports : { at: 'dropping' }, codes: [{ kind: 'oversized' }] };
  }
  const next: HeldReports = {
    data: read.data,
    before: held,
    length,
    layout: read.layout,
    flagged: read.flagged,
  };
  if (!read.isLast)
    return { gathering: { at: 'code', held: { ...next, data: Uint8Array.from(read.data) } }, codes: [] };
  return { gathering: noReports, codes: codesIn(next) };
}

/** Overwrites what `before` held, unless the step that made `after` of it holds it still: `before` is of no use then. */
export function overwriteEndedReports(before: HidPosGathering, after: HidPosGathering): void {
  const held = before.at === 'code' ? before.held : undefined;
  const isHeld = after.at === 'code' && (after.held === held || after.held?.before === held);
  if (isHeld) return;
  for (let part = held; part; part = part.before) part.data.fill(0);
}

interface ReadReport {
  /** A view of the report. */
  readonly data: Uint8Array;
  readonly layout: HidPosLayout;
  readonly flagged: boolean;
  readonly isLast: boolean;
}

/** `undefined` for a report that is cut short or says that it has more data than fits. */
function readReport(report: Uint8Array, layout: HidPosLayout, flaggedBefore: boolean): ReadReport | undefined {
  const length = report[1] ?? 0;
  const flagAt = moreFlagAt[report.length];
  if (flagAt === undefined || length > mostDataBytes) return undefined;
  const data = report.subarray(dataAt[layout], dataAt[layout] + length);
  const hasMore = report[flagAt] !== 0;
  const flagged = flaggedBefore || hasMore;
  // Where nobody knows the flag, a full report goes on, unless it ends like a code.
  const mayGoOn = layout === 'newland' && !flagged && length === mostDataBytes && !endsCode(data.at(-1));
  return { data, layout, flagged, isLast: !hasMore && !mayGoOn };
}

function layoutOf(report: Uint8Array, known: HidPosLayout | undefined): HidPosLayout {
  if (known === 'newland') return known;
  if (report[2] === aimFlag) return 'honeywell';
  if (report[3] === aimFlag) return 'zebra';
  return known ?? 'newland';
}

/** What has come of a code whose last report is still awaited. */
export function heldData(gathering: HidPosGathering): Uint8Array | undefined {
  return gathering.at === 'code' && gathering.held ? joined(gathering.held) : undefined;
}

/** The last report ends its code; a terminator in it does too, and a scanner that sends one alone has said nothing. */
function codesIn(held: HeldReports): readonly EndedCode[] {
  return readAndOverwrite(joined(held, [carriageReturn]), (ended) => cutCodes(noCode, ended).scans);
}

function joined(held: HeldReports, end: readonly number[] = []): Uint8Array {
  const code = new Uint8Array(held.length + end.length);
  code.set(end, held.length);
  for (let part: HeldReports | undefined = held; part; part = part.before) {
    code.set(part.data, part.length - part.data.length);
  }
  return code;
}
