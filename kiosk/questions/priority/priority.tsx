import { Accessibility, Baby, CircleX, type LucideIcon, Medal } from 'lucide-preact';
import type { JSX } from 'preact';
import { ChooseOne } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import type { PriorityAnswer } from './words.ts';

export const priorityView: QuestionView<'priority'> = { step: 2, draw: AskPriority, offers: () => [] };

const icons: Readonly<Record<PriorityAnswer['ground'], LucideIcon>> = {
  pregnancy: Baby,
  'severe-disability': Accessibility,
  merit: Medal,
  none: CircleX,
};

/** An object keeps the order in which its keys were written. */
const grounds = Object.keys(icons) as readonly PriorityAnswer['ground'][];

/** Nothing is marked, before or after: whoever looks over a shoulder sees four equal answers. */
function AskPriority({ say, answer }: QuestionProps<'priority'>): JSX.Element {
  return (
    <ChooseOne
      title={say('priority.title')}
      lead={<p class="lead">{say('priority.lead')}</p>}
      density="some"
      choices={grounds.map((ground) => {
        const Icon = icons[ground];
        return {
          code: ground,
          picture: <Icon aria-hidden="true" class="icon" />,
          name: say(`priority.${ground}`),
          more: undefined,
        };
      })}
      onChoose={(code) => answer({ ground: grounds.find((ground) => ground === code) ?? 'none' })}
    />
  );
}
