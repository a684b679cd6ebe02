import {
  BellRing,
  CircleCheck,
  ExternalLink,
  Megaphone,
  Network,
  Power,
  PowerOff,
  Unplug,
  UserX,
  Waypoints,
} from 'lucide-preact';
import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { ActionButton, Drawer, type Lamp, type OffAndOn, Switch } from '../controls.tsx';
import type { HubCounterAct, HubSimulatorState } from '../hub-words.ts';
import { LanguageContext, useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { useSay } from './cable.tsx';
import type { DrawerProps } from './drawer.ts';
import { useChanges } from './use-changes.tsx';

const acts = [
  { act: 'call-next', shortcut: 'n', icon: <Megaphone /> },
  { act: 'recall', shortcut: 'c', icon: <BellRing /> },
  { act: 'absent', shortcut: 'a', icon: <UserX /> },
  { act: 'finish', shortcut: 'f', icon: <CircleCheck /> },
] as const satisfies readonly { readonly act: HubCounterAct; readonly shortcut: string; readonly icon: JSX.Element }[];

const words = {
  en: {
    title: 'Counter and hub',
    name: 'Hub',
    acts: {
      'call-next': ['Call the next number', 'who is there is done with it'],
      recall: ['Call again', 'shown and spoken once more'],
      absent: ['Nobody comes', 'the number is laid aside'],
      finish: ['Done', 'without calling another one'],
    } satisfies Record<HubCounterAct, OffAndOn>,
    nobodyServed: 'nobody',
    servedAt: 'now at',
    waiting: (count: number) => (count === 1 ? '1 waits' : `${count} wait`),
    refusals: {
      'nobody-waits': 'Nobody waits at this counter',
      'nobody-called': 'No number stands at this counter',
      'not-your-counter': 'Somebody else sits at this counter',
      'counter-paused': 'The counter has a break',
      'no-answer': 'The hub does not answer',
    } as Readonly<Record<string, string>>,
    refused: (why: string) => `Refused: ${why}`,
    called: (number: string) => `${number} is called`,
    line: 'Line to the hub',
    lines: ['lost', 'this kiosk reaches it'] satisfies OffAndOn,
    lineNews: { lost: 'The line to the hub is lost', back: 'The line to the hub is back' },
    hub: 'Hub',
    hubs: ['killed', 'runs'] satisfies OffAndOn,
    hubNews: { gone: 'The hub is killed', starting: 'The hub starts', running: 'The hub runs' },
    pages: { counter: 'Counter', board: 'Board' },
  },
  vi: {
    title: 'Quầy và hub',
    name: 'Hub',
    acts: {
      'call-next': ['Gọi số tiếp theo', 'số đang ở quầy coi như xong'],
      recall: ['Gọi lại', 'hiện và đọc thêm lần nữa'],
      absent: ['Không có ai đến', 'số được để riêng'],
      finish: ['Xong', 'không gọi số khác'],
    } satisfies Record<HubCounterAct, OffAndOn>,
    nobodyServed: 'chưa có ai',
    servedAt: 'đang ở',
    waiting: (count: number) => `${count} người chờ`,
    refusals: {
      'nobody-waits': 'Không ai chờ ở quầy này',
      'nobody-called': 'Chưa có số nào ở quầy này',
      'not-your-counter': 'Người khác đang ngồi ở quầy này',
      'counter-paused': 'Quầy đang nghỉ',
      'no-answer': 'Hub không trả lời',
    } as Readonly<Record<string, string>>,
    refused: (why: string) => `Bị từ chối: ${why}`,
    called: (number: string) => `Đã gọi ${number}`,
    line: 'Đường truyền tới hub',
    lines: ['đã mất', 'kiosk này liên lạc được'] satisfies OffAndOn,
    lineNews: { lost: 'Mất đường truyền tới hub', back: 'Đã có lại đường truyền tới hub' },
    hub: 'Hub',
    hubs: ['đã tắt đột ngột', 'đang chạy'] satisfies OffAndOn,
    hubNews: { gone: 'Hub đã tắt đột ngột', starting: 'Hub đang khởi động', running: 'Hub đang chạy' },
    pages: { counter: 'Quầy', board: 'Bảng gọi số' },
  },
};

/** The hospital's hub: a hand at one of its counters, the line between this kiosk and it, and its power. */
export function HubDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  const { say, refused } = useSay(note, said.name);
  const { state, answers, act } = useSimulator('hub', (action) => refused(action.do));
  const { program = 'gone', pluggedIn = false, connections = 0 } = state ?? {};
  const sayRefusal = (why: string) => say(said.refusals[why] ?? said.refused(why), true);
  useChanges(state?.pluggedIn, (now) => say(now ? said.lineNews.back : said.lineNews.lost, !now));
  useChanges(state?.program, (now) => say(said.hubNews[now], now === 'gone'));
  useChanges(state && (state.counter?.serving ?? ''), (now) => now !== '' && say(said.called(now)));
  useChanges(state && (state.lastAct?.nth ?? 0), () => state?.lastAct?.refused && sayRefusal(state.lastAct.refused));

  const turnLine = () => act({ do: pluggedIn ? 'unplug' : 'plug-in' });
  const turnHub = () => act({ do: program === 'gone' ? 'start' : 'kill' });
  const calls = { disabled: !answers || program !== 'running' };
  useShortcuts({
    ...(calls.disabled
      ? {}
      : Object.fromEntries(acts.map((each) => [each.shortcut, () => act({ do: 'counter', act: each.act })]))),
    l: turnLine,
    z: turnHub,
    ...(state
      ? {
          o: () => void open(state.counterUrl, '_blank', 'noopener'),
          b: () => void open(state.boardUrl, '_blank', 'noopener'),
        }
      : {}),
  });

  return (
    <Drawer
      title={said.title}
      icon={<Network />}
      answers={answers}
      pluggedIn={pluggedIn}
      connections={connections}
      {...lampOf(state, said.hubNews)}
    >
      {state?.counter && <CounterRow counter={state.counter} />}
      <div class="row">
        {acts.map((each) => (
          <ActionButton
            key={each.act}
            label={said.acts[each.act][0]}
            hint={said.acts[each.act][1]}
            icon={each.icon}
            shortcut={each.shortcut}
            disabled={calls.disabled}
            onPress={() => act({ do: 'counter', act: each.act })}
          />
        ))}
        <Switch
          label={said.line}
          icon={pluggedIn ? <Waypoints /> : <Unplug />}
          on={pluggedIn}
          says={said.lines}
          trouble="off"
          shortcut="l"
          disabled={!answers}
          onTurn={turnLine}
        />
        <Switch
          label={said.hub}
          icon={program === 'gone' ? <PowerOff /> : <Power />}
          on={program !== 'gone'}
          says={said.hubs}
          trouble="off"
          shortcut="z"
          disabled={!answers}
          onTurn={turnHub}
        />
      </div>
      {state && (
        <nav class="hub-pages">
          <Page href={state.counterUrl} label={said.pages.counter} shortcut="o" />
          <Page href={state.boardUrl} label={said.pages.board} shortcut="b" />
        </nav>
      )}
    </Drawer>
  );
}

