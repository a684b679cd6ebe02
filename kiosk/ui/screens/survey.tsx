import { Angry, Frown, HeartHandshake, Laugh, type LucideIcon, Meh, Smile } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const faces: readonly (readonly [score: 1 | 2 | 3 | 4 | 5, icon: LucideIcon, words: MessageKey])[] = [
  [5, Laugh, 'screens.survey.score5'],
  [4, Smile, 'screens.survey.score4'],
  [3, Meh, 'screens.survey.score3'],
  [2, Frown, 'screens.survey.score2'],
  [1, Angry, 'screens.survey.score1'],
];

/** One tap, all answers alike in size and colour; it goes by itself, and the number is said once more. */
export function Survey({ screen: { number, isThanked }, say, act }: ScreenProps<'survey'>): JSX.Element {
  if (isThanked) {
    return (
      <main class="screen survey thanked">
        <HeartHandshake aria-hidden="true" class="icon thanks-picture" />
        <Title text={say('screens.survey.thanks')}>
          <p class="lead">{say('screens.survey.thanksLead')}</p>
          <NumberChip number={number} say={say} />
        </Title>
      </main>
    );
  }
  return (
    <main class="screen survey">
      <Title text={say('screens.survey.title')}>
        <p class="lead">{say('screens.survey.lead')}</p>
        <NumberChip number={number} say={say} />
      </Title>
      <div class="faces">
        {faces.map(([score, icon, words]) => (
          <Button
            key={score}
            icon={icon}
            choice={String(score)}
            label={say(words)}
            onPress={() => act({ command: 'give-opinion', score })}
          />
        ))}
      </div>
      <div class="actions">
        <Button choice="skip" label={say('screens.survey.skip')} onPress={() => act({ command: 'finish' })} />
      </div>
    </main>
  );
}
