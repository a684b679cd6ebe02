import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { Act } from '../parts/act.ts';
import { fitOf } from '../parts/fit.ts';
import { IdleWarning } from './idle-warning.tsx';

interface NextWaitsProps {
  readonly secondsLeft: number;
  /** Said large when it is on this screen only. */
  readonly number: string | undefined;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** The next one has laid a card: whoever is still here says so, whoever has gone loses no number unseen. */
export function NextWaits({ number, say, ...rest }: NextWaitsProps): JSX.Element {
  return (
    <IdleWarning lead="screens.nextWaits.lead" say={say} {...rest}>
      {number !== undefined && (
        <div class="kept-number">
          <span>{say('screens.ticket.yourNumber')}</span>
          <b data-fit={fitOf(number, [4, 6, 8])}>{number}</b>
          <span>{say('screens.ticket.rememberNumber')}</span>
        </div>
      )}
    </IdleWarning>
  );
}
