import type { PrintProblem } from '../contract/ticket-printer.ts';
import type { ConditionReport } from '../supervisor/device-condition.ts';
import { kioskStatusFrom, type PrinterProfile } from './custom-kiosk.ts';
import { encodeRecovery, queuedStatusRequest } from './escpos-codec.ts';
import type { EscposLine } from './escpos-line.ts';
import { hasError, isPaperLow, type RealTimeQuestion, troubleIn } from './escpos-status.ts';
import type { PrintHistory } from './print-history.ts';

/** Waits of one ticket, in milliseconds. */
export const procedureDelays = {
  /** A printer that has not proven a sent ticket for so long is asked what is the matter, and again after as long. */
  explainAfterMs: 1_500,
  /** The proof comes within so long after the last byte was taken, or not at all. */
  provenWithinMs: 15_000,
  /** An idle printer answers a request in its queue within so long. */
  clearedWithinMs: 3_000,
  /** After the answer to such a request, nothing more comes for so long: the queue is empty. */
  clearQuietMs: 250,
} as const;

/** How the sending of a ticket ended; `taken` is all that a printer without a return channel can give. */
export type Ending = 'taken' | 'proven' | 'stuck' | 'silent' | PrintProblem['kind'];

/** `fine` is also a low roll. */
export type Seen = 'fine' | 'silent' | PrintProblem['kind'];

/** What is said to a printer around one ticket: look, make sure that the queue is empty, send, wait for the proof. */
export interface PrintProcedure {
  /** Asks what is wrong and reports it as the condition. */
  look(line: EscposLine): Promise<Seen>;
  /** Why the ticket must not be sent now. Not one of its bytes has left. */
  obstacleBefore(line: EscposLine): Promise<PrintProblem['kind'] | undefined>;
  /** `ticket` ends with the `GS r 1` that proves it. */
  sendAndProve(line: EscposLine, ticket: Uint8Array): Promise<Ending>;
  /** The same without any question. */
  sendOnly(line: EscposLine, ticket: Uint8Array): Promise<Ending>;
}

export interface PrintProcedureParts {
  readonly dotsAcross: number;
  readonly profile: PrinterProfile;
  readonly history: PrintHistory;
  readonly report: ConditionReport;
}

export function createPrintProcedure({ dotsAcross, profile, history, report }: PrintProcedureParts): PrintProcedure {
  async function look(line: EscposLine): Promise<Seen> {
    const answers: { [Question in RealTimeQuestion]?: number } = {};
    for (const question of [1, 2, 3, 4] as const) {
      if (question === 3 && !hasError(answers)) continue;
      const reply = await line.ask(question);
      if (reply === 'lost') return 'absent';
      if (reply === 'silent') {
        if (!history.worksWithoutRealTime()) report.change('no-answer');
        return 'silent';
      }
      history.realTimeAnswered();
      answers[question] = reply;
    }
    const full = profile === 'custom-kiosk' ? await line.askFull() : 'silent';
    if (full === 'lost') return 'absent';
    const kiosk = full === 'silent' ? undefined : kioskStatusFrom(full);
    const trouble = troubleIn(answers) ?? kiosk?.trouble;
    report.change(trouble ?? (isPaperLow(answers) || kiosk?.paperLow ? 'paper-low' : 'ready'));
    return trouble ?? 'fine';
  }

  async function obstacleSeen(line: EscposLine): Promise<PrintProblem['kind'] | undefined> {
    const seen = await look(line);
    if (seen === 'fine') return undefined;
    // Some printers and serial device servers do not know `DLE EOT`: only one that does has trouble when it is silent.
    if (seen === 'silent') return history.knowsRealTime() ? 'no-answer' : undefined;
    return seen;
  }

  /**
   * After a ticket without proof, its answer can still be on the way: a printer whose paper ended prints on when the new
   * roll is in, minutes later. Opening a new line does not help, a serial device server hands the answer to whoever is
   * connected. So the queue is emptied: one more request, whose answer can only come behind all the earlier ones, then
   * quiet.
   */
  async function clearQueue(line: EscposLine): Promise<'cleared' | 'silent' | 'absent'> {
    if ((await sendRecovery(line)) !== 'taken' || (await line.send(queuedStatusRequest)) !== 'taken') return 'silent';
    history.requestSent();
    let reply = await line.queuedReply(procedureDelays.clearedWithinMs);
    if (reply === 'silent') return 'silent';
    while (typeof reply === 'number') reply = await line.queuedReply(procedureDelays.clearQuietMs);
    if (reply === 'lost') return 'absent';
    history.settled();
    return 'cleared';
  }

  /** What must stand before the next bytes, so that the printer reads them as commands. */
  async function sendRecovery(line: EscposLine): Promise<'taken' | 'stuck' | 'lost'> {
    if (!history.mayBeInsideBand()) return 'taken';
    const sent = await line.send(encodeRecovery(dotsAcross, history.brokeOff(), profile));
    if (sent === 'taken') history.recoverySent();
    return sent;
  }

  async function send(line: EscposLine, bytes: Uint8Array): Promise<'taken' | 'stuck' | 'absent'> {
    const recovered = await sendRecovery(line);
    const sent = recovered === 'taken' ? await line.send(bytes) : recovered;
    if (sent !== 'taken') history.brokeInTicket();
    return sent === 'lost' ? 'absent' : sent;
  }

  async function waitForProof(line: EscposLine): Promise<Ending> {
    let last: Seen = 'silent';
    const { explainAfterMs, provenWithinMs } = procedureDelays;
    for (let waitedMs = 0; waitedMs < provenWithinMs; waitedMs += explainAfterMs) {
      let reply = await line.queuedReply(explainAfterMs);
      while (typeof reply === 'number') {
        if (history.queuedAnswered(1) === 0) return 'proven';
        reply = await line.queuedReply(explainAfterMs);
      }
      if (reply === 'lost') return 'absent';
      last = await look(line);
      if (history.queuedAnswered(line.forgetQueuedReplies()) === 0) return 'proven';
      // Offline without a cause can pass: the feed button, a hot head.
      if (last !== 'fine' && last !== 'silent' && last !== 'printer-error') return last;
    }
    return last === 'printer-error' ? last : 'silent';
  }

  return {
    look,

    async obstacleBefore(line) {
      const first = await obstacleSeen(line);
      history.queuedAnswered(line.forgetQueuedReplies());
      if (first || !history.isSuspect()) return first;
      const cleared = await clearQueue(line);
      if (cleared === 'absent') return 'absent';
      if (cleared === 'cleared') return obstacleSeen(line);
      // One that has never answered `GS r 1` may not know it; then the ticket is sent, and needs as many answers as are owed.
      if (!history.knowsQueued()) return undefined;
      report.change('no-answer');
      return 'no-answer';
    },

    async sendAndProve(line, ticket) {
      const sent = await send(line, ticket.subarray(0, ticket.length - queuedStatusRequest.length));
      if (sent !== 'taken') return sent;
      // What came before the request went out cannot be its answer.
      history.queuedAnswered(line.forgetQueuedReplies());
      history.requestSent();
      const asked = await line.send(queuedStatusRequest);
      const ending = asked === 'taken' ? await waitForProof(line) : asked === 'lost' ? 'absent' : asked;
      if (ending === 'proven') history.settled();
      return ending;
    },

    async sendOnly(line, ticket) {
      return send(line, ticket.subarray(0, ticket.length - queuedStatusRequest.length));
    },
  };
}
