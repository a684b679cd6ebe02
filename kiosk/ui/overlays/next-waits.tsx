import { HandHeart } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { fitOf } from '../parts/fit.ts';
import { useCountdown } from '../parts/use-time.ts';
import { Sheet } from './sheet.tsx';

interface NextWaitsProps {
  readonly secondsLeft: number;
  /** Said large when it is on this screen only. */
  readonly number: string | undefined;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** The next one has laid a card: whoever is still here says so, whoever has gone loses no number unseen. */
export function NextWaits({ secondsLeft, number, say, act, clock }: NextWaitsProps): JSX.Element {
  const { left, of } = useCountdown(clock, secondsLeft);
  const label = say('screens.idle.secondsLeft', { seconds: left });
  return (
    <Sheet title={say('screens.idle.title')} picture={<Countdown left={left} of={of} label={label} />}>
      <p class="lead">{say('screens.nextWaits.lead')}</p>
      {number !== undefined && (
        <div class="kept-number">
          <span>{say('screens.ticket.yourNumber')}</span>
          <b data-fit={fitOf(number, [4, 6, 8])}>{number}</b>
          <span>{say('screens.ticket.rememberNumber')}</span>
        </div>
      )}
      <Button
        look="primary"
        choice="stay"
        icon={HandHeart}
        label={say('screens.idle.stay')}
        onPress={() => act({ command: 'stay' })}
      />
    </Sheet>
  );
}
