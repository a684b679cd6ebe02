import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { LackOnPage } from '#kiosk/bridge/console/settings-words.ts';
import type { PageName } from '../page-names.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';

/** On every page until the kiosk runs for the first time: what is done, and what it still lacks. */
export function SetUpProgress({
  page,
  tools,
}: {
  readonly page: PageName;
  readonly tools: ConsoleTools;
}): JSX.Element | null {
  const state = useTopic(tools, 'settings').value;
  const lacks = state?.lacks;
  const isSettingUp = lacks !== undefined;
  const wasSetUp = useSignal(false);
  useEffect(() => {
    if (isSettingUp) wasSetUp.value = true;
    else if (page === 'readiness') wasSetUp.value = false;
  }, [isSettingUp, page]);
  if (lacks) return <Progress lacks={lacks} tools={tools} />;
  return wasSetUp.value && state?.applying.is === 'settled' ? <Runs tools={tools} /> : null;
}

function Progress({
  lacks,
  tools,
}: {
  readonly lacks: readonly LackOnPage[];
  readonly tools: ConsoleTools;
}): JSX.Element {
  const { say, who, language } = tools;
  const devices = useTopic(tools, 'devices').value?.devices ?? [];
  return (
    <section class="set-up-progress" data-set-up aria-label={say('console.setUp.title')}>
      <ol>
        <Step title={say('console.setUp.person')} isDone tools={tools}>
          {who.name}
        </Step>
        <Step title={say('console.setUp.devices')} isDone={devices.length > 0} page="devices" tools={tools}>
          {devices.length === 0 ? say('console.setUp.noDevices') : devices.map(({ id }) => id).join(', ')}
        </Step>
        <Step title={say('console.setUp.settings')} isDone={lacks.length === 0} page="settings" tools={tools}>
          {lacks.length === 0
            ? say('console.setUp.ready')
            : say('console.setUp.lacks', { fields: inWords(lacks, language) })}
        </Step>
        <Step title={say('console.setUp.runs')} isDone={false} tools={tools}>
          {say('console.setUp.then')}
        </Step>
      </ol>
    </section>
  );
}

/** It has just begun to run: what is left to do. */
function Runs({ tools: { say, go } }: { readonly tools: ConsoleTools }): JSX.Element {
  // Whoever saved is in the middle of a long page.
  useEffect(() => scrollTo(0, 0), []);
  return (
    <p class="strip good bar" role="status" data-set-up-over>
      {say('console.setUp.nowRuns')}
      <button type="button" onClick={() => go('readiness')}>
        {say('console.setUp.toReadiness')}
      </button>
    </p>
  );
}

interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  /** Where it is done. */
  readonly page?: PageName;
  readonly tools: ConsoleTools;
  readonly children: ComponentChildren;
}

function Step({ title, isDone, page, tools: { say, go }, children }: StepProps): JSX.Element {
  return (
    <li class={isDone ? 'done' : ''} data-step-done={isDone}>
      {page ? (
        <a
          href={`/${page}`}
          onClick={(event) => {
            event.preventDefault();
            go(page);
          }}
        >
          {title}
        </a>
      ) : (
        <b>{title}</b>
      )}
      <span class="visually-hidden">{say(isDone ? 'console.setUp.done' : 'console.setUp.open')}</span>
      <p>{children}</p>
    </li>
  );
}

/** `Hospital: name, code; Services: room`. */
function inWords(lacks: readonly LackOnPage[], language: ConsoleTools['language']): string {
  const bySection = Map.groupBy(lacks, ({ section }) => section?.[language]);
  return [...bySection]
    .map(([section, fields]) => {
      const names = [...new Set(fields.map(({ field }) => field[language]))].filter((name) => name !== section);
      return [section, names.join(', ')].filter(Boolean).join(': ');
    })
    .join('; ');
}
