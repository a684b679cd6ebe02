import { HandHeart } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { useCountdown } from '../parts/use-time.ts';
import { Sheet } from './sheet.tsx';

interface IdleWarningProps {
  readonly secondsLeft: number;
  readonly lead: MessageKey;
  readonly children?: ComponentChildren;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** Somebody is asked whether they are still here. */
export function IdleWarning({ secondsLeft, lead, children, say, act, clock }: IdleWarningProps): JSX.Element {
  const { left, of } = useCountdown(clock, secondsLeft);
  const label = say('screens.idle.secondsLeft', { seconds: left });
  return (
    <Sheet title={say('screens.idle.title')} picture={<Countdown left={left} of={of} label={label} />}>
      <p class="lead">{say(lead)}</p>
      {children}
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
