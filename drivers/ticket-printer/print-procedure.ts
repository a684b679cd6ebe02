import type { Clock } from '#config/agreements/clock.ts';
import type { DeviceCondition } from '../contract/device.ts';
import type { PrintProblem } from '../contract/ticket-printer.ts';
import type { ConditionReport, ReachedCondition } from '../supervisor/device-condition.ts';
import { encodeRecovery, queuedStatusRequest } from './escpos-codec.ts';
import type { EscposLine } from './escpos-line.ts';
import { automaticStatusRequest, type RealTimeQuestion, realTimeRequest } from './escpos-status.ts';
import type { LineSpeed } from './line-speed.ts';
import { clearQueue, confirmationDelays, type Ending, proveTicket, type Seen } from './print-confirmation.ts';
import type { PrintHistory } from './print-history.ts';
import { type PrinterProfile, type PrintProof, type ProfileFacts, printerProfiles } from './printer-profiles.ts';

/** A printer that tells changes without end is believed after so many looks. */
const mostLooksAgain = 2;

/** A patient's ticket does not wait longer than that for what the kiosk wants to know of the printer. */
export const ticketWaitsMs = 1_000;

/** A printer that has taken a ticket and keeps silent, or is offline without a cause, is looked at so often. */
const looksBehindTicket = 3;

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

/** What is said to a printer around one ticket: look, make sure that the queue is empty, send, wait for what it can prove. */
export class PrintProcedure {
  readonly #dotsAcross: number;
  readonly #profile: PrinterProfile;
  readonly #wantedProof: PrintProof | undefined;
  readonly #returnChannel: boolean;
  readonly #history: PrintHistory;
  readonly #report: ConditionReport;
  readonly #speed: LineSpeed;
  readonly #clock: Clock;
  readonly #facts: ProfileFacts;
  /** The last ticket could not wait for it either. */
  #wasCalledOff = false;
  #hadTrouble = false;
  #learning: { isCalledOff: boolean; callOff: () => void } | undefined;

  constructor(parts: PrintProcedureParts) {
    const { dotsAcross, profile, wantedProof, returnChannel, history, report, speed, clock } = parts;
    this.#dotsAcross = dotsAcross;
    this.#profile = profile;
    this.#wantedProof = wantedProof;
    this.#returnChannel = returnChannel;
    this.#history = history;
    this.#report = report;
    this.#speed = speed;
    this.#clock = clock;
    this.#facts = printerProfiles[profile];
  }

  /** Asks the printer to tell changes by itself. Nothing of an earlier ticket may be in it. */
  async switchOnAutomaticStatus(line: EscposLine): Promise<void> {
    await line.send(automaticStatusRequest);
  }

  /** `ticket` ends with the `GS r 1` behind its cut; `rows` is what it takes of the paper. */
  async send(line: EscposLine, ticket: Uint8Array, rows: number): Promise<Ending> {
    const how = this.proof();
    const sent = await this.#sendTicket(line, ticket.subarray(0, ticket.length - queuedStatusRequest.length));
    if (sent !== 'taken') return sent;
    if (how === 'gs-r') return this.#proveByQueue(line);
    if (how === 'dle-eot') {
      const ending = await this.#lookWhenOut(line, rows);
      // Nobody will know whether the rest of it came out: the next ticket begins with a cut.
      if (ending !== 'well') this.#history.brokeInTicket();
      return ending;
    }
    if (line.onTheWayMs() > 0) await this.#wait(line.onTheWayMs());
    return line.isOver() ? 'absent' : 'taken';
  }

