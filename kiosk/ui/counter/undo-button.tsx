import type { JSX } from 'preact';
import { ActButton } from './act-button.tsx';
import type { CounterTools } from './tools.ts';
import { useHubTime } from './use-hub-time.ts';

/** For ten seconds, with the time that is left. Its place is kept, so that nothing moves under a finger. */
export function UndoButton({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot, link } = tools;
  const now = useHubTime(link, 'second');
  const { undo } = snapshot;
  const seconds = undo ? Math.ceil((undo.until - now) / 1_000) : 0;
  return (
    <p class="undo">
      {undo && seconds > 0 && (
        <ActButton tools={tools} act="undo" look="plain">
          {say('undo.left', { act: wordOf(say(`acts.${undo.act}`)), seconds })}
        </ActButton>
      )}
    </p>
  );
}

/** "Park…" leads on to a sheet; what was done is "Park". */
function wordOf(label: string): string {
  return label.replace(/…$/, '');
}
