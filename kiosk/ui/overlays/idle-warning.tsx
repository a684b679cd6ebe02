import { HandHeart } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { useCountdown } from '../parts/use-time.ts';
import type { Act } from '../screens/act.ts';
import { Sheet } from './sheet.tsx';

interface IdleWarningProps {
  readonly secondsLeft: number;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

const radius = 44;
const around = 2 * Math.PI * radius;

export function IdleWarning({ secondsLeft, say, act, clock }: IdleWarningProps): JSX.Element {
  const left = useCountdown(clock, secondsLeft);
  const gone = around * (1 - left / Math.max(secondsLeft, 1));
  const ring = (
    <div class="countdown" role="timer" aria-label={say('screens.idle.secondsLeft', { seconds: left })}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="countdown-track" cx="50" cy="50" r={radius} />
        <circle class="countdown-left" cx="50" cy="50" r={radius} stroke-dasharray={around} stroke-dashoffset={gone} />
      </svg>
      <span aria-hidden="true">{left}</span>
    </div>
  );
  return (
    <Sheet title={say('screens.idle.title')} picture={ring}>
      <p class="lead">{say('screens.idle.lead')}</p>
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
