import { BadgeCheck, Info, type LucideIcon, ShieldCheck, TriangleAlert } from 'lucide-preact';
import type { JSX } from 'preact';

export type NoteTone = 'good' | 'priority' | 'plain' | 'careful';

const icons: Readonly<Record<NoteTone, LucideIcon>> = {
  good: ShieldCheck,
  priority: BadgeCheck,
  plain: Info,
  careful: TriangleAlert,
};

interface NoteProps {
  readonly tone: NoteTone;
  readonly text: string;
  /** A sign that fits better than that of the tone. */
  readonly icon?: LucideIcon | undefined;
}

/** One sentence that a person should notice, with its sign. */
export function Note({ tone, text, icon }: NoteProps): JSX.Element {
  const Icon = icon ?? icons[tone];
  return (
    <p class="note" data-tone={tone}>
      <Icon aria-hidden="true" class="icon" />
      <span>{text}</span>
    </p>
  );
}