/** A hub that is not there is told before the line to it. */
function lampOf(
  state: HubSimulatorState | undefined,
  news: Readonly<Record<HubSimulatorState['program'], string>>,
): { readonly lamp?: Lamp } {
  if (!state || state.program === 'running') return {};
  return { lamp: [state.program === 'gone' ? 'bad' : 'waiting', news[state.program]] };
}

function CounterRow({ counter }: { readonly counter: NonNullable<HubSimulatorState['counter']> }): JSX.Element {
  const said = useWords(words);
  const language = useContext(LanguageContext);
  const { name, serving, waiting, waitingCount } = counter;
  return (
    <div class="hub-counter">
      <p>
        <small>
          {said.servedAt} {name[language] ?? name.vi}
        </small>
        <b data-hub-serving={serving ?? ''}>{serving ?? said.nobodyServed}</b>
      </p>
      <p>
        <small>{said.waiting(waitingCount)}</small>
        <span>{waiting.join('  ')}</span>
      </p>
    </div>
  );
}

interface PageProps {
  readonly href: string;
  readonly label: string;
  readonly shortcut: string;
}

function Page({ href, label, shortcut }: PageProps): JSX.Element {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" aria-keyshortcuts={shortcut}>
      {label}
      <ExternalLink />
      <kbd>{shortcut}</kbd>
    </a>
  );
}
