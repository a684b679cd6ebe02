import { useEffect, useState } from 'preact/hooks';
import type { SimulatedKind, SimulatorAction, SimulatorState } from './dock-words.ts';

/** One simulated device as the dock sees it. `state` is the last one known, also while the simulator does not answer. */
export interface Simulator<Kind extends SimulatedKind> {
  readonly state: SimulatorState<Kind> | undefined;
  readonly answers: boolean;
  readonly act: (action: SimulatorAction<Kind>) => void;
}

const retryMs = 1000;

export function useSimulator<Kind extends SimulatedKind>(
  kind: Kind,
  onRefused: (action: SimulatorAction<Kind>, status: number) => void,
): Simulator<Kind> {
  const [state, setState] = useState<Simulator<Kind>['state']>();
  const [answers, setAnswers] = useState(false);

  useEffect(() => {
    let events: EventSource | undefined;
    let retry: number | undefined;
    const open = () => {
      events = new EventSource(`/api/devices/${kind}/events`);
      events.onmessage = ({ data }) => {
        setAnswers(true);
        setState(JSON.parse(data));
      };
      events.onerror = () => {
        setAnswers(false);
        // A browser gives up for good after an answer that is no event stream.
        events?.close();
        retry = window.setTimeout(open, retryMs);
      };
    };
    open();
    return () => {
      events?.close();
      window.clearTimeout(retry);
    };
  }, [kind]);

  return { state, answers, act: (action) => void post(action) };

  async function post(action: SimulatorAction<Kind>): Promise<void> {
    const answer = await fetch(`/api/devices/${kind}/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    }).catch(() => undefined);
    if (answer?.status !== 204) onRefused(action, answer?.status ?? 0);
  }
}
