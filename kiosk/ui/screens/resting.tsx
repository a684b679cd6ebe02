import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

interface RestingProps extends ScreenProps<'resting'> {
  readonly clock: Clock;
}

export function Resting({ screen, say }: RestingProps): JSX.Element {
  return (
    <main class="screen resting">
      <Title text={say('screens.getReady.title')}>
        <NumberChip number={screen.number} say={say} />
      </Title>
      <BreathingLotus />
    </main>
  );
}
