import { useEffect, useState } from 'preact/hooks';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { CounterLink } from './counter-link.ts';

const everyMs = { second: 250, minute: 5_000 } as const;

/** Epoch ms by the hub's clock, drawn anew often enough to show seconds, or minutes. */
export function useHubTime({ ahead }: Pick<CounterLink, 'ahead'>, shows: keyof typeof everyMs): number {
  const [, draw] = useState(0);
  useEffect(() => {
    let callOff = () => {};
    const tick = () => {
      callOff = machineClock.after(everyMs[shows], tick);
      draw((count) => count + 1);
    };
    callOff = machineClock.after(everyMs[shows], tick);
    return () => callOff();
  }, [shows]);
  return machineClock.now() + ahead.value;
}
