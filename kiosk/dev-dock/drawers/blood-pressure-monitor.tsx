import { Activity, Armchair, CircleAlert, History, Power } from 'lucide-preact';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CuffIcon } from '#kiosk/ui/parts/cuff-icon.tsx';
import { ActionButton, Choices, Drawer, type OffAndOn } from '../controls.tsx';
import type { SimulatorState } from '../dock-words.ts';
import { useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { CableSwitch, cableWords, type Say, useCableNews, useSay } from './cable.tsx';
import type { DrawerProps } from './drawer.ts';
import { useSeating } from './seated-patient.ts';
import { useChanges } from './use-changes.tsx';

type Monitor = SimulatorState<'blood-pressure-monitor'>;

const results = [
  { value: 'normal', shortcut: 'n', trouble: false },
  { value: 'high', shortcut: 'g', trouble: false },
  { value: 'crisis', shortcut: 'd', trouble: false },
  { value: 'error', shortcut: 'f', trouble: true },
  { value: 'impossible', shortcut: 'a', trouble: true },
] as const;

const troubles = [
  { value: 'none', shortcut: '0', trouble: false },
  { value: 'slow', shortcut: '-', trouble: true },
  { value: 'silent', shortcut: '=', trouble: true },
  { value: 'wrong-checksum', shortcut: '[', trouble: true },
] as const;

const patients = [
  'calm',
  'white-coat',
  'high',
  'crisis',
  'irregular-heart',
  'moving-arm',
] as const satisfies readonly NonNullable<Monitor['patient']>[];

const words = {
  en: {
    title: 'Blood-pressure monitor',
    name: 'Monitor',
    next: 'Next result',
    results: { normal: 'Normal', high: 'High', crisis: 'Crisis', error: 'Error', impossible: 'Impossible' },
    nextNews: (result: string) => `The next result will be: ${result}`,
    trouble: 'Trouble',
    troubles: { none: 'None', slow: 'Slow', silent: 'Silent', 'wrong-checksum': 'Wrong sum' },
    troubleNews: {
      none: 'It works as it should',
      slow: 'It has become slow',
      silent: 'It has gone silent',
      'wrong-checksum': 'Its records are damaged',
    },
    start: 'Start button',
    startHints: { empty: 'on the device', working: 'the cuff works' },
    stale: 'Stale result',
    staleHints: ["yesterday's patient", 'it keeps one'] satisfies OffAndOn,
    staleNews: "It has yesterday's result",
    seat: 'Sits down',
    patients: {
      calm: 'calm',
      'white-coat': 'white coat',
      high: 'high',
      crisis: 'in a crisis',
      'irregular-heart': 'irregular heart',
      'moving-arm': 'moving arm',
    },
    nobody: 'nobody yet',
    seatNews: (who: string) => `Somebody sits down: ${who}`,
    cuffs: { empty: 'Cuff empty', working: 'Cuff working' },
    cuffNews: { empty: 'The cuff is empty', working: 'The cuff is working' },
    sent: (results: number) => (results === 1 ? '1 result sent' : `${results} results sent`),
    left: (result: number) => `Result ${result} left the device`,
  },
  vi: {
    title: 'Máy đo huyết áp',
    name: 'Huyết áp',
    next: 'Kết quả kế tiếp',
    results: { normal: 'Tốt', high: 'Cao', crisis: 'Nguy cấp', error: 'Lỗi', impossible: 'Vô lý' },
    nextNews: (result: string) => `Kết quả kế tiếp: ${result}`,
    trouble: 'Sự cố',
    troubles: { none: 'Không', slow: 'Chậm', silent: 'Im', 'wrong-checksum': 'Sai tổng' },
    troubleNews: {
      none: 'Hoạt động bình thường',
      slow: 'Đã trở nên chậm',
      silent: 'Không còn trả lời',
      'wrong-checksum': 'Bản ghi bị hỏng',
    },
    start: 'Nút bắt đầu',
    startHints: { empty: 'trên máy', working: 'đang bơm' },
    stale: 'Kết quả cũ',
    staleHints: ['của người hôm qua', 'đang giữ một'] satisfies OffAndOn,
    staleNews: 'Máy giữ kết quả hôm qua',
    seat: 'Ngồi xuống',
    patients: {
      calm: 'bình tĩnh',
      'white-coat': 'áo choàng trắng',
      high: 'huyết áp cao',
      crisis: 'nguy cấp',
      'irregular-heart': 'nhịp tim không đều',
      'moving-arm': 'cử động tay',
    },
    nobody: 'chưa có ai',
    seatNews: (who: string) => `Có người ngồi xuống: ${who}`,
    cuffs: { empty: 'Vòng bít xẹp', working: 'Vòng bít đang bơm' },
    cuffNews: { empty: 'Vòng bít đã xẹp', working: 'Vòng bít đang bơm' },
    sent: (results: number) => `Đã gửi ${results} kết quả`,
    left: (result: number) => `Kết quả ${result} đã gửi đi`,
  },
};

export function BloodPressureMonitorDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  const { say, refused } = useSay(note, said.name);
  const { state, answers, act } = useSimulator('blood-pressure-monitor', (action) => refused(action.do));
  const { pluggedIn = false, connections = 0, nextResult = 'normal', trouble = 'none', cuff = 'empty' } = state ?? {};
  useNews(state, say);
  const patient = state?.patient;
  useSeating(patient, state !== undefined);
  const at = patient === undefined ? -1 : patients.indexOf(patient);

  const turn = {
    result: (result: Monitor['nextResult']) => act({ do: 'set-next-result', result }),
    trouble: (next: Monitor['trouble']) => act({ do: 'set-trouble', trouble: next }),
    // The next kind of person, and after the last one again the first.
    seat: () => act({ do: 'seat', patient: patients[(at + 1) % patients.length] }),
    start: () => act({ do: 'press-start' }),
    plug: () => act({ do: pluggedIn ? 'unplug' : 'plug-in' }),
    stale: () => {
      act({ do: 'store-stale-result' });
      say(said.staleNews);
    },
  };
  useShortcuts({
    ...Object.fromEntries(results.map(({ value, shortcut }) => [shortcut, () => turn.result(value)])),
    ...Object.fromEntries(troubles.map(({ value, shortcut }) => [shortcut, () => turn.trouble(value)])),
    b: turn.start,
    ']': turn.seat,
    z: turn.stale,
    v: turn.plug,
  });

  const off = !answers;
  return (
    <Drawer title={said.title} icon={<CuffIcon />} answers={answers} pluggedIn={pluggedIn} connections={connections}>
      <div class="monitor">
        <Gauge state={state} />
        <div class="monitor-choices">
          <Choices
            label={said.next}
            icon={<Activity />}
            value={patient === undefined ? nextResult : undefined}
            choices={results.map((choice) => ({ ...choice, label: said.results[choice.value] }))}
            disabled={off}
            onChoose={turn.result}
          />
          <Choices
            label={said.trouble}
            icon={<CircleAlert />}
            value={trouble}
            choices={troubles.map((choice) => ({ ...choice, label: said.troubles[choice.value] }))}
            disabled={off}
            onChoose={turn.trouble}
          />
        </div>
        <div class="switches">
          <ActionButton
            label={said.seat}
            hint={patient === undefined ? said.nobody : said.patients[patient]}
            icon={<Armchair />}
            shortcut="]"
            disabled={off}
            onPress={turn.seat}
          />
          <ActionButton
            label={said.start}
            hint={said.startHints[cuff]}
            icon={<Power />}
            shortcut="b"
            disabled={off || cuff === 'working'}
            onPress={turn.start}
          />
          <ActionButton
            label={said.stale}
            hint={said.staleHints[state?.keepsResult ? 1 : 0]}
            icon={<History />}
            shortcut="z"
            disabled={off}
            onPress={turn.stale}
          />
          <CableSwitch pluggedIn={pluggedIn} shortcut="v" disabled={off} onTurn={turn.plug} />
        </div>
      </div>
    </Drawer>
  );
}

function useNews(state: Monitor | undefined, say: Say): void {
  const said = useWords(words);
  const { startedAnew } = useWords(cableWords);
  useCableNews(state, say);
  useChanges(state?.nextResult, (now) => say(said.nextNews(said.results[now])));
  useChanges(state?.patient, (now) => now !== undefined && say(said.seatNews(said.patients[now])));
  useChanges(state?.trouble, (now) => say(said.troubleNews[now], now !== 'none'));
  useChanges(state?.cuff, (now) => say(said.cuffNews[now]));
  useChanges(state?.resultsSent, (now) => say(now === 0 ? startedAnew : said.left(now)));
}

const fullScaleMmHg = 200;

function Gauge({ state }: { readonly state: Monitor | undefined }): JSX.Element {
  const said = useWords(words);
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
      <p class="cuff">{said.cuffs[works ? 'working' : 'empty']}</p>
      <small>{said.sent(state?.resultsSent ?? 0)}</small>
    </div>
  );
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
