import type { Exchange, Recorder } from './exchange.ts';
import type { Judgement } from './judge-delivery.ts';
import type { Check, Words } from './report.ts';

/** The checks of one system as they are made: each is one exchange and what it comes to. */
export interface Conversation {
  /** Acts, judges, notes. Resolves with what the act gave. */
  ask<Value>(
    check: CheckTitle,
    act: () => Promise<Value>,
    judge: (exchange: Exchange<Value>) => Judgement,
  ): Promise<Value>;
  /** Nothing is asked: what stands in the way is known. */
  note(check: CheckTitle, judgement: Judgement): void;
  checks(): readonly Check[];
}

export interface CheckTitle {
  readonly id: string;
  readonly title: Words;
}

export function createConversation(recorder: Recorder, onCheck: (check: Check) => void): Conversation {
  const checks: Check[] = [];

  function add(check: Check): void {
    checks.push(check);
    onCheck(check);
  }

  return {
    async ask(check, act, judge) {
      const exchange = await recorder.record(act);
      const { tookMs, sent, shown } = exchange;
      const judged = judge(exchange);
      const finding = { vi: recorder.maskFinding(judged.finding.vi), en: recorder.maskFinding(judged.finding.en) };
      add({ ...check, tookMs, sent, received: shown, ...judged, finding });
      return exchange.value;
    },
    note(check, judgement) {
      add({ ...check, tookMs: null, sent: null, received: null, ...judgement });
    },
    checks: () => checks,
  };
}
