import { LogOut } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { useCountdown } from '../parts/use-time.ts';
import { KeptNumber } from './kept-number.tsx';
import { Sheet } from './sheet.tsx';

interface TimeIsUpProps {
  readonly secondsLeft: number;
  readonly number: string | undefined;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** The longest time of one turn is up: nothing more is asked, and nobody is blamed. */
export function TimeIsUp({ secondsLeft, number, say, act, clock }: TimeIsUpProps): JSX.Element {
  const { left, of } = useCountdown(clock, secondsLeft);
  const label = say('screens.idle.secondsLeft', { seconds: left });
  return (
    <Sheet title={say('screens.timeIsUp.title')} picture={<Countdown left={left} of={of} label={label} />}>
      <p class="lead">{say('screens.timeIsUp.lead')}</p>
      <KeptNumber number={number} say={say} />
      <Button
        look="primary"
        choice="end"
        icon={LogOut}
        label={say('screens.timeIsUp.end')}
        onPress={() => act({ command: 'start-over' })}
      />
    </Sheet>
  );
}
