import { HandHeart } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { useCountdown } from '../parts/use-time.ts';

interface StillHereProps {
  readonly secondsLeft: number;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** "Are you still there?" beside a sheet that must not change: no button of the sheet moves when this comes or goes. */
export function StillHere({ secondsLeft, say, act, clock }: StillHereProps): JSX.Element {
  const { left, of } = useCountdown(clock, secondsLeft);
  return (
    <section class="card still-here">
      <Countdown left={left} of={of} label={say('screens.idle.secondsLeft', { seconds: left })} />
      <p role="status">{say('screens.idle.title')}</p>
      <Button
        icon={HandHeart}
        choice="stay"
        label={say('screens.idle.stay')}
        onPress={() => act({ command: 'stay' })}
      />
    </section>
  );
}
