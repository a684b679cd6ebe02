import { Activity, CircleAlert, History, Plug, Power, Unplug } from 'lucide-preact';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CuffIcon } from '#kiosk/ui/parts/cuff-icon.tsx';
import { ActionButton, Choices, Drawer, Switch } from '../controls.tsx';
import type { SimulatorState } from '../dock-words.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import type { DrawerProps } from './drawers.tsx';
import { useChanges } from './use-changes.tsx';

type Monitor = SimulatorState<'blood-pressure-monitor'>;

const results = [
  { value: 'normal', label: 'Normal', shortcut: 'n', trouble: false },
  { value: 'high', label: 'High', shortcut: 'g', trouble: false },
  { value: 'crisis', label: 'Crisis', shortcut: 'd', trouble: false },
  { value: 'error', label: 'Error', shortcut: 'f', trouble: true },
  { value: 'impossible', label: 'Impossible', shortcut: 'a', trouble: true },
] as const;

const troubles = [
  { value: 'none', label: 'None', shortcut: '0', trouble: false, says: 'It works as it should' },
  { value: 'slow', label: 'Slow', shortcut: '-', trouble: true, says: 'It has become slow' },
  { value: 'silent', label: 'Silent', shortcut: '=', trouble: true, says: 'It has gone silent' },
  { value: 'wrong-checksum', label: 'Wrong sum', shortcut: '[', trouble: true, says: 'Its records are damaged' },
] as const;

export function BloodPressureMonitorDrawer({ note }: DrawerProps): JSX.Element {
  const say = (says: string, trouble = false) => note({ of: 'Monitor', says, trouble });
  const { state, answers, act } = useSimulator('blood-pressure-monitor', (action) =>
    say(`"${action.do}" was refused`, true),
  );
  const { pluggedIn = false, connections = 0, nextResult = 'normal', trouble = 'none', cuff = 'empty' } = state ?? {};
  useNews(state, say);

  const turn = {
    result: (result: Monitor['nextResult']) => act({ do: 'set-next-result', result }),
    trouble: (next: Monitor['trouble']) => act({ do: 'set-trouble', trouble: next }),
    start: () => act({ do: 'press-start' }),
    plug: () => act({ do: pluggedIn ? 'unplug' : 'plug-in' }),
    stale: () => {
      act({ do: 'store-stale-result' });
      say("It has yesterday's result");
    },
  };
  useShortcuts({
    ...Object.fromEntries(results.map(({ value, shortcut }) => [shortcut, () => turn.result(value)])),
    ...Object.fromEntries(troubles.map(({ value, shortcut }) => [shortcut, () => turn.trouble(value)])),
    b: turn.start,
    z: turn.stale,
    v: turn.plug,
  });

  const off = !answers;
  return (
    <Drawer
      title="Blood-pressure monitor"
      icon={<CuffIcon />}
      answers={answers}
      pluggedIn={pluggedIn}
      connections={connections}
    >
      <div class="monitor">
        <Gauge state={state} />
        <div class="monitor-choices">
          <Choices
            label="Next result"
            icon={<Activity />}
            value={nextResult}
            choices={results}
            disabled={off}
            onChoose={turn.result}
          />
          <Choices
            label="Trouble"
            icon={<CircleAlert />}
            value={trouble}
            choices={troubles}
            disabled={off}
            onChoose={turn.trouble}
          />
        </div>
        <div class="switches">
          <ActionButton
            label="Start button"
            hint={cuff === 'working' ? 'the cuff works' : 'on the device'}
            icon={<Power />}
            shortcut="b"
            disabled={off || cuff === 'working'}
            onPress={turn.start}
          />
          <ActionButton
            label="Stale result"
            hint={state?.keepsResult ? 'it keeps one' : "yesterday's patient"}
            icon={<History />}
            shortcut="z"
            disabled={off}
            onPress={turn.stale}
          />
          <Switch
            label="Cable"
            icon={pluggedIn ? <Plug /> : <Unplug />}
            on={pluggedIn}
            says={['unplugged', 'plugged in']}
            trouble="off"
            shortcut="v"
            disabled={off}
            onTurn={turn.plug}
          />
        </div>
      </div>
    </Drawer>
  );
}

function useNews(state: Monitor | undefined, say: (says: string, trouble?: boolean) => void): void {
  useChanges(state?.pluggedIn, (now) => say(now ? 'Plugged in' : 'Unplugged', !now));
  useChanges(state && state.connections > 0, (now) => say(now ? 'The host connected' : 'The host is gone', !now));
  useChanges(state?.nextResult, (now) => say(`The next result will be: ${now}`));
  useChanges(state?.trouble, (now) => say(troubles.find(({ value }) => value === now)?.says ?? now, now !== 'none'));
  useChanges(state?.cuff, (now) => say(now === 'working' ? 'The cuff is working' : 'The cuff is empty'));
  useChanges(state?.resultsSent, (now) => say(now === 0 ? 'It was started anew' : `Result ${now} left the device`));
}

const fullScaleMmHg = 200;

function Gauge({ state }: { readonly state: Monitor | undefined }): JSX.Element {
  const works = state?.cuff === 'working';
  const mmHg = useCuffPressure(works);
  return (
    <div class={works ? 'gauge working' : 'gauge'} data-cuff={state?.cuff}>
      <svg viewBox="0 0 120 68" aria-hidden="true">
        <path class="scale" d="M10 60a50 50 0 0 1 100 0" pathLength={fullScaleMmHg} />
        {mmHg > 0 && (
          <path
            class="pressure"
            d="M10 60a50 50 0 0 1 100 0"
            pathLength={fullScaleMmHg}
            stroke-dasharray={`${Math.min(mmHg, fullScaleMmHg)} ${2 * fullScaleMmHg}`}
          />
        )}
      </svg>
      <p class="reading">
        <b>{mmHg}</b> mmHg
      </p>
      <p class="cuff">{works ? 'Cuff working' : 'Cuff empty'}</p>
      <small>{sent(state?.resultsSent ?? 0)}</small>
    </div>
  );
}

function sent(results: number): string {
  return results === 1 ? '1 result sent' : `${results} results sent`;
}

const lookEveryMs = 150;

/** Pressure in the cuff, mm[Hg]. A simulator tells of starts and ends only, so it is asked while the cuff works. */
function useCuffPressure(works: boolean): number {
  const [mmHg, setMmHg] = useState(0);
  useEffect(() => {
    if (!works) return setMmHg(0);
    let looking = true;
    let timer: number | undefined;
    const look = async () => {
      const answer = await fetch('/api/devices/blood-pressure-monitor/state').catch(() => undefined);
      const state: Monitor | undefined = answer?.ok ? await answer.json() : undefined;
      if (!looking) return;
      if (state) setMmHg(state.cuffMmHg);
      timer = window.setTimeout(look, lookEveryMs);
    };
    void look();
    return () => {
      looking = false;
      window.clearTimeout(timer);
    };
  }, [works]);
  return mmHg;
}
