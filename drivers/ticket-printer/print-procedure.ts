import type { Clock } from '#config/agreements/clock.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { PrintProblem } from '../contract/ticket-printer.ts';
import type { ConditionReport, ReachedCondition } from '../supervisor/device-condition.ts';
import { encodeRecovery, queuedStatusRequest } from './escpos-codec.ts';
import type { EscposLine } from './escpos-line.ts';
import { automaticStatusRequest, type RealTimeQuestion, realTimeRequest } from './escpos-status.ts';
import type { LineSpeed } from './line-speed.ts';
import { confirmationDelays, createPrintConfirmation, type Ending, type Seen } from './print-confirmation.ts';
import type { PrintHistory } from './print-history.ts';
import { type PrinterProfile, type PrintProof, printerProfiles } from './printer-profiles.ts';

/** A printer that tells changes without end is believed after so many looks. */
const mostLooksAgain = 2;

/** A patient's ticket does not wait longer than that for what the kiosk wants to know of the printer. */
export const ticketWaitsMs = 1_000;

/** A printer that has taken a ticket and keeps silent, or is offline without a cause, is looked at so often. */
const looksBehindTicket = 3;

/** What is said to a printer around one ticket: look, make sure that the queue is empty, send, wait for what it can prove. */
export interface PrintProcedure {
  /** Asks what is wrong and reports it as the condition; `beforeFine` is done before a good one is reported. */
  look(line: EscposLine, beforeFine?: () => Promise<void>): Promise<Seen>;
  /** What stands behind a ticket on this line now. */
  proof(): PrintProof;
  /** Finds out whether the printer answers `GS r 1`, and how fast the line is. Nothing is to be printed meanwhile. */
  learn(line: EscposLine): Promise<'learnt' | 'called-off'>;
  /** A ticket waits. What is to be learnt is learnt soon, or later. */
  hurry(line: EscposLine): void;
  /** Asks the printer to tell changes by itself. Nothing of an earlier ticket may be in it. */
  switchOnAutomaticStatus(line: EscposLine): Promise<void>;
  /** Why the ticket must not be sent now. Not one of its bytes has left. */
  obstacleBefore(line: EscposLine): Promise<PrintProblem['kind'] | undefined>;
  /** `ticket` ends with the `GS r 1` behind its cut; `rows` is what it takes of the paper. */
  send(line: EscposLine, ticket: Uint8Array, rows: number): Promise<Ending>;
}

export interface PrintProcedureParts {
  readonly dotsAcross: number;
  readonly profile: PrinterProfile;
  /** `undefined`: it is learnt on every line anew. */
  readonly wantedProof: PrintProof | undefined;
  /** False: it is never asked anything. */
  readonly returnChannel: boolean;
  readonly history: PrintHistory;
  readonly report: ConditionReport;
  readonly speed: LineSpeed;
  readonly clock: Clock;
}

