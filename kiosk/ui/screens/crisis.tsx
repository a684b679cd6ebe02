import type { JSX } from 'preact';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function Crisis({ screen, say }: ScreenProps<'crisis'>): JSX.Element {
  return (
    <main class="screen crisis">
      <Title text={say('screens.getReady.title')}>
        <NumberChip number={screen.number} say={say} />
      </Title>
    </main>
  );
}
