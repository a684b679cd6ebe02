import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Language } from '#config/agreements/language.ts';
import type { Say } from '#config/strings/messages.ts';
import type { ConsoleTopics, TopicName } from '#kiosk/bridge/console/calls.ts';
import type { ConsoleLink, Who } from './console-link.ts';
import type { PageName } from './page-names.ts';
import type { Control } from './upkeep/mending.ts';

/** What every page of the console is drawn with. */
export interface ConsoleTools {
  readonly say: Say;
  readonly language: Language;
  readonly link: ConsoleLink;
  readonly who: Extract<Who, { kind: 'person' }>;
  readonly isSupervisor: boolean;
  /** `control`: what the focus goes to there. */
  readonly go: (page: PageName, about?: string, control?: Control) => void;
  /** Behind the page's name in the address: `/devices/printer`. */
  readonly about: string | undefined;
}

/** What the host says of a topic while this is drawn. */
export function useTopic<Name extends TopicName>(
  { link }: Pick<ConsoleTools, 'link'>,
  topic: Name,
  about?: string,
): ReadonlySignal<ConsoleTopics[Name] | null | undefined> {
  const watched = useMemo(() => link.watch(topic, about), [link, topic, about]);
  useEffect(() => watched.end, [watched]);
  return watched.state;
}