export function createPrintProcedure(parts: PrintProcedureParts): PrintProcedure {
  const { dotsAcross, profile, wantedProof, returnChannel, history, report, speed, clock } = parts;
  const facts = printerProfiles[profile];
  const lineIsCertain = speed.isCertain;
  const onTooEarly = () => report.hint('wrong-line-settings', true);
  const queue = createPrintConfirmation({ history, lineIsCertain, look: (line) => look(line), onTooEarly });

  /** The last ticket could not wait for it either. */
  let wasCalledOff = false;
  let hadTrouble = false;
  let learning: { isCalledOff: boolean; callOff: () => void } | undefined;

  function proof(): PrintProof {
    if (!returnChannel) return 'bytes-taken';
    if (wantedProof !== undefined) return wantedProof;
    if (facts.bestProof !== 'gs-r') return facts.bestProof;
    if (history.knowsQueued()) return 'gs-r';
    return history.knowsRealTime() ? 'dle-eot' : 'bytes-taken';
  }

  function mayProveByQueue(): boolean {
    return returnChannel && (wantedProof ?? facts.bestProof) === 'gs-r';
  }

  async function look(line: EscposLine, beforeFine = async () => {}): Promise<Seen> {
    for (let again = 0; ; again++) {
      const heard = line.automaticHeard();
      const { seen, condition } = await askAll(line);
      if (seen === 'fine') await beforeFine();
      // What the printer told by itself meanwhile is newer than the answers to the first questions.
      if (line.automaticHeard() !== heard && seen !== 'absent' && again < mostLooksAgain) continue;
      if (condition) report.change(condition);
      return seen;
    }
  }

  async function askAll(line: EscposLine): Promise<{ readonly seen: Seen; readonly condition?: ReachedCondition }> {
    const answers: { [Question in RealTimeQuestion]?: number } = {};
    const unexplained = line.unexplained();
    for (const question of facts.questions) {
      if (question === 3 && !facts.hasError(answers)) continue;
      const reply = await line.ask(question);
      if (reply === 'lost') return { seen: 'absent' };
      if (reply === 'silent') {
        if (line.unexplained() !== unexplained) report.hint('status-not-understood', true);
        return { seen: 'silent', ...conditionOfSilence() };
      }
      history.realTimeAnswered();
      answers[question] = reply;
    }
    report.hint('status-not-understood', false);
    const full = facts.hasPresenter ? await line.askFull() : 'silent';
    if (full === 'lost') return { seen: 'absent' };
    const { trouble, paperLow } = facts.statusFrom(answers, full === 'silent' ? undefined : full);
    return { seen: trouble ?? 'fine', condition: trouble ?? (paperLow ? 'paper-low' : 'ready') };
  }

  /** None where its silence is a habit, and what is known of it stays. */
  function conditionOfSilence(): { readonly condition?: ReachedCondition } {
    if (history.worksWithoutRealTime()) return {};
    const isSaidToBeMute = wantedProof === 'bytes-taken' && !history.knowsRealTime();
    return { condition: isSaidToBeMute ? 'ready' : 'no-answer' };
  }

  async function learn(line: EscposLine): Promise<'learnt' | 'called-off'> {
    learning = { isCalledOff: false, callOff: () => {} };
    const mine = learning;
    await learnUnless(line, () => mine.isCalledOff);
    mine.callOff();
    learning = undefined;
    wasCalledOff = mine.isCalledOff;
    hadTrouble = false;
    line.giveUpWaiting(false);
    return mine.isCalledOff ? 'called-off' : 'learnt';
  }

  function hurry(line: EscposLine): void {
    const mine = learning;
    if (!mine) return;
    mine.callOff();
    mine.callOff = clock.after(ticketWaitsMs, () => {
      mine.isCalledOff = true;
      line.giveUpWaiting(true);
    });
  }

  async function learnUnless(line: EscposLine, isCalledOff: () => boolean): Promise<void> {
    if (history.mayBeInsideBand()) {
      const { length } = encodeRecovery(dotsAcross, history.brokeOff(), profile);
      const since = clock.monotonic();
      if ((await sendRecovery(line)) !== 'taken') return;
      if (history.knowsRealTime()) {
        const tookMs = await line.timeOfAnswer(confirmationDelays.clearedBehindRecoveryMs);
        if (tookMs === 'lost' || isCalledOff()) return;
        if (tookMs !== 'silent') speed.measured(length, clock.monotonic() - since);
      }
    }
    if (!mayProveByQueue()) return;
    const unexplained = line.unexplained();
    // One that answers nothing but this, without the fixed bits, wants another profile.
    if (!history.knowsRealTime()) await line.send(realTimeRequest(2));
    const isBehindRecovery = !history.knowsRealTime() && history.queuedTriedInVain() === 0;
    const { clearedWithinMs, clearedBehindRecoveryMs } = confirmationDelays;
    const withinMs = isBehindRecovery ? clearedBehindRecoveryMs : clearedWithinMs;
    const cleared = await clearQueue(line, withinMs, isCalledOff);
    if (cleared === 'absent') return;
    if (cleared === 'cleared' && report.told.condition() === 'no-answer') report.change('ready');
    if (isCalledOff()) return;
    if (cleared === 'silent' && !history.knowsQueued()) history.triedInVain();
    if (cleared === 'silent' && line.unexplained() !== unexplained) report.hint('status-not-understood', true);
    report.hint('print-not-confirmed', wantedProof === undefined && proof() !== 'gs-r');
  }

  async function obstacleSeen(line: EscposLine): Promise<PrintProblem['kind'] | undefined> {
    const seen = await look(line);
    if (seen === 'fine') return undefined;
    // Some printers and serial device servers do not know `DLE EOT`: only one that does has trouble when it is silent.
    if (seen === 'silent') return history.knowsRealTime() ? 'no-answer' : undefined;
    return seen;
  }

  async function obstacleBefore(line: EscposLine): Promise<PrintProblem['kind'] | undefined> {
    const first = await obstacleSeen(line);
    // One that was out of paper could not answer; when it is well again it is tried again.
    if (first) hadTrouble = true;
    if (first) return first;
    const isUntried = (history.queuedTriedInVain() === 0 && !wasCalledOff) || hadTrouble;
    if (mayProveByQueue() && wantedProof === undefined && !history.knowsQueued() && isUntried) {
      const learnt = learn(line);
      hurry(line);
      await learnt;
    }
    /**
     * After a ticket without proof, its answers can still be on the way: a printer whose paper ended prints on when the new
     * roll is in, minutes later. Opening a new line does not help, a serial device server hands them to whoever is
     * connected. So the queue is emptied: more requests, whose answers can only come behind all the earlier ones, then quiet.
     */
    if (proof() !== 'gs-r' || !history.isSuspect()) return undefined;
    const cleared = await clearQueue(line, confirmationDelays.clearedWithinMs);
    if (cleared === 'absent') return 'absent';
    if (cleared === 'cleared') return obstacleSeen(line);
    // One that has never answered `GS r 1` may not know it; then the ticket is sent, and needs as many answers as are owed.
    if (!history.knowsQueued()) return undefined;
    report.change('no-answer');
    return 'no-answer';
  }

  /**
   * A line that lost some of a ticket's bytes leaves the printer in the middle of a picture, where it takes requests for dots.
   * So one that used to answer and does not gets what ends a picture, and is asked again.
   */
  async function clearQueue(
    line: EscposLine,
    withinMs: number,
    isCalledOff = () => false,
  ): Promise<'cleared' | 'silent' | 'absent'> {
    const clear = async () => {
      const recovered = await sendRecovery(line);
      return recovered === 'taken' ? queue.clear(line, withinMs, isCalledOff) : 'silent';
    };
    const cleared = await clear();
    if (cleared !== 'silent' || !history.knowsQueued() || isCalledOff()) return cleared;
    history.brokeInTicket();
    return clear();
  }

  /** What must stand before the next bytes, so that the printer reads them as commands. */
  async function sendRecovery(line: EscposLine): Promise<'taken' | 'stuck' | 'lost'> {
    if (!history.mayBeInsideBand()) return 'taken';
    const sent = await line.send(encodeRecovery(dotsAcross, history.brokeOff(), profile));
    if (sent === 'taken') history.recoverySent();
    return sent;
  }

  async function sendTicket(line: EscposLine, bytes: Uint8Array): Promise<'taken' | 'stuck' | 'absent'> {
    const recovered = await sendRecovery(line);
    const sent = recovered === 'taken' ? await line.send(bytes) : recovered;
    if (sent !== 'taken') history.brokeInTicket();
    return sent === 'lost' ? 'absent' : sent;
  }

  async function proveByQueue(line: EscposLine): Promise<Ending> {
    const ending = await queue.prove(line);
    if (ending !== 'proven') return ending;
    history.settled();
    report.hint('wrong-line-settings', false);
    return ending;
  }

  /** Whatever went wrong since the first byte counts, also when it is over: the ticket may have been torn by it. */
  async function lookWhenOut(line: EscposLine, rows: number): Promise<Ending> {
    let trouble: PrintProblem['kind'] | undefined;
    const forget = report.told.onCondition((condition) => {
      if (isTrouble(condition)) trouble ??= condition;
    });
    await wait(line.onTheWayMs() + outWithinMs(rows));
    let seen = await look(line);
    for (let looks = 1; looks < looksBehindTicket && (seen === 'silent' || seen === 'printer-error'); looks++) {
      await wait(confirmationDelays.explainAfterMs);
      seen = await look(line);
    }
    forget();
    if (seen !== 'fine') return seen;
    return trouble ?? 'well';
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }

  return {
    look,
    proof,
    learn,
    hurry,
    obstacleBefore,

    async switchOnAutomaticStatus(line) {
      await line.send(automaticStatusRequest);
    },

    async send(line, ticket, rows) {
      const how = proof();
      const sent = await sendTicket(line, ticket.subarray(0, ticket.length - queuedStatusRequest.length));
      if (sent !== 'taken') return sent;
      if (how === 'gs-r') return proveByQueue(line);
      if (how === 'dle-eot') {
        const ending = await lookWhenOut(line, rows);
        // Nobody will know whether the rest of it came out: the next ticket begins with a cut.
        if (ending !== 'well') history.brokeInTicket();
        return ending;
      }
      if (line.onTheWayMs() > 0) await wait(line.onTheWayMs());
      return line.isOver() ? 'absent' : 'taken';
    },
  };
}

/** Slow printers make 50 mm a second, 400 rows; then there is the feed to the cutter. */
export function outWithinMs(rows: number): number {
  return Math.ceil(((rows + 136) / 400) * 1_000);
}

const troubles = ['no-paper', 'cover-open', 'cutter-error', 'printer-error'] as const;

function isTrouble(condition: DeviceCondition): condition is (typeof troubles)[number] {
  return troubles.some((trouble) => trouble === condition);
}
