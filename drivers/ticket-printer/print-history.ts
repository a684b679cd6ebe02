/**
 * What a printer still owes us, kept across lines: a new connection does not empty a printer's buffer. And what it has shown
 * on this line that it can do: on the next one another printer may be plugged in.
 */
export interface PrintHistory {
  /** It has answered a `DLE EOT` on this line. */
  knowsRealTime(): boolean;
  /** It has answered `GS r 1` on this line, in a way that nothing else could have been. */
  knowsQueued(): boolean;
  /** So often it was tried in vain on this line whether it does. */
  queuedTriedInVain(): number;
  /** Tickets were proven on this line, or could be, although it never answered a `DLE EOT`. */
  worksWithoutRealTime(): boolean;
  /** An earlier ticket may still be in the printer, whole or in part. */
  isSuspect(): boolean;
  /** At most so many answers to earlier requests may still come. */
  owed(): number;
  /** Whether an earlier ticket broke off on this printer, so that its beginning hangs in the slot. */
  brokeOff(): boolean;
  /** Whether an earlier ticket may have broken off inside a band: this program's, or an earlier run's before its start. */
  mayBeInsideBand(): boolean;
  realTimeAnswered(): void;
  requestsSent(count: number): void;
  /** The requests that go out now stand behind a ticket. */
  ticketSent(): void;
  /** Some of the requests that are owed stand behind a ticket. */
  owesTicket(): boolean;
  triedInVain(): void;
  /** What ends an earlier ticket was sent: it will be ended once the printer gets there. */
  recoverySent(): void;
  /** Every request was answered: nothing of an earlier ticket is in the printer any more. */
  settled(): void;
  /** Some of a ticket's bytes left and some did not. */
  brokeInTicket(): void;
  /** What was learnt of the printer at the other end holds no longer: another one may be plugged in now. */
  lineBroke(): void;
  /** The driver gave up a line that stood: the same printer is at the other end. */
  samePrinter(knew: { readonly realTime: boolean; readonly queued: boolean }): void;
}

export function createPrintHistory(): PrintHistory {
  let realTime = false;
  let queued = false;
  let inVain = 0;
  let owed = 0;
  let ticketOwed = false;
  let broke = false;
  let knowsPast = false;

  return {
    knowsRealTime: () => realTime,
    knowsQueued: () => queued,
    queuedTriedInVain: () => inVain,
    worksWithoutRealTime: () => queued && !realTime,
    isSuspect: () => owed > 0 || broke,
    owed: () => owed,
    brokeOff: () => broke,
    mayBeInsideBand: () => broke || !knowsPast,
    realTimeAnswered() {
      realTime = true;
    },
    requestsSent(count) {
      owed += count;
    },
    ticketSent() {
      ticketOwed = true;
    },
    owesTicket: () => ticketOwed,
    triedInVain() {
      inVain += 1;
    },
    recoverySent() {
      broke = false;
      knowsPast = true;
    },
    settled() {
      queued = true;
      inVain = 0;
      owed = 0;
      ticketOwed = false;
      broke = false;
      knowsPast = true;
    },
    brokeInTicket() {
      broke = true;
    },
    lineBroke() {
      realTime = false;
      queued = false;
      inVain = 0;
      // Bytes that the system had taken may not have arrived.
      if (owed > 0) broke = true;
    },
    samePrinter(knew) {
      realTime = knew.realTime;
      queued = knew.queued;
    },
  };
}
