import type { LucideIcon } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';

export interface Tip {
  readonly icon: LucideIcon;
  readonly words: MessageKey;
}

/** What helps, in few words each. */
export function Tips({ tips, say }: { readonly tips: readonly Tip[]; readonly say: Say }): JSX.Element {
  return (
    <ol class="tips">
      {tips.map(({ icon: Icon, words }) => (
        <li key={words}>
          <span class="tile">
            <Icon aria-hidden="true" class="icon" />
          </span>
          <span>{say(words)}</span>
        </li>
      ))}
    </ol>
  );
}