  /** What stands behind a ticket on this line now. */
  proof(): PrintProof {
    if (!this.#returnChannel) return 'bytes-taken';
    if (this.#wantedProof !== undefined) return this.#wantedProof;
    if (this.#facts.bestProof !== 'gs-r') return this.#facts.bestProof;
    if (this.#history.knowsQueued()) return 'gs-r';
    return this.#history.knowsRealTime() ? 'dle-eot' : 'bytes-taken';
  }

  #mayProveByQueue(): boolean {
    return this.#returnChannel && (this.#wantedProof ?? this.#facts.bestProof) === 'gs-r';
  }

  /** Asks what is wrong and reports it as the condition; `beforeFine` is done before a good one is reported. */
  async look(line: EscposLine, beforeFine = async () => {}): Promise<Seen> {
    for (let again = 0; ; again++) {
      const heard = line.automaticHeard();
      const { seen, condition } = await this.#askAll(line);
      if (seen === 'fine') await beforeFine();
      // What the printer told by itself meanwhile is newer than the answers to the first questions.
      if (line.automaticHeard() !== heard && seen !== 'absent' && again < mostLooksAgain) continue;
      if (condition) this.#report.change(condition);
      return seen;
    }
  }

  async #askAll(line: EscposLine): Promise<{ readonly seen: Seen; readonly condition?: ReachedCondition }> {
    const answers: { [Question in RealTimeQuestion]?: number } = {};
    const unexplained = line.unexplained();
    for (const question of this.#facts.questions) {
      if (question === 3 && !this.#facts.hasError(answers)) continue;
      const reply = await line.ask(question);
      if (reply === 'lost') return { seen: 'absent' };
      if (reply === 'silent') {
        if (line.unexplained() !== unexplained) this.#report.hint('status-not-understood', true);
        return { seen: 'silent', ...this.#conditionOfSilence() };
      }
      this.#history.realTimeAnswered();
      answers[question] = reply;
    }
    this.#report.hint('status-not-understood', false);
    const full = this.#facts.hasPresenter ? await line.askFull() : 'silent';
    if (full === 'lost') return { seen: 'absent' };
    const { trouble, paperLow } = this.#facts.statusFrom(answers, full === 'silent' ? undefined : full);
    return { seen: trouble ?? 'fine', condition: trouble ?? (paperLow ? 'paper-low' : 'ready') };
  }

  /** None where its silence is a habit, and what is known of it stays. */
  #conditionOfSilence(): { readonly condition?: ReachedCondition } {
    if (this.#history.worksWithoutRealTime()) return {};
    const isSaidToBeMute = this.#wantedProof === 'bytes-taken' && !this.#history.knowsRealTime();
    return { condition: isSaidToBeMute ? 'ready' : 'no-answer' };
  }

  /** Finds out whether the printer answers `GS r 1`, and how fast the line is. Nothing is to be printed meanwhile. */
  async learn(line: EscposLine): Promise<'learnt' | 'called-off'> {
    this.#learning = { isCalledOff: false, callOff: () => {} };
    const mine = this.#learning;
    await this.#learnUnless(line, () => mine.isCalledOff);
    mine.callOff();
    this.#learning = undefined;
    this.#wasCalledOff = mine.isCalledOff;
    this.#hadTrouble = false;
    line.giveUpWaiting(false);
    return mine.isCalledOff ? 'called-off' : 'learnt';
  }

  /** A ticket waits. What is to be learnt is learnt soon, or later. */
  hurry(line: EscposLine): void {
    const mine = this.#learning;
    if (!mine) return;
    mine.callOff();
    mine.callOff = this.#clock.after(ticketWaitsMs, () => {
      mine.isCalledOff = true;
      line.giveUpWaiting(true);
    });
  }

  async #learnUnless(line: EscposLine, isCalledOff: () => boolean): Promise<void> {
    if (this.#history.mayBeInsideBand()) {
      const { length } = encodeRecovery(this.#dotsAcross, this.#history.brokeOff(), this.#profile);
      const since = this.#clock.monotonic();
      if ((await this.#sendRecovery(line)) !== 'taken') return;
      if (this.#history.knowsRealTime()) {
        const tookMs = await line.timeOfAnswer(confirmationDelays.clearedBehindRecoveryMs);
        if (tookMs === 'lost' || isCalledOff()) return;
        if (tookMs !== 'silent') this.#speed.measured(length, this.#clock.monotonic() - since);
      }
    }
    if (!this.#mayProveByQueue()) return;
    const unexplained = line.unexplained();
    // One that answers nothing but this, without the fixed bits, wants another profile.
    if (!this.#history.knowsRealTime()) await line.send(realTimeRequest(2));
    const isBehindRecovery = !this.#history.knowsRealTime() && this.#history.queuedTriedInVain() === 0;
    const { clearedWithinMs, clearedBehindRecoveryMs } = confirmationDelays;
    const withinMs = isBehindRecovery ? clearedBehindRecoveryMs : clearedWithinMs;
    const cleared = await this.#clearQueue(line, withinMs, isCalledOff);
    if (cleared === 'absent') return;
    if (cleared === 'cleared' && this.#report.told.condition() === 'no-answer') this.#report.change('ready');
    if (isCalledOff()) return;
    if (cleared === 'silent' && !this.#history.knowsQueued()) this.#history.triedInVain();
    if (cleared === 'silent' && line.unexplained() !== unexplained) this.#report.hint('status-not-understood', true);
    this.#report.hint('print-not-confirmed', this.#wantedProof === undefined && this.proof() !== 'gs-r');
  }

  async #obstacleSeen(line: EscposLine): Promise<PrintProblem['kind'] | undefined> {
    const seen = await this.look(line);
    if (seen === 'fine') return undefined;
    // Some printers and serial device servers do not know `DLE EOT`: only one that does has trouble when it is silent.
    if (seen === 'silent') return this.#history.knowsRealTime() ? 'no-answer' : undefined;
    return seen;
  }

  /** Why the ticket must not be sent now. Not one of its bytes has left. */
  async obstacleBefore(line: EscposLine): Promise<PrintProblem['kind'] | undefined> {
    const first = await this.#obstacleSeen(line);
    // One that was out of paper could not answer; when it is well again it is tried again.
    if (first) this.#hadTrouble = true;
    if (first) return first;
    const isUntried = (this.#history.queuedTriedInVain() === 0 && !this.#wasCalledOff) || this.#hadTrouble;
    if (this.#mayProveByQueue() && this.#wantedProof === undefined && !this.#history.knowsQueued() && isUntried) {
      const learnt = this.learn(line);
      this.hurry(line);
      await learnt;
    }
    /**
     * After a ticket without proof, its answers can still be on the way: a printer whose paper ended prints on when the new
     * roll is in, minutes later. Opening a new line does not help, a serial device server hands them to whoever is
     * connected. So the queue is emptied: more requests, whose answers can only come behind all the earlier ones, then quiet.
     */
    if (this.proof() !== 'gs-r' || !this.#history.isSuspect()) return undefined;
    const cleared = await this.#clearQueue(line, confirmationDelays.clearedWithinMs);
    if (cleared === 'absent') return 'absent';
    if (cleared === 'cleared') return this.#obstacleSeen(line);
    // One that has never answered `GS r 1` may not know it; then the ticket is sent, and needs as many answers as are owed.
    if (!this.#history.knowsQueued()) return undefined;
    this.#report.change('no-answer');
    return 'no-answer';
  }

  /**
   * A line that lost some of a ticket's bytes leaves the printer in the middle of a picture, where it takes requests for dots.
   * So one that used to answer and does not gets what ends a picture, and is asked again.
   */
  async #clearQueue(
    line: EscposLine,
    withinMs: number,
    isCalledOff = () => false,
  ): Promise<'cleared' | 'silent' | 'absent'> {
    const clear = async () => {
      const recovered = await this.#sendRecovery(line);
      return recovered === 'taken' ? clearQueue(line, this.#history, withinMs, isCalledOff) : 'silent';
    };
    const cleared = await clear();
    if (cleared !== 'silent' || !this.#history.knowsQueued() || isCalledOff()) return cleared;
    this.#history.brokeInTicket();
    return clear();
  }

  /** What must stand before the next bytes, so that the printer reads them as commands. */
  async #sendRecovery(line: EscposLine): Promise<'taken' | 'stuck' | 'lost'> {
    if (!this.#history.mayBeInsideBand()) return 'taken';
    const sent = await line.send(encodeRecovery(this.#dotsAcross, this.#history.brokeOff(), this.#profile));
    if (sent === 'taken') this.#history.recoverySent();
    return sent;
  }

  async #sendTicket(line: EscposLine, bytes: Uint8Array): Promise<'taken' | 'stuck' | 'absent'> {
    const recovered = await this.#sendRecovery(line);
    const sent = recovered === 'taken' ? await line.send(bytes) : recovered;
    if (sent !== 'taken') this.#history.brokeInTicket();
    return sent === 'lost' ? 'absent' : sent;
  }

  async #proveByQueue(line: EscposLine): Promise<Ending> {
    const ending = await proveTicket(line, {
      history: this.#history,
      lineIsCertain: this.#speed.isCertain,
      look: (standing) => this.look(standing),
      onTooEarly: () => this.#report.hint('wrong-line-settings', true),
    });
    if (ending !== 'proven') return ending;
    this.#history.settled();
    this.#report.hint('wrong-line-settings', false);
    return ending;
  }

  /** Whatever went wrong since the first byte counts, also when it is over: the ticket may have been torn by it. */
  async #lookWhenOut(line: EscposLine, rows: number): Promise<Ending> {
    let trouble: PrintProblem['kind'] | undefined;
    const forget = this.#report.told.onCondition((condition) => {
      if (isTrouble(condition)) trouble ??= condition;
    });
    await this.#wait(line.onTheWayMs() + outWithinMs(rows));
    let seen = await this.look(line);
    for (let looks = 1; looks < looksBehindTicket && (seen === 'silent' || seen === 'printer-error'); looks++) {
      await this.#wait(confirmationDelays.explainAfterMs);
      seen = await this.look(line);
    }
    forget();
    if (seen !== 'fine') return seen;
    return trouble ?? 'well';
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }
}

/** Slow printers make 50 mm a second, 400 rows; then there is the feed to the cutter. */
export function outWithinMs(rows: number): number {
  return Math.ceil(((rows + 136) / 400) * 1_000);
}

const troubles = ['no-paper', 'cover-open', 'cutter-error', 'printer-error'] as const;

function isTrouble(condition: DeviceCondition): condition is (typeof troubles)[number] {
  return troubles.some((trouble) => trouble === condition);
}
