import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { problem, type Result } from '#config/agreements/result.ts';
import { readKeyboardText } from '#drivers/barcode-scanner/keyboard-text.ts';
import type { Scan } from '#drivers/contract/barcode-scanner.ts';
import type { ScannedDocument, UnreadableCode } from '#drivers/contract/identity.ts';
import type { PatientCodeForm } from '#drivers/contract/patient-code-form.ts';
import { believableOn } from '#drivers/identity-documents/card-dates.ts';
import {
  type DocumentStanding,
  type ReadingPlace,
  readDocument,
  standingOf,
} from '#drivers/identity-documents/read-document.ts';
import type { DeviceEvent, TicketStanding } from '#kiosk/flow/events.ts';
import { readTicketCode, type TicketCode } from './ticket/ticket-code.ts';

export interface ScanSurroundings {
  newSessionId(): SessionId;
  today(): BusinessDay;
  standingOf(ticket: TicketCode): TicketStanding;
  /** The scanner pretends to be a keyboard: identity cards lose letters on the way. */
  readonly wasTyped: boolean;
  /** How the hospital's own patient card looks, where it has one. */
  readonly patientCode: PatientCodeForm | undefined;
}

/** Which codes a kiosk knows, for scanners that must know where one ends: our tickets, and every document. */
export function recogniseCode(code: Uint8Array, patientCode?: PatientCodeForm): DocumentStanding {
  return readTicketCode(textOf(code)) ? 'whole' : standingOf(code, { patientCode });
}

/** What a scan means to the flow, and the one line about it, which never holds a byte of the code. */
export function eventFromScan(
  scan: Scan,
  deviceId: string,
  { newSessionId, today, standingOf, wasTyped, patientCode }: ScanSurroundings,
): { readonly event: DeviceEvent; readonly line: (log: Log) => void } {
  const ticket = scan.kind === 'code' ? readTicketCode(textOf(scan.bytes)) : undefined;
  if (ticket) {
    return {
      event: { type: 'ticket-read', ticket, standing: standingOf(ticket), sessionId: newSessionId(), today: today() },
      line: (log) => log('card-read', { deviceId, source: 'ticket' }),
    };
  }
  const read = readCode(scan, wasTyped, { today: today(), patientCode });
  if (!read.ok) {
    const { kind } = read.problem;
    // What a phone showed is of interest to whoever looks for its layout (vietnam.md §3); its content is nobody's business.
    const length = scan.kind === 'code' ? scan.bytes.length : 0;
    return {
      event: { type: 'card-not-read', why: kind },
      line: (log) => log('card-not-read', { deviceId, reason: kind, length }),
    };
  }
  const value = read.value.source === 'qr-appointment' ? read.value : believableOn(today(), read.value);
  const line = (log: Log) => log('card-read', { deviceId, source: value.source });
  const opens = { sessionId: newSessionId(), today: today() };
  return value.source === 'qr-appointment'
    ? { event: { type: 'appointment-read', appointment: value.document, ...opens }, line }
    : { event: { type: 'card-read', identity: value, ...opens }, line };
}

function readCode(scan: Scan, wasTyped: boolean, place: ReadingPlace): Result<ScannedDocument, UnreadableCode> {
  if (scan.kind === 'oversized') return problem({ kind: 'oversized' });
  // Nobody's card is to blame; what it is stands among the scanner's hints.
  if (scan.kind !== 'code') return problem({ kind: 'scanner-trouble' });
  return wasTyped ? readKeyboardText(textOf(scan.bytes), place) : readDocument(scan.bytes, place);
}

/** A ticket's code is ASCII; whatever else decodes to will not match its layout. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}
