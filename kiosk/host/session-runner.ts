import type { Clock } from '#config/agreements/clock.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent, TimerName } from '#kiosk/flow/events.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { step } from '#kiosk/flow/step.ts';
import { type Timer, timersOf } from '#kiosk/flow/timers.ts';
import { createShownTime } from './shown-time.ts';

/** Runs one effect and reports back by events. The only place where a session touches the world. */
export interface Effects {
  run(effect: FlowEffect, report: (event: FlowEvent) => void): void;
}

export interface SessionRunner {
  /** Takes one event; its effects may have been begun when this returns, never finished out of order. */
  receive(event: FlowEvent): void;
  state(): FlowState;
  /** Until this clock of the state runs out; 0 when there is none. */
  msLeft(timer: TimerName): number;
  /** No timer runs any more; later events change nothing. */
  stop(): void;
}

export interface SessionRunnerParts {
  readonly settings: FlowSettings;
  readonly clock: Clock;
  readonly effects: Effects;
  /** What the kiosk knows besides about what has happened, before the flow hears of it. Default: nothing. */
  readonly complete?: (event: FlowEvent) => FlowEvent;
  /** Called after each event that changed the state. */
  readonly onState: (state: FlowState) => void;
}

/** Runs one kiosk's sessions: events in one at a time, in the order they came, and exactly the timers that the state has. */
export function createSessionRunner({
  settings,
  clock,
  effects,
  complete,
  onState,
}: SessionRunnerParts): SessionRunner {
  let state: FlowState = startingState(settings);
  let stopped = false;
  let reading = false;
  const mailbox: FlowEvent[] = [];
  const running = new Map<
    string,
    { readonly timer: TimerName; readonly endsAt: number; readonly callOff: () => void }
  >();

  function receive(event: FlowEvent): void {
    if (stopped) return;
    mailbox.push(event);
    if (reading) return;
    reading = true;
    try {
      for (let next = mailbox.shift(); next; next = mailbox.shift()) take(next);
    } finally {
      reading = false;
    }
  }

  const shownTime = createShownTime(clock);

  /** What only the host knows of it. */
  function completed(came: FlowEvent): FlowEvent {
    const event = complete ? complete(came) : came;
    return event.type === 'answered' ? { ...event, shownMs: shownTime.ms() } : event;
  }

  function take(came: FlowEvent): void {
    const { state: after, effects: wanted } = step(settings, state, completed(came));
    const changed = after !== state;
    state = after;
    if (changed) {
      followTimers();
      shownTime.saw(state);
      onState(state);
    }
    for (const effect of wanted) effects.run(effect, receive);
  }

  function followTimers(): void {
    const wanted = new Map(timersOf(state, settings).map((timer) => [keyOf(timer), timer]));
    for (const [key, { callOff }] of running) {
      if (wanted.has(key)) continue;
      callOff();
      running.delete(key);
    }
    for (const [key, { timer, count, ms }] of wanted) {
      if (running.has(key)) continue;
      const callOff = clock.after(ms, () => {
        running.delete(key);
        receive({ type: 'timer-elapsed', timer, count });
      });
      running.set(key, { timer, endsAt: clock.monotonic() + ms, callOff });
    }
  }

  followTimers();
  return {
    receive,
    state: () => state,
    msLeft(timer) {
      const [found] = [...running.values()].filter((each) => each.timer === timer);
      return found ? Math.max(0, found.endsAt - clock.monotonic()) : 0;
    },
    stop: () => {
      stopped = true;
      for (const { callOff } of running.values()) callOff();
      running.clear();
    },
  };
}

function keyOf({ timer, count }: Timer): string {
  return `${timer} ${count}`;
}
