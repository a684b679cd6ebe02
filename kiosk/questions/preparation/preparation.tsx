import { Utensils, UtensilsCrossed } from 'lucide-preact';
import type { JSX } from 'preact';
import { ChooseOne } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';

export const preparationView: QuestionView<'preparation'> = { step: 2, draw: Preparation, offers: () => [] };

/** Equal buttons: neither answer costs the number. */
function Preparation({ say, answer }: QuestionProps<'preparation'>): JSX.Element {
  return (
    <ChooseOne
      title={say('preparation.title')}
      lead={<p class="lead">{say('preparation.lead')}</p>}
      density="few"
      choices={[
        {
          code: 'not-eaten',
          picture: <UtensilsCrossed class="icon" />,
          name: say('preparation.notEaten'),
          more: say('preparation.notEatenMore'),
        },
        {
          code: 'eaten',
          picture: <Utensils class="icon" />,
          name: say('preparation.eaten'),
          more: say('preparation.eatenMore'),
        },
      ]}
      onChoose={(code) => answer({ hasEaten: code === 'eaten' })}
    />
  );
}
