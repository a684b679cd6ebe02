import type { DeviceCondition } from '../contract/device.ts';
import type { PrintProblem } from '../contract/ticket-printer.ts';
import type { ConditionReport } from '../supervisor/device-condition.ts';
import { kioskStatusFrom, type PrinterProfile } from './custom-kiosk.ts';
import { encodeRecovery, queuedStatusRequest } from './escpos-codec.ts';
import type { EscposLine } from './escpos-line.ts';
import { automaticStatusRequest, hasError, isPaperLow, type RealTimeQuestion, troubleIn } from './escpos-status.ts';
import type { PrintHistory } from './print-history.ts';
import { createTicketProof } from './ticket-proof.ts';

/** How the sending of a ticket ended; `taken` is all that a printer without a return channel can give. */
export type Ending = 'taken' | 'proven' | 'stuck' | 'silent' | PrintProblem['kind'];

/** `fine` is also a low roll. */
export type Seen = 'fine' | 'silent' | PrintProblem['kind'];

/** A printer that tells changes without end is believed after so many looks. */
const mostLooksAgain = 2;

/** What is said to a printer around one ticket: look, make sure that the queue is empty, send, wait for the proof. */
export interface PrintProcedure {
  /** Asks what is wrong and reports it as the condition. */
  look(line: EscposLine): Promise<Seen>;
  /** Asks the printer to tell changes by itself. Nothing of an earlier ticket may be in it. */
  switchOnAutomaticStatus(line: EscposLine): Promise<void>;
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
  const proof = createTicketProof({ history, look });

  async function look(line: EscposLine): Promise<Seen> {
    for (let again = 0; ; again++) {
      const heard = line.automaticHeard();
      const { seen, condition } = await askAll(line);
      // What the printer told by itself meanwhile is newer than the answers to the first questions.
      if (line.automaticHeard() !== heard && seen !== 'absent' && again < mostLooksAgain) continue;
      if (condition) report.change(condition);
      return seen;
    }
  }

  async function askAll(line: EscposLine): Promise<{ readonly seen: Seen; readonly condition?: DeviceCondition }> {
    const answers: { [Question in RealTimeQuestion]?: number } = {};
    for (const question of [1, 2, 3, 4] as const) {
      if (question === 3 && !hasError(answers)) continue;
      const reply = await line.ask(question);
      if (reply === 'lost') return { seen: 'absent' };
      if (reply === 'silent') {
        return history.worksWithoutRealTime() ? { seen: 'silent' } : { seen: 'silent', condition: 'no-answer' };
      }
      history.realTimeAnswered();
      answers[question] = reply;
    }
    const full = profile === 'custom-kiosk' ? await line.askFull() : 'silent';
    if (full === 'lost') return { seen: 'absent' };
    const kiosk = full === 'silent' ? undefined : kioskStatusFrom(full);
    const trouble = troubleIn(answers) ?? kiosk?.trouble;
    const condition = trouble ?? (isPaperLow(answers) || kiosk?.paperLow ? 'paper-low' : 'ready');
    return { seen: trouble ?? 'fine', condition };
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
    return (await sendRecovery(line)) === 'taken' ? proof.clear(line) : 'silent';
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

  return {
    look,

    async switchOnAutomaticStatus(line) {
      history.automaticStatusRequested();
      await line.send(automaticStatusRequest);
    },

    async obstacleBefore(line) {
      const first = await obstacleSeen(line);
      proof.noteKeptReplies(line);
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
      const ending = await proof.prove(line);
      if (ending === 'proven') history.settled();
      return ending;
    },

    async sendOnly(line, ticket) {
      return send(line, ticket.subarray(0, ticket.length - queuedStatusRequest.length));
    },
  };
}
