import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import { plainVisit, settings } from '#kiosk/flow/synthetic.ts';
import { createSessionRunner } from './session-runner.ts';

function bench(answer: (effect: FlowEffect) => FlowEvent | undefined = () => undefined) {
  const clock = createHandCrankedClock();
  const done: string[] = [];
  const places: string[] = [];
  const runner = createSessionRunner({
    settings,
    clock,
    effects: {
      run(effect, report) {
        done.push(effect.do);
        const event = answer(effect);
        if (event) report(event);
      },
    },
    onState: (state) => places.push(state.turn.asked === undefined ? state.at : 'asked'),
  });
  return { clock, done, places, runner, begin: (steps: number) => plainVisit.slice(0, steps).forEach(runner.receive) };
}

describe('the session runner', () => {
  test('shows each place in the order in which things happened, also when the store answers at once', () => {
    const [, , , stored, , printed] = plainVisit;
    const answers: Partial<Record<FlowEffect['do'], FlowEvent>> = {
      ...(stored && { 'store-visit': stored }),
      ...(printed && { 'print-ticket': printed }),
    };
    const { begin, clock, places, done } = bench((effect) => answers[effect.do]);
    begin(3);
    clock.advance(delays.chooseAgainMs);
    expect(places).toEqual([
      'confirming-identity',
      'asking',
      'storing-visit',
      'showing-ticket',
      'showing-ticket',
      'showing-ticket',
    ]);
    expect(done).toEqual(['note-session-started', 'store-visit', 'print-ticket']);
  });

  test('asks a patient who does nothing, counts down, and is at rest again, where only the store is asked', () => {
    const { begin, clock, places, done } = bench();
    begin(1);
    clock.advance(delays.untilIdleWarningMs - 1);
    expect(places).not.toContain('asked');
    clock.advance(1);
    expect(places.at(-1)).toBe('asked');
    clock.advance(delays.idleCountdownMs);
    expect(places.at(-1)).toBe('waiting-for-card');
    expect(done.at(-1)).toBe('note-session-ended');
    clock.advance(delays.storeCheckMs);
    expect(done.at(-1)).toBe('probe-store');
    expect(clock.pending()).toBe(1);
  });

  test('a touch gives a slow reader the whole time again', () => {
    const { begin, clock, places, runner } = bench();
    begin(1);
    clock.advance(delays.untilIdleWarningMs - 1);
    runner.receive({ type: 'touched' });
    clock.advance(delays.untilIdleWarningMs - 1);
    expect(places).not.toContain('asked');
  });

  test('knows how long a countdown still runs, whenever a page asks', () => {
    const { begin, clock, runner } = bench();
    begin(1);
    expect(runner.msLeft('idle-countdown')).toBe(0);
    clock.advance(delays.untilIdleWarningMs);
    clock.advance(4_000);
    expect(runner.msLeft('idle-countdown')).toBe(delays.idleCountdownMs - 4_000);
  });

  test('a stopped runner holds no timer and hears nothing', () => {
    const { begin, clock, runner, places } = bench();
    begin(1);
    runner.stop();
    begin(3);
    expect([clock.pending(), places]).toEqual([0, ['confirming-identity']]);
  });
});
