import type { Alerts } from '#backend-client/alerts/alerts.ts';
import type { CallAtKiosk } from '#backend-client/contract/alert.ts';
import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { CrisisEvent } from '#kiosk/flow/events.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { othersInCrisis } from './call-on-screen.ts';

interface Needs {
  readonly alerts: Pick<Alerts, 'list' | 'acknowledge'>;
  readonly runner: { state(): FlowState; receive(event: CrisisEvent): void };
  readonly newSessionId: () => SessionId;
  readonly today: () => BusinessDay;
}

/** The call for whoever was measured in danger, and the screen before them. */
export interface CrisisFollower {
  /** To be called once, when calls of before the start are known. */
  start(): void;
  /** Something about the calls has changed. */
  callsChanged(): void;
  /** Somebody at the kiosk gives their name; false: a name is missing, or nobody is in a crisis here. */
  answer(by: string): boolean;
  /** Whoever is in a crisis on the screen; `by`: who has said that they come; `others`: how many beside them wait for somebody. */
  now(): { readonly number: string; readonly by: string | undefined; readonly others: number } | undefined;
}

export function followCrisis({ alerts, runner, newSessionId, today }: Needs): CrisisFollower {
  return {
    start() {
      const left = alerts.list().find(isOpenCrisis);
      if (left?.ticketNumber === undefined) return;
      runner.receive({
        type: 'crisis-left',
        sessionId: newSessionId(),
        today: today(),
        ticketNumber: left.ticketNumber,
      });
    },
    callsChanged() {
      const state = runner.state();
      if (state.at !== 'in-crisis' || state.isAnswered || openCallOf(state.number)) return;
      runner.receive({ type: 'crisis-answered', sessionId: state.facts.sessionId });
    },
    answer(by) {
      const state = runner.state();
      if (state.at !== 'in-crisis') return false;
      const open = openCallOf(state.number);
      return open ? alerts.acknowledge(open.alertId, by) : state.isAnswered;
    },
    now() {
      const state = runner.state();
      if (state.at !== 'in-crisis') return undefined;
      const by = openCallOf(state.number) ? undefined : callsOf(state.number)[0]?.acknowledgedBy;
      return { number: state.number, by, others: othersInCrisis(alerts.list(), state.number) };
    },
  };

  function callsOf(ticketNumber: string): readonly CallAtKiosk[] {
    return alerts.list().filter((each) => each.kind === 'crisis-reading' && each.ticketNumber === ticketNumber);
  }

  function openCallOf(ticketNumber: string): CallAtKiosk | undefined {
    return callsOf(ticketNumber).find(isOpenCrisis);
  }
}

function isOpenCrisis({ kind, isOpen }: CallAtKiosk): boolean {
  return kind === 'crisis-reading' && isOpen;
}
