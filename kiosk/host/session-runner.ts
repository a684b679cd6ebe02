import type { Clock } from '#config/agreements/clock.ts';
import type { CheckInEffect } from '#kiosk/flow/check-in/effects.ts';
import type { CheckInEvent } from '#kiosk/flow/check-in/events.ts';
import { startingState } from '#kiosk/flow/check-in/moves.ts';
import type { CheckInState, FlowSettings } from '#kiosk/flow/check-in/state.ts';
import { step } from '#kiosk/flow/check-in/step.ts';
import { type Timer, timersOf } from '#kiosk/flow/check-in/timers.ts';

/** Runs one effect and reports back by events. The only place where a session touches the world. */
export interface Effects {
  run(effect: CheckInEffect, report: (event: CheckInEvent) => void): void;
}

export interface SessionRunner {
  /** Takes one event; its effects may have been begun when this returns, never finished out of order. */
  receive(event: CheckInEvent): void;
  state(): CheckInState;
  /** No timer runs any more; later events change nothing. */
  stop(): void;
}

export interface SessionRunnerParts {
  readonly settings: FlowSettings;
  readonly clock: Clock;
  readonly effects: Effects;
  /** Called after each event that changed the state. */
  readonly onState: (state: CheckInState) => void;
}

/** Runs one kiosk's sessions: events in one at a time, in the order they came, and exactly the timers that the state has. */
export function createSessionRunner({ settings, clock, effects, onState }: SessionRunnerParts): SessionRunner {
  let state = startingState(settings);
  let stopped = false;
  let reading = false;
  const mailbox: CheckInEvent[] = [];
  const running = new Map<string, () => void>();

  function receive(event: CheckInEvent): void {
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

  function take(event: CheckInEvent): void {
    const { state: after, effects: wanted } = step(settings, state, event);
    const changed = after !== state;
    state = after;
    if (changed) {
      followTimers();
      onState(state);
    }
    for (const effect of wanted) effects.run(effect, receive);
  }

  function followTimers(): void {
    const wanted = new Map(timersOf(state, settings).map((timer) => [keyOf(timer), timer]));
    for (const [key, cancel] of running) {
      if (wanted.has(key)) continue;
      cancel();
      running.delete(key);
    }
    for (const [key, { timer, turn, ms }] of wanted) {
      if (running.has(key)) continue;
      running.set(
        key,
        clock.after(ms, () => {
          running.delete(key);
          receive({ type: 'timer-elapsed', timer, turn });
        }),
      );
    }
  }

  followTimers();
  return {
    receive,
    state: () => state,
    stop: () => {
      stopped = true;
      for (const cancel of running.values()) cancel();
      running.clear();
    },
  };
}

function keyOf({ timer, turn }: Timer): string {
  return `${timer} ${turn}`;
}
