import { Plug, Unplug } from 'lucide-preact';
import type { JSX } from 'preact';
import { type OffAndOn, Switch } from '../controls.tsx';
import type { Note } from '../history.tsx';
import { type InBothLanguages, useWords } from '../language.tsx';
import { useChanges } from './use-changes.tsx';

interface CableWords {
  readonly cable: string;
  readonly says: OffAndOn;
  readonly pluggedIn: string;
  readonly unplugged: string;
  readonly hostCame: string;
  readonly hostLeft: string;
  readonly startedAnew: string;
  readonly refused: (action: string) => string;
}

/** What every drawer says of its device's cable and of the wire behind it. */
export const cableWords: InBothLanguages<CableWords> = {
  en: {
    cable: 'Cable',
    says: ['unplugged', 'plugged in'],
    pluggedIn: 'Plugged in',
    unplugged: 'Unplugged',
    hostCame: 'The host connected',
    hostLeft: 'The host is gone',
    startedAnew: 'It was started anew',
    refused: (action) => `"${action}" was refused`,
  },
  vi: {
    cable: 'Dây cắm',
    says: ['đã rút', 'đang cắm'],
    pluggedIn: 'Đã cắm lại',
    unplugged: 'Đã rút dây',
    hostCame: 'Kiosk đã kết nối',
    hostLeft: 'Kiosk đã ngắt',
    startedAnew: 'Đã khởi động lại',
    refused: (action) => `"${action}" bị từ chối`,
  },
};

export type Say = (says: string, trouble?: boolean) => void;

/** Notes under the device's name, and what a simulator refused. */
export function useSay(note: Note, of: string): { readonly say: Say; readonly refused: (action: string) => void } {
  const words = useWords(cableWords);
  const say: Say = (says, trouble = false) => note({ of, says, trouble });
  return { say, refused: (action) => say(words.refused(action), true) };
}

interface CableState {
  readonly pluggedIn: boolean;
  readonly connections: number;
}

export function useCableNews(state: CableState | undefined, say: Say): void {
  const words = useWords(cableWords);
  useChanges(state?.pluggedIn, (now) => say(now ? words.pluggedIn : words.unplugged, !now));
  useChanges(state && state.connections > 0, (now) => say(now ? words.hostCame : words.hostLeft, !now));
}

interface CableSwitchProps {
  readonly pluggedIn: boolean;
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly onTurn: () => void;
}

export function CableSwitch({ pluggedIn, ...rest }: CableSwitchProps): JSX.Element {
  const { cable, says } = useWords(cableWords);
  return (
    <Switch label={cable} icon={pluggedIn ? <Plug /> : <Unplug />} on={pluggedIn} says={says} trouble="off" {...rest} />
  );
}
