/**
 * What a printer still owes us, kept across lines: a new connection does not empty a printer's buffer.
 *
 * Answers to `GS r 1` carry no name. They come in the order of the requests, so a ticket is proven when as many answers
 * came as requests went out, and before the next ticket the debt must be zero. `ticket-proof.ts` says which bytes count.
 */
export interface PrintHistory {
  /** It has answered a `DLE EOT` on this line. */
  knowsRealTime(): boolean;
  /** It has ever answered a `GS r 1`. */
  knowsQueued(): boolean;
  /** Tickets were proven on this line, although it never answered a `DLE EOT`. */
  worksWithoutRealTime(): boolean;
  /** An earlier ticket may still be in the printer, whole or in part. */
  isSuspect(): boolean;
  /** Requests in the printer's queue that it has not answered. */
  owed(): number;
  /** It was told to send ASB blocks, on this line or an earlier one: a new line does not switch them off. */
  automaticRequested(): boolean;
  /** Whether an earlier ticket broke off on this printer, so that its beginning hangs in the slot. */
  brokeOff(): boolean;
  /** Whether an earlier ticket may have broken off inside a band: this program's, or an earlier run's before its start. */
  mayBeInsideBand(): boolean;
  realTimeAnswered(): void;
  automaticStatusRequested(): void;
  requestSent(): void;
  /** Counts answers and gives how many are still owed. */
  queuedAnswered(count: number): number;
  /** What ends an earlier ticket was sent: it will be ended once the printer gets there. */
  recoverySent(): void;
  /** Nothing of an earlier ticket is in the printer any more. */
  settled(): void;
  /** Some of a ticket's bytes left and some did not. */
  brokeInTicket(): void;
  /** What was learnt of the printer at the other end holds no longer: another one may be plugged in now. */
  lineBroke(): void;
}

export function createPrintHistory(): PrintHistory {
  let realTime = false;
  let queued = false;
  let provenOnLine = false;
  let owed = 0;
  let broke = false;
  let knowsPast = false;
  let automatic = false;

  return {
    knowsRealTime: () => realTime,
    knowsQueued: () => queued,
    worksWithoutRealTime: () => provenOnLine && !realTime,
    isSuspect: () => owed > 0 || broke,
    owed: () => owed,
    automaticRequested: () => automatic,
    brokeOff: () => broke,
    mayBeInsideBand: () => broke || !knowsPast,
    realTimeAnswered() {
      realTime = true;
    },
    automaticStatusRequested() {
      automatic = true;
    },
    requestSent() {
      owed += 1;
    },
    queuedAnswered(count) {
      if (owed > 0 && count > 0) queued = true;
      owed = Math.max(0, owed - count);
      return owed;
    },
    recoverySent() {
      broke = false;
      knowsPast = true;
    },
    settled() {
      queued = true;
      provenOnLine = true;
      owed = 0;
      broke = false;
      knowsPast = true;
    },
    brokeInTicket() {
      broke = true;
    },
    lineBroke() {
      realTime = false;
      provenOnLine = false;
      // Bytes that the system had taken may not have arrived.
      if (owed > 0) broke = true;
    },
  };
}
